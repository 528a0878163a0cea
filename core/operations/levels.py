"""How grave a line of the log is; apart from the rest, for every command asks it."""

from __future__ import annotations

from typing import Literal

Level = Literal["debug", "info", "warning", "error"]
LEVELS: tuple[Level, ...] = ("debug", "info", "warning", "error")
