"""A chart of each kind as a person would meet it, and any chart at all."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from core.values.instants import parse_day
from tui.charts.chart import Chart, Kind, Number, Series

FIRST = parse_day("2026-10-23")
MONDAY = parse_day("2026-08-24")
CALLS = (80, 78, 70, 66, 60, 55, 50, 46, 42, 40, 78, 74, 70, 64, 60, 0, 5, 10, 20, 30,
         40, 38, 30, None, 18, 13, 12, 9, 10, 8)  # fmt: skip
DAYS = tuple(range(FIRST, FIRST + 30))
MEANS = tuple(60 + day / 2 - (day % 4) for day in range(30))
BINS = ("0-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80-89", "90-100")

LINE = Chart(
    "line",
    "API calls and logins a day, 30 d",
    (
        Series("calls", CALLS, end="calls 8"),
        Series("mean", MEANS, "muted", end="mean 73.5"),
    ),
    days=DAYS,
)
BAND = Chart(
    "band",
    "API calls against what was expected",
    (
        Series("calls", (*CALLS[:20], 140, *CALLS[21:])),
        Series("least", (0,) * 15 + (10,) * 15),
        Series("most", tuple(90 - day for day in range(30))),
    ),
    days=DAYS,
)
BARS = Chart(
    "bars",
    "Clients by owner   total 1,204",
    (Series("", (812, 301, 60, 31), roles=("accent", "accent", "accent", "muted")),),
    ("raj", "zoe", "ana", "other (4)"),
    unit="clients",
    share=True,
)
CHANGE = replace(
    BARS, title="Change", share=False, signed=True, unit="",
    series=(Series("", (-12, -6, 3, 0)),),
)  # fmt: skip
SHARE = Chart(
    "share",
    "Tiers by plan",
    (
        Series("critical", (4, 20, 0), "critical"),
        Series("at risk", (9, 31, 0), "at_risk"),
        Series("healthy", (87, 19, 0), "healthy"),
    ),
    ("enterprise", "team", "free"),
    unit="clients",
)
HISTOGRAM = Chart(
    "histogram",
    "Clients by health score",
    (Series("", (1, 4, 9, 20, 31, 44, 60, 71, 30, 12)),),
    BINS,
    unit="clients",
)
SCATTER = Chart(
    "scatter",
    "Segments by recency and spend",
    (
        Series("loyal", (840, 900, 910, 700), at=(2, 5, 9, 12)),
        Series("new", (100, 120, 90), "healthy", at=(1, 3, 4)),
        Series("at risk", (400, 300, None, 100), "at_risk", at=(80, 95, 100, 4)),
    ),
    ("recency", "spend"),
)
HEATMAP = Chart(
    "heatmap",
    "Logins a day",
    tuple(
        Series(name, tuple((row * 3 + week * 5) % 9 for week in range(13)))
        for row, name in enumerate("Mon Tue Wed Thu Fri Sat Sun".split())
    ),
    days=tuple(MONDAY + 7 * week for week in range(13)),
    unit="logins",
    bounds=(1, 3, 5, 7),
)
TRIANGLE = Chart(
    "triangle",
    "Clients that stay, by the month they came",
    tuple(
        Series(name, (*(100 - 7 * step - row for step in range(10 - row)), *(None,) * row))
        for row, name in enumerate(("Jan 26", "Feb 26", "Mar 26", "Apr 26", "May 26"))
    ),
    tuple(f"m{step}" for step in range(10)),
    unit="%",
)
FUNNEL = Chart(
    "funnel",
    "Activation, 90 d",
    (
        Series("", (1204, 900, 512, 480)),
        Series("median", (None, 1, 4, 9), texts=("", "1 d", "4 d", "9 d")),
    ),
    ("signed up", "imported", "invited", "active"),
    unit="clients",
)
SPARKLINE = Chart(
    "sparkline", "Health, 10 d", (Series("", (72, 70, 66, None, 50, 44, 40, 0, 38, 38)),),
    scale=(0, 100),
)  # fmt: skip
GAUGE = Chart(
    "gauge",
    "Health",
    (
        Series("", (38,), "critical", texts=("38 of 100",)),
        Series("change", (-21,), "critical", texts=("▼21 in 7 d",)),
    ),
    ("critical", "at risk", "healthy"),
    bounds=(0, 40, 70),
)
WATERFALL = Chart(
    "waterfall", "Why it moved", (Series("", (-12, -6, -6, 3)),),
    ("usage", "engagement", "incidents", "adoption"), unit="points",
)  # fmt: skip
RELIABILITY = Chart(
    "reliability",
    "Churn within 90 d, predicted and observed",
    (
        Series("predicted", (4.1, 14.2, 35.0, 71.5)),
        Series("observed", (3.0, 12.0, 41.3, 70.0)),
        Series("n", (820, 125, 46, 10)),
    ),
    ("0-10%", "10-25%", "25-50%", "50-100%"),
)
EACH: dict[str, Chart] = {
    "line": LINE,
    "band": BAND,
    "bars": BARS,
    "bars-change": CHANGE,
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
_SIGNED: st.SearchStrategy[Number] = st.one_of(
    st.integers(-(10**15), 10**15),
    st.integers(-9, 9),
    st.floats(-1e15, 1e15, allow_nan=False),
)
_COUNTS: st.SearchStrategy[Number] = st.one_of(
    st.integers(0, 10**15), st.integers(0, 9), st.floats(0, 1e15)
)
_PERCENTS: st.SearchStrategy[Number] = st.one_of(st.integers(0, 100), st.floats(0, 100))
_WORDS = st.text(st.sampled_from("ab c[]_-.9"), max_size=30)


@st.composite
def charts(draw: st.DrawFn, kind: Kind) -> Chart:
    """Any chart of a kind: no values, one, many, gaps, constants, huge ones."""
    if kind == "gauge":
        return _gauge(draw)
    if kind == "scatter":
        return _scatter(draw)
    count = draw(st.integers(0, 25))
    if draw(st.booleans()) and count:
        # The same value everywhere, or nothing known at all.
        only = draw(st.none() | (_COUNTS if kind != "waterfall" else st.integers(-99, 99)))
        values = st.just(only)
    else:
        values = st.none() | _numbers(kind)
    number = draw(_series_of(kind))
    series = [_series(draw, values, count) for _ in range(number)]
    if kind == "funnel":
        falling = sorted((v or 0 for v in series[0].values), reverse=True)
        series[0] = replace(series[0], values=tuple(falling))
    days = kind in ("line", "band", "heatmap") and draw(st.booleans())
    labels = tuple(draw(st.lists(_WORDS, min_size=count, max_size=count)))
    return Chart(
        kind,
        draw(_WORDS),
        tuple(series),
        () if days else labels,
        tuple(range(FIRST, FIRST + count)) if days else (),
        unit=draw(st.sampled_from(("", "%", "clients"))),
        bounds=(1, 3, 5, 7) if kind == "heatmap" else (),
        share=draw(st.booleans()),
        signed=draw(st.booleans()),
    )


def _numbers(kind: Kind) -> st.SearchStrategy[Number]:
    if kind in ("share", "histogram", "funnel"):
        return _COUNTS
    return _PERCENTS if kind == "reliability" else _SIGNED


def _series_of(kind: Kind) -> st.SearchStrategy[int]:
    if kind in ("band", "reliability"):
        return st.just(3)
    if kind in ("bars", "histogram", "waterfall", "sparkline"):
        return st.just(1)
    return st.integers(1, 2) if kind == "funnel" else st.integers(0, 7)


def _series(draw: st.DrawFn, values: st.SearchStrategy[Number | None], count: int) -> Series:
    found = tuple(draw(st.lists(values, min_size=count, max_size=count)))
    return Series(draw(_WORDS), found, end=draw(st.sampled_from(("", "mean 71.2", "x" * 40))))


def _gauge(draw: st.DrawFn) -> Chart:
    value = draw(st.none() | _PERCENTS | _SIGNED)
    risk = draw(st.integers(1, 99))
    healthy = draw(st.integers(risk, 100))
    series = [Series("", (value,))]
    if draw(st.booleans()):
        series.append(Series("change", (draw(_SIGNED),)))
    return Chart("gauge", draw(_WORDS), tuple(series), ("critical", "at risk", "healthy"),
                 bounds=(0, risk, healthy))  # fmt: skip


def _scatter(draw: st.DrawFn) -> Chart:
    series = []
    for _ in range(draw(st.integers(0, 4))):
        count = draw(st.integers(0, 12))
        values = draw(st.lists(st.none() | _SIGNED, min_size=count, max_size=count))
        at = draw(st.lists(_SIGNED, min_size=count, max_size=count))
        series.append(Series(draw(_WORDS), tuple(values), at=tuple(at)))
    labels = draw(st.sampled_from(((), ("recency", "spend"))))
    return Chart("scatter", draw(_WORDS), tuple(series), labels)
