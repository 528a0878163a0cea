"""kill -9 at any moment: nothing half done, and the same command goes on."""

from __future__ import annotations

import csv
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bellbuoy.services import making, settings, store
from bellbuoy.services.context import open_context
from core.health.types import HealthConfig
from tests.process.store_content import content

pytestmark = pytest.mark.process
KILLS = 8

# A child that imports a folder, or scores everybody, in many small transactions.
IMPORT = """
import sys
from pathlib import Path
from bellbuoy.services import integrations
from bellbuoy.services.context import open_context
from bellbuoy.services.importing import run
run.BATCH = 40
ctx = open_context(sys.argv[1], user="test")
mapping = integrations.load_mapping(None, None, "crm", "USD")
print("begin", flush=True)
integrations.import_path(ctx, Path(sys.argv[2]), mapping)
integrations.settle_history(ctx)
print("done", flush=True)
"""
RECOMPUTE = """
import sys
from bellbuoy.services.context import open_context
from bellbuoy.services.scoring import recompute, backfill
recompute.CHUNK = 3
backfill.CELLS = 3 * backfill.DAYS
if sys.argv[2] == "arrays":
    recompute.FEW = backfill.FEW = 0
ctx = open_context(sys.argv[1], user="test")
print("begin", flush=True)
backfill.backfill(ctx)
recompute.recompute(ctx)
print("done", flush=True)
"""


def write_folder(folder: Path) -> None:
    """400 clients with usage over 20 days, and some rows that must be refused."""
    folder.mkdir()
    dice = random.Random(3)
    with (folder / "client.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "name", "start"])
        rows.writerows([f"K-{n}", f"Firm {n}", "2024-01-01"] for n in range(400))
    with (folder / "usage.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "client", "at", "value"])
        for n in range(3000):
            day = dice.randint(1, 20)
            value = "many" if n % 500 == 7 else str(dice.randint(1, 400))
            rows.writerow(
                [f"U-{n}", f"K-{dice.randrange(400)}", f"2024-03-{day:02}T09:00:00Z", value]
            )


def spawn(code: str, *arguments: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", code, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "begin\n"
    return process


def finish(code: str, *arguments: str) -> float:
    """Run to the end; the seconds it took."""
    began = time.monotonic()
    process = spawn(code, *arguments)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert out == "done\n"
    return time.monotonic() - began


def kill_after(code: str, seconds: float, *arguments: str) -> None:
    process = spawn(code, *arguments)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)


def sound(path: Path) -> None:
    ctx = open_context(str(path), user="test")
    wrong = [each for each in store.check(ctx, full=True) if each.state == "fail"]
    assert not wrong


def test_an_import_killed_anywhere_goes_on_to_the_same_store(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    write_folder(folder)
    whole, torn = tmp_path / "whole.db", tmp_path / "torn.db"
    making.init(str(whole))
    making.init(str(torn))
    took = finish(IMPORT, str(whole), str(folder))
    dice = random.Random(11)
    for _ in range(KILLS):
        kill_after(IMPORT, dice.uniform(0.0, took), str(torn), str(folder))
        sound(torn)
    finish(IMPORT, str(torn), str(folder))
    sound(torn)
    assert content(torn) == content(whole)
    assert len(content(torn)["quarantine"]) == 6


@pytest.mark.parametrize("way", ["arrays", "one by one"])
def test_a_recompute_killed_anywhere_goes_on_to_the_same_scores(
    tmp_path: Path, way: str
) -> None:
    whole = tmp_path / "whole.db"
    making.demo(str(whole), clients=60, days=5)
    settings.set_formula(
        open_context(str(whole), user="test"), HealthConfig(weights=(10, 60, 30))
    )
    connection = sqlite3.connect(whole)
    with connection:
        for table in ("score_history", "arr_history", "score_day"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("UPDATE score SET week = -1")
        for table in (
            "changed_client (client_id, gen, reason)",
            "history_due (client_id, gen)",
        ):
            values = "id, 1, 'test'" if "reason" in table else "id, 1"
            connection.execute(f"INSERT INTO {table} SELECT {values} FROM client WHERE id > 9")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    torn = tmp_path / "torn.db"
    shutil.copy(whole, torn)
    took = finish(RECOMPUTE, str(whole), way)
    dice = random.Random(5)
    for _ in range(KILLS):
        kill_after(RECOMPUTE, dice.uniform(0.0, took / 2), str(torn), way)
        sound(torn)
    finish(RECOMPUTE, str(torn), way)
    sound(torn)
    assert content(torn) == content(whole)


def test_a_demo_store_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom bellbuoy.services import making\nprint('begin', flush=True)\n"
        "making.demo(sys.argv[1], clients=30)\nprint('done', flush=True)\n"
    )
    dice = random.Random(2)
    path = tmp_path / "demo.db"
    for _ in range(4):
        kill_after(code, dice.uniform(0.0, 0.6), str(path))
        if path.exists():
            sound(path)
            path.unlink()
    finish(code, str(path))
    sound(path)


def test_a_migration_killed_anywhere_leaves_the_old_or_the_new_form(tmp_path: Path) -> None:
    from storage.engine.migrate import create
    from storage.engine.sqlite_form import schema_of
    from storage.engine.version import SCHEMA

    code = (
        "import sys\nfrom bellbuoy.services import store\nprint('begin', flush=True)\n"
        "store.migrate(sys.argv[1])\nprint('done', flush=True)\n"
    )
    path = tmp_path / "old.db"
    create(path, target=1)
    dice = random.Random(9)
    for _ in range(4):
        if schema_of(path) == SCHEMA:
            break
        kill_after(code, dice.uniform(0.0, 0.5), str(path))
        assert schema_of(path) in (1, SCHEMA)
    if schema_of(path) != SCHEMA:
        finish(code, str(path))
    sound(path)
