"""A file that was taken in before is not read again, as long as that changes nothing."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services import quarantine
from bellbuoy.services.context import Context
from bellbuoy.services.integrations import import_path, load_mapping, read_as
from core.integrations import kept
from core.integrations.types import ImportSummary
from tests.fixtures.stores import NewStore, move

NOW = datetime(2024, 7, 1, 9, tzinfo=UTC)
CLIENT = "id,name\nc1,One\nc2,Two\n"
USAGE = "id,client,at,value\nu1,c1,2024-06-01T09:00:00Z,5\nu2,c2,2024-06-02T09:00:00Z,7\n"
TOTAL = "client,day,calls\nc1,2024-06-09,80\n"


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    return new_store(at=NOW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "export"
    path.mkdir()
    (path / "client.csv").write_text(CLIENT)
    (path / "usage.csv").write_text(USAGE)
    (path / "day_total.csv").write_text(TOTAL)
    return path


def take(ctx: Context, path: Path, **told: Any) -> ImportSummary:
    return import_path(ctx, path, read_as(load_mapping(None, None, "crm", "USD"), **told))


def skipped(done: ImportSummary) -> list[str]:
    return [count.file for count in done.files if count.skipped]


ALL = ["client.csv", "usage.csv", "day_total.csv"]


def test_what_was_taken_in_counts_as_unchanged(ctx: Context, folder: Path) -> None:
    first = take(ctx, folder)
    (folder / "client.csv").touch()
    second = take(ctx, folder)
    assert skipped(first) == []
    assert skipped(second) == ALL
    assert [(f.read, f.stored, f.unchanged) for f in second.files] == [
        (2, 0, 2), (2, 0, 2), (1, 0, 1),
    ]  # fmt: skip
    assert (second.changed_clients, second.newest) == (0, None)
    assert skipped(take(ctx, folder / "usage.csv")) == ["usage.csv"]


def test_other_rules_read_a_file_again(
    ctx: Context, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(ctx, folder)
    assert skipped(take(ctx, folder, quote="'")) == []
    assert skipped(take(ctx, folder, quote="'")) == ALL
    other = import_path(ctx, folder, load_mapping(None, None, "erp", "USD"))
    assert (skipped(other), other.stored) == ([], 5)
    monkeypatch.setattr(kept, "RULES", kept.RULES + 1)
    assert skipped(take(ctx, folder)) == []


def test_a_file_that_has_changed_is_read_and_the_others_of_its_kind(
    ctx: Context, folder: Path
) -> None:
    (folder / "client-2.csv").write_text("id,name\nc3,Three\n")
    (folder / "usage-2.csv").write_text(USAGE.replace("u", "v").replace("valve", "value"))
    take(ctx, folder)
    (folder / "client.csv").write_text(CLIENT.replace("Two", "Zwei"))
    (folder / "usage.csv").write_text(USAGE + "u3,c1,2024-06-03T09:00:00Z,1\n")
    done = take(ctx, folder)
    assert {f.file: f.stored for f in done.files} == {
        "client.csv": 1, "client-2.csv": 0, "usage.csv": 1, "usage-2.csv": 0,
        "day_total.csv": 0,
    }  # fmt: skip
    # Clients could meet each other's ids; increments never change.
    assert skipped(done) == ["usage-2.csv", "day_total.csv"]


def test_a_file_is_read_again_when_a_later_one_said_otherwise(
    ctx: Context, folder: Path
) -> None:
    take(ctx, folder)
    (folder / "day_total.csv").write_text(TOTAL.replace("80", "90"))
    assert take(ctx, folder).stored == 1
    (folder / "day_total.csv").write_text(TOTAL)
    done = take(ctx, folder)
    assert (done.stored, skipped(done)) == (1, ["client.csv", "usage.csv"])
    assert skipped(take(ctx, folder)) == ALL


def test_rows_that_wait_for_their_client_are_tried_when_it_has_come(
    ctx: Context, folder: Path
) -> None:
    late = folder / "client.csv"
    late.write_text("id,name\nc1,One\n")
    assert take(ctx, folder).quarantined == 1
    assert skipped(take(ctx, folder)) == ALL
    late.write_text(CLIENT)
    done = take(ctx, folder)
    assert {f.file: f.stored for f in done.files} == {
        "client.csv": 1, "usage.csv": 1, "day_total.csv": 0,
    }  # fmt: skip
    assert [row.state for row in quarantine.page(ctx).rows] == ["replayed"]
    assert skipped(take(ctx, folder)) == ALL


def test_a_client_behind_its_usage_is_found_by_the_next_import(
    ctx: Context, folder: Path
) -> None:
    assert take(ctx, folder / "usage.csv").quarantined == 2
    take(ctx, folder / "client.csv")
    done = take(ctx, folder / "usage.csv")
    assert (done.stored, done.quarantined, skipped(done)) == (2, 0, [])


def test_rows_that_lay_ahead_are_tried_when_their_time_has_come(
    ctx: Context, folder: Path
) -> None:
    (folder / "usage.csv").write_text(USAGE.replace("2024-06-02", "2024-08-02"))
    assert take(ctx, folder).quarantined == 1
    assert "usage.csv" not in skipped(take(ctx, folder))
    move(ctx, NOW + timedelta(days=60))
    assert take(ctx, folder).stored == 1


def test_the_same_bytes_under_another_name(ctx: Context, folder: Path) -> None:
    take(ctx, folder)
    (folder / "usage.csv").rename(folder / "usage-old.csv")
    assert skipped(take(ctx, folder)) == ["client.csv", "usage-old.csv", "day_total.csv"]
    # What was refused is looked for under the name of its file.
    (folder / "usage-old.csv").write_text(USAGE + "u9,c1,never,1\n")
    assert take(ctx, folder).quarantined == 1
    (folder / "usage-old.csv").rename(folder / "usage.csv")
    done = take(ctx, folder)
    assert "usage.csv" not in skipped(done)
    assert [row.file for row in quarantine.page(ctx).rows] == ["usage-old.csv", "usage.csv"]


def test_a_packed_file_is_not_unpacked_again(ctx: Context, tmp_path: Path) -> None:
    take_in = tmp_path / "client.csv.gz"
    take_in.write_bytes(gzip.compress(CLIENT.encode()))
    take(ctx, take_in)
    assert skipped(take(ctx, take_in)) == ["client.csv.gz"]
    # Packed anew it is other bytes, and read: nothing in it is new.
    take_in.write_bytes(gzip.compress(CLIENT.encode(), compresslevel=1, mtime=7))
    done = take(ctx, take_in)
    assert (skipped(done), done.stored) == ([], 0)
