"""A line of values as rows of signs, drawn by plotext.

plotext costs a quarter of a second to import, so it comes with the first large
chart. Its figure is one for the whole process: a lock keeps two workers apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from threading import Lock

_LOCK = Lock()
_EMPTY_BRAILLE = "\u2800"
# Points of a line that a cell can tell apart.
_A_CELL = 8


def draw_line(
    values: Sequence[int | None], top: int, width: int, height: int, marker: str
) -> list[str]:
    """`height` rows of `width` cells: the values from the left, 0 at the foot, `top` above.

    None is a gap in the line. Empty cells are spaces, since some fonts draw the
    empty braille sign. `marker` is plotext's: `braille`, `hd` or one sign.
    """
    runs = [_thinned(*run, most=_A_CELL * width) for run in _runs(values)]
    if not runs:
        return [" " * width] * height
    with _LOCK:
        rows = _plot(runs, len(values), top, width, height, marker)
    drawn = [row.replace(_EMPTY_BRAILLE, " ")[:width].ljust(width) for row in rows[:height]]
    return drawn + [" " * width] * (height - len(drawn))


def _runs(values: Sequence[int | None]) -> Iterator[tuple[list[int], list[int]]]:
    """Stretches without a gap, as positions and values."""
    for known, run in groupby(enumerate(values), key=lambda item: item[1] is not None):
        if known:
            pairs = [(index, value) for index, value in run if value is not None]
            yield [index for index, _ in pairs], [value for _, value in pairs]


def _thinned(positions: list[int], values: list[int], most: int) -> tuple[list[int], list[int]]:
    """A run of many points by the lowest and highest of each stretch: more than a cell
    can show costs time and changes nothing."""
    if len(values) <= most:
        return positions, values
    stretch = -(-2 * len(values) // most)
    kept: list[int] = []
    for start in range(0, len(values), stretch):
        here = range(start, min(start + stretch, len(values)))
        low, high = min(here, key=values.__getitem__), max(here, key=values.__getitem__)
        kept += sorted({low, high})
    return [positions[at] for at in kept], [values[at] for at in kept]


def _plot(
    runs: Sequence[tuple[list[int], list[int]]],
    count: int,
    top: int,
    width: int,
    height: int,
    marker: str,
) -> list[str]:
    import plotext

    figure = plotext.figure
    figure.clear()
    plotext.terminal.limit(False, False)
    figure.plot_size(width, height)
    figure.axes(False)
    figure.canvas("default")
    figure.ruler(0).frequency(0).lim(0, max(1, count - 1))
    figure.ruler(1).frequency(0).lim(0, top)
    for positions, values in runs:
        signal = figure.signal(positions, values, marker=marker)
        figure.draw(signal.lines(len(positions) > 1))
    return str(figure.build().string(colorless=True)).split("\n")
