"""Sentences about one list row and its score, shared by the previews.

Each is in our own signs: pass it through `glyphs.words` before it is shown.
"""

from __future__ import annotations

from core.clients.types import ClientRow
from core.health.types import HealthExplanation
from core.values.contribution import Contribution
from core.values.counting import counted
from core.values.text import cells, safe_text
from tui.charts.words import full_day, minus, signed
from tui.lines import Piece, pieces_width
from tui.palette import ROLE_OF
from tui.spans import ago_words

_GAP = "   "
_WEEK = 7
# The longest renewal with its day, last use and incidents still fit.
_ROOM_FOR_DAY = 84
LETTERS = {"playbook": "b", "call": "c", "task": "t"}
"""What of the menu of actions begins a next step."""


def part_name(part: Contribution) -> str:
    """`usage` of `usage: calls ÷ 5,000`."""
    return safe_text(part.label).partition(":")[0]


def moved(row: ClientRow, explanation: HealthExplanation | None, today: int) -> Piece:
    """`why −21 in 7 d`, from the explanation where there is one."""
    days, delta = _WEEK, row.delta7
    if explanation is not None and explanation.change is not None:
        delta = explanation.change.total
        if explanation.change_from is not None:
            days = today - explanation.change_from
    if row.score is None:
        return "no score", ROLE_OF["unknown"]
    if delta is None:
        return f"new, no score {days} d ago", ROLE_OF["new"]
    if delta == 0:
        return f"no change in {days} d", ROLE_OF["flat"]
    mark = "~" if row.simulated else ""
    return f"why {signed(delta)}{mark} in {days} d", ROLE_OF["down" if delta < 0 else "up"]


def movers(explanation: HealthExplanation | None) -> list[Piece]:
    """`usage −12   engagement −6`: the parts that moved; none where nothing did."""
    if explanation is None or explanation.change is None:
        return []
    pieces: list[Piece] = []
    mark = "~" if explanation.simulated else ""
    for part in explanation.change.parts:
        if part.points:
            gap = _GAP if pieces else ""
            role = ROLE_OF["down" if part.points < 0 else "up"]
            pieces += [(f"{gap}{part_name(part)} ", ""), (f"{signed(part.points)}{mark}", role)]
    return pieces


def score_sum(row: ClientRow, explanation: HealthExplanation | None, room: int) -> list[Piece]:
    """`38 = usage 10 of 40 + engagement 10 of 30 + incidents 18 of 30`, in `room` cells."""
    role = ROLE_OF[row.tier]
    if row.score is None:
        why = safe_text(explanation.earned.note) if explanation is not None else ""
        return [(why or "no score", role)]
    if explanation is not None and explanation.earned.total == row.score:
        for form in (_earned_of, _earned):
            told = " + ".join(map(form, explanation.earned.parts))
            pieces: list[Piece] = [(score_text(row), role), (f" = {told}", "")]
            if pieces_width(pieces) <= room:
                return pieces
    partial: list[Piece] = [(", partial", "muted")] if row.partial else []
    return [(f"{score_text(row)} of 100", role), *partial]


def score_text(row: ClientRow) -> str:
    """`47`, simulated `47~`."""
    return f"{row.score}{'~' if row.simulated else ''}"


def _earned(part: Contribution) -> str:
    return f"{part_name(part)} {minus(part.points)}"


def _earned_of(part: Contribution) -> str:
    return _earned(part) if part.weight is None else f"{_earned(part)} of {part.weight}"


def reason_words(row: ClientRow) -> str:
    """Where most points are lost."""
    if row.score is None:
        return "nothing measured yet"
    return safe_text(row.top_reason) or "no points lost"


def client_words(row: ClientRow, today: int, room: int) -> str:
    """Renewal, last use and open incidents, in as many words as `room` cells hold."""
    n = row.open_incidents
    renews, seen = renewal_words(row, today), seen_words(row, today)
    if room >= _ROOM_FOR_DAY and row.renews is not None:
        renews += f", {full_day(row.renews)[4:]}"
    whole = " · ".join((renews, seen, _or_no(n, "open incident")))
    if cells(whole) <= room:
        return whole
    return " · ".join((_shortened(renews), _shortened(seen), _or_no(n, "incident")))


def _shortened(words: str) -> str:
    short = words.replace(" days", " d").replace(" day", " d")
    return short.replace("renews in", "renews").replace("last seen", "seen")


def renewal_words(row: ClientRow, today: int) -> str:
    """`renews in 18 days`, `renewed 3 days ago`."""
    if row.renews is None:
        return "no renewal date"
    verb = "renews" if row.renews >= today else "term ended"
    return f"{verb} {ago_words(row.renews, today)}"


def seen_words(row: ClientRow, today: int) -> str:
    """`last seen 9 days ago`"""
    return (
        "never seen"
        if row.last_seen is None
        else f"last seen {ago_words(row.last_seen, today)}"
    )


def evidence_words(explanation: HealthExplanation | None) -> str:
    """`3 contributions, 212 rows behind them`"""
    if explanation is None:
        return "not read yet"
    parts = explanation.earned.parts
    if not parts:
        return "none"
    rows = [part.rows for part in parts if part.rows is not None]
    told = counted(len(parts), "contribution")
    if not rows:
        return told
    return f"{told}, {_or_no(sum(rows), 'row')} behind them"


def _or_no(number: int, noun: str) -> str:
    return counted(number, noun) if number else f"no {noun}s"
