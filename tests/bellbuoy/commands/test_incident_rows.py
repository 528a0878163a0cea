from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bellbuoy.commands.incident_rows import (
    INCIDENTS,
    INCIDENTS_SHORT,
    SEVERITY,
    incident_columns,
)
from bellbuoy.commands.options import Options
from core.incidents.types import SEVERITIES, Sla, SlaSide
from tests.tui.clients.samples import NOW, RESOLVE, RESPOND


def test_every_severity_has_its_sign() -> None:
    shown = [SEVERITY.render(severity) for severity in SEVERITIES]
    assert shown == ["!!! critical", "!!  high", "!   medium", "    low"]


def test_a_severity_that_is_assumed_is_marked() -> None:
    assert SEVERITY.render(None) == "!   medium?"
    assert SEVERITY.paint is not None
    assert SEVERITY.paint(None) == SEVERITY.paint("medium")


def test_below_a_client_its_name_is_not_said_again() -> None:
    assert [column.key for column in INCIDENTS_SHORT] == [
        "id", "severity", "status", "left_s", "title", "opened",
    ]  # fmt: skip


def test_the_clock_that_runs_out_next_is_told_and_one_that_ran_out() -> None:
    clock = next(column for column in INCIDENTS if column.key == "left_s")
    told = [clock.render(seconds) for seconds in (None, 5_400, -720, -1_692_300)]
    assert told == ["", "1 h 30 min", "-12 min", "-19 d 14 h"]
    answer = SlaSide("running", 3_600, 600, NOW + timedelta(minutes=50), None)
    assert Sla(answer, RESOLVE, answer.due).left_s == 3_000
    assert Sla(RESPOND, RESOLVE, RESOLVE.due).left_s == RESOLVE.left_s
    assert Sla(RESPOND, replace(RESOLVE, due=None), None).left_s is None


def test_a_narrow_terminal_has_no_room_for_the_moment() -> None:
    def extra(width: int | None) -> list[str]:
        return [c.key for c in incident_columns(Options(width=width)) if c.extra]

    usual = [column.key for column in INCIDENTS if column.extra]
    assert extra(None) == extra(100) == usual
    assert extra(99) == ["opened", *usual]
