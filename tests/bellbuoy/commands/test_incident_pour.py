"""`incident add --from - --follow`: written as it comes, told once it is stored."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.incidents import adding
from bellbuoy.services.incidents.adding import Added
from core.values.errors import LockedError
from tests.bellbuoy.commands.conftest import ROOT, Bell
from tests.fixtures.stores import DEMO_NOW, context

GOOD = '{{"key":"{}","client":"C-0001","title":"one","severity":"high"}}\n'


def numbers(store: Path) -> dict[str, str]:
    """Key to public id of what was written down here."""
    with context(store, DEMO_NOW).store.reader() as reader:
        return dict(reader.rows("SELECT external_id, key FROM incident WHERE source = 'here'"))


@pytest.fixture
def pouring(demo_store: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    words = [
        "incident",
        "add",
        "--from",
        "-",
        "--follow",
        "--jsonl",
        "--store",
        str(demo_store),
    ]
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "bellbuoy", *words],
        cwd=ROOT,
        env={**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


@pytest.mark.process
def test_what_was_told_is_stored_when_it_is_killed(
    pouring: subprocess.Popen[str], demo_store: Path
) -> None:
    assert pouring.stdin is not None
    assert pouring.stdout is not None
    pouring.stdin.write(GOOD.format("a") + GOOD.format("b"))
    pouring.stdin.flush()
    told = [json.loads(pouring.stdout.readline()) for _ in "ab"]
    pouring.kill()
    pouring.wait()
    assert {row["key"]: row["id"] for row in told} == numbers(demo_store)


def test_what_does_not_hold_is_told_and_left_out(
    bell: Bell, demo_store: Path, tmp_path: Path
) -> None:
    file = tmp_path / "lines.jsonl"
    bad = (
        b"{\n",
        b'"\xff"\n',
        b'{"key":"c","client":"nobody at all","title":"x"}\n',
        b'{"key":"d","client":"C-0001","title":"x","severity":"bad"}\n',
        b'{"key":"e","client":"C-0001","title":"x","opened":"2999-01-01T00:00:00Z"}\n',
    )
    file.write_bytes(GOOD.format("a").encode() + b"".join(bad) + GOOD.format("b").encode())
    words = ("incident", "add", "--from", str(file), "--follow")
    told = bell(*words, store=demo_store)
    assert (told.code, sorted(numbers(demo_store))) == (4, ["a", "b"])
    assert [line.split("  ")[:3] for line in told.lines] == [
        ["INC-N1", "high", "C-0001"], ["INC-N2", "high", "C-0001"],
    ]  # fmt: skip
    said = told.err.splitlines()
    assert [line.split(":")[1] for line in said[:-1]] == [
        " line 2", " line 3", " line 4", " line 5", " line 6",
    ]  # fmt: skip
    assert said[-1] == "wrote 2 of 7 incidents; left out 5"
    again = bell(*words, "-q", store=demo_store)
    assert (again.lines, again.code) == (told.lines, 4)
    assert len(numbers(demo_store)) == 2


def test_a_dry_run_writes_nothing(bell: Bell, demo_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text(GOOD.format("a"), encoding="utf-8")
    told = bell("incident", "add", "--from", str(file), "--follow", "-n", store=demo_store)
    assert (told.code, numbers(demo_store)) == (0, {})
    assert told.err == "a dry run: would write 1 of 1 incidents\n"


def test_a_locked_store_is_waited_for(
    bell: Bell, demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text(GOOD.format("a"), encoding="utf-8")
    slept: list[float] = []
    real = adding.add

    def locked(ctx: Context, wanted: list[adding.NewIncident], *, dry_run: bool) -> Added:
        if len(slept) < 2:
            raise LockedError("another process writes")
        return real(ctx, wanted, dry_run=dry_run)

    monkeypatch.setattr(adding, "add", locked)
    monkeypatch.setattr(time, "sleep", slept.append)
    told = bell("incident", "add", "--from", str(file), "--follow", store=demo_store)
    assert (told.code, list(numbers(demo_store)), slept) == (0, ["a"], [0.5, 1.0])
    assert told.err.splitlines()[0] == "another process writes; waiting"


@pytest.mark.parametrize(
    "words", ["--follow", "words --follow", "--from x --follow --csv", "--from x --follow -o y"]
)
def test_what_makes_no_sense(bell: Bell, demo_store: Path, words: str) -> None:
    assert bell("incident", "add", *words.split(), store=demo_store).code == 2


def test_a_file_that_is_not_there(bell: Bell, demo_store: Path) -> None:
    assert bell("incident", "add", "--from", "x", "--follow", store=demo_store).code == 3
