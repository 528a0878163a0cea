from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bellbuoy.commands import worker as command
from bellbuoy.services import worker
from bellbuoy.services.context import Context, open_context
from tests.bellbuoy.commands.conftest import ROOT, Bell


def test_no_worker_is_no_fault_unless_it_is_asked_for(bell: Bell, demo_store: Path) -> None:
    told = bell("worker", "status", "--json", store=demo_store)
    assert told.code == 0
    assert told.rows == [
        {"state": "none", "pid": None, "started": None, "heartbeat": None, "holder": None,
         "version": None, "waiting": 0, "leads": None, "cpu": None, "rss": None},
    ]  # fmt: skip
    assert bell("worker", "status", store=demo_store).lines == [
        "worker            none", "requests waiting  0",
    ]  # fmt: skip
    told = bell("worker", "status", "--check", store=demo_store)
    assert told.code == 8
    assert told.err == "error: no worker is running\nhint: bellbuoy worker start\n"
    assert told.out


def test_stopping_nobody_is_ok(bell: Bell, demo_store: Path) -> None:
    told = bell("worker", "stop", store=demo_store)
    assert (told.code, told.err) == (0, "no worker is running\n")


def test_a_dry_run_starts_and_stops_nobody(bell: Bell, demo_store: Path) -> None:
    told = bell("worker", "start", "-n", store=demo_store)
    assert told.err == "a dry run: a worker would start\n"
    worker.enlist(open_context(str(demo_store)), "test")
    told = bell("worker", "stop", "-n", store=demo_store)
    assert told.err == f"a dry run: pid {os.getpid()} would stop\n"
    assert bell("worker", "status", "--check", store=demo_store).code == 0


def test_several_are_asked_for_by_number(bell: Bell, demo_store: Path) -> None:
    told = bell("worker", "start", "--count", "3", "-n", store=demo_store)
    assert told.err == "a dry run: 3 would start, so that 3 run; one leads\n"
    worker.enlist(open_context(str(demo_store)), "test")
    told = bell("worker", "start", "--count", "3", "-n", store=demo_store)
    assert told.err == "a dry run: 2 would start, so that 3 run; one leads\n"
    told = bell("worker", "start", "--count", "1", store=demo_store)
    assert (told.code, told.err) == (0, "1 run already\n")
    told = bell("worker", "start", "--count", "2", "--foreground", store=demo_store)
    assert told.err.startswith("error: --foreground is one worker")
    assert bell("worker", "start", "--count", "0", store=demo_store).code == 2


def test_of_several_the_one_that_leads_comes_first(bell: Bell, demo_store: Path) -> None:
    ctx = open_context(str(demo_store))
    for name in ("first", "second"):
        worker.enlist(ctx, name)
    assert worker.beat(ctx, "second", None, (250, 168_000_000)).fence is not None
    rows = bell("worker", "status", "--json", store=demo_store).rows
    assert [(row["holder"], row["leads"]) for row in rows] == [
        ("second", True),
        ("first", False),
    ]
    told = bell("worker", "status", store=demo_store)
    assert "the others stand by and take over" in told.err
    assert sum("stands by" in line for line in told.lines) == 1
    (line,) = [line for line in told.lines if "runs the jobs" in line]
    assert "25%" in line
    assert "168 MB" in line


def test_one_that_does_not_go_is_told(
    bell: Bell, demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_GONE_WITHIN", 0.2)
    worker.enlist(open_context(str(demo_store)), "test")
    told = bell("worker", "stop", store=demo_store)
    assert told.code == 1
    assert "has been asked, and is not gone yet" in told.err


def test_one_that_is_not_heard_is_told(
    bell: Bell, demo_store: Path, monkeypatch: pytest.MonkeyPatch, away: Path
) -> None:
    def nobody(_ctx: Context, *, parent: int | None = None, log: Path | None = None) -> int:
        return os.getpid()

    monkeypatch.setattr(command, "_STARTED_WITHIN", 0.2)
    monkeypatch.setattr(worker, "start", nobody)
    told = bell("worker", "start", store=demo_store)
    assert told.code == 1
    assert str(away / ".local/state/bellbuoy/worker.log") in told.err


def test_who_may(bell: Bell, demo_store: Path) -> None:
    for line in ("start", "start --foreground", "stop"):
        assert bell("worker", *line.split(), "--as", "rep", store=demo_store).code == 5
    assert bell("worker", "status", "--as", "rep", store=demo_store).code == 0
    assert bell("worker", "status", "--as", "analyst", store=demo_store).code == 5


@pytest.fixture
def shell(demo_store: Path, tmp_path: Path) -> Iterator[Shell]:
    found = Shell(demo_store, tmp_path / "home")
    yield found
    found.run("worker", "stop", "-q")


def ended(pid: int) -> bool:
    """Whether a process is over, also where nobody has asked for its end yet."""
    status = Path(f"/proc/{pid}/stat")
    for _ in range(100):
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


class Shell:
    """Commands as processes of their own, all about one store."""

    def __init__(self, store: Path, home: Path) -> None:
        home.mkdir(exist_ok=True)
        variables = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "BELL"))}
        self.env = {**variables, "HOME": str(home), "BELLBUOY_STORE": str(store)}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-P", "-m", "bellbuoy", *words]
        return subprocess.run(
            line,
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@pytest.mark.process
def test_a_worker_lives_works_and_stops(shell: Shell, demo_store: Path) -> None:
    started = shell.run("worker", "start")
    assert started.returncode == 0, started.stderr
    pid = int(started.stderr.split("pid ")[1].split(";")[0])
    again = shell.run("worker", "start")
    assert again.stderr == f"a worker is running already, pid {pid}\n"
    assert shell.run("worker", "status", "--check").returncode == 0
    done = shell.run("job", "run", "score-clients", "--wait", "--json")
    assert done.returncode == 0, done.stderr
    assert f'"worker":"{pid}-' in done.stdout
    assert '"state":"ok"' in done.stdout
    asked = shell.run("job", "run", "score-history")
    assert asked.returncode == 0
    assert "asked the worker for score-history, request 2" in asked.stderr
    stopped = shell.run("worker", "stop")
    assert (stopped.returncode, stopped.stderr) == (0, f"pid {pid} has stopped\n")
    assert ended(pid)
    # Emptied but for the leave itself, which stays there while somebody looks on.
    log = demo_store.with_name("demo.db-wal")
    assert not log.exists() or log.stat().st_size <= 4 * 4096


@pytest.mark.process
def test_a_worker_ends_with_its_parent(shell: Shell) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as parent:
        assert shell.run("worker", "start", "--parent", str(parent.pid)).returncode == 0
        assert shell.run("worker", "status", "--check").returncode == 0
        parent.communicate(b"\n")
    end = time.monotonic() + 30
    while shell.run("worker", "status", "--check").returncode == 0:
        assert time.monotonic() < end
        time.sleep(0.2)
