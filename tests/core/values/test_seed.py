from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.values.seed import draw, draw_int

usual = settings(deadline=None, max_examples=150)
seeds, numbers = st.integers(0, 2**63), st.integers(0, 10**6)
names = st.text(st.characters(exclude_characters="|", codec="utf-8"), max_size=12)


def test_draws_of_a_run() -> None:
    assert [draw(42, "run-0001", "C-0007", n) for n in range(4)] == [
        0.6086173199202909,
        0.49928111261823716,
        0.7799463989526189,
        0.7058177734874379,
    ]


def test_pulse_example() -> None:
    assert draw_int(42, "run-0001", "C-0007", 0, 50, 250) == 172
    assert draw_int(42, "run-0001", "C-0007", 1, 0, 3) == 1


def test_demo_transaction_example() -> None:
    draws = [draw(7, "demo", "T-0001", n) for n in range(3)]
    assert draws == [0.7192231653905065, 0.6206673919901093, 0.14688915632387323]
    assert draw_int(7, "demo", "T-0001", 0, 1000, 100000) == 72203


@usual
@given(seeds, names, names, numbers)
def test_a_draw_lies_below_one_and_repeats(seed: int, run: str, subject: str, n: int) -> None:
    value = draw(seed, run, subject, n)
    assert 0 <= value < 1
    assert value == draw(seed, run, subject, n)


@usual
@given(seeds, names, numbers, st.integers(-(10**6), 10**6), st.integers(0, 2**40))
def test_a_whole_draw_stays_inside_its_bounds(
    seed: int, subject: str, n: int, low: int, span: int
) -> None:
    assert low <= draw_int(seed, "run-0001", subject, n, low, low + span) <= low + span


def test_both_ends_are_drawn() -> None:
    drawn = {draw_int(1, "run-0001", "C-0001", n, 3, 5) for n in range(60)}
    assert drawn == {3, 4, 5}
