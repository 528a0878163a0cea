from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from core.incidents.types import SEVERITIES, STATUSES, Incident
from core.values.text import cells
from tests.tui.clients.samples import (
    BARE,
    HOSTILE,
    INCIDENT,
    LOOK,
    LOOKS,
    NOW,
    RESOLVED,
    WIDTHS,
    assert_fits,
    plain,
)
from tui.clients.incident_words import age, severity_cell, severity_words, urgency
from tui.clients.incidents_tab import incident_columns, incident_lines
from tui.look import ScreenLook
from tui.widgets.window_columns import PREFIX, header_text, lay_out, plain_text, row_pieces


def drawn(incident: Incident, width: int, look: ScreenLook = LOOK) -> str:
    placed = lay_out(incident_columns(look), width - PREFIX)
    return plain_text(row_pieces(placed, incident, look.glyphs.ellipsis)).rstrip()


def test_a_row_at_120_cells() -> None:
    placed = lay_out(incident_columns(LOOK), 120 - PREFIX)
    assert header_text(placed, "…").rstrip() == (
        "   ID         SEVERITY STATUS CLIENT                   OPENED     AGE TITLE"
    )
    assert drawn(INCIDENT, 120) == (
        "INC-2231   !!  high ackn   Northwind Labs     21 Nov 11:50  2h 10m API 5xx on export"
    )


def test_beside_a_detail_id_severity_status_and_client_remain() -> None:
    placed = lay_out(incident_columns(LOOK), 34 - PREFIX)
    assert [p.column.id for p in placed] == ["id", "severity", "status", "client"]


def test_in_the_tab_of_a_client_the_client_is_left_out() -> None:
    assert "client" not in [column.id for column in incident_columns(LOOK, client=False)]


def test_severity_has_a_sign_a_word_and_8_cells() -> None:
    found = [severity_cell(replace(INCIDENT, severity=severity))[0] for severity in SEVERITIES]
    assert found == ["!!! crit", "!!  high", "!   med", "    low"]
    assert severity_cell(replace(INCIDENT, severity=None)) == ("!   med?", "at_risk")
    assert severity_words(replace(INCIDENT, severity=None)) == "! medium, assumed"
    assert severity_words(replace(INCIDENT, severity="low")) == "low"


def test_what_is_over_is_not_alarming() -> None:
    assert severity_cell(replace(RESOLVED, severity="critical"))[1] == "muted"
    assert severity_cell(replace(INCIDENT, severity="critical"))[1] == "critical"


def test_status_keeps_four_letters_and_they_differ() -> None:
    shown = {drawn(replace(INCIDENT, status=status), 60).split()[3] for status in STATUSES}
    assert shown == {"open", "ackn", "pend", "reso", "clos"}


def test_age_runs_until_it_is_resolved() -> None:
    assert age(INCIDENT, NOW) == timedelta(hours=2, minutes=10)
    assert age(RESOLVED, NOW) == timedelta(days=2)
    assert age(replace(INCIDENT, opened=NOW + timedelta(1)), NOW) == timedelta()


def test_the_worst_and_oldest_comes_first() -> None:
    newer = replace(INCIDENT, id=5, opened=NOW)
    assumed = replace(INCIDENT, id=6, severity=None)
    low = replace(INCIDENT, id=7, severity="low")
    assert sorted([low, assumed, newer, INCIDENT], key=urgency) == [
        INCIDENT,
        newer,
        assumed,
        low,
    ]


def test_times_are_the_viewers() -> None:
    tokyo = replace(LOOK, zone=ZoneInfo("Asia/Tokyo"))
    assert "21 Nov 20:50" in drawn(INCIDENT, 120, tokyo)
    assert "opened        21 Nov 20:50 JST" in plain(incident_lines(INCIDENT, 60, 20, tokyo))


def test_another_year_is_named_in_the_list() -> None:
    old = replace(RESOLVED, opened=NOW.replace(year=2025))
    assert " 21 Nov 2025 " in drawn(old, 120)


def test_an_open_incident_opened() -> None:
    assert plain(incident_lines(INCIDENT, 60, 20, LOOK)).split("\n") == [
        " INC-2231                                            !! high",
        " API 5xx on export",
        "",
        " respond 1 h    █▏░░░░░░░░░░ met in 6 min",
        " resolve 8 h    ███▎░░░░░░░░ 5 h 50 min left",
        " status        acknowledged, open for 2 h 10 min",
        " owner         raj",
        " client        Northwind Labs  C-0412 · health 38",
        " ARR touched   $148,800",
        " opened        21 Nov 11:50 UTC",
        " acknowledged  21 Nov 11:56, after 6 min",
        " impact        outage",
        " reported by   monitor · ext-9",
        "",
        " Takes 20 points off the incident part of the client's",
        " health; half of it once resolved, for 30 days.",
    ]


def test_a_resolved_one_tells_how_long_it_took_and_what_it_still_costs() -> None:
    said = plain(incident_lines(RESOLVED, 60, 20, LOOK))
    for words in (
        "resolved, was open for 2 d",
        "18 Nov 14:00, after 2 d",
        "resolution    fixed",
        "Still takes 5 points off the incident part",
    ):
        assert words in said
    assert "not yet" not in said


@pytest.mark.parametrize(
    ("incident", "words"),
    [
        (replace(RESOLVED, penalty=0), "resolved more than 30 days ago."),
        (replace(RESOLVED, penalty=0, resolution="duplicate"), "resolved as duplicate."),
        (replace(RESOLVED, penalty=0, resolution="no_fault"), "more than 30 days ago."),
        (replace(INCIDENT, penalty=0), "Takes nothing off the incident part of the"),
        (replace(INCIDENT, penalty=1), "Takes 1 point off"),
    ],
)
def test_what_it_costs(incident: Incident, words: str) -> None:
    assert words in " ".join(plain(incident_lines(incident, 79, 20, LOOK)).split())


def test_a_source_that_gave_the_id_is_not_told_twice() -> None:
    same = plain(incident_lines(replace(INCIDENT, external_id="INC-2231"), 60, 20, LOOK))
    assert " reported by   monitor\n" in same
    assert "monitor - ext-9" in plain(incident_lines(INCIDENT, 60, 20, BARE))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [20, 36, 45, *WIDTHS])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_incidents_fit(text: str, width: int, look: ScreenLook) -> None:
    hostile = replace(
        INCIDENT,
        key=text,
        title=text,
        client_name=text,
        client_key=text,
        source=text,
        impact=text,
    )
    for incident in (hostile, replace(hostile, severity=None, impact=None), RESOLVED):
        assert_fits(incident_lines(incident, width, 40, look), width, look, text)
        placed = lay_out(incident_columns(look), width - PREFIX)
        row = plain_text(row_pieces(placed, incident, look.glyphs.ellipsis))
        assert cells(row) == sum(p.width for p in placed) + len(placed) - 1


@pytest.mark.parametrize("height", [0, 1, 5])
def test_a_low_pane_keeps_the_first_lines(height: int) -> None:
    assert len(incident_lines(INCIDENT, 45, height, LOOK)) == height
