"""How did it move? The ten cells of a row in a list, one scale for the whole column."""

from __future__ import annotations

from collections.abc import Sequence

from tui.glyphs import Glyphs

CELLS = 10


def spark(
    values: Sequence[int | None], glyphs: Glyphs, *, top: int = 100, width: int = CELLS
) -> str:
    """The newest `width` values as signs, oldest first, filled up with blanks on the left.

    The scale is 0 to `top`, the same in every row, so that rows compare: None
    is a blank, zero the lowest sign. Raises ValueError for a `top` below 1.
    """
    if top < 1:
        raise ValueError(f"the top of a scale must be 1 or more, not {top}")
    steps = glyphs.sparks
    last = len(steps) - 1
    signs = (
        " " if value is None else steps[max(0, min(last, value * len(steps) // top))]
        for value in values[-width:]
    )
    return "".join(signs).rjust(width)


def spark_words(values: Sequence[int | None]) -> str:
    """What the sparkline says, to be read aloud: `72 → 38, lowest 38`."""
    known = [value for value in values if value is not None]
    if not known:
        return "no scores yet"
    if len(known) == 1:
        return f"{known[0]}, one score"
    return f"{known[0]} → {known[-1]}, lowest {min(known)}, highest {max(known)}"
