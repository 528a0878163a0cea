"""What is known of the terminal around us: asked once, before the first frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Ground = Literal["", "dark", "light"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`encoding` is that of the output, `ground` the background of the terminal (empty:
    it did not say), `ambiguous` the cells of a sign like `█` (1 or 2)."""

    env: Mapping[str, str]
    encoding: str = "utf-8"
    ground: Ground = ""
    ambiguous: int = 1
