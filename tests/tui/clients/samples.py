"""Clients, details and looks that the tests of the panes share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rich.text import Text

from core.clients.types import ClientDetail, ClientRow, Heatmap, HeatmapDay, UsageDay
from core.health.types import Baseline
from core.incidents.types import Incident, Sla, SlaSide
from core.values.instants import parse_day
from core.values.money import Money
from tests.tui.charts.samples import HEALTH, HOSTILE
from tui.glyphs import ASCII, BLOCKS, BRAILLE
from tui.look import ScreenLook
from tui.palette import MONO

__all__ = ["HEALTH", "HOSTILE"]

NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
TODAY = parse_day("2026-11-21")
LOOKS = tuple(
    ScreenLook(MONO, glyphs, zone=UTC, now=NOW, today=TODAY)
    for glyphs in (BRAILLE, BLOCKS, ASCII)
)
LOOK, _, BARE = LOOKS
WIDTHS = (60, 80, 120, 160)

ROW = ClientRow(
    id=412,
    key="C-0412",
    name="Northwind Labs",
    tier="critical",
    score=38,
    delta7=-21,
    trend="down",
    partial=False,
    arr=Money(14_880_000, "USD"),
    renews=TODAY + 18,
    owner="ana",
    plan="Enterprise",
    industry="Software",
    country="US",
    status="active",
    start=parse_day("2023-04-03"),
    last_seen=TODAY - 9,
    open_incidents=2,
    calls_30=1200,
    logins_30=10,
    top_reason="usage 24% of baseline: −30",
    spark=(72, 72, 72, 70, 66, 59, 55, 48, 41, 38),
)
BARE_ROW = replace(
    ROW,
    tier="unknown",
    score=None,
    delta7=None,
    trend="new",
    arr=None,
    renews=None,
    owner=None,
    plan=None,
    industry=None,
    country=None,
    start=None,
    last_seen=None,
    open_incidents=0,
    calls_30=None,
    logins_30=None,
    top_reason="",
    spark=(None,) * 10,
)

RESPOND = SlaSide("met", 3600, 360, None, None)
RESOLVE = SlaSide("running", 8 * 3600, 7800, NOW + timedelta(hours=5, minutes=50), None)
INCIDENT = Incident(
    id=1,
    key="INC-2231",
    client_id=412,
    client_key="C-0412",
    client_name="Northwind Labs",
    title="API 5xx on export",
    severity="high",
    status="acknowledged",
    opened=NOW - timedelta(hours=2, minutes=10),
    acknowledged=NOW - timedelta(hours=2, minutes=4),
    resolved=None,
    closed=None,
    resolution=None,
    impact="outage",
    source="monitor",
    external_id="ext-9",
    penalty=20,
    sla=Sla(RESPOND, RESOLVE, RESOLVE.due),
    owner="raj",
    clients=1,
    affects=("C-0412",),
    arr=Money(14_880_000, "USD"),
    health=38,
    renews=TODAY + 18,
    parent=None,
    duplicate_of=None,
    reopened=0,
    rev=1,
    repeats=1,
)
RESOLVED = replace(
    INCIDENT,
    id=2,
    key="INC-2190",
    severity="medium",
    status="resolved",
    opened=NOW - timedelta(days=5),
    acknowledged=NOW - timedelta(days=5),
    resolved=NOW - timedelta(days=3),
    resolution="fixed",
    penalty=5,
    sla=Sla(
        SlaSide("met", 4 * 3600, 0, None, None),
        SlaSide("breached", 24 * 3600, 48 * 3600, None, NOW - timedelta(days=4)),
        None,
    ),
)


def heat(counts: Sequence[int | None], weeks: int = 13) -> Heatmap:
    """Whole weeks that end with that of today (a Saturday); `counts` fill them from
    the first day, what is left over is blank."""
    first = TODAY - 5 - 7 * (weeks - 1)
    padded = [*counts, *[None] * (7 * weeks - len(counts))]
    peak = max((count or 0 for count in padded), default=0)
    days = [
        HeatmapDay(first + i, n, None if n is None else -(-4 * n // peak) if n else 0)
        for i, n in enumerate(padded)
    ]
    bounds = tuple((level - 1) * peak // 4 + 1 for level in range(1, 5)) if peak else ()
    return Heatmap(tuple(tuple(days[i : i + 7]) for i in range(0, len(days), 7)), peak, bounds)


def used(calls: Sequence[int | None], logins: Sequence[int | None]) -> tuple[UsageDay, ...]:
    """The last days up to today."""
    first = TODAY - len(calls) + 1
    pairs = zip(calls, logins, strict=True)
    return tuple(UsageDay(first + i, c, n) for i, (c, n) in enumerate(pairs))


DETAIL = ClientDetail(
    row=ROW,
    components=(2400, 3333, 6000),
    weights=(40, 30, 30),
    points=(10, 10, 18),
    baseline=Baseline(5000, 30),
    baseline_from="default",
    window_days=30,
    config="health/3",
    scored_at=NOW - timedelta(minutes=2),
    run=8812,
    timezone="Europe/Berlin",
    ended=None,
    identities=(("crm", "0012"), ("billing", "nw-7")),
    arr=(Money(14_880_000, "USD"),),
    subscriptions=1,
    extra=(("segment", "At risk"),),
    usage=used([40] * 30, [1] * 10 + [0] * 20),
    heatmap=heat([1, 0, 0] * 30),
    incidents=(INCIDENT, RESOLVED),
    last_login=TODAY - 9,
)
BARE_DETAIL = replace(
    DETAIL,
    row=BARE_ROW,
    components=(None, None, 10000),
    points=(),
    scored_at=None,
    run=None,
    timezone=None,
    identities=(),
    arr=(),
    subscriptions=0,
    extra=(),
    usage=used([None] * 30, [None] * 30),
    heatmap=heat([None] * 91),
    incidents=(),
    last_login=None,
)


def plain(lines: Sequence[Text]) -> str:
    """What a person without colours reads, without blanks at line ends."""
    return "\n".join(line.plain.rstrip() for line in lines)


def assert_fits(
    lines: Sequence[Text], width: int, look: ScreenLook = LOOK, data: str = ""
) -> None:
    """Every line is one harmless line within `width`; in the ascii look nothing but
    the `data` itself brings another sign."""
    for text in lines:
        assert text.cell_len <= width, (text.cell_len, text.plain)
        assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in text.plain)
        if look.glyphs is ASCII:
            foreign = {char for char in text.plain if not char.isascii()}
            # What is cut off after 500 signs, and what is harmful, is marked at the gate.
            marks = "\ufffd…" if len(data) > 500 else "\ufffd"
            assert foreign <= {*data, *marks}, text.plain
