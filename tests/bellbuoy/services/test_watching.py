"""Following a query: told what happened, and nothing asked while nothing does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bellbuoy.services import watching
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.adding import NewIncident, add
from bellbuoy.services.incidents.moves import move as act
from bellbuoy.services.scoring.recompute import recompute
from core.clients.types import Watched
from core.incidents.types import IncidentSelection, WatchedIncident
from core.values.changes import RowChange
from core.values.errors import DeniedError, UsageError
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, incident, logins, store
from tests.fixtures.stores import NOW, NewStore, move


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store()
    store(ctx, "client", [client(name, TODAY - 100) for name in "abc"])
    store(ctx, "event", [calls(ctx, name, name, TODAY, 5000) for name in "abc"])
    store(ctx, "event", [logins(ctx, f"l{name}", name, TODAY, 30) for name in "abc"])
    recompute(ctx)
    return ctx


def followed(
    ctx: Context, query: str, steps: list[Callable[[], object]], *, begin: bool = False
) -> list[RowChange[Watched]]:
    """What is told while these steps happen, one in each pause."""
    left: Iterator[Callable[[], object]] = iter([*steps, lambda: None])

    def wait(_seconds: float) -> bool:
        step = next(left, None)
        if step is not None:
            step()
        return step is not None

    found = watching.follow(ctx, query, wait, begin=begin)
    return [change for change in found if change is not None]


def break_(ctx: Context, *names: str) -> Callable[[], object]:
    def step() -> None:
        opened = NOW - timedelta(days=1)
        facts = [
            incident(f"{n}-{i}", n, opened, severity="critical") for n in names for i in "12"
        ]
        store(ctx, "incident", facts)
        recompute(ctx)

    return step


def test_who_changes_leaves_and_enters(ctx: Context) -> None:
    [change] = [c for c in followed(ctx, "", [break_(ctx, "a")]) if c.key == "a"][-1:]
    assert change.what == "changes"
    told = {each.field: (each.before, each.after) for each in change.changed}
    assert told["health"][0] == 100
    assert told["incidents"] == (0, 2)


def test_a_query_is_entered_and_left(ctx: Context) -> None:
    entered = followed(ctx, "incidents>0", [break_(ctx, "a", "b")])
    assert {(c.what, c.key) for c in entered} >= {("enters", "a"), ("enters", "b")}
    left = followed(ctx, "incidents:0", [break_(ctx, "c")])
    assert [(c.what, c.key) for c in left] == [("leaves", "c")]
    assert left[0].row.health == 100


def test_begin_tells_who_is_there(ctx: Context) -> None:
    told = followed(ctx, "", [], begin=True)
    assert [(c.what, c.key) for c in told] == [("stands", key) for key in "abc"]


def test_nothing_is_read_again_while_nobody_writes(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []
    real = watching.standing

    def counted(at: Context, query: str) -> object:
        looks.append(query)
        return real(at, query)

    monkeypatch.setattr(watching, "standing", counted)
    assert followed(ctx, "", [lambda: None] * 5) == []
    assert len(looks) == 1


def tell_of_incidents(
    ctx: Context, query: str, steps: list[Callable[[], object]], every_s: float | None = None
) -> list[RowChange[WatchedIncident]]:
    """What is told of incidents while these steps happen, one in each pause."""
    left: Iterator[Callable[[], object]] = iter([*steps, lambda: None])

    def wait(_seconds: float) -> bool:
        step = next(left, None)
        if step is not None:
            step()
        return step is not None

    found = watching.follow_incidents(ctx, query, wait, every_s=every_s)
    return [change for change in found if change is not None]


def test_an_incident_comes_changes_and_goes(ctx: Context) -> None:
    new = NewIncident(("a",), "slow", "high", key="m-1")
    told = tell_of_incidents(
        ctx,
        "severity:high status:open,acknowledged",
        [
            lambda: add(ctx, [new]),
            lambda: act(ctx, IncidentSelection(("INC-N1",)), "ack"),
            lambda: act(ctx, IncidentSelection(("INC-N1",)), "resolve"),
        ],
        every_s=0,  # a look in each pause, however late a server tells of a commit
    )
    assert [(c.what, c.key) for c in told] == [
        ("enters", "INC-N1"), ("changes", "INC-N1"), ("leaves", "INC-N1"),
    ]  # fmt: skip
    changed = {each.field: (each.before, each.after) for each in told[1].changed}
    assert changed["status"] == ("open", "acknowledged")
    assert changed["respond"] == ("running", "met")
    assert told[2].row.status == "acknowledged"


def test_clocks_are_told_of_though_nobody_writes(ctx: Context) -> None:
    """A clock runs on: into a query, from one state to the next, and out of it."""
    add(ctx, [NewIncident(("a",), "slow", "high", key="m-1")])

    def at(minutes: int) -> Callable[[], object]:
        return lambda: move(ctx, NOW + timedelta(minutes=minutes))

    steps = [at(15), at(31), at(45), at(55), at(61)]
    told = tell_of_incidents(ctx, "sla<30min", steps, every_s=0)
    assert [(c.what, c.row.respond) for c in told] == [
        ("enters", "running"), ("changes", "at_risk"), ("leaves", "at_risk"),
    ]  # fmt: skip
    move(ctx, NOW)
    assert tell_of_incidents(ctx, "sla<30min", steps) == []


def test_a_limit_holds_and_groups_are_refused(ctx: Context) -> None:
    add(ctx, [NewIncident((name,), "slow", "high", key=name) for name in "abc"])
    with ctx.store.reader() as reader:
        held = ctx.holding(reader)
        assert list(watching.incidents_standing(held, "sort:-id limit:2")) == [
            "INC-N3", "INC-N2",
        ]  # fmt: skip
    with pytest.raises(UsageError, match="no rows to watch"):
        tell_of_incidents(ctx, "by:owner", [])


def test_a_past_day_and_a_role_without_right_are_refused(ctx: Context) -> None:
    with pytest.raises(UsageError, match="does not change"):
        followed(ctx, "asof:2026-03-01", [])
    with pytest.raises(UsageError, match="does not change"):
        followed(replace(ctx, as_of=NOW), "", [])
    nobody = replace(ctx, viewer=replace(ctx.viewer, role="nobody"))
    with pytest.raises(DeniedError):
        followed(nobody, "", [])
