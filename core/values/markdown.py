"""Text from outside inside Markdown: as text, never as markup."""

from __future__ import annotations

import re

from core.values.text import safe_text

_MARKUP = re.compile(r"([\\|<>\[\]*_`~&#])")


def markdown_text(value: object, limit: int = 2_000) -> str:
    """One harmless line in which nothing is markup; it never begins a list or heading."""
    return _MARKUP.sub(r"\\\1", safe_text(value, limit).strip())
