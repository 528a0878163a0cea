"""Marks and sweeps: who waits, each once, and what is taken off."""

from __future__ import annotations

import pytest

from bellbuoy.services.context import Context
from storage.health.marks import mark_changed, mark_everyone
from storage.health.queue import (
    CHANGED,
    any_waiting,
    marks_between,
    release,
    take,
    unscored,
    waiting,
)
from storage.health.sweep import Sweep, current_sweep, next_in_sweep, put_sweep
from storage.store.writes import put_setting
from tests.fixtures.facts import client, store
from tests.fixtures.stores import NewStore


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store()
    store(ctx, "client", [client(name) for name in "abcde"])
    with ctx.store.unit() as unit:
        unit.run("DELETE FROM changed_client")
    return ctx


def test_a_sweep_counts_whom_it_has_yet_to_come_to(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        assert (any_waiting(unit, CHANGED), waiting(unit, CHANGED)) == (False, 0)
        mark_everyone(unit, "formula")
        assert current_sweep(unit) == Sweep(1, 0, "formula")
        assert (any_waiting(unit, CHANGED), waiting(unit, CHANGED)) == (True, 5)
        put_sweep(unit, Sweep(1, 3, "formula"))
        assert waiting(unit, CHANGED) == 2
        # One behind the sweep waits by its mark, one before it only once.
        mark_changed(unit, [2, 5], "usage")
        assert waiting(unit, CHANGED) == 3
        put_sweep(unit, Sweep(1, None, "formula"))
        assert (any_waiting(unit, CHANGED), waiting(unit, CHANGED)) == (True, 2)


def test_each_sweep_has_a_number_of_its_own(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        mark_everyone(unit, "new day")
        put_sweep(unit, Sweep(1, 4, "new day"))
        mark_everyone(unit, "another clock")
        assert current_sweep(unit) == Sweep(2, 0, "another clock")


def test_a_sweep_goes_by_number(ctx: Context) -> None:
    with ctx.reader() as reader:
        assert next_in_sweep(reader, 0, 3) == [1, 2, 3]
        assert next_in_sweep(reader, 3, 3) == [4, 5]
        assert next_in_sweep(reader, 5, 3) == []


def test_marks_that_grew_since_they_were_taken_stay(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        mark_changed(unit, [1, 2, 3, 4], "usage")
        taken = take(unit, CHANGED, 0, 10)
        mark_changed(unit, [2], "usage")
        release(unit, CHANGED, taken, but={4})
        assert marks_between(unit, CHANGED, 1, 9) == [(2, 2), (4, 1)]
        assert marks_between(unit, CHANGED, 3, 9) == [(4, 1)]


def test_everybody_waits_while_scores_of_another_day_stand(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        assert unscored(unit, "9 health/1") == 5
        put_setting(unit, "health.day", "9 health/1")
        mark_changed(unit, [2], "usage")
        assert unscored(unit, "9 health/1") == 1
        assert unscored(unit, "10 health/1") == 5
