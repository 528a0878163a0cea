"""Figures in the text format of Prometheus, for whoever may not ask core itself."""

from __future__ import annotations

from collections.abc import Sequence

from core.operations.exposition import exposition
from core.operations.types import Family


def as_text(families: Sequence[Family]) -> str:
    """The page that a Prometheus server reads."""
    return exposition(families)
