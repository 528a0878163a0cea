"""An older store is counted when it is brought up: clients, and day by day."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.backfill import backfill
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.store import check
from storage.engine import migrate
from tests.fixtures.counted import (
    assert_counted,
    counted_facets,
    kept_days,
    kept_facets,
    newest_day,
)
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, logins, store, subscription
from tests.fixtures.stores import NOW, NewStore, context


def downgraded(path: Path, old: Path, form: int) -> None:
    """A store of an older form with everything that it has a place for."""
    migrate.create(old, target=form)
    with closing(sqlite3.connect(old, isolation_level=None)) as db:
        db.execute("ATTACH ? AS new", (str(path),))
        tables = db.execute(
            "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name IN"
            " (SELECT name FROM new.sqlite_schema) AND name NOT LIKE '%alembic%'"
        ).fetchall()
        for (table,) in tables:
            told, named = (
                {row[1]: row for row in db.execute(f"PRAGMA {side}.table_info({table})")}
                for side in ("main", "new")
            )
            # What is missing today had to be there in the old form.
            nothing = {"TEXT": "''", "INTEGER": "0", "BLOB": "x''"}
            names = sorted(told)
            values = [
                f"coalesce({name if name in named else 'NULL'}, {nothing[told[name][2]]})"
                if told[name][3]
                else (name if name in named else "NULL")
                for name in names
            ]
            db.execute(
                f"INSERT INTO {table} ({', '.join(names)})"
                f" SELECT {', '.join(values)} FROM new.{table}"
            )
        db.execute("DELETE FROM setting WHERE name IN ('health.newest', 'health.sweep')")


@pytest.fixture
def told(new_sqlite: NewStore) -> Context:
    """Clients of every kind with a history of ten days, scored today."""
    ctx = new_sqlite("America/New_York")
    store(ctx, "client", [
        client("a", TODAY - 90, owner="ana"), client("b", TODAY - 4, plan="pro"),
        client("gone", TODAY - 90, ended=TODAY - 3), client("to come", TODAY + 2),
        client("said so", TODAY - 90, status="churned"), client("of old", None),
    ])  # fmt: skip
    store(ctx, "event", [
        *(calls(ctx, f"c{n}{day}", n, day, 90 + 9 * day % 70) for n in ("a", "b", "gone")
          for day in range(TODAY - 9, TODAY)),
        logins(ctx, "l", "a", TODAY - 6, 20),
    ])  # fmt: skip
    store(ctx, "subscription", [
        subscription("1", "a", TODAY - 300, 100, end=TODAY - 5),
        subscription("2", "a", TODAY - 4, 70, term_months=12),
        subscription("3", "a", TODAY - 9, 50, "EUR"), subscription("4", "gone", 0, 9),
        subscription("5", "of old", 0, 30, quantity=3, period="quarter"),
    ])  # fmt: skip
    recompute(ctx)
    backfill(ctx, days=10)
    recompute(ctx)
    return ctx


def test_what_is_counted_is_what_was_counted_all_along(told: Context, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    downgraded(Path(told.store.address), old, 3)
    migrate.migrate(old)
    ctx = context(old, NOW)
    assert_counted(ctx)
    with ctx.reader() as reader, told.reader() as before:
        assert newest_day(reader) == ctx.today
        assert kept_facets(reader) == kept_facets(before)
        assert kept_days(reader) == kept_days(before)
        assert len(kept_days(reader)) == 11
        lives = "SELECT id, live FROM client ORDER BY id"
        assert reader.rows(lives) == before.rows(lives)
    assert recompute(ctx).changed == 0
    assert_counted(ctx)
    wrong = {each.name for each in check(ctx, full=True) if each.state == "fail"}
    assert not wrong & {"facets", "days", "standings"}


def test_a_store_that_was_never_scored_counts_its_clients(
    new_sqlite: NewStore, tmp_path: Path
) -> None:
    fresh, old = new_sqlite(), tmp_path / "old.db"
    store(fresh, "client", [client("a", owner="ana"), client("b")])
    downgraded(Path(fresh.store.address), old, 3)
    migrate.migrate(old)
    ctx = context(old, NOW)
    with ctx.reader() as reader:
        assert kept_facets(reader) == counted_facets(reader)
        assert kept_facets(reader)["all", "", 1, "unknown", ""][0] == 2
        assert (kept_days(reader), newest_day(reader)) == ({}, -1)
    recompute(ctx)
    assert_counted(ctx)
