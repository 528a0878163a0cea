"""One incident beside its list: clocks, what to do next, whom it hurts, what was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from core.incidents.types import Incident, IncidentDetail
from core.values.counting import counted
from core.values.money import show_short
from core.values.text import cells, safe_text
from tui.charts.words import wrap
from tui.clients.incident_facts import (
    clock_lines,
    first_client,
    head_lines,
    names_hurt,
    points_lost,
    renew_words,
)
from tui.clients.incident_words import age, is_open, stake_mark
from tui.incidents.next_step import next_words
from tui.incidents.steps import step_lines
from tui.lines import cut_middle, line, rule
from tui.look import ScreenLook
from tui.palette import Role
from tui.spans import moment_words, span_words

_SOME = 30
"""Cells of a name that stands beside other words."""


def pane_lines(
    incident: Incident,
    detail: IncidentDetail | None,
    look: ScreenLook,
    width: int,
    usual: str = "",
) -> list[Text]:
    """The most pressing first; what `detail` knows follows when it has been read. `usual`
    tells how long one of its severity takes. All the rest is on its page."""
    lines = [
        *head_lines(incident, look, width),
        *(
            line([(f" {words}", role)], look, width)
            for told, role in _brief(incident, detail, look, width - 1)
            for words in wrap(told, max(8, width - 1))
        ),
        *clock_lines(incident, look, width),
        *([line([(f" {usual}", "muted")], look, width)] if usual else []),
        *next_lines(incident, look, width),
    ]
    if detail is not None:
        lines.append(rule(look, width))
        lines += step_lines(detail.timeline, look, width)
    return lines


def _brief(
    incident: Incident, detail: IncidentDetail | None, look: ScreenLook, room: int
) -> Iterator[tuple[str, Role]]:
    """How it stands and who has it; whom it hurts; what it costs; who told of it."""
    words = look.glyphs.words
    dot = words(" · ")
    span = span_words(age(incident, look.now))
    stands = f"open for {span}" if incident.status == "open" else f"{incident.status}, {span}"
    owner = cut_middle(safe_text(incident.owner or "nobody has it"), look, _SOME)
    alarming: Role = "at_risk" if incident.owner is None and is_open(incident) else ""
    yield f"{stands}{dot}{owner}", alarming
    if incident.clients > 1:
        named = names_hurt(detail, look)
        yield f"{counted(incident.clients, 'client')}{f': {named}' if named else ''}", ""
    else:
        yield first_client(incident, look), ""
    costs, mark = [], stake_mark(incident, detail)
    if lost := points_lost(detail):
        costs.append(words(f"health cost −{lost:,}{mark}"))
    if incident.arr is not None:
        costs.append(f"ARR touched {show_short(incident.arr)}{mark}")
    if detail is not None and detail.renewing:
        costs.append(renew_words(detail.renewing, "soon"))
    for told in _packed(costs, dot, room):
        yield told, "at_risk" if lost else ""
    source = cut_middle(safe_text(incident.source), look, _SOME)
    yield f"opened {moment_words(incident.opened, look)} by {source}", "muted"


def _packed(parts: Sequence[str], dot: str, room: int) -> list[str]:
    """Parts with dots between, as many in a line as fit whole."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{dot}{part}" if lines else ""
        if longer and cells(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def next_lines(incident: Incident, look: ScreenLook, width: int) -> list[Text]:
    told = wrap(next_words(incident, look), max(8, width - 7))
    return [
        line([(" next  " if not at else "       ", "muted"), (words, "accent")], look, width)
        for at, words in enumerate(told)
    ]
