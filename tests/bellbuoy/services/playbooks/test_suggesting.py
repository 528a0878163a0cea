"""Which playbooks fit whom: what SQL finds is what each explanation says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from bellbuoy.services.playbooks.assigning import assign
from bellbuoy.services.playbooks.definitions import add, definitions, find, listed
from bellbuoy.services.playbooks.suggesting import of_clients, suggest
from core.desk.types import Selection
from core.query.errors import QueryError
from core.values.errors import UsageError
from tests.bellbuoy.services.playbooks.test_definitions import MINE
from tests.bellbuoy.services.undo.standing import sets
from tests.fixtures.stores import DEMO_NOW, NewStore


@pytest.fixture
def ctx(new_demo: NewStore) -> Context:
    return new_demo(DEMO_NOW)


def test_the_largest_arr_first_and_why(ctx: Context) -> None:
    found = suggest(ctx)
    assert found
    arr = [0 if each.arr is None else each.arr.minor for each in found]
    assert arr == sorted(arr, reverse=True)
    for each in found:
        assert each.fits
        points = [fit.points for fit in each.fits]
        assert points == sorted(points, reverse=True)
        for fit in each.fits:
            assert f"{fit.playbook.name}: {each.client}" == fit.explanation.subject
            assert all(part.value for part in fit.explanation.parts)
    assert [each.client for each in suggest(ctx, limit=2)] == [
        each.client for each in found[:2]
    ]
    assert of_clients(ctx, [each.client for each in found]) == found
    assert [action for _, action, _ in sets(ctx)] == ["store.demo"]


def test_every_client_that_a_condition_finds_and_no_other(ctx: Context) -> None:
    everybody = suggest(ctx, "status:any", limit=1_000)
    for playbook, _counts in listed(ctx):
        told = {
            each.client
            for each in everybody
            if playbook.name in {fit.playbook.name for fit in each.fits}
        }
        assert told == {row.key for row in clients.page(ctx, playbook.when, limit=1_000).rows}


def test_what_a_client_follows_is_not_suggested_again(ctx: Context) -> None:
    first = suggest(ctx)[0]
    name = first.fits[0].playbook.name
    assign(ctx, Selection((first.client,)), name)
    (again,) = of_clients(ctx, [first.client])
    assert again.follows == (name,)
    assert name not in {fit.playbook.name for fit in again.fits}


def test_whom_nothing_fits_and_who_is_not_there(ctx: Context) -> None:
    fitting = {each.client for each in suggest(ctx, "status:any", limit=1_000)}
    others = [row.key for row in clients.page(ctx, "").rows if row.key not in fitting]
    assert [(each.client, each.fits) for each in of_clients(ctx, [others[0], "C-none"])] == [
        (others[0], ())
    ]
    assert of_clients(ctx, []) == []


def test_the_owner_is_looked_up(ctx: Context) -> None:
    add(ctx, [replace(MINE, when="owner:ANA")])
    found = [each for each in suggest(ctx, "owner:ana", limit=99) if each.fits]
    assert found
    for each in found:
        (mine,) = (fit for fit in each.fits if fit.playbook.name == "mine")
        assert mine.why == "owner:ANA (ana)"


def test_a_condition_that_no_longer_reads_fits_nobody(ctx: Context) -> None:
    before = suggest(ctx)
    add(ctx, [MINE])
    with ctx.store.unit() as unit:
        unit.run("UPDATE playbook SET condition = 'gone:1'")
    assert suggest(ctx) == before
    assert definitions(ctx) == (find(ctx, "mine"),)


@pytest.mark.parametrize("query", ["sort:arr", "limit:3", "by:owner", "asof:2026-01-01"])
def test_a_query_says_of_whom_and_nothing_else(ctx: Context, query: str) -> None:
    with pytest.raises(UsageError):
        suggest(ctx, query)
    with pytest.raises(QueryError):
        suggest(ctx, "nope:1")
