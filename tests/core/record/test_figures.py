"""The figures of the record, opened: they add up to what the record says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.record import figures
from core.record.figures import figure_of
from core.record.statistics import figures_of
from core.record.types import MEASURES, Lived, Verdict, Window

AT = datetime(2026, 11, 21, 14, tzinfo=UTC)
WINDOW = Window(100_000_000, 900_000_000)
moments = st.integers(0, 1_000_000_000)
lengths = st.integers(0, 500_000_000)


@st.composite
def lives(draw: st.DrawFn) -> list[Lived]:
    found = []
    for number in range(draw(st.integers(0, 8))):
        opened, took = draw(moments), draw(lengths)
        resolved = draw(st.none() | st.just(opened + took))
        down = (opened, resolved) if draw(st.booleans()) else None
        verdicts = tuple(
            Verdict(clock, draw(st.booleans()), opened + took)
            for clock in ("respond", "resolve")
            if draw(st.booleans())
        )
        found.append(
            Lived(
                number, f"INC-{number}", "C-1", "Wren", None, (), "high", opened,
                draw(st.none() | st.just(opened + took // 2)), resolved,
                draw(st.sampled_from([None, "fixed", "duplicate"])), down=down,
                end_unsaid=draw(st.booleans()), verdicts=verdicts,
            )
        )  # fmt: skip
    return found


@settings(max_examples=100, deadline=None)
@given(lives(), st.integers(1, 4))
def test_each_figure_adds_up_to_what_the_record_says(rows: list[Lived], most: int) -> None:
    whole = figures_of(rows, WINDOW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "MOST", most)
        made = {name: figure_of(name, rows, WINDOW, "all", AT) for name in MEASURES}
    assert made["mttr"].total == whole.to_resolve.mean
    assert made["mtta"].total == whole.to_acknowledge.mean
    assert made["sla"].total == whole.met + whole.breached
    assert made["available"].total == whole.down_s
    for found in made.values():
        told = [part.points for part in found.parts if part.id not in ("met", "rest")]
        assert told == sorted(told, reverse=True)
        assert len(told) <= most


def test_who_is_behind_a_figure_the_largest_first() -> None:
    hour = 3_600_000_000
    rows = [
        Lived(n, f"INC-{n}", "C-1", "Wren", None, (), "high", 0, None, n * hour)
        for n in (1, 3, 2)
    ]
    found = figure_of("mttr", rows, Window(0, 10 * hour), "all", AT)
    assert [(part.label, part.points, part.value) for part in found.parts] == [
        ("INC-3 Wren", 3_600, "3 h 00 min"),
        ("INC-2 Wren", 2_400, "2 h 00 min"),
        ("INC-1 Wren", 1_200, "1 h 00 min"),
    ]
    assert (found.total, found.unit) == (7_200, "seconds")
    assert found.parts[0].command == "incident show INC-3"


def test_an_outage_adds_what_no_earlier_one_covers() -> None:
    second = 1_000_000
    spans = ((0, 10), (5, 12), (6, 7), (20, None))
    rows = [
        Lived(n, f"INC-{n}", "C-1", "Wren", None, (), "high", a * second,
              down=(a * second, None if b is None else b * second))
        for n, (a, b) in enumerate(spans)
    ]  # fmt: skip
    found = figure_of("available", rows, Window(0, 30 * second), "all", AT)
    assert [(part.id, part.points) for part in found.parts] == [
        ("INC-0", 10), ("INC-3", 10), ("INC-1", 2),
    ]  # fmt: skip
    nothing = figure_of("available", [], Window(0, 1), "all", AT)
    assert (nothing.total, nothing.parts, nothing.note) == (0, (), "no outage in this period")
