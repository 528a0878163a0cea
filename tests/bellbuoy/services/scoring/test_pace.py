from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bellbuoy.services.scoring.pace import HOLD_S, Pace


def test_a_transaction_comes_to_last_as_long_as_it_should() -> None:
    """Each row takes 20 microseconds: 1,250 of them are 25 ms."""
    pace = Pace(first=100)
    for _ in range(10):
        pace.held(pace.size, pace.size * 20e-6)
    assert pace.size == round(HOLD_S / 20e-6)
    # The disk becomes ten times slower: the next transaction is short at once.
    pace.held(pace.size, pace.size * 200e-6)
    assert pace.size == 125


@given(st.lists(st.tuples(st.integers(0, 30_000), st.floats(0, 10)), max_size=30))
def test_it_stays_within_its_bounds(held: list[tuple[int, float]]) -> None:
    pace = Pace(first=500, least=50, most=20_000)
    for rows, seconds in held:
        before = pace.size
        pace.held(rows, seconds)
        assert 50 <= pace.size <= max(2 * before, 50)
        assert pace.size <= 20_000


def test_a_short_rest_of_a_chunk_does_not_make_it_grow() -> None:
    pace = Pace(first=500)
    pace.held(3, 0.00001)
    assert pace.size == 500


def test_who_is_alone_hurries_for_nobody() -> None:
    pace = Pace(alone=True)
    pace.held(pace.size, 60.0)
    assert pace.size == 20_000
