"""Versions of the formula, and the one that a past score was made with."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bellbuoy.services import formula
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.settings import set_formula
from core.health.types import HealthConfig
from core.values.instants import day_end, to_micros
from storage.health.formulas import (
    formula_named,
    formula_periods,
    formula_versions,
    formulas_by_day,
    formulas_then,
    only_one_formula,
)
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, store
from tests.fixtures.stores import NOW, NewStore, move

HALVES = HealthConfig(weights=(50, 25, 25))


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    """Clients a and b scored five days ago, a new formula three days ago, c since."""
    ctx = new_store(at=NOW - timedelta(days=5))
    store(ctx, "client", [client(name, TODAY - 60) for name in "ab"])
    store(ctx, "event", [calls(ctx, f"c{name}", name, TODAY - 9, 900) for name in "ab"])
    recompute(ctx)
    move(ctx, NOW - timedelta(days=3))
    set_formula(ctx, HALVES)
    store(ctx, "client", [client("c", TODAY - 60), client("d", TODAY - 60)])
    store(ctx, "event", [calls(ctx, "cc", "c", TODAY - 9, 900)])
    recompute(ctx)
    with ctx.store.unit() as unit:
        unit.run("DELETE FROM score_history WHERE client_id = 4")
    move(ctx, NOW)
    return ctx


@pytest.mark.parametrize(
    ("back", "first"),
    [(9, [1, 2]), (5, [1, 2]), (4, [1, 2]), (3, []), (0, [])],
)
def test_each_client_has_the_formula_of_its_history(
    ctx: Context, back: int, first: list[int]
) -> None:
    otherwise = HealthConfig("health/7")
    with ctx.reader() as reader:
        found = formulas_then(reader, [1, 2, 3, 4], TODAY - back, otherwise)
    ids = {version: clients for version, (_, clients) in found.items()}
    assert ids.get("health/1", []) == first
    # Before its first row a client has the formula of that row.
    assert ids["health/2"] == [n for n in (1, 2, 3) if n not in first]
    assert ids["health/7"] == [4]
    assert found["health/2"][0].weights == (50, 25, 25)
    assert found["health/7"][0] is otherwise
    if first:
        assert found["health/1"][0] == HealthConfig()


def test_day_by_day_it_is_the_same(ctx: Context) -> None:
    otherwise = HealthConfig("health/7")
    days = range(TODAY - 9, TODAY + 1)
    with ctx.reader() as reader:
        found = formulas_by_day(reader, [1, 2, 3, 4], days, otherwise)
        for place, day in enumerate(days):
            then = formulas_then(reader, [1, 2, 3, 4], day, otherwise)
            expected = {n: config for config, clients in then.values() for n in clients}
            assert {client: configs[place] for client, configs in found.items()} == expected
        early = formulas_by_day(reader, [1, 4], range(TODAY - 40, TODAY - 30), otherwise)
        assert early == {1: (HealthConfig(),) * 10, 4: (otherwise,) * 10}
        assert formulas_by_day(reader, [1], [], otherwise) == {1: ()}


def test_periods_of_days(ctx: Context) -> None:
    days = range(TODAY - 9, TODAY + 1)
    ends = [to_micros(day_end(day, ctx.zone)) for day in days]
    current = formula.current(ctx)
    with ctx.reader() as reader:
        found = formula_periods(reader, ends, current)
    assert [(c.version, days[a], days[b - 1]) for c, a, b in found] == [
        ("health/1", TODAY - 9, TODAY - 4),
        ("health/2", TODAY - 3, TODAY),
    ]
    set_formula(ctx, HealthConfig(weights=(1, 1, 1)))
    set_formula(ctx, HealthConfig(weights=(1, 2, 1)))
    with ctx.reader() as reader:
        found = formula_periods(reader, ends, current)
        assert [(c.version, b - a) for c, a, b in found] == [
            ("health/1", 6), ("health/2", 3), ("health/4", 1),
        ]  # fmt: skip
        assert formula_periods(reader, [], current) == []


def test_a_formula_set_before_the_first_score_counts_from_the_beginning(
    new_store: NewStore,
) -> None:
    ctx = new_store()
    with ctx.reader() as reader:
        assert formula_periods(reader, [1, 2], HealthConfig()) == [(HealthConfig(), 0, 2)]
    second = set_formula(ctx, HALVES)
    with ctx.reader() as reader:
        assert formula_periods(reader, [1, 2], second) == [(second, 0, 2)]


def test_a_store_with_one_formula_looks_nothing_up(new_store: NewStore) -> None:
    ctx = new_store()
    with ctx.reader() as reader:
        assert only_one_formula(reader)
        assert formulas_then(reader, [3, 1], 9, HALVES) == {"health/1": (HALVES, [3, 1])}
        assert formulas_by_day(reader, [3], [8, 9], HALVES) == {3: (HALVES, HALVES)}
    set_formula(ctx, HALVES)
    with ctx.reader() as reader:
        assert not only_one_formula(reader)


def test_versions_are_told_newest_first(ctx: Context) -> None:
    for weight in range(9):
        set_formula(ctx, HealthConfig(weights=(50, 40 - weight, 10 + weight)))
    with ctx.reader() as reader:
        found = formula_versions(reader)
        assert [each.config.version for each in found] == [
            f"health/{number}" for number in range(11, 0, -1)
        ]
        assert [each.config.version for each in found if each.in_force] == ["health/11"]
        assert sum(each.scores for each in found) == 4
        assert found[-1].config == formula_named(reader, "health/1") == HealthConfig()
        assert formula_named(reader, "health/12") is None


def test_the_formula_of_a_new_store_has_a_name(new_store: NewStore) -> None:
    with new_store().reader() as reader:
        (only,) = formula_versions(reader)
        assert (only.config, only.in_force, only.actor) == (HealthConfig(), True, None)
        assert formula_named(reader, "health/1") == HealthConfig()
        assert formula_named(reader, "health/2") is None
