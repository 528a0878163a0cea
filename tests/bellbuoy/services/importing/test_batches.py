"""However rows are dealt out into batches, the store holds the same at the end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services.context import Context
from bellbuoy.services.importing import batch as batches
from core.events.columns import DayTotalColumns, EventColumns
from core.events.types import DayTotalFact, EventFact
from storage.engine.integrity import full_findings
from tests.fixtures.drawn import NAMES, TODAY, events, totals
from tests.fixtures.facts import batch_of, calls, client, codes, store, subscription
from tests.fixtures.stores import NewStore

SPAN = 40
CONTENT = (
    "SELECT source, external_id, client_id, at_us, day, known_us, backfilled, kind, value,"
    " payload FROM event ORDER BY source, external_id",
    "SELECT day, client_id, calls, logins FROM usage_day ORDER BY day, client_id",
    "SELECT day, calls, logins FROM usage_sum WHERE calls <> 0 OR logins <> 0 ORDER BY day",
    "SELECT source, client_id, day, calls, logins, known_us, backfilled, flagged"
    " FROM usage_total ORDER BY source, client_id, day",
    "SELECT source, client_id, day, calls, logins, known_us, until_us"
    " FROM usage_total_change ORDER BY id",
    "SELECT client_id, window_day, calls_30, logins_30, calls_since, logins_since"
    " FROM score ORDER BY client_id",
    "SELECT id, last_seen_day, last_login_day FROM client ORDER BY id",
    "SELECT client_id FROM changed_client ORDER BY client_id",
    "SELECT client_id FROM history_due ORDER BY client_id",
)


def content(ctx: Context) -> list[list[tuple[Any, ...]]]:
    with ctx.reader() as reader:
        assert {each.broken for each in full_findings(reader)} == {0}
        return [reader.rows(sql) for sql in CONTENT]


def told(
    new_store: NewStore, kind: str, parts: list[list[Any]], *, historical: bool, columns: bool
) -> list[list[tuple[Any, ...]]]:
    """What a new store holds when the parts have come one after the other."""
    ctx = new_store("America/New_York")
    store(ctx, "client", [client(name, TODAY - 90) for name in NAMES])
    with ctx.store.unit(durable=False) as unit:
        unit.run("DELETE FROM changed_client")
        unit.run("DELETE FROM history_due")
    batch = batch_of(ctx, historical=historical)
    for part in parts:
        facts: Any = part
        if columns:
            made: Any = EventColumns if kind == "event" else DayTotalColumns
            facts = made.of(part)
        store(ctx, kind, facts, batch=batch)
    return content(ctx)


@st.composite
def dealt(draw: st.DrawFn, rows: list[Any]) -> list[list[Any]]:
    """The rows in parts, in their order."""
    cuts = sorted(draw(st.lists(st.integers(0, len(rows)), max_size=4)))
    return [rows[a:b] for a, b in zip([0, *cuts], [*cuts, len(rows)], strict=True)]


@given(st.lists(events(SPAN), min_size=1, max_size=25), st.booleans(), st.data())
@settings(max_examples=20, deadline=None)
def test_increments_in_any_parts_and_order(
    new_store: NewStore, facts: list[EventFact], historical: bool, data: st.DataObject
) -> None:
    """What comes twice comes with the same content; another would be refused."""
    once = list({fact.external_id: fact for fact in facts}.values())
    again = data.draw(st.lists(st.sampled_from(once), max_size=10))
    shuffled = data.draw(st.permutations([*once, *again]))
    parts = data.draw(dealt(shuffled))
    expected = told(new_store, "event", [once], historical=historical, columns=False)
    found = told(new_store, "event", parts, historical=historical, columns=True)
    assert found == expected


@given(st.lists(totals(4), min_size=1, max_size=25), st.booleans(), st.data())
@settings(max_examples=20, deadline=None)
def test_day_totals_in_any_parts(
    new_store: NewStore, facts: list[DayTotalFact], historical: bool, data: st.DataObject
) -> None:
    parts = data.draw(dealt(facts))
    expected = told(new_store, "day_total", [facts], historical=historical, columns=False)
    found = told(new_store, "day_total", parts, historical=historical, columns=True)
    assert found == expected


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store()
    store(ctx, "client", [client(name, TODAY - 90) for name in NAMES])
    return ctx


def clients_of_events(ctx: Context) -> list[tuple[Any, ...]]:
    with ctx.reader() as reader:
        return reader.rows("SELECT external_id, client_id FROM event ORDER BY external_id")


def test_every_kind_of_verdict_in_one_batch(ctx: Context) -> None:
    """First in the store, first in the batch, nobody's, and everything new."""
    old = calls(ctx, "1", "a", TODAY, 5)
    store(ctx, "event", [old])
    fresh = calls(ctx, "2", "b", TODAY, 5)
    rows = [
        fresh, replace(old, value=6), calls(ctx, "3", "nobody", TODAY, 1), old, fresh,
        replace(fresh, client="a"), calls(ctx, "3", "c", TODAY, 1), replace(old, value=6),
    ]  # fmt: skip
    for repeats in (False, True):
        batch = batch_of(ctx)
        batch.repeats = repeats
        expected = [
            "unchanged" if repeats else "stored", "id.conflict", "ref.client", "unchanged",
            "unchanged", "id.conflict", "unchanged" if repeats else "stored", "id.conflict",
        ]  # fmt: skip
        assert codes(store(ctx, "event", rows, batch=batch)) == expected
    assert clients_of_events(ctx) == [("1", 1), ("2", 2), ("3", 3)]


def test_a_client_that_was_unknown_may_be_known_later(ctx: Context) -> None:
    batch = batch_of(ctx)
    late = calls(ctx, "1", "late", TODAY, 5)
    assert codes(store(ctx, "event", [late], batch=batch)) == ["ref.client"]
    store(ctx, "client", [client("late")])
    assert codes(store(ctx, "event", [late], batch=batch)) == ["stored"]


def test_what_an_id_means_is_asked_again_after_another_change(ctx: Context) -> None:
    batch = batch_of(ctx)
    batch.via = "subscription"
    for n, owner in enumerate(("a", "b")):
        store(ctx, "subscription", [subscription("s", owner, TODAY - 9)])
        store(ctx, "event", [calls(ctx, f"{n}", "s", TODAY, 5)], batch=batch)
        store(ctx, "event", [calls(ctx, f"{n}+", "s", TODAY, 5)], batch=batch)
    assert clients_of_events(ctx) == [("0", 1), ("0+", 1), ("1", 2), ("1+", 2)]


def test_few_clients_are_kept_in_mind(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_MOST_CLIENTS", 2)
    batch = batch_of(ctx)
    for n in range(3):
        rows = [calls(ctx, f"{n}{name}", name, TODAY, 1) for name in ("a", "b", "c")]
        assert codes(store(ctx, "event", rows, batch=batch)) == ["stored"] * 3
    assert [client for _, client in clients_of_events(ctx)] == [1, 2, 3] * 3


def test_the_clients_that_a_run_changed_are_counted(ctx: Context) -> None:
    with batch_of(ctx) as batch:
        assert batch.changed_clients == 0
        store(ctx, "event", [calls(ctx, "1", "c", TODAY, 1)], batch=batch)
        store(ctx, "event", [calls(ctx, "1", "c", TODAY, 1)], batch=batch)
        store(ctx, "day_total", [DayTotalFact("c", TODAY, 1, 1)], batch=batch)
        assert batch.changed_clients == 1
        store(ctx, "client", [client("new"), client("a", TODAY - 80)], batch=batch)
        assert batch.changed_clients == 3
