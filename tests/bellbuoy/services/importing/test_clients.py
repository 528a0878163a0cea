"""Client facts: made, changed, left as they are, or refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bellbuoy.services.context import Context
from core.events.types import ClientFact
from core.values.text import fold
from storage.health.facets import rebuild_facets
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import client, codes, store
from tests.fixtures.stores import NewStore

WHOLE = ClientFact(
    "a", "Ärger & Söhne", "Food", "DE", "pro", "ana", "paused", "Europe/Berlin", TODAY - 9,
    None, 10, 20, (("seats", "9"), ("z", "")),
)  # fmt: skip


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    return new_store()


def row(ctx: Context, key: str = "a") -> dict[str, Any]:
    names = (
        "id", "key", "name", "name_key", "industry", "country", "plan", "owner", "status",
        "timezone", "start_day", "end_day", "baseline_calls", "baseline_logins", "extra", "rev",
    )  # fmt: skip
    with ctx.reader() as reader:
        found = reader.one(f"SELECT {', '.join(names)} FROM client WHERE key = ?", (key,))
    assert found is not None
    return dict(zip(names, found, strict=True))


def changes(ctx: Context) -> list[tuple[Any, ...]]:
    with ctx.reader() as reader:
        return reader.rows(
            "SELECT table_name, row_key, rows, before, after FROM change_row"
            " ORDER BY change_id, position"
        )


def queued(ctx: Context) -> tuple[dict[int, int], set[int]]:
    with ctx.reader() as reader:
        marks = dict(reader.rows("SELECT client_id, gen FROM changed_client"))
        return marks, {c for (c,) in reader.rows("SELECT client_id FROM history_due")}


def test_every_field_is_kept(ctx: Context) -> None:
    assert codes(store(ctx, "client", [WHOLE])) == ["stored"]
    assert row(ctx) == {
        "id": 1, "key": "a", "name": "Ärger & Söhne", "name_key": fold("Ärger & Söhne"),
        "industry": "Food", "country": "DE", "plan": "pro", "owner": "ana",
        "status": "paused", "timezone": "Europe/Berlin", "start_day": TODAY - 9,
        "end_day": None, "baseline_calls": 10, "baseline_logins": 20,
        "extra": '{"seats": "9", "z": ""}', "rev": 1,
    }  # fmt: skip
    assert changes(ctx) == [("client", "1", 1, None, None)]
    assert queued(ctx) == ({1: 1}, {1})
    with ctx.reader() as reader:
        assert reader.rows("SELECT client_id, window_day FROM score") == [(1, TODAY)]


def test_what_a_later_fact_leaves_out_stays(ctx: Context) -> None:
    store(ctx, "client", [WHOLE])
    before = row(ctx)
    assert codes(store(ctx, "client", [ClientFact("a", "New", plan="max")])) == ["stored"]
    assert row(ctx) == {
        **before, "name": "New", "name_key": "new", "plan": "max", "rev": 2,
    }  # fmt: skip
    [_, (table, key, rows, old, new)] = changes(ctx)
    assert (table, key, rows) == ("client", "1", 1)
    assert json.loads(old) == {
        "name": "Ärger & Söhne", "name_key": fold("Ärger & Söhne"), "plan": "pro",
    }  # fmt: skip
    assert json.loads(new) == {"name": "New", "name_key": "new", "plan": "max"}
    assert queued(ctx) == ({1: 2}, {1})


def test_the_same_again_is_unchanged(ctx: Context) -> None:
    store(ctx, "client", [WHOLE])
    before = queued(ctx), changes(ctx)
    assert codes(store(ctx, "client", [WHOLE, WHOLE])) == ["unchanged", "unchanged"]
    assert (queued(ctx), changes(ctx)) == before


def test_an_id_with_two_contents_in_one_import_is_a_conflict(ctx: Context) -> None:
    other = replace(WHOLE, name="Other")
    assert codes(store(ctx, "client", [WHOLE, other, WHOLE])) == [
        "stored", "id.conflict", "unchanged",
    ]  # fmt: skip
    assert row(ctx)["name"] == "Ärger & Söhne"
    assert codes(store(ctx, "client", [other, WHOLE])) == ["stored", "id.conflict"]
    assert row(ctx)["name"] == "Other"


def test_who_has_an_end_has_left_unless_the_source_says_more(ctx: Context) -> None:
    ended = client("a", TODAY - 90, ended=TODAY - 3)
    store(ctx, "client", [client("a", TODAY - 90)])
    store(ctx, "client", [ended])
    assert (row(ctx)["status"], row(ctx)["end_day"]) == ("churned", TODAY - 3)
    store(ctx, "client", [replace(ended, status="lost")])
    assert row(ctx)["status"] == "lost"


def test_each_source_has_its_own_ids(ctx: Context) -> None:
    """Public ids are told apart whatever a source calls its clients."""
    names = ("a", "b", "crm:a", "crm:crm:a")
    for source in ("app", "crm", "crm", "web", "crm:crm"):
        store(ctx, "client", [client(name) for name in names], source)
    with ctx.reader() as reader:
        keys = [key for (key,) in reader.rows("SELECT key FROM client ORDER BY id")]
        ids = reader.rows("SELECT source, external_id FROM client_identity")
    assert len(keys) == len(set(keys)) == len(ids) == 4 * len(names)
    assert keys[:4] == list(names)


def test_the_counters_follow_new_and_changed_clients(ctx: Context) -> None:
    def counters() -> list[tuple[Any, ...]]:
        with ctx.reader() as reader:
            return reader.rows(
                "SELECT * FROM facet_count ORDER BY dimension, value, live, tier, currency"
            )

    told = [
        WHOLE, replace(WHOLE, external_id="b", owner=None), client("c"),
        client("d", plan="pro", industry="Food"),
    ]  # fmt: skip
    store(ctx, "client", told)
    store(ctx, "client", [replace(told[0], owner="bo", country="AT"), client("c", plan="x")])
    kept = counters()
    with ctx.store.unit() as unit:
        rebuild_facets(unit)
    assert kept == counters()
    assert ("owner", "bo", 1, "unknown", "", 1, 0, 0, 0, 0, 0) in kept
