"""Incidents: the columns of their lists, and one of them opened."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from core.health.types import WINDOW
from core.incidents.types import Incident
from core.values.instants import date_of, day_of
from core.values.text import safe_text
from tui.charts.words import day_month, wrap
from tui.clients.incident_words import (
    age,
    is_open,
    severity_cell,
    severity_role,
    severity_words,
    status_short,
)
from tui.clients.spans import counted, moment_words, span_short, span_words
from tui.lines import Piece, blank, cut_middle, ends, line, said
from tui.look import ScreenLook
from tui.palette import Role
from tui.widgets.window_columns import Column

Columns = tuple[Column[Incident], ...]

_ID = 10
_LABEL = 14
_MOST_ROWS = 3
_LEAST_FACT = 12
_NOT_COUNTED = ("duplicate", "cancelled")


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
    return cut_middle(safe_text(incident.key), look, _ID), ""


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
    severity: Piece = (severity_words(incident), severity_role(incident))
    key = f" {safe_text(incident.key)}"
    title = wrap(safe_text(incident.title), max(1, width - 1))[:_MOST_ROWS]
    lines = [
        ends([(key, "header")], [severity], look, width),
        *(line([(f" {words}", "")], look, width) for words in title),
        blank(),
    ]
    for label, told in _facts(incident, look):
        lines += _labelled(label, told, look, width)
    lines.append(blank())
    lines += said(_penalty(incident), "", look, width)
    return lines[: max(0, height)]


def _labelled(label: str, told: str, look: ScreenLook, width: int) -> list[Text]:
    """A fact, wrapped below itself where it is long."""
    wrapped = wrap(told, max(_LEAST_FACT, width - 1 - _LABEL))[:_MOST_ROWS]
    return [
        line([(f" {'' if index else label:<{_LABEL}}", "muted"), (words, "")], look, width)
        for index, words in enumerate(wrapped)
    ]


def _facts(incident: Incident, look: ScreenLook) -> Iterator[tuple[str, str]]:
    """Label and text; the text is safe and in the signs of the look."""
    words = look.glyphs.words
    open_now = is_open(incident)
    span = span_words(age(incident, look.now))
    yield "client", f"{safe_text(incident.client_name)}  {safe_text(incident.client_key)}"
    yield "status", f"{incident.status}, {'open for' if open_now else 'was open for'} {span}"
    zone = safe_text(incident.opened.astimezone(look.zone).tzname() or "")
    yield "opened", f"{moment_words(incident.opened, look)} {zone}"
    yield from _times(incident, look)
    if incident.resolution is not None:
        yield "resolution", incident.resolution.replace("_", " ")
    yield "impact", safe_text(incident.impact or "none given")
    source, key = safe_text(incident.source), safe_text(incident.external_id)
    yield (
        "reported by",
        source if key == safe_text(incident.key) else f"{source}{words(' · ')}{key}",
    )


def _times(incident: Incident, look: ScreenLook) -> Iterator[tuple[str, str]]:
    """When it went on, each with how long that took since the opening."""
    for label, moment in (
        ("acknowledged", incident.acknowledged),
        ("resolved", incident.resolved),
        ("closed", incident.closed),
    ):
        if moment is not None:
            after = span_words(moment - incident.opened)
            yield label, f"{moment_words(moment, look)}, after {after}"
        elif is_open(incident) and label != "closed":
            yield label, "not yet"


def _penalty(incident: Incident) -> str:
    """What it takes from the client's health now, and how that ends."""
    part = "the incident part of the client's health"
    points = counted(incident.penalty, "point")
    if incident.penalty and is_open(incident):
        return f"Takes {points} off {part}; half of it once resolved, for {WINDOW} days."
    if incident.penalty:
        return f"Still takes {points} off {part}, until {WINDOW} days after it was resolved."
    if incident.resolution in _NOT_COUNTED:
        return f"Takes nothing off {part}: resolved as {incident.resolution}."
    if is_open(incident):
        return f"Takes nothing off {part}."
    return f"Takes nothing off {part}: resolved more than {WINDOW} days ago."
