"""Whom an incident hurts, merges, splits and problems: and that scores and counters are
what a recompute from nothing finds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bellbuoy.services import clients, incidents
from bellbuoy.services.client_detail import show
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.changing import How
from bellbuoy.services.incidents.linking import link, set_parent
from bellbuoy.services.incidents.merging import merge
from bellbuoy.services.incidents.moves import move
from bellbuoy.services.incidents.splitting import split
from bellbuoy.services.scoring.recompute import recompute
from core.desk.types import Selection
from core.incidents.types import IncidentSelection
from core.values.errors import ConflictError, NotFoundError, UsageError
from tests.bellbuoy.services.incidents.acting import (
    some_incidents,
    stands,
    the,
    there_and_back,
)
from tests.bellbuoy.services.incidents.counted import counters_are_right
from tests.fixtures.stores import NOW, NewStore
from tests.fixtures.stores import move as set_clock

ONE = the("INC-N1")


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    return some_incidents(new_store)


def open_ones(ctx: Context) -> dict[str, int]:
    recompute(ctx)
    counters_are_right(ctx)
    return {row.key: row.open_incidents for row in clients.page(ctx, sort="id").rows}


def test_a_linked_client_has_the_incident_and_loses_points(ctx: Context) -> None:
    before = stands(ctx)
    done = link(ctx, ONE, Selection(("C-4", "C-5", "C-1")))
    assert [each.then for each in done.first] == ["clients: 3"]
    there_and_back(ctx, done, before)
    assert open_ones(ctx) == {"C-1": 1, "C-2": 1, "C-3": 1, "C-4": 1, "C-5": 1}
    assert [i.key for i in show(ctx, "C-5").incidents] == ["INC-N1"]
    row = incidents.page(ctx, "affects:C-5").rows[0]
    assert (row.key, row.clients, row.affects) == ("INC-N1", 3, ("C-1", "C-4", "C-5"))
    link(ctx, ONE, Selection(("C-4",)), take_away=True)
    assert open_ones(ctx) == {"C-1": 1, "C-2": 1, "C-3": 1, "C-4": 0, "C-5": 1}


def test_the_first_client_stays_and_nobody_else_is_taken_away(ctx: Context) -> None:
    with pytest.raises(ConflictError, match="C-1 is the client that it was reported for"):
        link(ctx, ONE, Selection(("C-1",)), take_away=True)
    assert link(ctx, ONE, Selection(("C-2",)), take_away=True).change is None
    with pytest.raises(NotFoundError, match="C-99"):
        link(ctx, ONE, Selection(("C-99",)))


def test_a_merge_is_one_change_and_hurts_all_clients_once(ctx: Context) -> None:
    link(ctx, the("INC-N2"), Selection(("C-4",)))
    move(ctx, the("INC-N3"), "pend")
    set_clock(ctx, NOW + timedelta(hours=2))
    before = stands(ctx)
    done = merge(ctx, the("INC-N2", "INC-N3", "INC-N1"), "INC-N1")
    assert (done.found, done.changing) == (2, 2)
    there_and_back(ctx, done, before)
    assert open_ones(ctx) == {"C-1": 1, "C-2": 1, "C-3": 1, "C-4": 1, "C-5": 0}
    two = incidents.detail(ctx, "INC-N2")
    assert (two.incident.status, two.incident.duplicate_of) == ("closed", "INC-N1")
    assert two.incident.penalty == 0
    goal = incidents.detail(ctx, "INC-N1")
    assert [client.key for client in goal.affected] == ["C-1", "C-2", "C-3", "C-4"]
    assert [s.what[0][2] for s in goal.steps if s.kind == "absorbed"] == ["INC-N2", "INC-N3"]
    assert merge(ctx, the("INC-N2"), "INC-N1").change is None


def test_what_may_not_be_merged(ctx: Context) -> None:
    merge(ctx, the("INC-N3"), "INC-N2")
    before = stands(ctx)
    for meant, into, words in (
        (ONE, "INC-N3", "is closed: nothing is merged into it"),
        (the("INC-N3"), "INC-N1", "repeats another one already"),
    ):
        with pytest.raises(ConflictError, match=words):
            merge(ctx, meant, into)
    with pytest.raises(ConflictError, match="INC-N1 was changed meanwhile"):
        merge(ctx, ONE, "INC-N2", how=How(rev=99))
    with pytest.raises(UsageError, match="nothing to merge"):
        merge(ctx, ONE, "INC-N1")
    again = merge(ctx, IncidentSelection(query="id:INC-N1"), "INC-N1")
    assert (again.found, again.changing, again.change) == (0, 0, None)
    assert merge(ctx, ONE, "INC-N2", how=How(dry_run=True)).changing == 1
    assert stands(ctx) == before


def test_clients_are_split_off_into_one_of_their_own(ctx: Context) -> None:
    link(ctx, ONE, Selection(("C-4", "C-5")))
    move(ctx, ONE, "ack")
    before = stands(ctx)
    done = split(ctx, "INC-N1", Selection(("C-5", "C-4")))
    there_and_back(ctx, done, before)
    new, old = incidents.detail(ctx, "INC-N4"), incidents.detail(ctx, "INC-N1")
    assert [c.key for c in new.affected] == ["C-4", "C-5"]
    assert [c.key for c in old.affected] == ["C-1"]
    assert (new.incident.opened, new.incident.status) == (NOW, "acknowledged")
    assert open_ones(ctx) == {"C-1": 1, "C-2": 1, "C-3": 1, "C-4": 1, "C-5": 1}
    for names, fault in ((("C-1",), ConflictError), (("C-2",), ConflictError)):
        with pytest.raises(fault, match="is not linked to INC-N1"):
            split(ctx, "INC-N1", Selection(names))


def test_a_problem_lies_above_and_never_below_itself(ctx: Context) -> None:
    before = stands(ctx)
    there_and_back(ctx, set_parent(ctx, the("INC-N2", "INC-N3"), "INC-N1"), before)
    assert incidents.detail(ctx, "INC-N1").children == ("INC-N2", "INC-N3")
    assert len(incidents.page(ctx, "parent:INC-N1").rows) == 2
    with pytest.raises(ConflictError, match="below itself"):
        set_parent(ctx, ONE, "INC-N2")
    assert set_parent(ctx, the("INC-N2"), None).changing == 1


def test_points_of_the_incidents_of_a_client_add_up_to_what_it_lost(ctx: Context) -> None:
    link(ctx, the("INC-N1", "INC-N2"), Selection(("C-5",)))
    recompute(ctx)
    lost = [
        client.points
        for key in ("INC-N1", "INC-N2")
        for client in incidents.detail(ctx, key).affected
        if client.key == "C-5"
    ]
    found = show(ctx, "C-5")
    if found.row.score is None:
        assert lost == [None, None]
    else:
        assert sum(each or 0 for each in lost) == found.weights[2] - found.points[2]
