"""A large demo that is stopped half way: nothing under its name, nothing running on."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from bellbuoy.services import making, store
from tests.fixtures.stores import context

pytestmark = pytest.mark.process
LOADED = 3_000_000
"""Bytes of a draft that holds some clients, and by far not all."""


@contextmanager
def begun(path: Path) -> Iterator[subprocess.Popen[str]]:
    """`store demo` with helpers of its own, in the middle of its facts."""
    words = ["store", "demo", str(path), "--clients", "200000", "--days", "30"]
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "bellbuoy", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        try:
            end = time.monotonic() + 60
            while bytes_in(path.parent) < LOADED:
                assert process.poll() is None
                assert time.monotonic() < end
                time.sleep(0.02)
            yield process
        finally:
            process.kill()


def bytes_in(folder: Path) -> int:
    """A log may go between its listing and a look at it."""
    found = 0
    for each in folder.iterdir():
        with suppress(FileNotFoundError):
            found += each.stat().st_size
    return found


def helpers_of(path: Path) -> list[int]:
    """Processes that make clients for the demo of this test's size."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"bellbuoy.services.making_ahead" in words and b"200000" in words:
            found.append(int(folder.name))
    return found


def gone(path: Path) -> bool:
    end = time.monotonic() + 20
    while helpers_of(path) and time.monotonic() < end:
        time.sleep(0.05)
    return not helpers_of(path)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_nothing_behind(tmp_path: Path, number: int, code: int) -> None:
    path = tmp_path / "demo.db"
    with begun(path) as process:
        assert len(helpers_of(path)) == 2
        process.send_signal(number)
        out, err = process.communicate(timeout=90)
    assert (process.returncode, out) == (code, "")
    assert err.splitlines() == [{130: "interrupted", 143: "terminated"}[code]]
    assert list(tmp_path.iterdir()) == []
    assert gone(path)


def test_a_kill_leaves_a_draft_that_the_next_one_discards(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    with begun(path) as process:
        process.kill()
        process.communicate(timeout=90)
    assert not path.exists()
    assert path.with_name("demo.db.draft").exists()
    assert gone(path)
    making.demo(str(path), clients=20, days=2)
    assert {
        each.name.removesuffix("-wal").removesuffix("-shm") for each in tmp_path.iterdir()
    } == {"demo.db"}
    assert {each.state for each in store.check(context(path), full=True)} == {"ok"}
