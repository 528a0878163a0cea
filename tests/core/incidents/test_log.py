"""An incident rebuilt from the lines of its log."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.incidents.log import LogLine, Rebuilt, rebuilt
from core.incidents.types import OPEN_STATUSES, STATUSES

LINES = st.lists(
    st.builds(LogLine, st.integers(0, 50), st.integers(0, 3), st.sampled_from(STATUSES)),
    min_size=1,
    max_size=12,
    unique_by=lambda line: (line.at, line.step),
)
IN_TIME = st.lists(
    st.builds(LogLine, st.integers(0, 50), st.just(0), st.sampled_from(STATUSES)),
    min_size=1,
    max_size=12,
    unique_by=lambda line: line.at,
)


def life(*lines: tuple[int, str]) -> Rebuilt:
    return rebuilt(0, [LogLine(at, n, status) for n, (at, status) in enumerate(lines)])  # type: ignore[arg-type]


def test_a_plain_life() -> None:
    found = life((1, "open"), (5, "acknowledged"), (20, "resolved"), (30, "closed"))
    assert found == Rebuilt("closed", 5, 20, 30, 0, ())


def test_pending_is_left_out_and_counts_as_an_answer() -> None:
    found = life((1, "open"), (4, "pending"), (9, "acknowledged"), (20, "resolved"))
    assert (found.acknowledged, found.still) == (4, ((4, 9),))
    assert life((1, "open"), (4, "pending")).still == ((4, None),)


def test_what_is_opened_again_is_not_resolved_and_its_rest_is_left_out() -> None:
    found = life((1, "open"), (10, "resolved"), (12, "closed"), (15, "acknowledged"))
    assert (found.status, found.resolved, found.closed) == ("acknowledged", None, None)
    assert (found.reopened, found.still) == (1, ((10, 15),))
    again = life((1, "open"), (10, "resolved"), (15, "open"), (18, "resolved"))
    assert (again.resolved, again.reopened) == (18, 1)


def test_a_line_of_before_the_opening_counts_as_of_the_opening() -> None:
    assert rebuilt(10, [LogLine(3, 0, "acknowledged")]).acknowledged == 10


def test_steps_order_lines_of_one_moment() -> None:
    lines = [LogLine(5, 2, "resolved"), LogLine(5, 1, "open"), LogLine(3, 9, "open")]
    found = rebuilt(0, lines)
    assert (found.status, found.resolved, found.reopened) == ("resolved", 5, 0)


@settings(max_examples=100, deadline=None)
@given(LINES, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(lines: list[LogLine], dice: object) -> None:
    shuffled = list(lines)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rebuilt(0, shuffled) == rebuilt(0, lines)


@settings(max_examples=100, deadline=None)
@given(IN_TIME)
def test_time_is_left_out_just_where_nobody_worked(lines: list[LogLine]) -> None:
    """Moment by moment: pending, or over with an opening still to come."""
    found = rebuilt(0, lines)
    ordered = sorted(lines, key=lambda line: line.at)
    last_open = max((x.at for x in ordered if x.status in OPEN_STATUSES), default=-1)
    for tick in range(51):
        state = next((x.status for x in reversed(ordered) if x.at <= tick), "open")
        rests = state == "pending" or (state not in OPEN_STATUSES and tick < last_open)
        left_out = any(a <= tick and (b is None or tick < b) for a, b in found.still)
        assert left_out == rests, tick
    assert (found.resolved is None) == (ordered[-1].status in OPEN_STATUSES)
