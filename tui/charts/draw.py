"""Every chart is drawn here: one description in, lines of text out.

To add a kind: its name and what its labels and series are in `chart.py`, a file in
`kinds/`, a line below. To chart something: a function that makes a `Chart` of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rich.text import Text

from tui.charts.chart import Chart, Kind
from tui.charts.kinds.band import BAND
from tui.charts.kinds.bars import BARS
from tui.charts.kinds.funnel import FUNNEL
from tui.charts.kinds.gauge import GAUGE
from tui.charts.kinds.heatmap import HEATMAP
from tui.charts.kinds.histogram import HISTOGRAM
from tui.charts.kinds.kind import Drawn
from tui.charts.kinds.line import LINE
from tui.charts.kinds.reliability import RELIABILITY
from tui.charts.kinds.scatter import SCATTER
from tui.charts.kinds.share import SHARE
from tui.charts.kinds.sparkline import SPARKLINE
from tui.charts.kinds.triangle import TRIANGLE
from tui.charts.kinds.waterfall import WATERFALL
from tui.charts.words import wrap
from tui.palette import Look

KINDS: Mapping[Kind, Drawn] = MappingProxyType(
    {
        "line": LINE,
        "band": BAND,
        "bars": BARS,
        "share": SHARE,
        "histogram": HISTOGRAM,
        "scatter": SCATTER,
        "heatmap": HEATMAP,
        "triangle": TRIANGLE,
        "funnel": FUNNEL,
        "sparkline": SPARKLINE,
        "gauge": GAUGE,
        "waterfall": WATERFALL,
        "reliability": RELIABILITY,
    }
)
HEIGHT = 9
# Drawn by plotext, which takes a while to load: not for the drawing thread.
SLOW: frozenset[Kind] = frozenset({"line", "band"})


def draw(
    chart: Chart, look: Look, width: int, *, height: int = HEIGHT, cursor: int | None = None
) -> list[Text]:
    """The chart in lines of at most `width` cells, 20 at least. `height` is that of the
    drawing inside its frame, 3 at least; charts with a line a row take what they need.
    `cursor` is the point under the cursor, as `read_out` counts them."""
    return KINDS[chart.kind].draw(chart, look, width, height, cursor)


def points(chart: Chart) -> int:
    """How many points a cursor can stand on."""
    return KINDS[chart.kind].points(chart)


def read_out(chart: Chart, index: int) -> str:
    """One point in words: `Sat 21 Nov 2026 · mean 70.2`. `index` from 0 to points - 1."""
    return KINDS[chart.kind].read(chart, index)


def moved(chart: Chart, cursor: int | None, steps: int) -> int | None:
    """Where a cursor comes to stand; the first step enters at the last point."""
    last = points(chart) - 1
    if last < 0:
        return None
    return max(0, min(last, (last + 1 if cursor is None else cursor) + steps))


def key_words(chart: Chart) -> str:
    """The key numbers in one sentence: those the chart was given, else its own."""
    return " · ".join(chart.key or KINDS[chart.kind].say(chart))


def told(chart: Chart, look: Look, width: int, *, height: int = HEIGHT) -> list[Text]:
    """The chart, and below it what its lines do not say yet: its key numbers in words."""
    lines = draw(chart, look, width, height=height)
    if KINDS[chart.kind].spoken and not chart.key:
        return lines
    words = look.glyphs.words(key_words(chart))
    said = [Text(line, end="") for line in wrap(words, width)]
    return [*lines, Text("", end=""), *said]
