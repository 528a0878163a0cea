"""Backups as commands: exact lines and exit codes, for whole files and damaged ones."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core.store.seal import read_seal, seal_text
from storage.engine.version import SCHEMA
from tests.bellbuoy.commands.conftest import Bell


@pytest.fixture(scope="module")
def backup(demo_master: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the demo store; tests damage copies of it."""
    from bellbuoy.__main__ import main

    store = Path(shutil.copy(demo_master, tmp_path_factory.mktemp("source") / "demo.db"))
    target = tmp_path_factory.mktemp("backup") / "b.db"
    assert main(["store", "backup", str(target), "--store", str(store), "-q"]) == 0
    return target


@pytest.fixture
def torn(backup: Path, tmp_path: Path) -> Path:
    """A backup of one's own to damage, with its seal."""
    folder = tmp_path / "torn"
    folder.mkdir()
    shutil.copy(f"{backup}.json", folder / "b.db.json")
    return Path(shutil.copy(backup, folder / "b.db"))


def flip(path: Path) -> None:
    """One bit, in the name of a client."""
    raw = bytearray(path.read_bytes())
    at = raw.index(b"Coral Networks")
    raw[at] ^= 4
    path.write_bytes(raw)


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE client (id INTEGER)")
        db.commit()


def newer_seal(path: Path) -> None:
    beside = path.with_name(path.name + ".json")
    seal = read_seal(beside.read_text())
    beside.write_text(seal_text(replace(seal, form=SCHEMA + 3)))


def newer_file(path: Path) -> None:
    unsealed(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA + 1}")


def unsealed(path: Path) -> None:
    path.with_name(path.name + ".json").unlink()


def both(*steps: Callable[[Path], object]) -> Callable[[Path], None]:
    def done(path: Path) -> None:
        for step in steps:
            step(path)

    return done


