"""-o FILE: whether it can be written, asked before the work."""

from __future__ import annotations

import os
from pathlib import Path

from bellbuoy.services.whole_file import is_device, replacing
from core.values.errors import UsageError

__all__ = ["check_target", "replacing"]


def check_target(path: str) -> None:
    """Raises UsageError when a file could not be written there: asked before the work."""
    target = Path(path).resolve()
    if target.is_dir():
        raise UsageError(f"{path} is a folder", "name a file for -o")
    if not target.parent.is_dir():
        raise UsageError(f"there is no folder {target.parent}", "make it first")
    place = target if is_device(target) else target.parent
    if not os.access(place, os.W_OK):
        raise UsageError(f"{path} cannot be written", f"{place} does not allow it")
