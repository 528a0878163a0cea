"""Incident facts: made, replaced, and whom they concern."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bellbuoy.services import incidents
from bellbuoy.services.context import Context
from core.incidents.types import SEVERITIES
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import batch_of, client, codes, incident, store
from tests.fixtures.stores import NOW, NewStore

OPENED = NOW - timedelta(days=4)


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store()
    store(ctx, "client", [client("a", TODAY - 90), client("b", TODAY - 90)])
    with ctx.store.unit() as unit:
        unit.rows("DELETE FROM changed_client")
        unit.rows("DELETE FROM history_due")
    return ctx


def marks(ctx: Context) -> tuple[set[int], set[int]]:
    with ctx.reader() as reader:
        found = [
            {c for (c,) in reader.rows(f"SELECT client_id FROM {table}")}
            for table in ("changed_client", "history_due")
        ]
    return found[0], found[1]


def test_every_field_comes_back(ctx: Context) -> None:
    fact = incident(
        "i1", "b", OPENED, title="Down", severity="low", status="closed",
        acknowledged=OPENED + timedelta(hours=1), resolved=OPENED + timedelta(hours=2),
        closed=OPENED + timedelta(hours=3), resolution="no_fault", impact="outage",
    )  # fmt: skip
    assert codes(store(ctx, "incident", [fact])) == ["stored"]
    found = incidents.show(ctx, "i1")
    names = ("title", "severity", "status", "opened", "acknowledged", "resolved", "closed",
             "resolution", "impact", "external_id")  # fmt: skip
    assert {name: getattr(found, name) for name in names} == {
        name: getattr(fact, name) for name in names
    }
    assert (found.client_key, found.client_name, found.source) == ("b", "Client b", "app")
    assert found.penalty == 2
    assert marks(ctx) == ({2}, {2})


@pytest.mark.parametrize("severity", [*SEVERITIES, None])
def test_severities_rank(ctx: Context, severity: Any) -> None:
    store(ctx, "incident", [incident("i1", "a", OPENED, severity=severity)])
    with ctx.reader() as reader:
        rank = reader.value("SELECT severity_rank FROM incident")
    assert rank == SEVERITIES.index(severity or "medium")


def test_a_change_keeps_what_was(ctx: Context) -> None:
    fact = incident("i1", "a", OPENED, title="Down")
    store(ctx, "incident", [fact])
    ended = replace(fact, status="resolved", resolved=NOW, resolution="fixed")
    assert codes(store(ctx, "incident", [ended])) == ["stored"]
    with ctx.reader() as reader:
        [(before, after)] = reader.rows(
            "SELECT before, after FROM change_row WHERE table_name = 'incident'"
            " AND before IS NOT NULL"
        )
    was, now = json.loads(before), json.loads(after)
    assert (was["status"], was["resolved_us"], was["resolution"]) == ("open", None, None)
    assert (now["status"], now["resolution"], now["open_rank"]) == ("resolved", "fixed", 1)
    assert "title" not in now
    assert codes(store(ctx, "incident", [ended])) == ["unchanged"]


def test_one_that_goes_to_another_client_marks_both(ctx: Context) -> None:
    store(ctx, "incident", [incident("i1", "a", OPENED)])
    with ctx.store.unit() as unit:
        unit.rows("DELETE FROM changed_client")
        unit.rows("DELETE FROM history_due")
    store(ctx, "incident", [incident("i1", "b", OPENED)])
    assert marks(ctx) == ({1, 2}, {1, 2})


def test_an_unknown_client_is_refused_and_the_rest_is_stored(ctx: Context) -> None:
    facts = [incident("i1", "nobody", OPENED), incident("i2", "a", OPENED)]
    assert codes(store(ctx, "incident", facts)) == ["ref.client", "stored"]


def test_an_id_met_twice_is_a_conflict_whatever_became_of_the_first(ctx: Context) -> None:
    """So that an import says the same whether it was stopped in between or not."""
    store(ctx, "incident", [incident("i1", "a", OPENED)])
    batch = batch_of(ctx)
    first = store(ctx, "incident", [incident("i1", "nobody", OPENED)], batch=batch)
    second = store(ctx, "incident", [incident("i1", "b", OPENED)], batch=batch)
    assert codes([*first, *second]) == ["ref.client", "id.conflict"]


def test_public_ids_are_told_apart(ctx: Context) -> None:
    """Another source may use the same ids, or those that we would make up."""
    store(ctx, "client", [client("a")], "web")
    own = [incident(name, "a", OPENED) for name in ("INC-9", "INC-3", "web:INC-3")]
    told = [incident(name, "a", OPENED) for name in ("INC-9", "INC-3", "INC-1", "web:INC-9")]
    assert codes(store(ctx, "incident", own)) == ["stored"] * 3
    assert codes(store(ctx, "incident", told, "web")) == ["stored"] * 4
    assert codes(store(ctx, "incident", told, "web")) == ["unchanged"] * 4
    changed = [replace(fact, title="other") for fact in told]
    assert codes(store(ctx, "incident", changed, "web")) == ["stored"] * 4
    rows = incidents.page(ctx).rows
    assert {(row.source, row.external_id): row.key for row in rows} == {
        ("app", "INC-9"): "INC-9",
        ("app", "INC-3"): "INC-3",
        ("app", "web:INC-3"): "web:INC-3",
        ("web", "INC-9"): "web:INC-9",
        ("web", "INC-3"): "web:web:INC-3",
        ("web", "INC-1"): "INC-1",
        ("web", "web:INC-9"): "web:web:INC-9",
    }
