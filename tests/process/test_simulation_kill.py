"""kill -9 in the middle of a run and of its undo, on each engine: all of it, or nothing.

Files are walked call by call in test_storm.py.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from storage.engine.store import Store
from tests.fixtures.depth import STORM

ROOT = Path(__file__).resolve().parents[2]
KILLS = 100 if STORM else 2
PATIENCE_S = 3_000 if STORM else 160
pytestmark = [pytest.mark.process, pytest.mark.timeout(PATIENCE_S + 20)]


def test_a_run_is_all_there_or_not_at_all(a_demo: Store) -> None:
    words = ("-m", "tests.process.simulation_storm", a_demo.address, str(KILLS), "1")
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3_000:]
    print(done.stdout)  # a long one tells its counts (-s)
    counts = json.loads(done.stdout)
    assert counts["killed"] >= KILLS
