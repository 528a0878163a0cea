"""kill -9, a full disk and a failing one, at any moment of whatever changes a store.

A short look at each workload; with BELLBUOY_STORM=1 a thousand random kills, and each
write and sync call of every one. Workloads are lines of storm/workloads.py; counts are
told at the end of a run.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.depth import STORM
from tests.process.storm import calls
from tests.process.storm.workloads import BY_NAME

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 14_300 if STORM else 170
pytestmark = [pytest.mark.process, pytest.mark.timeout(PATIENCE_S + 30)]
KILLS = {
    "import": 200, "recompute": 150, "recompute in bulk": 100, "migrate": 120,
    "backup": 150, "restore": 80, "restore live": 100, "compact": 60, "compact whole": 40,
    "simulate": 100, "end a simulation": 100,
}  # fmt: skip
"""Twelve hundred in all."""
FEW = 2
AT_ONCE = 3
"""Random kills, and points of a walk, of a short look."""
SHORT = ("import", "recompute", "migrate")
Tell = Callable[[str, object], None]


def storm(tell: Tell, name: str, *how: str) -> dict[str, Any]:
    """The counts of a storm over a workload: nothing may have broken."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.process.storm", name, *how],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.stdout.startswith("{"), done.stderr[-3_000:]
    told: dict[str, Any] = json.loads(done.stdout)
    tell("storm", done.stdout.strip())
    assert done.returncode == 0, told["examples"]
    assert told["broken"] == {}
    return told


@pytest.mark.parametrize("name", KILLS if STORM else SHORT)
def test_killed_at_any_moment(name: str, record_property: Tell) -> None:
    wanted = KILLS[name] if STORM else FEW
    told = storm(record_property, name, "--kills", str(wanted))
    assert told["killed"] == wanted


@pytest.mark.parametrize("name", BY_NAME if STORM else ("backup", "restore"))
def test_killed_at_a_write_or_sync(name: str, record_property: Tell) -> None:
    _need_strace()
    told = storm(record_property, name, *(() if STORM else ("--most", str(AT_ONCE))))
    assert told["killed"] >= (told["points"] * 0.9 if STORM else 2)


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"] if STORM else ["ENOSPC"])
@pytest.mark.parametrize("name", BY_NAME if STORM else ("import",))
def test_a_write_or_sync_fails(name: str, error: str, record_property: Tell) -> None:
    _need_strace()
    how = () if STORM else ("--most", str(AT_ONCE))
    told = storm(record_property, name, "--error", error, *how)
    assert told["clear"] > 0


def test_the_judge_sees_what_was_harmed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.process.storm.harmed"],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3_000:]
    assert json.loads(done.stdout) == {
        "nothing": {}, "a score": {"unsound": 1}, "a row": {"lost": 1},
        "an acknowledged row": {"lost": 1}, "a page": {"cannot be read": 1},
        "a file too many": {"left over": 1},
    }  # fmt: skip


def _need_strace() -> None:
    if not calls.here():
        pytest.skip("NOT TESTED: there is no strace here")
