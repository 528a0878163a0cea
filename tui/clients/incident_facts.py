"""What is known of one incident, in lines: whose it is, when, how long, what it costs."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from core.health.types import WINDOW
from core.incidents.types import Incident, IncidentDetail
from core.values.counting import counted
from core.values.money import show_money
from core.values.text import safe_text
from tui.charts.words import wrap
from tui.clients.incident_clock import clock_line
from tui.clients.incident_words import (
    age,
    is_open,
    key_text,
    severity_role,
    severity_words,
    stake_mark,
)
from tui.lines import Piece, cut_middle, ends, line
from tui.look import ScreenLook
from tui.palette import Role
from tui.spans import moment_words, span_words

Fact = tuple[str, str, Role]
_LABEL = 14
_MOST_ROWS = 3
_LEAST_FACT = 12
_NAMED = 3
_OFTEN = 3
"""More incidents of one client within 30 days than this stand out."""
_NOT_COUNTED = ("duplicate", "cancelled")


def head_lines(incident: Incident, look: ScreenLook, width: int) -> list[Text]:
    """Id and severity, then the title."""
    severity: Piece = (severity_words(incident), severity_role(incident))
    title = wrap(safe_text(incident.title), max(1, width - 1))[:_MOST_ROWS]
    return [
        ends([(f" {key_text(incident, look, width)}", "header")], [severity], look, width),
        *(line([(f" {words}", "")], look, width) for words in title),
    ]


def clock_lines(incident: Incident, look: ScreenLook, width: int) -> list[Text]:
    """A bar a clock, with what is left of it in words."""
    over = not is_open(incident)
    sides = (("respond", incident.sla.respond), ("resolve", incident.sla.resolve))
    return [clock_line(name, side, look, width, over=over) for name, side in sides]


def fact_lines(
    incident: Incident, detail: IncidentDetail | None, look: ScreenLook, width: int
) -> list[Text]:
    """Its facts, a label each; more of them where `detail` has been read."""
    return [
        text
        for label, told, role in facts(incident, detail, look)
        for text in _labelled(label, told, look, width, role)
    ]


def _labelled(
    label: str, told: str, look: ScreenLook, width: int, role: Role = ""
) -> list[Text]:
    """A fact, wrapped below itself where it is long; `told` is safe."""
    wrapped = wrap(told, max(_LEAST_FACT, width - 1 - _LABEL))[:_MOST_ROWS]
    return [
        line([(f" {'' if index else label:<{_LABEL}}", "muted"), (words, role)], look, width)
        for index, words in enumerate(wrapped)
    ]


def facts(
    incident: Incident, detail: IncidentDetail | None, look: ScreenLook
) -> Iterator[Fact]:
    """Label, text (safe, in the signs of the look) and role."""
    span = span_words(age(incident, look.now))
    word = "open for" if is_open(incident) else "was open for"
    told = (
        f"open for {span}" if incident.status == "open" else f"{incident.status}, {word} {span}"
    )
    yield "status", told, ""
    nobody: Role = "at_risk" if is_open(incident) else "muted"
    yield "owner", safe_text(incident.owner or "nobody"), "" if incident.owner else nobody
    yield from _whom(incident, detail, look)
    yield from _times(incident, look)
    if incident.resolution is not None:
        yield "resolution", incident.resolution.replace("_", " "), ""
    if incident.duplicate_of is not None:
        yield "the same as", safe_text(incident.duplicate_of), ""
    if incident.parent is not None:
        yield "part of", safe_text(incident.parent), ""
    if detail is not None and detail.children:
        yield (
            "holds",
            ", ".join(cut_middle(safe_text(k), look, 40) for k in detail.children),
            "",
        )
    if incident.reopened:
        yield "reopened", counted(incident.reopened, "time"), "at_risk"
    yield "impact", safe_text(incident.impact or "none given"), ""
    key = safe_text(incident.external_id)
    dot = look.glyphs.words(" · ")
    more = "" if key == safe_text(incident.key) else f"{dot}{key}"
    yield "reported by", f"{safe_text(incident.source)}{more}", ""


def _whom(
    incident: Incident, detail: IncidentDetail | None, look: ScreenLook
) -> Iterator[Fact]:
    """Who is hurt, what they pay, and who of them renews soon."""
    if incident.clients > 1:
        named = names_hurt(detail, look)
        yield "clients", f"{incident.clients:,}{f': {named}' if named else ''}", ""
    else:
        yield "client", first_client(incident, look), ""
    mark = stake_mark(incident, detail)
    if detail is not None and detail.arr:
        told = " and ".join(f"{show_money(money)}{mark}" for money in detail.arr)
        yield "ARR touched", told, ""
    elif incident.arr is not None:
        yield "ARR touched", f"{show_money(incident.arr)}{mark}", ""
    if incident.repeats > 1:
        many = f"{counted(incident.repeats, 'incident')} of this client in 30 days"
        yield "repeats", many, "at_risk" if incident.repeats > _OFTEN else ""
    if detail is not None and detail.renewing:
        yield "renew soon", f"{counted(detail.renewing, 'client')} within 90 days", "at_risk"
    if lost := points_lost(detail):
        minus = look.glyphs.words("−")
        points = "point" if lost == 1 else "points"
        yield "health cost", f"{minus}{lost:,}{mark} {points}", "at_risk"


def first_client(incident: Incident, look: ScreenLook) -> str:
    """`Northwind Labs  C-0412 · health 38`; of a simulated one `38~`."""
    named = f"{safe_text(incident.client_name)}  {safe_text(incident.client_key)}"
    if incident.health is None:
        return named
    mark = "~" if incident.of_simulated else ""
    return f"{named}{look.glyphs.words(' · ')}health {incident.health}{mark}"


def renew_words(many: int, span: str) -> str:
    """`1 renews soon`, `3 renew soon`."""
    return f"{many:,} {'renews' if many == 1 else 'renew'} {span}"


def points_lost(detail: IncidentDetail | None) -> int:
    """The points of health that it takes from all clients together."""
    points = () if detail is None else [each.points for each in detail.affected]
    return sum(each for each in points if each is not None)


def names_hurt(detail: IncidentDetail | None, look: ScreenLook) -> str:
    """The first of whom it hurts by name, and how many more; empty: not read yet."""
    if detail is None:
        return ""
    named = ", ".join(
        cut_middle(safe_text(each.name), look, 30) for each in detail.affected[:_NAMED]
    )
    more = len(detail.affected) - _NAMED
    return f"{named} and {more:,} more" if more > 0 else named


def _times(incident: Incident, look: ScreenLook) -> Iterator[Fact]:
    """When it was opened, and when it went on, each with how long that took."""
    zone = safe_text(incident.opened.astimezone(look.zone).tzname() or "")
    yield "opened", f"{moment_words(incident.opened, look)} {zone}", ""
    for label, moment in (
        ("acknowledged", incident.acknowledged),
        ("resolved", incident.resolved),
        ("closed", incident.closed),
    ):
        if moment is not None:
            after = span_words(moment - incident.opened)
            yield label, f"{moment_words(moment, look)}, after {after}", ""


def penalty_words(incident: Incident) -> str:
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
