"""Every older form becomes today's, whole, after a verified copy; or stays as it is."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from alembic import op
from sqlalchemy import create_engine

from bellbuoy.services import clients
from bellbuoy.services.context import open_context
from bellbuoy.services.scoring.recompute import recompute
from core.values.errors import BellbuoyError, UsageError
from storage.engine import backup, migrate
from storage.engine.reader import Told
from storage.engine.sqlite_form import schema_of
from storage.engine.upgrade import upgrade_connection
from storage.engine.version import SCHEMA
from storage.schema import METADATA
from tests.fixtures.depth import STORM
from tests.fixtures.stores import NOW, context
from tests.storage.engine.forms import columns, connect, fill, form, rows

OLDER = range(1, SCHEMA)


@pytest.fixture(params=OLDER)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A store of an older form, with rows in it."""
    path = tmp_path / "old.db"
    migrate.create(path, target=request.param)
    fill(path)
    return path


def test_an_older_store_keeps_every_row(old: Path) -> None:
    before, found, kept = rows(old), schema_of(old), columns(old)
    copy = migrate.migrate(old)
    assert copy == old.with_name(f"old.db.form-{found}")
    assert schema_of(old) == SCHEMA
    after, now = rows(old), columns(old)
    kept = {
        table: [name for name in names if name in now[table]] for table, names in kept.items()
    }
    # From form 5 on it holds only statements that were replaced: these were not.
    del kept["usage_total_change"]
    assert rows(old, kept) == rows(copy, kept)
    assert len(after["score"]) == len(after["client"]) == 2
    assert rows(copy) == before
    assert schema_of(copy) == found
    assert list(old.parent.glob("*.part")) == []


def test_every_form_ends_in_the_tables_that_are_declared(tmp_path: Path) -> None:
    declared = tmp_path / "declared.db"
    engine = create_engine(f"sqlite:///{declared}")
    METADATA.create_all(engine)
    engine.dispose()
    expected = form(declared)
    assert len(expected) > 20
    for start in range(1, SCHEMA + 1):
        path = tmp_path / f"{start}.db"
        migrate.create(path, target=start)
        migrate.migrate(path)
        assert form(path) == expected


def test_every_table_is_strict(empty_store: Path) -> None:
    with connect(empty_store) as db:
        options = {
            row[1]: row[5] for row in db.execute("PRAGMA table_list") if row[0] == "main"
        }
    mine = {
        name: strict
        for name, strict in options.items()
        if not name.startswith(("sqlite_", "alembic", "client_search"))
    }
    assert set(mine) == set(METADATA.tables)
    assert set(mine.values()) == {1}


def test_a_store_of_today_is_left_alone(empty_store: Path) -> None:
    before = empty_store.read_bytes()
    assert migrate.migrate(empty_store) is None
    assert empty_store.read_bytes() == before
    assert list(empty_store.parent.glob(f"{empty_store.name}.form*")) == []


def test_clients_of_the_first_form_are_listed_and_scored(tmp_path: Path) -> None:
    """It knew no scores: each client gets a row for them, sums from its days."""
    path = tmp_path / "first.db"
    migrate.create(path, target=1)
    day = context_day()
    with connect(path) as db:
        _insert(
            db,
            "client",
            id=1,
            key="A",
            name="A",
            name_key="a",
            status="active",
            start_day=day - 90,
            created_us=0,
            rev=1,
            arr_minor=0,
            health_rank=101,
            tier="unknown",
            partial=0,
            open_incidents=0,
            top_reason="",
        )
        _insert(db, "usage_day", day=day - 1, client_id=1, calls=2500, logins=0)
        _insert(db, "usage_day", day=day - 31, client_id=1, calls=9, logins=0)
        for day_of_event in (day - 31, day - 1):
            _insert(
                db,
                "event",
                source="s",
                external_id=str(day_of_event),
                client_id=1,
                at_us=0,
                day=day_of_event,
                known_us=0,
                backfilled=0,
                kind="calls",
                value=1,
                digest="",
            )
        _insert(
            db,
            "usage_total",
            source="s",
            client_id=1,
            day=day - 40,
            logins=0,
            known_us=0,
            backfilled=0,
            flagged=0,
        )
    ctx = context(path)
    recompute(ctx)
    [row] = clients.page(ctx).rows
    assert (row.calls_30, row.logins_30) == (2500, 0)
    assert row.score == 50
    with ctx.reader() as reader:
        since = reader.one("SELECT calls_since, logins_since FROM score")
    assert since == (day - 31, day - 40)


