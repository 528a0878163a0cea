"""Incidents: the columns of their lists, and one of them opened."""

from __future__ import annotations

from rich.text import Text

from core.incidents.types import Incident
from core.values.instants import date_of, day_of
from core.values.text import safe_text
from tui.charts.words import day_month
from tui.clients.incident_facts import clock_lines, fact_lines, head_lines, penalty_words
from tui.clients.incident_words import (
    age,
    key_text,
    severity_cell,
    status_short,
)
from tui.lines import blank, said
from tui.look import ScreenLook
from tui.palette import Role
from tui.spans import moment_words, span_short
from tui.widgets.window_columns import Column

Columns = tuple[Column[Incident], ...]

_ID = 10


def incident_columns(look: ScreenLook, *, client: bool = True) -> Columns:
    """Id, severity, status, client, opened, age, title; without `client` for a
    list that holds one client's incidents alone."""
    columns: Columns = (
        Column("id", "ID", _ID, _ID, 0, "left", lambda row: _key(row, look)),
        Column("severity", "SEVERITY", 8, 8, 1, "left", severity_cell),
        Column("status", "STATUS", 6, 6, 2, "left", lambda row: (status_short(row), "")),
        Column(
            "client", "CLIENT", 18, 4, 3, "left", lambda row: (safe_text(row.client_name), "")
        ),
        Column("opened", "OPENED", 12, 12, 6, "right", lambda row: (_opened(row, look), "")),
        Column("age", "AGE", 7, 7, 4, "right", lambda row: (_age(row, look), "")),
        Column("title", "TITLE", 30, 12, 5, "left", _title, grow=True),
    )
    return columns if client else tuple(c for c in columns if c.id != "client")


def _key(incident: Incident, look: ScreenLook) -> tuple[str, Role]:
    return key_text(incident, look, _ID), ""


def _title(incident: Incident) -> tuple[str, Role]:
    return safe_text(incident.title), ""


def _age(incident: Incident, look: ScreenLook) -> str:
    return span_short(age(incident, look.now))


def _opened(incident: Incident, look: ScreenLook) -> str:
    """`14 Nov 12:25`; the day alone where it was in another year."""
    local = incident.opened.astimezone(look.zone)
    if local.year == look.now.astimezone(look.zone).year:
        return moment_words(incident.opened, look)
    day = day_of(local.date())
    return f"{day_month(day)} {date_of(day).year}"


def incident_lines(incident: Incident, width: int, height: int, look: ScreenLook) -> list[Text]:
    """One incident in at most `height` lines: what, whose, when, how long, what it costs."""
    lines = [
        *head_lines(incident, look, width),
        blank(),
        *clock_lines(incident, look, width),
        *fact_lines(incident, None, look, width),
        blank(),
        *said(penalty_words(incident), "", look, width),
    ]
    return lines[: max(0, height)]
