"""A store that another process writes or that may not be written: who, and what now."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bellbuoy.services import worker
from bellbuoy.services.context import open_context
from tests.bellbuoy.commands.conftest import ROOT
from tests.fixtures.depth import STORM
from tests.process.terminal import terminal
from tests.process.worker_process import running_worker, wait_for

pytestmark = pytest.mark.process

HELD_S = 30 if STORM else 7
_HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(store: Path) -> Iterator[int]:
    """Another process holds the store for writing; its number."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(store)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process.pid
    finally:
        process.communicate("")


def command(
    store: Path, home: Path, *words: str, lead: tuple[str, ...] = ()
) -> tuple[int, str]:
    """A command in a process of its own: its code and stderr."""
    done = subprocess.run(
        [*lead, sys.executable, "-m", "bellbuoy", *words, "--store", str(store)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
        env={"HOME": str(home), "PATH": os.environ["PATH"]},
    )  # fmt: skip
    return done.returncode, done.stderr


def test_a_command_waits_its_time_and_says_who_writes(demo_store: Path, tmp_path: Path) -> None:
    with held(demo_store) as pid:
        began = time.monotonic()
        code, told = command(demo_store, tmp_path, "config", "set", "clock", "live")
        waited = time.monotonic() - began
        assert command(demo_store, tmp_path, "radar", "-q") == (0, "")
    name = Path(sys.executable).name
    assert (code, told) == (
        6,
        f"error: the store is locked by another writer: process {pid} ({name})\n"
        "hint: try again, or see: bellbuoy worker status\n",
    )
    assert waited >= 5
    assert command(demo_store, tmp_path, "config", "set", "clock", "live")[0] == 0


def test_the_screens_answer_while_another_process_writes(
    demo_store: Path, tmp_path: Path
) -> None:
    with terminal("--store", str(demo_store), home=tmp_path) as run:
        run.wait_for(r"\[1 Radar\]")
        run.settle()
        with held(demo_store):
            end = time.monotonic() + HELD_S
            asked = False
            while time.monotonic() < end:
                for keys, sign in (("2", r"\[2 Clients\]"), ("1", r"\[1 Radar\]")):
                    run.press(keys)
                    run.wait_for(sign)
                if not asked:
                    run.press("R")
                    asked = True
            # What was said meanwhile stands in the list of problems.
            run.press("!")
            run.wait_for("locked by another writer")
        run.press("\x1b")
        run.settle()
        run.press("q")
        assert run.wait() == 0
    assert b"Traceback" not in run.written


def test_a_worker_waits_for_a_locked_store_and_is_at_work_when_it_is_free(
    demo_store: Path, tmp_path: Path
) -> None:
    ctx = open_context(str(demo_store), user="test")
    with held(demo_store) as pid, running_worker(demo_store) as process:
        assert process.stderr is not None
        told = process.stderr.readline().decode()
        assert process.poll() is None
        assert worker.status(ctx).state == "none"
        assert worker.waits_for(ctx) == f"process {pid} ({Path(sys.executable).name})"
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: worker.status(ctx).leads, "a worker that leads")
        worker.ask_stop(ctx)
        assert process.wait(20) == 0
        rest = process.stderr.read().decode()
    name = Path(sys.executable).name
    assert told.endswith(
        f"the store is locked by another writer: process {pid} ({name});"
        " the worker waits, and begins when it is free\n"
    )
    assert rest == ""


def without_rights() -> tuple[str, ...]:
    """What makes a process heed the modes of files, which root does not."""
    if os.geteuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("NOT TESTED: root writes read-only files, and there is no setpriv here")
    gone = "-dac_override,-dac_read_search,-fowner"
    return (setpriv, "--bounding-set", gone, "--inh-caps", gone)


READ_ONLY = ("config set clock live", "job run score-clients", "worker start --foreground")


def test_a_read_only_file_is_read_and_not_written(demo_store: Path, tmp_path: Path) -> None:
    lead = without_rights()
    demo_store.chmod(stat.S_IRUSR)
    before = demo_store.read_bytes()
    assert command(demo_store, tmp_path, "radar", "-q", lead=lead) == (0, "")
    for line in READ_ONLY:
        assert command(demo_store, tmp_path, *line.split(), lead=lead) == (
            1,
            f"error: cannot write to the store {demo_store}\nhint: check its permissions\n",
        )
    assert demo_store.read_bytes() == before


def test_a_store_in_a_read_only_folder_says_why_it_cannot_be_opened(
    demo_master: Path, tmp_path: Path
) -> None:
    lead = without_rights()
    folder = tmp_path / "locked"
    folder.mkdir()
    store = Path(shutil.copy(demo_master, folder / "demo.db"))
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        for line in ("radar -q", READ_ONLY[0]):
            assert command(store, tmp_path, *line.split(), lead=lead) == (
                1,
                f"error: cannot open the store {store}: nothing may be written in its folder\n"
                "hint: copy it to a folder of your own, or change the folder's permissions\n",
            )
        code, told = command(store, tmp_path, "doctor", lead=lead)
        assert (code, told.splitlines()[0]) == (8, "error: 1 failed: store")
    finally:
        folder.chmod(stat.S_IRWXU)
    assert [path.name for path in folder.iterdir()] == ["demo.db"]
