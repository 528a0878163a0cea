"""Which lines are written: asked before anything of the log is even loaded."""

from __future__ import annotations

import os

from core.operations.levels import LEVELS, Level

OFF = len(LEVELS)


def threshold() -> int:
    """The least level that is written, as its place in LEVELS: `$BELLBUOY_LOG` is
    debug, info (also without it), warning, error or off."""
    named = os.environ.get("BELLBUOY_LOG", "info")
    if named == "off":
        return OFF
    return LEVELS.index(named) if named in LEVELS else LEVELS.index("info")


def is_written(level: Level) -> bool:
    """Whether a line of this level would be written: ask before making one."""
    return LEVELS.index(level) >= threshold()
