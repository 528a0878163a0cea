"""The two clocks of an incident as time goes by: in words, in cells, as bars."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from rich.text import Text

from core.incidents.types import Incident, SlaSide
from core.sla.types import State
from core.values.text import cells, fit
from tui.charts.bar import bar
from tui.lines import Piece, line
from tui.look import ScreenLook
from tui.palette import Role
from tui.spans import span_short, span_words

CLOCK_CELLS = 11
_ROLES: dict[State, Role] = {
    "running": "", "at_risk": "at_risk", "breached": "critical", "paused": "muted",
    "met": "muted",
}  # fmt: skip
_SIGNS: dict[State, str] = {
    "running": "", "at_risk": "!", "breached": "!!", "paused": "", "met": "",
}  # fmt: skip
_HEAD = 15
_BAR = 12
_LEAST_BAR = 4
_SECOND = timedelta(seconds=1)


def live(side: SlaSide, now: datetime) -> SlaSide:
    """The clock at `now`, from what it said when it was read: one that runs has gone on
    since (DEFINITIONS 4.2: at risk from three quarters on, met exactly at its target)."""
    if side.due is None:
        return side
    used = max(0, side.target_s - _whole(side.due - now))
    if side.breached is not None or now > side.due:
        return replace(side, used_s=used, state="breached",
                       breached=side.breached or side.due)  # fmt: skip
    state: State = "at_risk" if 4 * used >= 3 * side.target_s else "running"
    return replace(side, used_s=used, state=state)


def _whole(span: timedelta) -> int:
    """Seconds, rounded up: the last one is not over before it is."""
    return -(-span // _SECOND)


def clock_role(side: SlaSide, *, over: bool = False) -> Role:
    """A breach alarms, unless the incident is `over`."""
    return "muted" if over else _ROLES[side.state]


def clock_words(side: SlaSide, now: datetime) -> str:
    """`5 h 50 min left`, `breached 12 min ago`, `paused, 2 h left`, `met in 6 min`."""
    left = timedelta(seconds=side.left_s)
    match side.state:
        case "met":
            return f"met in {span_words(timedelta(seconds=side.used_s))}"
        case "breached" if side.breached is not None and side.due is not None:
            return f"breached {span_words(now - side.breached)} ago"
        case "breached":
            return f"breached, {span_words(-left)} over" if side.left_s < 0 else "breached"
        case "paused":
            return f"paused, {span_words(left)} left"
        case _:
            return f"{span_words(left)} left"


def clock_short(side: SlaSide, now: datetime) -> str:
    """The same in 11 cells, the sign before it: `! 1h 20m`, `!! -12m`, `paused`, `met`."""
    match side.state:
        case "met" | "paused":
            return side.state
        case "breached" if side.breached is not None and side.due is not None:
            return f"!! -{span_short(now - side.breached)}"
        case "breached":
            return "!! late"
        case _:
            left = span_short(timedelta(seconds=side.left_s))
            return f"{_SIGNS[side.state]} {left}".strip()


def next_clock(incident: Incident, now: datetime) -> tuple[str, SlaSide]:
    """`respond` or `resolve`, whichever runs out next, as it stands at `now`; where none
    runs, that of the resolution."""
    respond, resolve = live(incident.sla.respond, now), live(incident.sla.resolve, now)
    running = [
        (side.due, name, side)
        for name, side in (("respond", respond), ("resolve", resolve))
        if side.due is not None
    ]
    if not running:
        return "resolve", resolve
    _, name, side = min(running, key=lambda found: found[0])
    return name, side


def clock_line(
    name: str, side: SlaSide, look: ScreenLook, width: int, *, over: bool = False
) -> Text:
    """`respond 1 h     ███░░░░░░░░░ 5 h 50 min left`: the bar is what was used of it."""
    now = live(side, look.now)
    g, role = look.glyphs, clock_role(now, over=over)
    sign = "" if over else _SIGNS[now.state]
    words = f"{sign} {clock_words(now, look.now)}".strip()
    head = f" {name} {span_words(timedelta(seconds=now.target_s))}"
    room = width - _HEAD - 2 - cells(words)
    pieces: list[Piece] = [(f"{fit(head, _HEAD)} ", "muted")]
    if room >= _LEAST_BAR:
        long = min(_BAR, room)
        filled = bar(now.used_s, now.target_s, long, g)
        pieces += [(filled, role), (g.shades[1] * (long - cells(filled)), "border"), (" ", "")]
    return line([*pieces, (words, role)], look, width)
