from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bellbuoy.services.scoring.pace import HOLD_S, QUIET, Pace


def _others() -> bool:
    return True


def _nobody() -> bool:
    return False


def test_a_transaction_comes_to_last_as_long_as_it_should() -> None:
    """Each row takes 20 microseconds: 1,250 of them are 25 ms."""
    pace = Pace(_others, first=100)
    for _ in range(10):
        pace.held(pace.size, pace.size * 20e-6)
    assert pace.size == round(HOLD_S / 20e-6)
    # The disk becomes ten times slower: the next transaction is short at once.
    pace.held(pace.size, pace.size * 200e-6)
    assert pace.size == 125


@given(st.lists(st.tuples(st.integers(0, 30_000), st.floats(0, 10)), max_size=30))
def test_it_stays_within_its_bounds(held: list[tuple[int, float]]) -> None:
    pace = Pace(_others, first=500, least=50, most=20_000)
    for rows, seconds in held:
        before = pace.size
        pace.held(rows, seconds)
        assert 50 <= pace.size <= max(2 * before, 50)
        assert pace.size <= 20_000


def test_a_short_rest_of_a_chunk_does_not_make_it_grow() -> None:
    pace = Pace(_others, first=500)
    pace.held(3, 0.00001)
    assert pace.size == 500


def test_who_is_alone_hurries_for_nobody() -> None:
    pace = Pace(_others, alone=True)
    pace.held(pace.size, 60.0)
    assert pace.size == 20_000


def test_it_takes_more_at_once_while_nobody_else_has_the_store_open() -> None:
    there = [False]
    pace = Pace(lambda: there[0], first=500)
    assert pace.size == 500 * QUIET
    # Each row takes 100 microseconds: what was learned holds for either size.
    for _ in range(3):
        pace.held(pace.size, pace.size * 100e-6)
    there[0] = True
    assert pace.size == round(HOLD_S / 100e-6)
    there[0] = False
    assert pace.size == round(HOLD_S / 100e-6) * QUIET
    assert Pace(_nobody, most=5_000).size == 5_000
