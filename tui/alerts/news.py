"""What rang, in the words of row 23."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.values.text import safe_text

if TYPE_CHECKING:
    from core.alerts.types import Notice

_LONGEST = 200
_RANK = ("critical", "high", "medium", "low")


def news_words(told: Sequence[Notice]) -> str:
    """The gravest of what rang at once, and how many there are; empty for nothing.
    A bell beside a notice is no second one."""
    shown = [each for each in told if not each.bell]
    if not shown:
        return ""
    gravest = min(shown, key=lambda each: _RANK.index(each.severity))
    words = safe_text(gravest.words, _LONGEST)
    return f"alert: {words}" if len(shown) == 1 else f"{len(shown)} alerts: {words}"
