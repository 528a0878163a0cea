"""A demo store is what the ordinary writers would have made of the same facts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services import making, making_load, making_rows
from bellbuoy.services.context import Context
from bellbuoy.services.importing.batch import STORED, Batch, Write
from bellbuoy.services.importing.writers import WRITERS
from bellbuoy.services.scoring.backfill import backfill
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.store import check
from core.simulations.demo.facts import DemoFacts, demo_facts
from core.values.instants import to_micros, zone
from storage.audit.actor import Actor
from storage.audit.writes import Change
from storage.engine.content import content_hash
from storage.engine.reader import Rows
from storage.integrations.writes import put_source
from tests.fixtures.dump import dump
from tests.fixtures.postgresql import Shelf
from tests.fixtures.stores import DEMO_NOW, context

LEDGERS = ("audit", "change_set", "change_row")
ACTOR = Actor("bellbuoy", "system", "demo", to_micros(DEMO_NOW))


def by_the_ordinary_way(ctx: Context, facts: DemoFacts) -> None:
    """Every fact through the writers of an import, then scored."""
    batches = {}
    with ctx.store.unit() as unit:
        for source, feeds in (("demo", True), ("crm", False)):
            put_source(unit, source, feeds, feeds, ACTOR.at_us)
            batches[source] = Batch(
                source=source, run=0, recorded_us=ACTOR.at_us, today=ctx.today,
                zone=ctx.zone, historical=True,
            )  # fmt: skip
    for kind, stream in (
        ("client", facts.clients()),
        ("subscription", facts.subscriptions()),
        ("day_total", facts.day_totals()),
        ("incident", facts.incidents()),
    ):
        for source, told in runs(stream):
            with ctx.store.unit() as unit:
                change = Change(unit, ACTOR, "store.demo", kind)
                verdicts = WRITERS[kind](Write(unit, batches[source], change), told)
                change.close()
            assert set(verdicts) == {STORED}
    backfill(ctx, days=facts.days)
    recompute(ctx)


def runs(stream: Iterator[tuple[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
    """Facts of one source that follow one another, at most 900 at a time."""
    for source, group in groupby(stream, key=lambda told: told[0]):
        facts = (fact for _, fact in group)
        while some := list(islice(facts, 900)):
            yield source, some


def made(path: Path, clients: int, days: int) -> Path:
    making.demo(str(path), clients=clients, days=days)
    return path


def empty_demo(path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    """A store with the settings of a demo, and nothing in it."""
    with monkeypatch.context() as patch:
        patch.setattr(making, "fill", lambda *_: None)
        made(path, 40, 12)
    return context(path, user="bellbuoy")


def test_it_holds_what_the_ordinary_writers_make_of_its_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordinary = empty_demo(tmp_path / "ordinary.db", monkeypatch)
    facts = demo_facts(7, 40, 12, as_of=DEMO_NOW, zone=zone("UTC"))
    by_the_ordinary_way(ordinary, facts)
    bulk = made(tmp_path / "bulk.db", 40, 12)
    told = dump(tmp_path / "ordinary.db", without=LEDGERS)
    found = dump(bulk, without=LEDGERS)
    assert found.keys() == told.keys()
    for table, rows in told.items():
        assert found[table] == rows, table
    for name in ("client", "usage_total", "usage_day", "usage_sum", "score_history"):
        assert told[name], f"nothing in {name}: nothing was compared"
    assert {each.state for each in check(context(bulk), full=True)} == {"ok"}


@pytest.mark.parametrize("rows", [1, 500])
def test_the_size_of_a_transaction_is_no_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    whole = made(tmp_path / "whole.db", 25, 5)
    chapters = making_rows.chapters
    monkeypatch.setattr(making_load, "chapters", lambda facts: chapters(facts, rows))
    parts = made(tmp_path / "parts.db", 25, 5)
    assert dump(parts) == dump(whole)


def test_a_second_process_makes_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = made(tmp_path / "alone.db", 300, 3)
    monkeypatch.setattr(making_load, "MANY", 300)
    helped = made(tmp_path / "helped.db", 300, 3)
    assert dump(helped) == dump(alone)


@pytest.mark.parametrize("clients", [15, 250])
def test_both_engines_hold_the_same(tmp_path: Path, shelf: Shelf, clients: int) -> None:
    file = made(tmp_path / "x.db", clients, 4)
    schema = making.demo(shelf.new(), clients=clients, days=4)
    with context(file).store.reader() as here, schema.reader() as there:
        assert content_hash(here) == content_hash(there)
    assert {each.state for each in check(context(schema), full=True)} == {"ok"}


def test_what_was_stored_is_in_the_ledger(tmp_path: Path) -> None:
    path = made(tmp_path / "x.db", 15, 2)
    with context(path).store.reader() as reader:
        noted = dict(reader.rows("SELECT table_name, rows FROM change_row WHERE change_id = 1"))
        held = {table: counted(reader, table) for table in noted}
    assert noted == held
    assert set(noted) == {"client", "subscription", "incident", "usage_total"}


def counted(rows: Rows, table: str) -> int:
    return int(rows.value(f"SELECT count(*) FROM {table}"))
