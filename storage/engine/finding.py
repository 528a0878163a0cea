"""One thing that `store check` looked at."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """A check by name, how many rows break it (0: sound), and one of them."""

    name: str
    broken: int
    what: str
    example: str = ""
