"""`client watch`, as a process that is read from and ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bellbuoy.services.scoring.recompute import recompute
from tests.bellbuoy.commands.conftest import ROOT, Bell
from tests.fixtures.facts import incident, store
from tests.fixtures.stores import DEMO_NOW, context

KEYS = (
    "at what id name tier health arr renews owner plan status incidents changed".split()
)  # fmt: skip


@pytest.fixture
def watching(demo_store: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has told who is there, and waits."""
    words = ["client", "watch", "id:C-0001", "--begin", "--jsonl", "--store", str(demo_store)]
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "bellbuoy", *words],
        cwd=ROOT,
        env={**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def line_of(process: subprocess.Popen[str]) -> dict[str, object]:
    assert process.stdout is not None
    found = json.loads(process.stdout.readline())
    assert isinstance(found, dict)
    return found


def break_(path: Path) -> None:
    ctx = context(path, DEMO_NOW)
    store(ctx, "incident", [incident("new", "C-0001", DEMO_NOW, severity="critical")], "demo")
    recompute(ctx)


@pytest.mark.process
def test_a_line_comes_with_the_change_and_ctrl_c_ends_it(
    watching: subprocess.Popen[str], demo_store: Path
) -> None:
    first = line_of(watching)
    assert (first["what"], first["id"], list(first)) == ("stands", "C-0001", KEYS)
    break_(demo_store)
    told = line_of(watching)
    assert told["what"] == "changes"
    changed = told["changed"]
    assert isinstance(changed, dict)
    assert set(changed["incidents"]) == {"before", "after"}
    watching.send_signal(signal.SIGINT)
    _, err = watching.communicate(timeout=90)
    assert watching.returncode == 130
    assert "Traceback" not in err


@pytest.mark.process
def test_it_ends_quietly_when_nobody_reads_any_more(
    watching: subprocess.Popen[str],
) -> None:
    line_of(watching)
    assert watching.stdout is not None
    watching.stdout.close()
    assert watching.wait(timeout=90) == 0
    assert watching.stderr is not None
    assert watching.stderr.read() == ""


def test_limit_ends_it(demo: Bell) -> None:
    told = demo("client", "watch", "--begin", "--limit", "3", "--jsonl")
    rows = [json.loads(line) for line in told.lines]
    assert (told.code, [row["what"] for row in rows]) == (0, ["stands"] * 3)
    assert rows[0]["changed"] == {}
    lines = demo("client", "watch", "id:C-0002", "--begin", "--limit", "1").lines
    assert lines[0].split()[1:4] == ["stands", "C-0002", "Coral"]
    assert lines[0].endswith("69 ! at risk")


@pytest.mark.parametrize(
    "words", ["--csv", "-o x", "tierr:x", "asof:2026-11-01", "--as-of 2026-11-01"]
)
def test_what_cannot_be_watched(demo: Bell, words: str) -> None:
    told = demo("client", "watch", *words.split())
    assert (told.code, told.out) == (2, "")
