"""kill -9 in the middle of a live restore, on each engine: the old store, or the new one.

Backups and restores of files are walked in test_storm.py.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from bellbuoy.services.backup import making, verifying
from bellbuoy.services.context import open_context
from bellbuoy.services.store import check, failures
from storage.engine.store import Store
from storage.store.writes import put_setting
from tests.fixtures.depth import STORM

ROOT = Path(__file__).resolve().parents[2]
STRIDE = 1 if STORM else 29
"""Every point is walked with BELLBUOY_STORM=1."""
PATIENCE_S = 3_000 if STORM else 160
pytestmark = [pytest.mark.process, pytest.mark.timeout(3_600 if STORM else 180)]


def storm(store: str, backup: Path) -> int:
    """How many runs were killed before one came to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.process.backup_storm", store, str(backup), str(STRIDE)],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    print(done.stdout)  # a long walk tells its counts (-s)
    killed: int = json.loads(done.stdout)["killed"]
    return killed


def backed_up(store: Path, folder: Path) -> Path:
    """A backup, behind which the store has changed."""
    folder.mkdir()
    ctx = open_context(str(store), user="test")
    made = Path(making.make(ctx, str(folder / "b.db")).path)
    with ctx.store.unit() as unit:
        put_setting(unit, "mark", "later")
        unit.run("UPDATE client SET owner = 'eve'")
    return made


def test_a_live_store_is_the_old_one_or_the_new_one(a_demo: Store, tmp_path: Path) -> None:
    ctx = open_context(a_demo.address, user="test")
    folder = tmp_path / "backups"
    folder.mkdir()
    backup = Path(making.make(ctx, str(folder / "b.db")).path)
    with a_demo.unit() as unit:
        unit.run("UPDATE client SET owner = 'eve'")
    assert storm(a_demo.address, backup) >= 5
    with a_demo.reader() as reader:
        assert reader.value("SELECT count(*) FROM client WHERE owner = 'eve'") == 0
    assert not [path for path in tmp_path.rglob("*restore-*") if path.is_dir()]
    saved = [path for path in folder.iterdir() if path.suffix == ".db"]
    assert all(check.state == "ok" for path in saved for check in verifying.verify(str(path)))


def limited(bytes_: int, *words: str) -> subprocess.CompletedProcess[str]:
    """A command that can make no file larger than so many bytes: a disk that is full
    for it, and for nobody else."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, bytes_))

    return subprocess.run(
        [sys.executable, "-P", "-m", "bellbuoy", *words],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, preexec_fn=limit,
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("share", [0.1, 0.9])
def test_a_full_disk_is_told_in_a_line_and_leaves_nothing(
    demo_store: Path, tmp_path: Path, share: float
) -> None:
    backup = backed_up(demo_store, tmp_path / "backups")
    room = int(backup.stat().st_size * share)
    new = tmp_path / "new"
    new.mkdir()
    before = sorted(path.name for path in backup.parent.iterdir())
    store = ["--store", str(demo_store)]
    for line in (
        ["backup", str(new / "b.db"), *store],
        ["restore", str(backup), "--to", str(new / "again.db")],
        ["restore", str(backup), "--into-live", *store],
    ):
        done = limited(room, "store", *line)
        assert done.returncode == 1, line
        first, *rest = done.stderr.splitlines()
        assert first.startswith(("error: the disk is full", "error: cannot write")), first
        assert len(rest) <= 1
        assert list(new.iterdir()) == []
        assert sorted(path.name for path in backup.parent.iterdir()) == before
    ctx = open_context(str(demo_store), user="test")
    assert failures(check(ctx)) == 0
    with ctx.store.reader() as reader:
        assert reader.value("SELECT count(*) FROM client WHERE owner = 'eve'") == 15
