"""The columns of the queue: what, how grave, whose, and which clock runs out next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from core.incidents.types import Incident, SlaSide
from core.values.counting import counted
from core.values.money import show_short
from core.values.text import safe_text
from tui.clients.incident_clock import (
    CLOCK_CELLS,
    clock_role,
    clock_short,
    clock_words,
    live,
    next_clock,
)
from tui.clients.incident_words import is_open
from tui.clients.incidents_tab import incident_columns
from tui.look import ScreenLook
from tui.palette import Role
from tui.widgets.window_columns import Column

WIDE, WIDEST = 120, 180
_OWNER, _MONEY = 8, 8


def queue_columns(look: ScreenLook, width: int) -> tuple[Column[Incident], ...]:
    """For a screen of so many cells: wide ones show each clock in a column of its own,
    and what stands behind the client."""
    plain = {column.id: column for column in incident_columns(look)}
    now = look.now
    clocks: tuple[Column[Incident], ...] = (_next(now),)
    if width >= WIDE:
        clocks = (
            _clock("respond", "RESPOND", 3, lambda row: row.sla.respond, now),
            _clock("resolve", "RESOLVE", 3, lambda row: row.sla.resolve, now),
        )
    return (
        plain["id"],
        plain["severity"],
        plain["status"],
        Column("client", "CLIENT", 18, 4, 3, "left", _client, grow=True),
        Column("health", "HEALTH", 6, 6, 9, "right", _health, extra=width < WIDEST),
        Column("arr", "ARR", _MONEY, _MONEY, 8, "right", _arr, extra=width < WIDEST),
        *clocks,
        Column("owner", "OWNER", _OWNER, 6, 5, "left", _owner),
        plain["age"],
        plain["title"],
        Column("component", "COMPONENT", 14, 8, 8, "left", _component, extra=True),
        Column("opened", "OPENED", 12, 12, 8, "right", plain["opened"].render, extra=True),
    )


def _client(row: Incident) -> tuple[str, Role]:
    return client_words(row), ""


def client_words(row: Incident) -> str:
    """`Northwind Labs`; of several how many: `9 clients`."""
    return counted(row.clients, "client") if row.clients > 1 else safe_text(row.client_name)


def _owner(row: Incident) -> tuple[str, Role]:
    if row.owner is not None:
        return safe_text(row.owner), ""
    return ("nobody", "at_risk") if is_open(row) else ("-", "muted")


def _component(row: Incident) -> tuple[str, Role]:
    return (safe_text(", ".join(row.components)), "") if row.components else ("-", "muted")


def _arr(row: Incident) -> tuple[str, Role]:
    return ("-", "muted") if row.arr is None else (f"{show_short(row.arr)}{_mark(row)}", "")


def _health(row: Incident) -> tuple[str, Role]:
    return ("-", "muted") if row.health is None else (f"{row.health}{_mark(row)}", "")


def _mark(row: Incident) -> str:
    """Behind figures of a client that a simulation in force has reached."""
    return "~" if row.of_simulated else ""


def _clock(
    name: str, title: str, priority: int, side: Callable[[Incident], SlaSide], now: datetime
) -> Column[Incident]:
    def shown(row: Incident) -> tuple[str, Role]:
        found = live(side(row), now)
        return clock_short(found, now), clock_role(found, over=not is_open(row))

    def whole(row: Incident) -> str:
        return clock_words(live(side(row), now), now)

    return Column(name, title, CLOCK_CELLS, CLOCK_CELLS, priority, "left", shown, whole=whole)


def _next(now: datetime) -> Column[Incident]:
    """The clock that runs out next; a copy says which one that is."""

    def shown(row: Incident) -> tuple[str, Role]:
        _, side = next_clock(row, now)
        return clock_short(side, now), clock_role(side, over=not is_open(row))

    def whole(row: Incident) -> str:
        name, side = next_clock(row, now)
        return f"{name}: {clock_words(side, now)}"

    return Column("clock", "CLOCK", CLOCK_CELLS, CLOCK_CELLS, 4, "left", shown, whole=whole)
