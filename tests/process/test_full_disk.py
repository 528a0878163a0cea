"""A disk that is full, or that fails, at a write or sync of a small command.

The storm lets each such call fail in its turn. A few points are walked here; all of
them with BELLBUOY_STORM=1.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bellbuoy.conftest import ROOT
from tests.fixtures.depth import STORM

PATIENCE_S = 14_400 if STORM else 150
pytestmark = [pytest.mark.process, pytest.mark.timeout(PATIENCE_S + 30)]
TOOL = ROOT.parent / "shared" / "tools" / "killstorm.py"
CALLS = "pwrite64,fdatasync,ftruncate" if STORM else "pwrite64"
COMMANDS = {
    "import": ["import", "FOLDER"],
    "recompute": ["job", "run", "score-clients"],
    "config": ["config", "set", "clock", "live"],
}
FIRST, STEP = ("1", STORM if STORM.isdecimal() else "1") if STORM else ("20", "150")
"""The first point of the walk, and from one to the next: BELLBUOY_STORM=7 takes every
seventh, and with it a seventh of the hours."""


@pytest.fixture(scope="module")
def storm() -> list[str]:
    if not TOOL.exists():
        pytest.skip(f"NOT TESTED: {TOOL} is missing")
    if shutil.which("strace") is None:
        pytest.skip("NOT TESTED: there is no strace here")
    return [sys.executable, str(TOOL), "--quiet", "--seed", "1"]


def facts(folder: Path) -> Path:
    folder.mkdir()
    clients = ["id,name,start", *(f"K-{n},Firm {n},2024-01-01" for n in range(12))]
    (folder / "client.csv").write_text("\n".join(clients) + "\n")
    usage = [f"U-{n},K-{n % 12},2024-03-{n % 20 + 1:02}T09:00:00Z,{n + 1}" for n in range(40)]
    (folder / "usage.csv").write_text("\n".join(["id,client,at,value", *usage]) + "\n")
    return folder


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"] if STORM else ["ENOSPC"])
@pytest.mark.parametrize("name", COMMANDS if STORM else ["import"])
def test_a_command_that_cannot_write_says_so_and_leaves_a_whole_store(
    name: str, error: str, storm: list[str], demo_master: Path, tmp_path: Path
) -> None:
    whole, store = tmp_path / "whole.db", tmp_path / "store.db"
    shutil.copy(demo_master, whole)
    folder = str(facts(tmp_path / "facts"))
    words = [folder if word == "FOLDER" else word for word in COMMANDS[name]]
    line = [sys.executable, "-m", "bellbuoy", *words, "-q", "--store", str(store)]
    check = [sys.executable, "-m", "tests.process.full_disk_check", str(store), *words]
    reset = f"rm -f {store}* && cp {whole} {store}"
    done = subprocess.run(
        [
            *storm, "--dir", str(tmp_path / "storm"), "--inject", CALLS,
            "--inject-error", error, "--inject-from", FIRST, "--inject-step", STEP,
            "--inject-path", str(store), "--inject-path", f"{store}-wal",
            "--reset", reset, "--cmd", f"{shlex.join(line)}; echo code $?",
            "--verify", shlex.join(check),
        ],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE_S,
        env={**os.environ, "XDG_STATE_HOME": str(tmp_path / "state"), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    told = json.loads(done.stdout[done.stdout.index("{") :])
    print(name, error, told)  # a long walk tells its counts (-s)
    assert told["sums"]["clear"] > 0, told
