"""How long a person waits: counted from the first key to the next picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.paint import Paint, age_of_process


def test_a_key_counts_once_and_only_with_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("tui.paint.time.perf_counter", lambda: now[0])
    told = Paint()
    assert (told.p95_s, told.keys, told.first_s) == (None, 0, None)
    told.painted()
    assert told.keys == 0
    first = told.first_s
    for wait in (0.25, 1.0, 0.5):
        told.pressed()
        now[0] += wait / 2
        told.pressed()
        now[0] += wait / 2
        told.painted()
        now[0] += 8
        told.painted()
    assert told.keys == 3
    assert told.p95_s == 1.0
    assert told.first_s == first


def test_the_age_of_a_process_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    age = age_of_process()
    if age is None:
        pytest.skip("this system does not tell when a process began")
    assert 0 <= age <= (age_of_process() or 0)


def test_where_the_system_does_not_tell_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tui.paint._STAT", tmp_path / "none")
    assert age_of_process() is None
