"""Reading the log: what fits, and what comes after it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from bellbuoy.services.logs import files
from bellbuoy.services.logs.reading import Wanted, follow, lines
from bellbuoy.services.logs.writing import log


def events(wanted: Wanted, newest: int | None = None) -> list[str]:
    return [line.event for line in lines(wanted, newest)]


def test_lines_are_picked_by_trace_level_and_time(log_path: Path) -> None:
    assert events(Wanted()) == []
    log("info", "a", trace="t1")
    log("error", "b", trace="t1")
    log("warning", "c", trace="t2")
    assert events(Wanted(trace="t1")) == ["a", "b"]
    assert events(Wanted(level="warning")) == ["b", "c"]
    assert events(Wanted(), 1) == ["c"]
    now = datetime.now(UTC)
    assert events(Wanted(since=now - timedelta(minutes=1))) == ["a", "b", "c"]
    assert events(Wanted(since=now + timedelta(minutes=1))) == []


def test_what_is_no_line_is_left_out(log_path: Path) -> None:
    log("info", "a")
    with log_path.open("ab") as file:
        file.write(b'\xff\xfe\x00 half a line {"at":\n\n[]\n')
    log("info", "b")
    assert events(Wanted()) == ["a", "b"]


def test_following_gives_each_line_once_over_rotations(
    log_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "FILE_BYTES", 1_000)
    monkeypatch.setattr(files, "KEPT", 40)
    for number in range(10):
        log("info", "old", {"n": number})
    written = iter(range(60))
    # Each time that it waits some lines come: none, one, or more than a file holds.
    bursts = iter([0, 1, 5, 25, 0, 29])

    def wait(_seconds: float) -> None:
        for _ in range(next(bursts)):
            log("info", "new", {"n": next(written)})

    lines_of = (line for line in follow(Wanted(), 3, wait=wait) if line is not None)
    got = [(line.event, line.fields["n"]) for line in islice(lines_of, 63)]
    lines_of.close()
    assert got == [("old", n) for n in (7, 8, 9)] + [("new", n) for n in range(60)]


def test_following_waits_for_the_first_file(log_path: Path) -> None:
    followed = follow(Wanted(), 5, wait=lambda _: log("info", "first"))
    seen = [line if line is None else line.event for line in islice(followed, 3)]
    assert seen == [None, "first", None]
