from __future__ import annotations

import os
from pathlib import Path

import pytest

from jobs import usage
from jobs.usage import Cost, memory


def test_the_share_of_a_core_is_of_the_time_since_the_last_reading() -> None:
    at, worked = [10.0], [2.0]
    cost = Cost(lambda: at[0], lambda: worked[0])
    at[0], worked[0] = 12.0, 2.5
    assert cost.read()[0] == 250
    assert cost.read()[0] is None, "no time has passed"
    at[0] = 14.0
    assert cost.read()[0] == 0


def test_memory_is_told_where_the_system_tells_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(usage, "_PAGES", tmp_path / "none")
    assert memory() is None
    (tmp_path / "statm").write_text("100 25 3\n")
    monkeypatch.setattr(usage, "_PAGES", tmp_path / "statm")
    assert memory() == 25 * os.sysconf("SC_PAGE_SIZE")
