"""Damage of any kind is found, and named."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.store.seal import read_seal, seal_text
from core.store.types import Check
from core.values.errors import BellbuoyError, CheckFailedError
from storage.backup import proof
from storage.backup.folder import seal_of
from storage.backup.making import hash_of, write_backup
from storage.engine.sqlite_store import SqliteStore
from storage.store.writes import put_setting

AT = datetime(2026, 11, 16, 3, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def backup(demo_master: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup to be copied and damaged."""
    source = Path(shutil.copy(demo_master, tmp_path_factory.mktemp("source") / "demo.db"))
    target = tmp_path_factory.mktemp("backup") / "b.db"
    write_backup(SqliteStore(source), target, AT, lambda *_: None, lambda: False)
    return target


@pytest.fixture(scope="module")
def torn(backup: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of it, whose bytes each example writes anew."""
    copied = tmp_path_factory.mktemp("torn") / "b.db"
    shutil.copy(backup, copied)
    shutil.copy(seal_of(backup), seal_of(copied))
    return copied


def found(path: Path) -> tuple[Check, ...]:
    return proof.checks(path, lambda *_: None)


def test_a_whole_backup_passes_every_check(backup: Path) -> None:
    assert [check.state for check in found(backup)] == ["ok"] * 4
    assert proof.demand(backup, lambda *_: None) == proof.sealed(backup)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_flipped_bit_is_found_wherever_it_is(
    backup: Path, torn: Path, data: st.DataObject
) -> None:
    raw = bytearray(backup.read_bytes())
    at = data.draw(st.integers(0, len(raw) - 1), label="byte")
    raw[at] ^= 1 << data.draw(st.integers(0, 7), label="bit")
    torn.write_bytes(raw)
    checks = {check.name: check for check in found(torn)}
    assert checks["file"].text == "its bytes are not those that were written"
    with pytest.raises(CheckFailedError, match="is damaged"):
        proof.demand(torn, lambda *_: None)


@settings(max_examples=30, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_cut_is_found_wherever_it_is(backup: Path, torn: Path, share: float) -> None:
    raw = backup.read_bytes()
    kept = int(len(raw) * share)
    torn.write_bytes(raw[:kept])
    (_, file, *_) = found(torn)
    assert file.text == f"it is cut: {kept:,} of {len(raw):,} bytes are there"


def test_a_changed_row_is_named_by_its_table(backup: Path, torn: Path) -> None:
    """What an integrity check cannot see: a file that is sound and says another thing."""
    shutil.copy(backup, torn)
    store = SqliteStore(torn)
    with store.unit() as unit:
        put_setting(unit, "timezone", "Europe/Berlin")
        unit.run("UPDATE client SET owner = 'eve' WHERE id = 3")
    checks = {check.name: (check.state, check.text) for check in found(torn)}
    assert checks["soundness"][0] == "ok"
    assert checks["tables"] == ("fail", "client, setting differ from what was written")


def test_a_seal_of_other_content_does_not_help(backup: Path, torn: Path) -> None:
    """Somebody writes a row and the file's hash into the seal, but not the tables'."""
    shutil.copy(backup, torn)
    with SqliteStore(torn).unit() as unit:
        put_setting(unit, "mark", "x")
    seal = read_seal(seal_of(torn).read_text())
    changed = replace(seal, bytes=torn.stat().st_size, sha256=hash_of(torn))
    kept = seal_of(torn).read_text()
    try:
        seal_of(torn).write_text(seal_text(changed))
        assert [check.name for check in found(torn) if check.state == "fail"] == ["tables"]
        seal_of(torn).write_text(kept.replace('"rows"', '"Rows"', 1))
        (seal_check, _) = found(torn)
        assert seal_check.text == "the seal b.db.json does not hold what was written"
    finally:
        seal_of(torn).write_text(kept)


def test_a_missing_table_is_told(backup: Path, torn: Path) -> None:
    shutil.copy(backup, torn)
    with SqliteStore(torn).unit() as unit:
        unit.run("DROP TABLE quarantine")
    checks = {check.name: check.text for check in found(torn)}
    assert checks["tables"] == "quarantine differs from what was written"


def test_no_backup_and_no_file(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.db", 3), (tmp_path, 2)):
        with pytest.raises(BellbuoyError) as fault:
            found(path)
        assert fault.value.exit_code == code