ELSE = "hint: take another backup: bellbuoy store backups lists them\n"
DAMAGED = {
    "flipped": (flip, 8, "error: 2 failed: file, tables\n" + ELSE),
    "cut": (
        lambda path: path.write_bytes(path.read_bytes()[:100_000]),
        8, "error: 3 failed: file, soundness, tables\n" + ELSE,
    ),
    "empty": (
        lambda path: path.write_bytes(b""),
        8, "error: 3 failed: file, soundness, tables\n" + ELSE,
    ),
    "zeros": (
        lambda path: path.write_bytes(bytes(path.stat().st_size)),
        8, "error: 3 failed: file, soundness, tables\n" + ELSE,
    ),
    "a text file": (
        lambda path: path.write_text("to whom it may concern"),
        8, "error: 3 failed: file, soundness, tables\n" + ELSE,
    ),
    "another database": (foreign, 8, "error: 3 failed: file, soundness, tables\n" + ELSE),
    "a seal of other words": (
        lambda path: Path(f"{path}.json").write_text("{}"),
        8, "error: 1 failed: seal\n" + ELSE,
    ),
    "without a seal": (
        unsealed, 3,
        "error: {path} has no seal beside it, b.db.json\n"
        "hint: it may be a store, but not what was backed up: bellbuoy store check --store"
        " FILE\n",
    ),
    "a text file without a seal": (
        both(unsealed, lambda path: path.write_text("to whom it may concern")), 2,
        "error: {path} is no Bellbuoy store\nhint: bellbuoy --help\n",
    ),
    "another database without a seal": (
        both(unsealed, foreign), 2,
        "error: {path} is no Bellbuoy store\nhint: bellbuoy --help\n",
    ),
    "newer by its seal": (
        newer_seal, 6,
        f"error: {{path}} was made by a newer Bellbuoy (form {SCHEMA + 3};"
        f" this one knows {SCHEMA})\nhint: update Bellbuoy\n",
    ),
    "newer without a seal": (
        newer_file, 6,
        f"error: {{path}} was made by a newer Bellbuoy (form {SCHEMA + 1};"
        f" this one knows {SCHEMA})\nhint: update Bellbuoy\n",
    ),
    "nothing": (
        Path.unlink, 3,
        "error: no backup at {path}\nhint: bellbuoy store backups lists them\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", list(DAMAGED))
def test_damage_is_told_in_one_line(
    bell: Bell, torn: Path, demo_store: Path, tmp_path: Path, what: str
) -> None:
    damage, code, line = DAMAGED[what]
    damage(torn)
    told = bell("store", "verify", str(torn))
    assert (told.code, told.err) == (code, line.format(path=torn))
    # What does not pass is not restored, neither into a new store nor over a live one.
    before = demo_store.read_bytes()
    new = bell("store", "restore", str(torn), "--to", str(tmp_path / "new.db"))
    live = bell("store", "restore", str(torn), "--into-live", store=demo_store)
    assert (new.code, live.code) == (code, code)
    assert not list(tmp_path.glob("new.db*"))
    assert demo_store.read_bytes() == before
    assert "Traceback" not in told.err + new.err + live.err


def test_the_damaged_table_is_named(bell: Bell, torn: Path) -> None:
    flip(torn)
    told = bell("store", "verify", str(torn), "--json")
    assert {row["name"]: row["text"] for row in told.rows if row["state"] == "fail"} == {
        "file": "its bytes are not those that were written",
        "tables": "client differs from what was written",
    }
    assert told.json["schema"] == "bellbuoy.check/1"
    assert told.fault["code"] == 8


def test_a_whole_backup(bell: Bell, backup: Path) -> None:
    told = bell("store", "verify", str(backup))
    assert (told.code, told.err) == (0, "")
    assert [line.split()[:2] for line in told.lines] == [
        ["ok", name] for name in ("seal", "file", "soundness", "tables")
    ]


def test_a_backup_and_the_way_back(bell: Bell, demo_store: Path, tmp_path: Path) -> None:
    target, again = tmp_path / "b.db", tmp_path / "again.db"
    planned = bell("store", "backup", str(target), "-n", "--json", store=demo_store)
    assert (planned.code, planned.rows[0]["checksum"], target.exists()) == (0, None, False)
    made = bell("store", "backup", str(target), "--json", store=demo_store)
    (row,) = made.rows
    assert (row["path"], row["recorded"]) == (str(target), True)
    assert row["rows"] == planned.rows[0]["rows"]
    (listed,) = bell("store", "backups", "--json", store=demo_store).rows
    assert (listed["path"], listed["kind"], listed["state"]) == (str(target), "asked", "kept")
    back = bell("store", "restore", str(target), "--to", str(again), "--json")
    assert back.rows[0]["checksum"] == row["checksum"]
    assert bell("store", "check", "--full", store=again).code == 0
    assert bell("store", "restore", str(target), "--to", str(again)).code == 2
    target.unlink()
    (gone,) = bell("store", "backups", "--json", store=demo_store).rows
    assert gone["state"] == "gone"


def test_where_a_backup_goes(bell: Bell, demo_store: Path, tmp_path: Path) -> None:
    told = bell("store", "backup", store=demo_store)
    assert (told.code, told.err) == (
        2,
        "error: say where the backup goes\nhint: a PATH, --to DIR, or once for all:"
        " bellbuoy config set backup.dir DIR\n",
    )
    assert bell("store", "backup", "a.db", "--to", str(tmp_path), store=demo_store).code == 2
    assert bell("store", "backup", str(tmp_path / "x/a.db"), store=demo_store).code == 3
    assert bell("store", "backup", str(tmp_path / "x/a.db"), "-n", store=demo_store).code == 2
    folder = tmp_path / "backups"
    folder.mkdir()
    for way in (["--to", str(folder)], [str(folder)]):
        assert bell("store", "backup", *way, "-q", store=demo_store).code == 0
    assert len(list(folder.glob("demo-*Z*.db"))) == 2
    assert bell("store", "backup", str(demo_store), store=demo_store).code == 2


def test_into_the_live_store_after_a_look(bell: Bell, demo_store: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.db"
    assert bell("store", "backup", str(target), "-q", store=demo_store).code == 0
    with closing(sqlite3.connect(demo_store)) as db:
        db.execute("UPDATE client SET owner = 'eve'")
        db.execute("DELETE FROM incident_still")
        db.execute("DELETE FROM incident")
        db.commit()
    look = bell("store", "restore", str(target), "--into-live", "-n", store=demo_store)
    assert look.code == 0
    assert "incident 0 > 14" in look.out
    assert bell("incident", "list", "--json", store=demo_store).json["total"] == 0
    told = bell("store", "restore", str(target), "--into-live", "--json", store=demo_store)
    assert told.code == 0
    assert bell("incident", "list", "--json", store=demo_store).json["total"] == 14
    assert bell("client", "list", "owner:eve", "--json", store=demo_store).json["total"] == 0
    saved = told.rows[0]["saved"]
    assert bell("store", "verify", saved).code == 0
    assert bell("store", "check", "--full", store=demo_store).code == 0
    kinds = [row["kind"] for row in bell("store", "backups", "--json", store=demo_store).rows]
    assert kinds == ["before-restore", "asked"]
    # And back again: what stood is there as it was.
    assert bell("store", "restore", saved, "--into-live", "-q", store=demo_store).code == 0
    assert bell("client", "list", "owner:eve", "--json", store=demo_store).json["total"] == 15


@pytest.mark.parametrize("ways", [[], ["--to", "new.db", "--into-live"]])
def test_a_restore_says_into_what(bell: Bell, backup: Path, ways: list[str]) -> None:
    told = bell("store", "restore", str(backup), *ways)
    assert told.code == 2
    assert told.err.startswith("error: say what is restored into\n")


def test_a_drill(bell: Bell, demo_store: Path, tmp_path: Path) -> None:
    before = demo_store.read_bytes()
    told = bell("store", "drill", "--to", str(tmp_path), "--json", store=demo_store)
    assert told.code == 0
    assert [row["name"] for row in told.rows] == [
        "backup", "verify", "restore", "compare", "check",
    ]  # fmt: skip
    assert demo_store.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if "drill" in path.name] == []
    assert bell("store", "drill", "--to", "nowhere", store=demo_store).code == 2


def test_who_may(bell: Bell, demo_store: Path, backup: Path, tmp_path: Path) -> None:
    for line in (
        ["backup", str(tmp_path / "b.db")], ["drill"],
        ["restore", str(backup), "--into-live"],
    ):  # fmt: skip
        assert bell("store", *line, "--as", "rep", store=demo_store).code == 5
    assert bell("store", "backups", "--as", "rep", store=demo_store).code == 0
    assert not (tmp_path / "b.db").exists()
