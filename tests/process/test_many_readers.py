"""Many look while one writes (40 readers; BELLBUOY_READERS=200 for more): none
fails, none sees parts that do not agree, and the writer comes to its end."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bellbuoy.services import making, store
from bellbuoy.services.context import open_context
from tests.process.worker_process import PATIENCE

pytestmark = pytest.mark.process

READERS = int(os.environ.get("BELLBUOY_READERS", "40"))
ROUNDS = 6
CLIENTS = 120
ROOT = Path(__file__).resolve().parents[2]
# Imports a file and scores whom it is about, again and again.
WRITER = """
import sys
from pathlib import Path
from bellbuoy.services import integrations
from bellbuoy.services.context import open_context
from bellbuoy.services.scoring.recompute import recompute
ctx = open_context(sys.argv[1], user="writer")
for number, file in enumerate(sorted(Path(sys.argv[2]).iterdir())):
    mapping = integrations.load_mapping(None, file.stem.split("-")[0], "demo", "USD")
    integrations.import_path(ctx, file, mapping)
    recompute(ctx)
    print(number, flush=True)
"""


def write_files(folder: Path) -> None:
    """Incidents and calls in turn, so that scores, tiers and counters move."""
    folder.mkdir()
    dice = random.Random(4)
    for number in range(ROUNDS):
        with (folder / f"incident-{number}.csv").open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["id", "client", "opened", "title", "severity"])
            for line in range(40):
                client = f"C-{dice.randint(1, CLIENTS):04}"
                severity = dice.choice(["critical", "high", "low"])
                rows.writerow([f"I-{number}-{line}", client, "2026-11-16T10:00:00Z", "down",
                               severity])  # fmt: skip
        with (folder / f"event-{number}.csv").open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["id", "client", "at", "kind", "value"])
            for line in range(200):
                client = f"C-{dice.randint(1, CLIENTS):04}"
                rows.writerow([f"E-{number}-{line}", client, "2026-11-16T09:00:00Z",
                               "calls", dice.randint(1, 900)])  # fmt: skip


def start(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip


def test_readers_never_fail_beside_a_writer(tmp_path: Path) -> None:
    path, folder, stop = tmp_path / "demo.db", tmp_path / "in", tmp_path / "stop"
    making.demo(str(path), clients=CLIENTS, days=30)
    write_files(folder)
    readers = start("-m", "tests.process.reading", str(path), str(READERS), str(stop))
    assert readers.stdout is not None
    assert readers.stdout.readline() == "reading\n"
    writer = start("-c", WRITER, str(path), str(folder))
    try:
        out, err = writer.communicate(timeout=PATIENCE * (1 + READERS / 40))
        stop.touch()
        told, faults = readers.communicate(timeout=PATIENCE * (1 + READERS / 40))
    finally:
        for process in (readers, writer):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)  # its children too
                process.communicate()
    assert (writer.returncode, err) == (0, "")
    assert len(out.split()) == 2 * ROUNDS, "the writer came to its end"
    assert (readers.returncode, faults) == (0, "")
    answers = json.loads(told)
    assert len(answers) == READERS
    assert [each["fault"] for each in answers if each["fault"]] == []
    assert min(each["rounds"] for each in answers) >= 1
    checks = store.check(open_context(str(path), user="test"), full=True)
    assert [check for check in checks if check.state == "fail"] == []
