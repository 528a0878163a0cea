from __future__ import annotations

from bellbuoy.commands.incident_rows import (
    INCIDENTS,
    INCIDENTS_SHORT,
    SEVERITY,
    incident_columns,
)
from bellbuoy.commands.options import Options
from core.incidents.types import SEVERITIES


def test_every_severity_has_its_sign() -> None:
    shown = [SEVERITY.render(severity) for severity in SEVERITIES]
    assert shown == ["!!! critical", "!!  high", "!   medium", "    low"]


def test_a_severity_that_is_assumed_is_marked() -> None:
    assert SEVERITY.render(None) == "!   medium?"
    assert SEVERITY.paint is not None
    assert SEVERITY.paint(None) == SEVERITY.paint("medium")


def test_below_a_client_its_name_is_not_said_again() -> None:
    assert [column.key for column in INCIDENTS_SHORT] == [
        "id", "severity", "status", "title", "opened",
    ]  # fmt: skip


def test_a_narrow_terminal_has_no_room_for_the_moment() -> None:
    def extra(width: int | None) -> list[str]:
        return [c.key for c in incident_columns(Options(width=width)) if c.extra]

    usual = [column.key for column in INCIDENTS if column.extra]
    assert extra(None) == extra(100) == usual
    assert extra(99) == ["opened", *usual]
