"""One bar: so many cells of so many, with a started cell where the set has one."""

from __future__ import annotations

from fractions import Fraction

from tui.glyphs import Glyphs


def bar(value: int | Fraction, whole: int | Fraction, width: int, glyphs: Glyphs) -> str:
    """`value` of `whole` as a bar in at most `width` cells, without padding.

    What is more than nothing shows as at least the thinnest sign, and only the
    whole fills the last cell. Empty when `value` or `whole` is 0 or less.
    """
    if value <= 0 or whole <= 0 or width <= 0:
        return ""
    steps = len(glyphs.eighths) + 1
    filled = int(min(Fraction(1), Fraction(value) / Fraction(whole)) * width * steps)
    cells, started = divmod(max(1, filled), steps)
    return glyphs.full * cells + (glyphs.eighths[started - 1] if started else "")
