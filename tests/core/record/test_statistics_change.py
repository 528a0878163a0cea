"""Why the mean time to resolve moved: three causes that add up, whatever there was."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from core.record.durations import durations
from core.record.statistics_change import Cell, explain_change, resolve_lengths
from core.record.types import Lived, Window
from core.values.contribution import Explanation

NOW = datetime(2026, 3, 1, tzinfo=UTC)
S = 1_000_000
CELLS = st.tuples(
    st.sampled_from(["critical", "high", "low"]), st.sampled_from([(), ("api",), ("web",)])
)
PERIOD = st.dictionaries(
    CELLS, st.lists(st.integers(0, 10**9), min_size=1, max_size=5), min_size=1
)
HIGH: Cell = ("high", ("api",))
LOW: Cell = ("low", ("api",))


def causes(found: Explanation) -> dict[str, int]:
    return {part.id: part.points for part in found.parts}


@settings(max_examples=100, deadline=None)
@given(PERIOD, PERIOD)
def test_the_causes_sum_to_what_the_means_differ_by(
    before: dict[Cell, list[int]], now: dict[Cell, list[int]]
) -> None:
    found = explain_change(before, now, "all", NOW)
    means = [durations([t for took in p.values() for t in took]).mean for p in (before, now)]
    assert found.total == (means[1] or 0) - (means[0] or 0)
    assert sum(causes(found).values()) == found.total
    for part in found.parts:
        assert sum(inner.points for inner in part.parts) == part.points


@settings(max_examples=40, deadline=None)
@given(PERIOD)
def test_the_same_again_moves_nothing(period: dict[Cell, list[int]]) -> None:
    assert causes(explain_change(period, period, "all", NOW)) == {
        "severities": 0, "components": 0, "speed": 0,
    }  # fmt: skip


def test_each_cause_by_itself() -> None:
    before = {HIGH: [10 * S], LOW: [30 * S]}
    mixed = explain_change(before, {HIGH: [10 * S], LOW: [30 * S] * 3}, "all", NOW)
    assert causes(mixed) == {"severities": 5, "components": 0, "speed": 0}
    slower = explain_change(before, {HIGH: [14 * S], LOW: [30 * S]}, "all", NOW)
    assert causes(slower) == {"severities": 0, "components": 0, "speed": 2}
    parts = {("high", ("api",)): [10 * S], ("high", ("web",)): [30 * S]}
    other = {("high", ("api",)): [10 * S], ("high", ("web",)): [30 * S] * 3}
    moved = explain_change(parts, other, "all", NOW)  # type: ignore[arg-type]
    assert causes(moved) == {"severities": 0, "components": 5, "speed": 0}


def test_without_one_of_the_periods_nothing_is_known() -> None:
    assert explain_change({}, {HIGH: [S]}, "all", NOW).total is None
    assert explain_change({HIGH: [S]}, {}, "all", NOW).total is None


def test_only_what_was_resolved_in_the_window_and_has_a_length_counts() -> None:
    def row(number: int, resolved: int | None, **more: object) -> Lived:
        return Lived(
            number, f"I{number}", "C", "C", None, (), None, 1 * S,
            resolved=None if resolved is None else resolved * S, **more,  # type: ignore[arg-type]
        )  # fmt: skip

    rows = [
        row(1, 5),
        row(2, 9),
        row(3, None),
        row(4, 5, end_unsaid=True),
        row(5, 5, resolution="duplicate"),
    ]
    assert resolve_lengths(rows, Window(2 * S, 6 * S)) == {("medium", ()): [4 * S]}
