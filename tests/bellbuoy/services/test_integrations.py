"""Imports from end to end: files in, facts stored once, the rest in quarantine."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bellbuoy.services import clients, quarantine
from bellbuoy.services.context import Context
from bellbuoy.services.importing import run as run_module
from bellbuoy.services.importing.progress import Step
from bellbuoy.services.integrations import import_path, load_mapping, settle_history, unused
from core.integrations.mapping_types import HealthBaselines
from core.integrations.types import FileCount
from core.values.errors import ConflictError, NotFoundError, UsageError
from core.values.money import Money
from tests.bellbuoy.services.import_files import JULY, every, lines, one, plain, write_folder
from tests.fixtures.dump import dump
from tests.fixtures.ravenstack import MAPPING, ROOT
from tests.fixtures.stores import NewStore

PLAIN = ROOT / "examples" / "plain"


# The plain form


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    return new_store(at=JULY)


def test_the_plain_example_is_taken_in(ctx: Context) -> None:
    done = import_path(ctx, PLAIN, plain())
    assert [(f.file, f.stored, f.quarantined) for f in done.files] == [
        ("client.csv", 8, 0), ("subscription.csv", 10, 0), ("day_total.csv", 59, 0),
        ("incident.jsonl", 6, 0),
    ]  # fmt: skip
    assert done.offer_clock is None
    rows = {row.key: row for row in clients.page(ctx).rows}
    assert rows["C-001"].arr == Money(4_800_000 + 120_00 * 40 * 12, "GBP")
    assert rows["C-003"].arr == Money(7_200_000, "JPY")
    assert (rows["C-003"].calls_30, rows["C-003"].name) == (7947, "株式会社みなと")
    assert rows["C-005"].open_incidents == 1
    assert rows["C-006"].arr is None
    assert unused(PLAIN, plain()) == ()


def test_its_second_import_changes_nothing(ctx: Context) -> None:
    import_path(ctx, PLAIN, plain())
    settle_history(ctx)
    ledgers = ("audit", "change_set", "change_row", "import_run", "import_file")
    before = dump(ctx.store, without=ledgers)
    again = import_path(ctx, PLAIN, plain())
    assert (again.stored, again.unchanged, again.quarantined) == (0, 83, 0)
    assert (again.changed_clients, again.scored) == (0, 0)
    assert dump(ctx.store, without=ledgers) == before


def test_a_dry_run_counts_and_stores_nothing(ctx: Context, tmp_path: Path) -> None:
    lines(tmp_path / "client.csv", "id,name,start", "a,A,2024-01-01", "b,,2024-01-01")
    before = dump(ctx.store)
    done = import_path(ctx, tmp_path, plain(), dry_run=True)
    assert done.files == (FileCount("client.csv", "client", 2, 1, 0, 1),)
    assert done.reasons == (("required.name", 1),)
    assert dump(ctx.store) == before


# What may be in a file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path)


def test_a_row_of_each_fault_is_quarantined_and_the_rest_is_stored(
    ctx: Context, folder: Path
) -> None:
    done = import_path(ctx, folder, plain())
    assert {f.kind: (f.read, f.stored, f.unchanged, f.quarantined) for f in done.files} == {
        "client": (8, 6, 1, 1),
        "subscription": (11, 9, 0, 2),
        "usage": (64, 60, 1, 3),
        "logins": (40, 40, 0, 0),
        "day_total": (31, 31, 0, 0),
        "incident": (23, 20, 1, 2),
    }
    found = {(row.kind, row.line): (row.code, row.raw) for row in quarantine.page(ctx).rows}
    last = (folder / "incident.jsonl").read_bytes().splitlines(keepends=True)[-1]
    assert found == {
        ("client", 8): ("id.conflict", b"c1,Other content,2023-01-01,pro\n"),
        ("subscription", 8): ("ref.client", b"s7,c0,2024-01-01,700.50,USD,month\n"),
        ("subscription", 12): ("id.conflict", b"s1,c1,2024-01-01,999.00,USD,month\n"),
        ("usage", 62): ("id.conflict", b"u3,c4,2024-06-04T03:00:00Z,4\n"),
        ("usage", 64): ("time.naive", b"bad,c1,2024-06-05 04:00:00,4\n"),
        ("usage", 65): ("ref.client", b"u61,nobody,2024-06-05T04:00:00Z,4\n"),
        ("incident", 21): ("id.conflict", _incident(folder, 20)),
        ("incident", 23): ("required.client", last),
    }
    assert done.reasons == (
        ("id.conflict", 4), ("ref.client", 2), ("required.client", 1), ("time.naive", 1),
    )  # fmt: skip


def _incident(folder: Path, index: int) -> bytes:
    return (folder / "incident.jsonl").read_bytes().splitlines(keepends=True)[index]


def test_a_second_import_finds_the_same_conflicts_and_nothing_else(
    ctx: Context, folder: Path
) -> None:
    first = import_path(ctx, folder, plain())
    kept = quarantine.page(ctx).rows
    again = import_path(ctx, folder, plain())
    assert (again.stored, again.read) == (0, first.read)
    assert all(f.skipped for f in again.files)
    assert [f.quarantined for f in again.files] == [f.quarantined for f in first.files]
    assert quarantine.page(ctx).rows == kept
    assert one(ctx, "SELECT calls FROM usage_day u JOIN client c ON c.id = u.client_id"
                    " WHERE c.key = 'c1' AND day = 19876") == 77  # fmt: skip


def test_a_changed_file_applies_its_difference_and_keeps_what_was(
    ctx: Context, folder: Path
) -> None:
    import_path(ctx, folder, plain())
    changes = one(ctx, "SELECT max(id) FROM change_set")
    _replace(folder / "client.csv", "c3,Client 3,2023-01-03,pro", "c3,Klient 3,2023-01-03,pro")
    _replace(folder / "subscription.csv", "s2,c2,2024-01-01,200.50", "s2,c3,2024-01-01,250.50")
    _replace(folder / "incident.jsonl", "2024-06-06T08:00:00Z", "2024-06-07T08:00:00Z")
    _replace(folder / "day_total.csv", "c1,2024-06-09,80,", "c1,2024-06-09,85,")
    _replace(
        folder / "usage.csv", "u8,c3,2024-06-09T08:00:00Z,8", "u8,c3,2024-06-09T08:00:00Z,9"
    )
    done = import_path(ctx, folder, plain())
    stored = {f.kind: f.stored for f in done.files if f.stored}
    assert stored == {"client": 1, "subscription": 1, "incident": 1, "day_total": 3}
    kept = every(
        ctx,
        "SELECT table_name, row_key, before, after FROM change_row"
        f" WHERE change_id > {changes} AND before IS NOT NULL ORDER BY table_name, row_key",
    )
    found = {(table, key): (json.loads(b), json.loads(a)) for table, key, b, a in kept}
    micros = 1_717_747_200_000_000
    assert found.pop(("client", "3")) == (
        {"name": "Client 3", "name_key": "client 3"},
        {"name": "Klient 3", "name_key": "klient 3"},
    )
    known = {"known_us", "backfilled"}
    before, after = found.pop(("incident", "6"))
    assert (before["opened_us"], after["opened_us"]) == (micros - 86_400_000_000, micros)
    before, after = found.pop(("subscription", "2"))
    assert (before["client_id"], after["client_id"]) == (2, 3)
    assert (before["amount_minor"], after["amount_minor"]) == (20050, 25050)
    assert before.keys() - known == {"client_id", "amount_minor"}
    assert found == {
        ("usage_total", '["import", 1, 19883]'): ({"calls": 80}, {"calls": 85}),
    }
    assert one(ctx, "SELECT calls FROM usage_day WHERE day = 19883 AND client_id = 1") == 85
    # Both clients of the subscription that moved have another ARR.
    rows = {row.key: row.arr for row in clients.page(ctx).rows}
    assert rows["c2"] == Money(90_050 * 12, "USD")
    assert rows["c3"] == Money((25_050 + 30_050 + 100_050) * 12, "USD")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


# Before anything is stored


def test_a_file_that_fits_no_mapping_stops_the_import_before_it_begins(
    ctx: Context, folder: Path
) -> None:
    before = dump(ctx.store)
    _replace(folder / "usage.csv", "id,client,at,value", "id,client,when,value")
    with pytest.raises(UsageError, match=r"usage\.csv"):
        import_path(ctx, folder, plain())
    mapping = replace(plain(), health=HealthBaselines(calls=33))
    with pytest.raises(UsageError, match=r"usage\.csv"):
        import_path(ctx, folder, mapping)
    assert dump(ctx.store) == before


def test_a_file_that_grows_meanwhile_is_a_conflict_and_can_go_on(
    ctx: Context, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (folder / "usage.csv").open("a") as more:
        more.writelines(f"m{n},c1,2024-06-05T04:00:00Z,1\n" for n in range(30_000))

    def grow(step: Step) -> None:
        if step.file == "usage.csv":
            with (folder / step.file).open("a") as more:
                more.write("u99,c1,2024-06-05T04:00:00Z,4\n")

    monkeypatch.setattr(run_module, "BATCH", 10_000)
    with pytest.raises(ConflictError, match="changed while it was read"):
        import_path(ctx, folder, plain(), progress=grow)
    done = import_path(ctx, folder, plain())
    assert one(ctx, "SELECT count(*) FROM event WHERE external_id = 'u99'") == 1
    assert done.quarantined > 0


def test_a_look_at_the_past_imports_nothing(ctx: Context, folder: Path) -> None:
    before = dump(ctx.store)
    with pytest.raises(UsageError, match="only reads"):
        import_path(ctx.looking_at(JULY - timedelta(days=1)), folder, plain())
    assert dump(ctx.store) == before


# Mappings


def test_what_is_no_kind_or_no_mapping_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no kind “thing”"):
        load_mapping(None, "thing", None, "USD")
    with pytest.raises(NotFoundError, match="no mapping"):
        load_mapping(tmp_path / "none.toml", None, None, "USD")
    with pytest.raises(UsageError, match="cannot be read"):
        load_mapping(tmp_path, None, None, "USD")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="cannot be read"):
        load_mapping(tmp_path / "bytes.toml", None, None, "USD")


def test_a_source_given_counts_before_that_of_the_mapping() -> None:
    assert load_mapping(MAPPING, None, None, "USD").source == "ravenstack"
    assert load_mapping(MAPPING, None, "other", "USD").source == "other"
    assert load_mapping(None, "client", None, "USD").source == "import"


def test_files_that_nothing_takes_are_named(folder: Path) -> None:
    with (folder / "else.csv").open("w", newline="") as file:
        csv.writer(file).writerow(["a"])
    assert unused(folder, plain()) == ("else.csv",)


def test_ids_of_two_sources_are_two_clients(ctx: Context, tmp_path: Path) -> None:
    lines(tmp_path / "client.csv", "id,name", "a,First")
    import_path(ctx, tmp_path, plain("one"))
    lines(tmp_path / "client.csv", "id,name", "a,Second")
    import_path(ctx, tmp_path, plain("two"))
    assert every(ctx, "SELECT key, name FROM client ORDER BY id") == [
        ("a", "First"), ("two:a", "Second"),
    ]  # fmt: skip
