"""A fault as it is kept: a name that stays, short paths, no content."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.operations.report import (
    kept_message,
    reference,
    report_lines,
    short_path,
    shortened,
    together,
)
from core.operations.report_line import fault_line, read_fault
from core.operations.types import Fault, Frame, Report

AT = datetime(2026, 3, 15, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("/home/ana/bellbuoy/bellbuoy/services/jobs.py", "bellbuoy/bellbuoy/services/jobs.py"),
        ("/srv/x/core/health/score.py", "core/health/score.py"),
        ("/v/lib/python3.11/site-packages/textual/app.py", "textual/app.py"),
        ("C:\\x\\tui\\app.py", "tui/app.py"),
        ("/usr/lib/python3.11/json/decoder.py", "decoder.py"),
        ("<string>", "<string>"),
    ],
)
def test_a_path_tells_nothing_of_the_person(path: str, short: str) -> None:
    assert short_path(path) == short


def test_a_name_is_that_of_the_place() -> None:
    here, there = Frame("a.py", 3, "f"), Frame("a.py", 4, "f")
    assert reference("KeyError", [there, here]) == reference("KeyError", [here])
    names = {reference("KeyError", [here]), reference("KeyError", [there]),
             reference("TypeError", [here]), reference("KeyError", [])}  # fmt: skip
    assert len(names) == 4


def test_what_the_program_composed_is_not_kept() -> None:
    assert kept_message("no client Acme", composed=True) == ""
    assert kept_message("'Acme' \x1b[2J", composed=False) == "'…' �[2J"


def test_a_deep_way_keeps_both_ends() -> None:
    frames = [Frame("/x/core/a.py", n, "f") for n in range(1000)]
    kept = shortened(frames)
    assert len(kept) == 40
    assert (kept[0].line, kept[-1].line) == (0, 999)


def fault(ref: str, first: int, last: int, count: int = 1, trace: str = "t") -> Fault:
    made = Report(ref, "KeyError", "'…'", "radar", (Frame("core/a.py", 3, "f"),), "1", "Python")
    return Fault(
        made, AT + timedelta(seconds=first), AT + timedelta(seconds=last), count, trace
    )


SEEN = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 99), st.integers(1, 5)))


@settings(max_examples=60)
@given(SEEN)
def test_together_they_count_and_span_what_each_did(seen: list[tuple[str, int, int]]) -> None:
    faults = [fault(ref, at, at + 1, count) for ref, at, count in seen]
    found = together(faults)
    assert len(found) == len({ref for ref, _, _ in seen})
    assert sum(each.count for each in found) == sum(count for _, _, count in seen)
    assert [each.last for each in found] == sorted((f.last for f in found), reverse=True)
    for each in found:
        ats = [at for ref, at, _ in seen if ref == each.report.ref]
        assert each.first == AT + timedelta(seconds=min(ats))
        assert each.last == AT + timedelta(seconds=max(ats) + 1)


def test_a_fault_is_a_line_and_back() -> None:
    made = fault("E-123456", 0, 5, 3)
    line = fault_line(made)
    assert "\n" not in line
    assert read_fault(line) == made
    assert [read_fault(line[:-2]), read_fault("{}"), read_fault("[1]")] == [None] * 3


def test_the_block_says_all_that_is_kept() -> None:
    assert list(report_lines(fault("E-123456", 0, 5, 1200))) == [
        "E-123456  KeyError: '…'",
        "in radar",
        "1,200 times, first 2026-03-15T18:30:00.000000Z, last 2026-03-15T18:30:05.000000Z",
        "trace t",
        "Bellbuoy 1, Python",
        "  core/a.py:3 in f",
    ]
