"""Stores that are damaged, cut, or none of ours: one clear line, and never a traceback."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from storage.engine.version import SCHEMA
from tests.bellbuoy.commands.conftest import Bell
from tests.fixtures.depth import STORM

pytestmark = pytest.mark.timeout(3600 if STORM else 180)
READS = (
    "radar -q", "client list --csv", "client show C-0003", "health explain C-0003",
    "incident list --json", "analytics revenue", "overview", "quarantine list",
    "store check --full", "store stats --json", "doctor", "config get",
)  # fmt: skip
WRITES = ("config set clock live", "job run score-clients", "cache clear -y")
FEW = ("client show C-0003", "store check --full", "cache clear -y")
FLIPS = 300 if STORM else 60
CUTS = 20
ROTTEN = 60 if STORM else 12


def walk(bell: Bell, store: Path, lines: tuple[str, ...]) -> Counter[int]:
    """Each command on a store of which nothing is known but that somebody hurt it:
    it answers, or it says in a line that it cannot."""
    codes: Counter[int] = Counter()
    for line in lines:
        told = bell(*line.split(), store=store)
        codes[told.code] += 1
        assert told.code in (0, 1, 2, 3, 8), (line, told)
        assert "Traceback" not in told.err, (line, told)
        assert not told.err.startswith("failed:"), (line, told)
        if told.code in (1, 2, 3):
            assert told.err.count("\n") <= 2 or "hint: " in told.err, (line, told)
            assert told.err.startswith(("error: ", "{")), (line, told)
    return codes


def test_a_bit_that_flipped_is_never_a_traceback(
    bell: Bell, demo_master: Path, tmp_path: Path
) -> None:
    whole = demo_master.read_bytes()
    codes: Counter[int] = Counter()
    for seed in range(FLIPS):
        dice = random.Random(seed)
        damaged = bytearray(whole)
        # A third of them in the first pages: the header and the schema.
        at = dice.randrange(len(damaged) if seed % 3 else 8192)
        damaged[at] ^= 1 << dice.randrange(8)
        store = tmp_path / f"{seed}.db"
        store.write_bytes(damaged)
        codes += walk(bell, store, (*READS, *WRITES) if STORM else FEW)
    assert codes[0]
    assert codes[1] + codes[2] + codes[8], "no flip was ever noticed"


def test_a_rotten_file_is_never_a_traceback(
    bell: Bell, demo_master: Path, tmp_path: Path
) -> None:
    whole = demo_master.read_bytes()
    for seed in range(ROTTEN):
        dice = random.Random(seed)
        rotten = bytearray(whole)
        for _ in range(40):
            rotten[dice.randrange(len(rotten))] ^= 1 << dice.randrange(8)
        store = tmp_path / f"{seed}.db"
        store.write_bytes(rotten)
        walk(bell, store, (*READS, *WRITES) if STORM else FEW)


def test_a_file_that_was_cut_is_named_as_damaged(
    bell: Bell, demo_master: Path, tmp_path: Path
) -> None:
    whole = demo_master.read_bytes()
    asked = bell("radar", store=demo_master)
    dice = random.Random(11)
    for number in range(CUTS):
        store = tmp_path / f"{number}.db"
        store.write_bytes(whole[: dice.randrange(100, len(whole))])
        told = bell("radar", store=store)
        if told.code == 0:  # what is missing was not asked for
            assert told.out == asked.out
        else:
            assert (told.code, told.out) == (1, "")
            assert told.err == (
                f"error: the store {store} is damaged: database disk image is malformed\n"
                "hint: restore a backup; bellbuoy store check says what can be read\n"
            )
        assert bell("store", "check", store=store).code in (1, 8)
        walk(bell, store, READS if STORM else ("store check", "doctor"))


def test_a_damaged_store_fails_its_check_and_the_doctor(bell: Bell, demo_store: Path) -> None:
    with sqlite3.connect(demo_store) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'usage_day'"
        ).fetchone()
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    with demo_store.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    for line in ("store check", "doctor"):
        told = bell(*line.split(), store=demo_store)
        assert told.code == 8, told
        assert "!! fail  file" in told.out
        assert told.err.startswith("error: 1 failed: file\n")


def strangers(folder: Path, master: Path) -> dict[str, Path]:
    files = {name: folder / f"{name}.db" for name in ("empty", "text", "foreign", "newer")}
    files["empty"].write_bytes(b"")
    files["text"].write_text("id,name\n1,Acme\n" * 100, encoding="utf-8")
    with sqlite3.connect(files["foreign"]) as connection:
        connection.execute("CREATE TABLE client (id)")
    connection.close()
    shutil.copy(master, files["newer"])
    with sqlite3.connect(files["newer"]) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    connection.close()
    return files


@pytest.mark.parametrize("line", ["radar", "store check", "job run score-clients"])
def test_what_is_no_store_of_ours_is_refused_and_left_alone(
    line: str, bell: Bell, demo_master: Path, tmp_path: Path
) -> None:
    for name, file in strangers(tmp_path, demo_master).items():
        before = file.read_bytes()
        told = bell(*line.split(), store=file)
        if name == "newer":
            expected = (
                f"error: {file} was made by a newer Bellbuoy"
                f" (form {SCHEMA + 1}; this one knows {SCHEMA})\nhint: update Bellbuoy\n"
            )
        else:
            expected = f"error: {file} is no Bellbuoy store\nhint: bellbuoy --help\n"
        assert (told.code, told.out, told.err) == (6 if name == "newer" else 2, "", expected)
        assert file.read_bytes() == before


@pytest.mark.parametrize("damaged", [False, True])
def test_what_breaks_over_a_damaged_store_is_told_as_the_damage(
    damaged: bool, bell: Bell, demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise TypeError("a value that no code expects")

    if damaged:
        break_a_reference(demo_store)
    monkeypatch.setattr("bellbuoy.services.clients.page", broken)
    told = bell("client", "list", store=demo_store)
    assert told.code == 1
    first, second = told.err.splitlines()
    if damaged:
        assert first == (
            f"error: the store {demo_store} is damaged: 1 place that the database finds wrong"
        )
        assert second.startswith("hint: restore a backup")
    else:
        assert first == "failed: TypeError: a value that no code expects; details with --debug"
        assert re.fullmatch(r"hint: kept as (E-\w{6}): bellbuoy problem show \1", second)


def break_a_reference(store: Path) -> None:
    connection = sqlite3.connect(store)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("UPDATE incident SET client_id = 4711 WHERE id = 1")
    connection.commit()
    connection.close()