def context_day() -> int:
    return NOW.toordinal() - 719_163


def _insert(db: sqlite3.Connection, table: str, **values: object) -> None:
    names, marks = ", ".join(values), ", ".join("?" for _ in values)
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))


def test_a_migration_that_fails_anywhere_leaves_the_old_store(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A walk: it fails at the first step, then at the second, until it ends. From the
    oldest form it goes through every step there is; those of the others are among
    them, so that of these it tries a few."""
    before, found, shape = rows(old), schema_of(old), form(old)
    for step in range(1, 200) if STORM or found == 1 else (1, 2, 199):
        left = [step]

        def walked(whole: Any, left: list[int] = left) -> Any:
            def stepping(*args: Any, **options: Any) -> Any:
                left[0] -= 1
                if left[0] == 0:
                    raise RuntimeError("half way")
                return whole(*args, **options)

            return stepping

        with monkeypatch.context() as patch:
            for name in ("create_table", "create_index", "execute"):
                patch.setattr(op, name, walked(getattr(op, name)))
            try:
                migrate.migrate(old)
            except RuntimeError:
                assert (rows(old), schema_of(old), form(old)) == (before, found, shape)
            else:
                break
    else:
        pytest.fail("it never came to its end")
    assert step > 1, "one step failed at least"
    assert schema_of(old) == SCHEMA


def test_a_last_step_that_fails_leaves_the_old_store(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, found = rows(old), schema_of(old)
    whole = upgrade_connection

    def late(connection: Any, target: int) -> None:
        whole(connection, target)
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(migrate, "upgrade_connection", late)
    with pytest.raises(BellbuoyError, match="disk is full"):
        migrate.migrate(old)
    assert (rows(old), schema_of(old)) == (before, found)


def test_a_copy_that_differs_stops_the_migration(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One value of the copy is changed: an integrity check alone would pass it."""
    before, found = rows(old), schema_of(old)
    whole = backup._proved

    def spoilt(path: Path, told: Told) -> tuple[Any, str]:
        with connect(path) as db:
            assert db.execute("UPDATE client SET name = 'other' WHERE id = 1").rowcount == 1
        return whole(path, told)

    monkeypatch.setattr(backup, "_proved", spoilt)
    with pytest.raises(BellbuoyError, match="differs from it; nothing was changed"):
        migrate.migrate(old)
    assert (rows(old), schema_of(old)) == (before, found)
    assert [p.name for p in old.parent.iterdir() if "form" in p.name] == []


def test_how_far_the_copy_is_comes_to_its_end(old: Path) -> None:
    told: list[tuple[int, int]] = []
    migrate.migrate(old, told=lambda *step: told.append(step))
    done, totals = zip(*told, strict=True)
    assert sorted(done) == list(done)
    assert set(totals) == {done[-1]}


def test_a_migration_that_is_stopped_leaves_the_old_store(old: Path) -> None:
    before, found = rows(old), schema_of(old)

    def stop(done: int, total: int) -> None:
        if done > total // 2:  # the copy is being read
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migrate.migrate(old, told=stop)
    assert (rows(old), schema_of(old)) == (before, found)
    assert [p.name for p in old.parent.iterdir() if "form" in p.name] == []


def test_an_old_store_is_migrated_when_it_is_opened(old: Path) -> None:
    with connect(old) as db:
        db.execute("DELETE FROM setting")
    found = schema_of(old)
    open_context(str(old))
    assert schema_of(old) == SCHEMA
    assert old.with_name(f"old.db.form-{found}").exists()


def test_an_old_store_that_may_not_be_written_is_refused(old: Path) -> None:
    before = old.read_bytes()
    with pytest.raises(UsageError, match="older form"):
        open_context(str(old), read_only=True)
    assert old.read_bytes() == before
