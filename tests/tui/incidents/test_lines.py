"""The panes of incidents as lines: what they say, and that everything fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.analytics.types import IncidentCounts, IncidentStats
from core.incidents.types import SEVERITIES, STATUSES, IncidentDetail, SlaSide, Status
from core.values.text import cells
from tests.tui.clients.samples import (
    BARE,
    HOSTILE,
    INCIDENT,
    LOOK,
    LOOKS,
    NOW,
    RESOLVE,
    assert_fits,
    plain,
)
from tests.tui.incidents.samples import DETAIL, STEPS, hostile
from tui.incidents.breakdown import breakdown_height, breakdown_lines
from tui.incidents.columns import queue_columns
from tui.incidents.hurt import hurt_foot, hurt_head, hurt_line
from tui.incidents.ledger import ledger_lines
from tui.incidents.next_step import next_words
from tui.incidents.pane import pane_lines
from tui.incidents.steps import step_lines
from tui.look import ScreenLook
from tui.widgets.window_columns import PREFIX, header_text, lay_out, plain_text, row_pieces


def row(width: int, screen: int, look: ScreenLook = LOOK) -> tuple[str, str]:
    placed = lay_out(queue_columns(look, screen), width - PREFIX - 1)
    cut = look.glyphs.ellipsis
    told = plain_text(row_pieces(placed, INCIDENT, cut))
    return header_text(placed, cut).rstrip(), told.rstrip()


def test_the_queue_beside_its_pane_and_alone() -> None:
    assert row(37, 80) == (
        "   ID         SEVERITY STATUS CLIENT",
        "INC-2231   !!  high ackn   North…",
    )
    assert row(80, 80) == (
        "   ID         SEVERITY STATUS CLIENT    CLOCK       OWNER      AGE TITLE",
        "INC-2231   !!  high ackn   Northwin… 5h 50m      raj     2h 10m API 5xx on …",
    )


def test_a_wide_queue_has_both_clocks() -> None:
    titles, told = row(100, 160)
    assert "RESPOND" in titles
    assert "RESOLVE" in titles
    assert "met         5h 50m      raj" in told
    assert "HEALTH" not in titles


def test_the_widest_queue_has_the_client_s_health_and_arr() -> None:
    titles, told = row(140, 200)
    assert "CLIENT" in titles.partition("HEALTH      ARR RESPOND")[0]
    assert "38    $149k met         5h 50m" in told


def test_of_several_clients_a_row_says_how_many_and_nobody_alarms() -> None:
    columns = {column.id: column for column in queue_columns(LOOK, 80)}
    many = replace(INCIDENT, clients=9, owner=None)
    assert columns["client"].render(many) == ("9 clients", "")
    assert columns["owner"].render(many) == ("nobody", "at_risk")
    over = replace(many, status="closed")
    assert columns["owner"].render(over) == ("-", "muted")


def test_the_pane_at_43_cells() -> None:
    assert plain(pane_lines(DETAIL.incident, DETAIL, LOOK, 43)).split("\n") == [
        " INC-2231                           !! high",
        " API 5xx on export",
        " acknowledged, 2 h 10 min · raj",
        " 2 clients: Northwind Labs, 東京データ",
        " health cost −6 · ARR touched $149k",
        " 1 renews soon",
        " opened 21 Nov 11:50 by monitor",
        " respond 1 h    █▏░░░░░░░░░░ met in 6 min",
        " resolve 8 h    ██▉░░░░░░░░ 5 h 50 min left",
        " next  resolve: 5 h 50 min left",
        "───────────────────────────────────────────",
        " 11:50 opened   p95 error rate 31% > 5%",
        "                                     source",
        " 11:56 ack                              raj",
        " 12:10 severity medium → high           raj",
        " 13:00 update   fix deployed to 1 of 3",
        "                             to clients mei",
    ]


@pytest.mark.parametrize(
    ("status", "owner", "words"),
    [
        ("open", None, "acknowledge: 50 min left"),
        ("acknowledged", None, "assign somebody; resolve: 5 h 50 min left"),
        ("acknowledged", "raj", "resolve: 5 h 50 min left"),
        ("pending", "raj", "hear from the client, then go on: paused, 5 h 50 min left"),
        ("resolved", "raj", "tell the clients, then close it"),
        ("closed", "raj", "nothing: it is closed"),
    ],
)
def test_the_next_step_is_told_with_its_time(
    status: Status, owner: str | None, words: str
) -> None:
    waits = SlaSide("running", 3600, 600, NOW + timedelta(minutes=50), None)
    still = replace(RESOLVE, state="paused", due=None)
    sla = replace(
        INCIDENT.sla,
        respond=waits if status == "open" else INCIDENT.sla.respond,
        resolve=still if status == "pending" else RESOLVE,
    )
    assert next_words(replace(INCIDENT, status=status, owner=owner, sla=sla), LOOK) == words


def test_a_long_text_is_cut_in_the_pane_and_whole_on_the_timeline() -> None:
    long = (replace(STEPS[0], text="line\n" * 2000),)
    assert "more lines" in plain(short := step_lines(long, LOOK, 60))
    assert len(short) <= 6
    assert len(step_lines(long, LOOK, 60, whole=True)) > 300


def test_whom_it_hurts_at_80_cells() -> None:
    told = [hurt_head(LOOK, 79), *(hurt_line(each, LOOK, 79) for each in DETAIL.affected)]
    assert plain(told).split("\n") == [
        "   CLIENT                   TIER        HEALTH   COST      ARR  RENEWS OWNER",
        "   Northwind Labs           !! critical     38     −6    $149k     18d ana",
        "   東京データ               ?  unknown       -      -        -       - nobody",
    ]
    assert "2 clients · $148,800 · 6 points of health in all · 1 renew" in plain(
        hurt_foot(DETAIL, LOOK, 79)
    )


def test_the_ledger_adds_up_to_what_was_used() -> None:
    told = plain(ledger_lines(DETAIL, LOOK, 79)).split("\n")
    assert told[1].endswith("ran         1 h 10 min, 1 h 10 min used by then")
    assert told[2].endswith("stood still 1 h so far")
    assert told[-1].endswith("2 h 10 min of 8 h")


def standing(many: int) -> dict[str, int]:
    """All of them open."""
    return {status: many if status == "open" else 0 for status in STATUSES}


def stats(*counts: int) -> IncidentStats:
    rows = tuple(
        IncidentCounts(name, n, 0, standing(n))
        for name, n in zip(SEVERITIES, counts, strict=True)
    )
    whole = sum(counts)
    total = IncidentCounts("", whole, 1, standing(whole))
    return IncidentStats(NOW, rows, total)


def test_the_breakdown_below_the_queue() -> None:
    assert plain(breakdown_lines(stats(1, 3, 6, 4), 36, LOOK)).split("\n") == [
        "─" * 36,
        " by severity  critical █▋ 1",
        " 14 in all    high     █████ 3",
        " 1 unrated    medium   ██████████ 6",
        "              low      ██████▋ 4",
    ]
    wide = plain(breakdown_lines(stats(1, 3, 6, 4), 100, LOOK)).split("\n")
    assert "by status" in wide[1]
    assert len(wide) == 5
    assert breakdown_height(36, 24) == 5
    assert breakdown_height(36, 12) == 0


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [30, 43, 60, 100, 159])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_incidents_fit(text: str, width: int, look: ScreenLook) -> None:
    found = hostile(text)
    assert_fits(pane_lines(found.incident, found, look, width), width, look, text)
    assert_fits(step_lines(found.steps, look, width, whole=True), width, look, text)
    told = [hurt_line(each, look, width) for each in found.affected]
    told += [hurt_head(look, width), *hurt_foot(found, look, width)]
    assert_fits([*told, *ledger_lines(found, look, width)], width, look, text)
    placed = lay_out(queue_columns(look, width), width)
    drawn = plain_text(row_pieces(placed, found.incident, look.glyphs.ellipsis))
    assert cells(drawn) == sum(p.width for p in placed) + len(placed) - 1


@pytest.mark.parametrize("width", [30, 36, 64, 100])
def test_the_breakdown_fits(width: int) -> None:
    for look in (*LOOKS, BARE):
        assert_fits(breakdown_lines(stats(0, 10**6, 1, 0), width, look), width, look)
        assert_fits(breakdown_lines(stats(0, 0, 0, 0), width, look), width, look)


def test_nothing_is_told_of_what_was_not_read() -> None:
    bare: IncidentDetail | None = None
    assert "health cost" not in plain(pane_lines(INCIDENT, bare, LOOK, 60))
    assert len(breakdown_lines(None, 60, LOOK)) == 1
