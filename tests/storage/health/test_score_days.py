"""Days add up what histories say, step by step."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bellbuoy.services.context import Context
from storage.health.rewrites import put_history, put_lives
from storage.health.score_days import (
    Days,
    add_bins,
    add_days,
    add_steps,
    carry_days,
    running,
    steps_of,
    stored_days,
)
from tests.fixtures.counted import days_of_history
from tests.fixtures.stores import NewStore

bins = st.dictionaries(
    st.tuples(st.sampled_from(("healthy", "critical")), st.integers(-1, 2)),
    st.tuples(st.integers(-3, 3), st.integers(-9, 9)),
    max_size=3,
)
stairs = st.dictionaries(st.integers(0, 12), bins, max_size=5)


@given(stairs, st.integers(0, 6), st.integers(0, 14))
def test_running_is_the_sum_of_the_steps_so_far(steps: Days, first: int, last: int) -> None:
    for day, found in running(steps, range(first, last + 1)):
        total: dict[tuple[str, int], tuple[int, int]] = {}
        for at in sorted(steps):
            if at <= day:
                add_bins(total, steps[at])
        assert found == {key: sums for key, sums in total.items() if any(sums)}


def rows(told: dict[int, list[tuple[int, int | None, str]]]) -> list[tuple[object, ...]]:
    return [
        (client, day, score, tier, None, None, None, "health/1", 0, 0)
        for client, days in told.items()
        for day, score, tier in days
    ]


SCORES = {
    1: [(10, 80, "healthy"), (13, 30, "critical"), (20, None, "unknown")],
    2: [(5, 80, "healthy")],
    3: [(12, 80, "healthy")],
}
LIVES = [(1, 10, 1, 100), (1, 15, 1, 700), (1, 18, 0, 0), (2, 11, 1, 5), (3, 14, 0, 0)]


def test_steps_are_what_the_histories_make(new_store: NewStore) -> None:
    ctx = new_store()
    with ctx.store.unit() as unit:
        put_history(unit, rows(SCORES))
        put_lives(unit, LIVES)
        steps = steps_of(unit, [1, 2, 3])
        parts: Days = {}
        for ids in ([1], [2, 3], []):
            add_steps(parts, steps_of(unit, ids))
    with ctx.reader() as reader:
        expected = days_of_history(reader, 25)
    assert {day: each for day, each in running(steps, range(9, 26)) if each} == expected
    assert dict(running(parts, range(9, 26))) == dict(running(steps, range(9, 26)))
    # Not one after the other: the first two of them are no range.
    assert steps[10] == {("healthy", 80): (1, 100)}
    add_steps(parts, steps, -1)
    assert not any(each for _, each in running(parts, range(9, 26)))


def kept(ctx: Context) -> Days:
    with ctx.reader() as reader:
        return dict(stored_days(reader))


def test_days_without_work_stand_as_the_last_one(new_store: NewStore) -> None:
    ctx = new_store()
    some = {("healthy", 80): (2, 500), ("unknown", -1): (1, 0)}
    with ctx.store.unit() as unit:
        add_days(unit, {7: some})
        carry_days(unit, 7, [8, 9])
        carry_days(unit, 6, [10])
    assert kept(ctx) == {7: some, 8: some, 9: some}
    with ctx.store.unit() as unit:
        add_days(unit, {8: {("healthy", 80): (-2, -500)}, 9: {("unknown", -1): (-1, 4)}})
    assert kept(ctx) == {
        7: some,
        8: {("unknown", -1): (1, 0)},
        9: {("healthy", 80): (2, 500), ("unknown", -1): (0, 4)},
    }
