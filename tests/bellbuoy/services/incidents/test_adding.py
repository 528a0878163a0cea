"""Incidents that are written down: of a key once, all or none, and back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services import incidents
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.adding import NewIncident, add
from bellbuoy.services.incidents.moves import move
from bellbuoy.services.undo.taking_back import undo
from core.operations.types import UndoConflictError
from core.values.errors import NotFoundError, UsageError
from core.values.instants import to_micros
from tests.bellbuoy.services.desk.working import HOSTILE, some_clients
from tests.bellbuoy.services.incidents.acting import stands, the, there_and_back
from tests.fixtures.facts import incident, store
from tests.fixtures.stores import NOW, NewStore

NEW = NewIncident(("C-1",), "API 5xx", "critical", key="mon-1")


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    return some_clients(new_store, 5)


def test_one_of_a_key_is_made_once(ctx: Context) -> None:
    first = add(ctx, [NEW, NEW])
    assert (first.keys, first.done.changing) == (("INC-N1", "INC-N1"), 1)
    before = stands(ctx)
    again = add(ctx, [replace(NEW, title="other words")])
    assert (again.keys, again.done.change) == (("INC-N1",), None)
    assert stands(ctx) == before
    found = incidents.show(ctx, "mon-1")
    assert (found.key, found.title, found.status) == ("INC-N1", "API 5xx", "open")
    assert found.sla.respond.due is not None
    assert (found.sla.respond.due - NOW).total_seconds() == 15 * 60


def test_without_a_key_each_is_another_one(ctx: Context) -> None:
    bare = replace(NEW, key=None)
    assert add(ctx, [bare, bare]).keys == ("INC-N1", "INC-N2")


def test_it_goes_back_and_again_with_clients_and_step(ctx: Context) -> None:
    before = stands(ctx)
    done = add(ctx, [replace(NEW, clients=("C-1", "C-2", "C-2"), note=HOSTILE, owner="mei")])
    found = incidents.detail(ctx, "INC-N1")
    assert [client.key for client in found.affected] == ["C-1", "C-2"]
    assert (found.steps[0].text, found.incident.owner) == (HOSTILE, "mei")
    there_and_back(ctx, done.done, before)


def test_what_was_touched_since_is_not_unmade(ctx: Context) -> None:
    number = add(ctx, [NEW]).done.change
    move(ctx, the("INC-N1"), "ack")
    with pytest.raises(UndoConflictError):
        undo(ctx, number)
    assert incidents.show(ctx, "INC-N1").status == "acknowledged"


def test_a_public_id_that_a_source_has_is_passed_over(ctx: Context) -> None:
    from tests.fixtures.facts import client

    store(ctx, "client", [client("k")])
    store(ctx, "incident", [incident("INC-N1", "k", NOW)])
    assert add(ctx, [NEW]).keys == ("INC-N2",)


@pytest.mark.parametrize(
    ("new", "fault"),
    [
        (replace(NEW, clients=()), UsageError),
        (replace(NEW, clients=("nobody at all",)), NotFoundError),
        (replace(NEW, title=" "), UsageError),
        (replace(NEW, severity="urgent"), UsageError),
        (replace(NEW, owner="\x1b"), UsageError),
        (replace(NEW, at_us=to_micros(NOW) + 1), UsageError),
    ],
)
def test_one_that_does_not_hold_keeps_all_of_them_out(
    ctx: Context, new: NewIncident, fault: type[Exception]
) -> None:
    before = stands(ctx)
    with pytest.raises(fault):
        add(ctx, [replace(NEW, key="good"), new])
    assert stands(ctx) == before
    assert add(ctx, [NEW], dry_run=True).done.change is None
    assert stands(ctx) == before
