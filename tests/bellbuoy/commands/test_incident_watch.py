"""`incident watch`: lines of what happens, to be read by programs and by people."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bellbuoy.services.incidents.adding import NewIncident, add
from tests.bellbuoy.commands.conftest import HOSTILE, ROOT, Bell
from tests.fixtures.stores import DEMO_NOW, context

KEYS = (
    "at what id title client client_name severity status owner opened sla respond resolve"
    " clients resolution reopened changed"
).split()


@pytest.mark.process
def test_a_line_comes_with_the_incident(demo_store: Path, tmp_path: Path) -> None:
    words = ["incident", "watch", "client:C-0003", "--limit", "1", "--jsonl"]
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "bellbuoy", *words, "--store", str(demo_store)],
        cwd=ROOT,
        env={**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        ctx = context(demo_store, DEMO_NOW)
        # It may not have looked yet: the first that it has not seen is what it tells.
        for number in range(200):
            add(ctx, [NewIncident(("C-0003",), "slow", "high", key=f"m-{number}")])
            try:
                process.wait(0.5)
            except subprocess.TimeoutExpired:
                continue
            break
        assert process.stdout is not None
        (line,) = process.stdout.read().splitlines()
    told = json.loads(line)
    assert process.returncode == 0
    assert list(told) == KEYS
    assert (told["what"], told["client"], told["respond"]) == ("enters", "C-0003", "running")


def test_begin_tells_what_is_there_for_people_too(demo: Bell) -> None:
    told = demo("incident", "watch", "id:INC-0002-2", "--begin", "--limit", "1")
    assert told.code == 0
    (line,) = told.lines
    assert line.split()[1:3] == ["stands", "INC-0002-2"]


def test_no_control_character_of_a_name_gets_out(bell: Bell, demo_store: Path) -> None:
    new = NewIncident((HOSTILE,), "a\x1b]0;title\x07b", "high", key="m")
    add(context(demo_store, DEMO_NOW), [new])
    words = ("incident", "watch", "id:INC-N1", "--begin", "--limit", "1")
    for format_ in ((), ("--jsonl",)):
        told = bell(*words, *format_, store=demo_store)
        assert told.out.rstrip("\n").isprintable()


@pytest.mark.parametrize(
    "words",
    ["--csv", "-o x", "statuss:x", "by:owner", "--as-of 2026-11-01", "--interval 0",
     "asof:2026-11-01"],
)  # fmt: skip
def test_what_cannot_be_watched(demo: Bell, words: str) -> None:
    told = demo("incident", "watch", *words.split())
    assert (told.code, told.out) == (2, "")
