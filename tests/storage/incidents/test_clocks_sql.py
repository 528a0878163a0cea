"""What SQL says of the clocks of incidents is what `core.sla.clock` says of them, today
and at past moments; and a past moment looks as it looked then."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import pytest

from bellbuoy.services import incidents
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.adding import NewIncident, add
from bellbuoy.services.incidents.moves import move
from core.incidents.life import clocks
from core.incidents.targets import SHIPPED
from core.incidents.types import SEVERITIES, Incident, IncidentSelection
from core.sla.clock import breached_at, due, runs_out
from core.sla.types import STATES
from core.values.errors import ConflictError
from core.values.instants import to_micros
from storage.incidents.tables import Incident as Table
from tests.bellbuoy.services.desk.working import some_clients
from tests.fixtures.facts import client, incident, store
from tests.fixtures.stores import NOW, NewStore
from tests.fixtures.stores import move as set_clock

HOUR = timedelta(hours=1)
MANY = 24
_VERBS = ("ack", "pend", "resume", "resolve", "close")


def _lived(ctx: Context, steps: int) -> dict[datetime, tuple[Incident, ...]]:
    """Incidents that are moved now and then; what the list said after each hour or so."""
    dice, now = random.Random(7), NOW
    told = {}
    add(ctx, [NewIncident((f"C-{n % 4 + 1}",), "x", SEVERITIES[n % 4]) for n in range(MANY)])
    for _ in range(steps):
        now += dice.choice([7, 40, 90, 300]) * timedelta(minutes=1)
        set_clock(ctx, now)
        for verb in _VERBS:
            keys = tuple(f"INC-N{dice.randrange(MANY) + 1}" for _ in range(3))
            try:
                move(ctx, IncidentSelection(tuple(dict.fromkeys(keys))), verb)  # type: ignore[arg-type]
            except ConflictError:
                continue
        told[now] = incidents.page(ctx, sort="id").rows
    return told


def _agree(ctx: Context) -> None:
    """The fields find the rows of which the read model says so, in its order."""
    rows = incidents.page(ctx, sort="id").rows
    assert {row.sla.resolve.state for row in rows} <= set(STATES)
    for state in STATES:
        for side in ("respond", "resolve"):
            wanted = [row.key for row in rows if getattr(row.sla, side).state == state]
            found = incidents.page(ctx, f"{side}:{state}", sort="id").rows
            assert [row.key for row in found] == wanted, (side, state)
    over = {row.key for row in rows if row.sla.breached}
    assert {row.key for row in incidents.page(ctx, "breached:yes").rows} == over
    soon = [row for row in rows if row.sla.next and row.sla.next <= ctx.now + 4 * HOUR]
    found = incidents.page(ctx, "sla<=4h", sort="sla").rows
    assert {row.key for row in found} == {row.key for row in soon}
    moments = [row.sla.next for row in found]
    assert moments == sorted(moments, key=str)


def test_sql_and_core_agree_today_and_at_every_past_hour(new_store: NewStore) -> None:
    ctx = some_clients(new_store)
    told = _lived(ctx, 9)
    _agree(ctx)
    for moment, then in told.items():
        past = ctx.looking_at(moment)
        now = {row.key: row for row in incidents.page(past, sort="id").rows}
        for row in then:
            assert now[row.key].sla == row.sla, row.key
    for moment in list(told)[::4]:
        _agree(ctx.looking_at(moment))


@pytest.mark.parametrize("severity", [*SEVERITIES, None])
def test_clocks_of_many_are_those_of_one(new_store: NewStore, severity: Any) -> None:
    """What an import sets in bulk against what `core.incidents.life` says of each."""
    ctx = new_store()
    store(ctx, "client", [client("k")])
    ends = [(None, None), (2, None), (2, 5), (None, 30), (9, 100)]
    facts = [
        incident(
            str(n), "k", NOW - 101 * HOUR, severity=severity,
            acknowledged=None if ack is None else NOW - (101 - ack) * HOUR,
            resolved=None if end is None else NOW - (101 - end) * HOUR,
        )
        for n, (ack, end) in enumerate(ends)
    ]  # fmt: skip
    store(ctx, "incident", facts)
    names = (
        "respond_due_us", "resolve_due_us", "due_us", "respond_breach_us", "resolve_breach_us",
    )  # fmt: skip
    assert set(names) <= set(Table.model_fields)
    with ctx.reader() as reader:
        stored = reader.rows(f"SELECT {', '.join(names)} FROM incident ORDER BY id")
    for row, (ack, end) in zip(stored, ends, strict=True):
        opened = to_micros(NOW - 101 * HOUR)
        answered, over = (None if n is None else opened + n * 3_600_000_000 for n in (ack, end))
        pair = clocks(opened, answered, over, SHIPPED[severity or "medium"])
        running = [each for each in map(runs_out, pair) if each is not None]
        ended = [each.ended or 0 for each in pair]
        late = [
            breached_at(each, at) if at else None for each, at in zip(pair, ended, strict=True)
        ]
        first = min(running, default=2**63 - 1)
        wanted = (due(pair[0]), due(pair[1]), first, *late)
        assert tuple(row) == wanted, (ack, end)
