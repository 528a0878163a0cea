"""Increments: each counts once, by the id that its source gave it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bellbuoy.services.context import Context
from core.values.instants import to_micros
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import batch_of, calls, client, codes, event, link, logins, store
from tests.fixtures.stores import NOW, NewStore


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store("Asia/Tokyo")
    store(ctx, "client", [client("a", TODAY - 90), client("b", TODAY - 90)])
    link(ctx, "crm", ["a"])
    with ctx.store.unit() as unit:
        unit.rows("DELETE FROM changed_client")
        unit.rows("DELETE FROM history_due")
    return ctx


def every(ctx: Context, sql: str) -> list[tuple[Any, ...]]:
    with ctx.reader() as reader:
        return reader.rows(sql)


def test_what_is_sent_twice_counts_once(ctx: Context) -> None:
    fact = calls(ctx, "1", "a", TODAY, 5)
    assert codes(store(ctx, "event", [fact, fact])) == ["stored", "unchanged"]
    assert codes(store(ctx, "event", [fact])) == ["unchanged"]
    assert codes(store(ctx, "event", [fact], "crm")) == ["stored"]
    assert every(ctx, "SELECT calls FROM usage_day") == [(10,)]


@pytest.mark.parametrize(
    "other",
    [{"value": 6}, {"client": "b"}, {"kind": "logins"}, {"payload": "{}"}, {"at": NOW}],
)
def test_other_content_under_an_id_is_a_conflict(ctx: Context, other: dict[str, Any]) -> None:
    fact = calls(ctx, "1", "a", TODAY, 5)
    told = [fact, replace(fact, **other)]
    assert codes(store(ctx, "event", told)) == ["stored", "id.conflict"]
    assert codes(store(ctx, "event", told)) == ["unchanged", "id.conflict"]
    assert every(ctx, "SELECT calls, logins FROM usage_day") == [(5, 0)]


def test_other_kinds_are_kept_and_not_counted(ctx: Context) -> None:
    assert codes(store(ctx, "event", [event(ctx, "1", "a", TODAY, "churn", 1)])) == ["stored"]
    assert every(ctx, "SELECT kind, value FROM event") == [("churn", 1)]
    assert every(ctx, "SELECT * FROM usage_day") == []
    assert every(ctx, "SELECT client_id FROM changed_client") == []


def test_a_reported_nothing_is_a_zero_and_no_use(ctx: Context) -> None:
    store(ctx, "event", [logins(ctx, "1", "a", TODAY - 2, 0)])
    assert every(ctx, "SELECT calls_since, logins_since FROM score WHERE client_id = 1") == [
        (None, TODAY - 2)
    ]
    assert every(ctx, "SELECT last_seen_day FROM client WHERE id = 1") == [(None,)]


def test_the_day_is_the_local_one(ctx: Context) -> None:
    """An hour before midnight in Tokyo, and an hour behind it."""
    for n, hours in enumerate((23, 25)):
        store(ctx, "event", [calls(ctx, str(n), "a", TODAY - 5, 1, hours=hours)])
    assert every(ctx, "SELECT day FROM event ORDER BY id") == [(TODAY - 5,), (TODAY - 4,)]
    assert every(ctx, "SELECT day FROM usage_day ORDER BY day") == [(TODAY - 5,), (TODAY - 4,)]


def test_history_is_due_for_who_was_told_of_the_past(ctx: Context) -> None:
    assert ctx.today == TODAY + 1
    facts = [calls(ctx, "1", "a", ctx.today, 1), calls(ctx, "2", "b", ctx.today - 1, 1)]
    store(ctx, "event", facts)
    assert every(ctx, "SELECT client_id FROM changed_client") == [(1,), (2,)]
    assert every(ctx, "SELECT client_id FROM history_due") == [(2,)]


def test_a_first_import_counts_as_known_when_it_happened(ctx: Context) -> None:
    long_ago, soon = NOW - timedelta(days=40), NOW + timedelta(minutes=4)
    told = [
        replace(calls(ctx, "1", "a", TODAY, 1), at=long_ago),
        replace(calls(ctx, "2", "a", TODAY, 1), at=soon),
    ]
    store(ctx, "event", told, historical=True)
    store(ctx, "event", [replace(told[0], external_id="3")])
    assert every(ctx, "SELECT known_us, backfilled FROM event ORDER BY id") == [
        (to_micros(long_ago), 1), (to_micros(NOW), 1), (to_micros(NOW), 0),
    ]  # fmt: skip


def test_the_newest_day_is_never_one_to_come(ctx: Context) -> None:
    batch = batch_of(ctx)
    days = (ctx.today + 3, ctx.today - 7, ctx.today - 2, ctx.today - 9)
    store(ctx, "event", [calls(ctx, str(d), "a", d, 1) for d in days], batch=batch)
    assert batch.newest == ctx.today - 2
