"""The keys that programs read: a change here is a change of a contract.

Within a major version a key may be added at the end of its list; none is
renamed, removed or moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.commands.command import Command
from bellbuoy.commands.registry import every_command
from bellbuoy.services import jobs, worker
from core.jobs.types import Ending
from tests.bellbuoy.commands.conftest import ROOT, Bell
from tests.bellbuoy.commands.json_keys import KEYS, WITHOUT_ROWS
from tests.fixtures.stores import context


def named(line: str, commands: tuple[Command, ...]) -> str:
    """The command that a line calls."""
    return max((c.words for c in commands if f"{line} ".startswith(f"{c.words} ")), key=len)


def test_every_command_has_its_keys() -> None:
    commands = every_command()
    told = {named(line, commands) for line in KEYS}
    assert told | WITHOUT_ROWS == {command.words for command in commands}


def begin_a_run(store: Path, *, ended: bool) -> None:
    """Run 1 of a store, which is on, or was cancelled."""
    ctx = context(store)
    worker.enlist(ctx, "w")
    fence = worker.beat(ctx, "w", None).fence
    assert fence is not None
    number = jobs.begin(ctx, "drop-looks", "w", fence)
    if ended:
        jobs.end(ctx, number, Ending("cancelled"))
        worker.leave(ctx, "w")


def about_incidents(line: str) -> Iterator[tuple[str, ...]]:
    """The moves that come before one."""
    if line.startswith("incident resume"):
        yield ("incident", "pend", "INC-0002-2")
    if line.startswith(("incident close", "incident reopen")):
        yield ("incident", "resolve", "INC-0002-2")
    if line.startswith("incident split"):
        yield ("incident", "link", "INC-0002-2", "--client", "C-0003")


def about_runs(line: str) -> Iterator[tuple[str, ...]]:
    """The run of a simulation that comes before what is done with it."""
    if line.startswith("txn"):
        yield ("sim", "run", "live")
        yield ("sim", "step", "1")
    elif line == "sim compare 1":
        yield ("sim", "pulse", "C-0002")
    elif line.endswith((" 1", "history")):
        yield ("sim", "run", "pulse", "--spread", "60", "--speed", "1")
    if line == "sim resume 1":
        yield ("sim", "pause", "1")


def asked_before(line: str) -> Iterator[tuple[str, ...]]:
    """The commands that make what a command is about."""
    if line.startswith("view") and "save" not in line:
        yield ("view", "save", "Late", "tier:critical")
    if line.startswith("cache"):
        yield ("overview", "--as-of", "2026-11-01")
    if line.startswith("alert"):
        yield ("job", "run", "evaluate-alerts")
    if line.startswith(("interaction", "task")):
        yield ("client", "note", "C-0002", "a first one")
        yield ("task", "add", "a first one", "--client", "C-0002")
    if line.startswith("incident"):
        yield from about_incidents(line)
    if line.startswith("playbook close"):
        yield ("playbook", "assign", "save-18", "C-0002")
    if line.startswith(("sim", "txn")):
        yield from about_runs(line)

    if line == "logs":
        yield ("config", "set", "clock", "live")
    if line.startswith(("plan", "apply")):
        yield ("definition", "export", "TMP/defs")
        yield ("config", "set", "scoring", "--weights", "50/25/25", "-y")
    if line in ("undo", "redo"):
        yield ("config", "set", "cache.days", "3")
    if line == "redo":
        yield ("undo",)


@pytest.mark.parametrize("line", list(KEYS))
def test_keys_and_their_order(
    line: str, bell: Bell, demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    schema, keys = KEYS[line]
    other = tmp_path / "new.db"
    if line.startswith("quarantine"):
        refused = tmp_path / "client.csv"
        refused.write_text("id,name\n,Nameless\n", encoding="utf-8")
        bell("import", str(refused), store=other)
    for words in asked_before(line):
        bell(*(word.replace("TMP", str(tmp_path)) for word in words), store=demo_store)
    if line.startswith("run"):
        begin_a_run(demo_store, ended="retry" in line)
    kept = tmp_path / "kept.db"
    if line.startswith(("retention edit", "retention delete", "retention run")):
        bell("retention", "add", "telemetry", store=demo_store)
    if line.startswith(("store verify", "store restore", "store backups")):
        bell("store", "backup", str(kept), store=demo_store)
    store = other if "NEW" in line else demo_store
    if line.startswith(("store copy", "store restore")):
        store = None  # both are named
    words = line.removesuffix(" --store NEW").replace("TMP", str(tmp_path))
    words = words.replace("DEMO", str(demo_store)).replace("BACKUP", str(kept)).split()
    told = bell(*words, "--json", store=store)
    found: dict[str, Any] = told.json
    assert found["schema"] == f"bellbuoy.{schema}/1"
    assert found["rows"]
    for row in found["rows"]:
        assert list(row) == keys.split()


def test_keys_inside_an_explanation(bell: Bell, demo_master: Path) -> None:
    (row,) = bell("health", "explain", "C-0002", "--json", store=demo_master).rows
    assert list(row["earned"]) == (
        "subject measure total parts as_of config unit note simulated".split()
    )
    assert list(row["earned"]["parts"][0]) == (
        "id label points value weight note rows parts command".split()
    )
    assert list(row["what_if"][0]) == ["text", "before", "after", "tier", "needed"]
