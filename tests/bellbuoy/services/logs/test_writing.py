"""Writing the log: nothing is lost over a rotation, and nothing stops for it."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bellbuoy.services.logs import files
from bellbuoy.services.logs.bridge import Bridge
from bellbuoy.services.logs.files import log_files
from bellbuoy.services.logs.reading import Wanted, lines
from bellbuoy.services.logs.writing import log
from bellbuoy.services.tracing import tracing


def test_a_line_bears_the_trace_of_what_runs(log_path: Path) -> None:
    with tracing("t-1"):
        log("info", "one")
        with tracing("run-2"):
            log("warning", "two")
    log("error", "three", trace="t-3")
    assert [(line.event, line.trace) for line in lines(Wanted())] == [
        ("one", "t-1"), ("two", "run-2"), ("three", "t-3"),
    ]  # fmt: skip
    assert stat.S_IMODE(log_path.stat().st_mode) == 0o600
    assert stat.S_IMODE(log_path.parent.stat().st_mode) == 0o700


def test_a_secret_never_reaches_the_disk(log_path: Path) -> None:
    log("error", "x", {"text": "postgresql://ana:hunter2@db/crm, client “Acme \x1b[2J”"})
    written = log_path.read_bytes()
    assert b"hunter2" not in written
    assert b"Acme" not in written
    assert b"\x1b" not in written


@pytest.mark.parametrize(
    ("named", "events"),
    [("debug", "dwe"), ("info", "we"), ("error", "e"), ("off", ""), ("loud", "we")],
)
def test_the_environment_says_how_much(
    named: str, events: str, log_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BELLBUOY_LOG", named)
    log("debug", "d")
    log("warning", "w")
    log("error", "e")
    assert "".join(line.event for line in lines(Wanted())) == events
    assert log_path.parent.exists() == bool(events)


def test_a_log_that_cannot_be_written_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    log("error", "x")
    assert list(lines(Wanted())) == []


def test_what_logging_says_comes_in(log_path: Path) -> None:
    logger = logging.getLogger("test.bridge")
    logger.propagate = False
    logger.addHandler(Bridge(logging.WARNING))
    logger.info("nothing")
    logger.warning("heartbeat: %s", "the disk is full")
    try:
        raise KeyError("Acme")
    except KeyError:
        logger.exception("it broke")
    found = list(lines(Wanted()))
    assert [(line.level, line.fields["text"]) for line in found] == [
        ("warning", "heartbeat: the disk is full"), ("error", "it broke"),
    ]  # fmt: skip
    assert found[1].fields["error"] == "KeyError"
    assert b"Acme" not in log_path.read_bytes()


def test_it_keeps_so_many_files(log_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "FILE_BYTES", 2_000)
    for number in range(400):
        log("info", "e", {"n": number})
    there = log_files()
    assert len(there) in (files.KEPT, files.KEPT + 1)
    assert all(path.stat().st_size <= 2_400 for path in there)
    kept = [line.fields["n"] for line in lines(Wanted())]
    assert kept == list(range(400 - len(kept), 400))
    assert len(kept) > 60


_WRITER = """
import sys
from bellbuoy.services.logs import files
from bellbuoy.services.logs.writing import log
files.FILE_BYTES, files.KEPT = 4_000, 400
for number in range(300):
    log("info", sys.argv[1], {"n": number})
"""


@pytest.mark.process
def test_many_writers_lose_no_line_over_rotations(
    log_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "KEPT", 400)
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, name], env={**os.environ})
        for name in "abc"
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    # Who cannot have the lock at once writes on, and leaves the rotation to another.
    assert len(log_files()) > 3
    found: dict[str, list[object]] = {name: [] for name in "abc"}
    for line in lines(Wanted()):
        found[line.event].append(line.fields["n"])
    for numbers in found.values():
        assert sorted(numbers, key=str) == sorted(range(300), key=str)
