"""A client that cannot be scored is set aside; all others go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from bellbuoy.services.scoring import backfill, few, past_few, recompute
from bellbuoy.services.scoring.aside import one_by_one, reason_of
from bellbuoy.services.supervision.rows import asides
from core.values.errors import ConflictError, UsageError
from storage.engine.store import Store
from storage.health.marks import mark_changed
from storage.health.queue import CHANGED, HISTORY, waiting
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, store, subscription
from tests.fixtures.stores import context

HUGE = 24_000_000_000_000_000
"""A yearly amount of it is near the largest that a subscription may have."""


@pytest.fixture
def ctx(a_store: Store) -> Context:
    found = context(a_store)
    store(found, "client", [client(key, TODAY - 20) for key in "abcde"])
    store(found, "event", [calls(found, key, key, TODAY - 3, 40) for key in "abcde"])
    return found


def poison(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, *bad: int) -> None:
    """Let some clients raise where they are loaded."""
    real = getattr(module, name)

    def loaded(rows: Any, ids: Sequence[int], *rest: Any, **named: Any) -> Any:
        if set(ids) & set(bad):
            raise ZeroDivisionError(f"odd facts\nof {sorted(set(ids) & set(bad))}")
        return real(rows, ids, *rest, **named)

    monkeypatch.setattr(module, name, loaded)


def test_others_are_scored_and_the_odd_one_is_told(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        poison(patch, few, "standings_at", 2, 5)
        done = recompute.recompute(ctx)
    assert (done.rows, done.aside) == (5, 2)
    found = asides(ctx, "score-clients")
    assert [(row.client, row.reason) for row in found] == [
        ("b", "ZeroDivisionError: odd facts of [2]"),
        ("e", "ZeroDivisionError: odd facts of [5]"),
    ]
    scored = {row.key: row.score is not None for row in clients.page(ctx, "").rows}
    assert scored == {"a": True, "b": False, "c": True, "d": True, "e": False}
    with ctx.reader() as reader:
        assert waiting(reader, CHANGED) == 0, "nothing is tried over and over"
    assert recompute.recompute(ctx).rows == 0


def test_a_new_fact_takes_it_up_again(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        poison(patch, few, "standings_at", 3)
        recompute.recompute(ctx)
    store(ctx, "event", [calls(ctx, "new", "c", TODAY - 1, 9)])
    assert recompute.recompute(ctx).aside == 0
    assert asides(ctx) == []
    assert all(row.score is not None for row in clients.page(ctx, "").rows)


def test_one_that_stays_odd_is_counted(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    poison(monkeypatch, few, "standings_at", 3)
    recompute.recompute(ctx)
    with ctx.store.unit() as unit:
        mark_changed(unit, [1, 3], "test")
    assert recompute.recompute(ctx).aside == 1
    (row,) = asides(ctx)
    assert (row.client, row.tries) == ("c", 2)


def test_real_facts_that_no_store_can_sum_set_their_client_aside(ctx: Context) -> None:
    """Each amount is allowed; the sum of forty is more than 64 bits hold."""
    amounts = [subscription(f"s{n}", "d", TODAY - 9, HUGE) for n in range(40)]
    stored = store(ctx, "subscription", amounts)
    assert set(stored) == {"stored"}
    assert recompute.recompute(ctx).aside == 1
    (row,) = asides(ctx)
    assert (row.client, row.reason) == ("d", "UsageError: a number is too large for the store")
    assert sum(each.score is not None for each in clients.page(ctx, "").rows) == 4


def test_in_arrays_too(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recompute, "FEW", 0)
    from bellbuoy.services.scoring import bulk

    poison(monkeypatch, bulk, "load_chunk", 4)
    assert recompute.recompute(ctx).aside == 1
    assert [row.client for row in asides(ctx)] == ["d"]


def test_history_goes_on_without_the_odd_one(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(ctx, "event", [calls(ctx, f"p{key}", key, TODAY - 9, 70) for key in "abcde"])
    with monkeypatch.context() as patch:
        poison(patch, past_few, "evenings_from_facts", 2)
        done = backfill.backfill(ctx)
    assert done.aside == 1
    assert [row.client for row in asides(ctx, "score-history")] == ["b"]
    with ctx.reader() as reader:
        assert waiting(reader, HISTORY) == 0
        told = reader.rows("SELECT DISTINCT client_id FROM score_history ORDER BY client_id")
    assert told == [(1,), (3,), (4,), (5,)]


def test_a_fault_of_the_store_is_nobodys(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> Any:
        raise ConflictError("another worker has taken the lead")

    monkeypatch.setattr(few, "standings_at", away)
    with pytest.raises(ConflictError):
        recompute.recompute(ctx)
    assert asides(ctx) == []
    with ctx.reader() as reader:
        assert waiting(reader, CHANGED) == 5


@given(ids=st.sets(st.integers(1, 60), min_size=1), bad=st.sets(st.integers(1, 60)))
def test_exactly_the_odd_ones_are_given_up_and_each_other_is_done_once(
    ids: set[int], bad: set[int]
) -> None:
    done: list[int] = []
    given_up: list[int] = []

    def attempt(some: Sequence[int]) -> None:
        if bad & set(some):
            raise UsageError("odd")
        done.extend(some)

    one_by_one(sorted(ids), attempt, lambda each, _fault: given_up.append(each))
    assert (done, given_up) == (sorted(ids - bad), sorted(ids & bad))


def test_reasons_are_one_short_line() -> None:
    assert reason_of(ValueError()) == "ValueError"
    assert len(reason_of(ValueError("x" * 999))) == 200
