"""How many, in words."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """`1 client`, `1,200 clients`: the word of one takes a plain s, unless `many` says
    otherwise (`client waits`, `clients wait`)."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
