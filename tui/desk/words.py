"""How many, in words."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """`1 client`, `1,200 clients`: `noun` takes a plain s."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
