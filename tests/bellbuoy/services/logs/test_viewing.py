"""The log as a screen reads it: newest first, further back, and what comes after."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services.logs import viewing
from bellbuoy.services.logs.viewing import LogView
from core.operations.log_line import written
from core.operations.types import LogLine

START = datetime(2026, 11, 21, 9, tzinfo=UTC)


def line(number: int) -> str:
    level = "error" if number % 3 == 0 else "info"
    told = LogLine(START + timedelta(seconds=number), level, "app", f"e{number}", "t", 1)  # type: ignore[arg-type]
    return written(told) + "\n"


def add(path: Path, *numbers: int) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.writelines(map(line, numbers))


def names(found: tuple[LogLine, ...]) -> list[int]:
    return [int(each.event[1:]) for each in found]


def everything(_line: LogLine) -> bool:
    return True


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "bellbuoy.log"


def test_the_newest_come_first_and_older_ones_as_one_goes_up(log: Path) -> None:
    add(Path(f"{log}.1"), 1, 2, 3)
    add(log, 4, 5, 6)
    with LogView(everything, log) as view:
        assert names(view.older(2)) == [5, 6]
        assert names(view.older(3)) == [2, 3, 4]
        assert names(view.older(3)) == [1]
        assert names(view.older(3)) == []
        assert view.looked == 6


def test_what_is_written_meanwhile_comes_once_over_rotations(log: Path) -> None:
    add(log, 1, 2)
    with LogView(everything, log) as view:
        assert names(view.older(10)) == [1, 2]
        add(log, 3)
        assert names(view.newer()) == [3]
        add(log, 4)
        os.replace(log, f"{log}.1")
        add(log, 5)
        os.replace(f"{log}.1", f"{log}.2")
        os.replace(log, f"{log}.1")
        add(log, 6, 7)
        assert names(view.newer()) == [4, 5, 6, 7]
        assert names(view.newer()) == []
        add(log, 8)
        assert names(view.newer()) == [8]


def test_a_log_that_is_not_there_yet_begins(log: Path) -> None:
    with LogView(everything, log) as view:
        assert names(view.older(5)) == []
        assert names(view.newer()) == []
        add(log, 1, 2)
        assert names(view.newer()) == [1, 2]
        assert names(view.newer()) == []


def test_half_a_line_waits_and_what_is_none_is_passed_over(log: Path) -> None:
    add(log, 1)
    with log.open("a") as file:
        file.write("no json\n\x1b[2J\n" + line(2)[:10])
    with LogView(everything, log) as view:
        assert names(view.older(5)) == [1]
        with log.open("a") as file:
            file.write(line(2)[10:])
        assert names(view.newer()) == [2]


def test_only_what_fits_is_given(log: Path) -> None:
    add(log, *range(1, 10))
    with LogView(lambda each: each.level == "error", log) as view:
        assert names(view.older(2)) == [6, 9]
        add(log, 10, 11, 12)
        assert names(view.newer()) == [12]
        assert names(view.older(9)) == [3]


def test_a_deleted_log_is_followed_into_the_next(log: Path) -> None:
    add(log, 1)
    with LogView(everything, log) as view:
        view.older(1)
        log.unlink()
        add(log, 2)
        assert names(view.newer()) == [2]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 12), min_size=1, max_size=4),
    st.integers(1, 9),
    st.integers(20, 400),
)
def test_pages_put_together_are_the_log(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], page: int, block: int
) -> None:
    path = tmp_path_factory.mktemp("log") / "bellbuoy.log"
    number = 0
    for place, size in enumerate(sizes):
        target = path if place == len(sizes) - 1 else Path(f"{path}.{len(sizes) - 1 - place}")
        target.touch()
        add(target, *range(number, number + size))
        number += size
    with pytest.MonkeyPatch.context() as patch, LogView(everything, path) as view:
        patch.setattr(viewing, "BLOCK", block)
        found: list[int] = []
        while some := view.older(page):
            assert len(some) <= page
            found = names(some) + found
    assert found == list(range(number))
