from hypothesis import given, settings
from hypothesis import strategies as st

from core.simulations.demo.names import FIRST, PLACES, SECOND, company
from core.values.text import fold, safe_text


def test_the_lists_hold_nothing_twice_and_a_prime_number_of_first_words() -> None:
    assert len(set(FIRST)) == len(FIRST)
    assert len({word for word, _ in SECOND}) == len(SECOND)
    assert len(set(PLACES)) == len(PLACES)
    assert all(len(FIRST) % divisor for divisor in range(2, len(FIRST)))


def test_no_two_clients_share_a_name_before_and_behind_each_suffix() -> None:
    round_ = len(FIRST) * len(SECOND)
    all_places = round_ * (len(PLACES) + 1)
    indexes = [
        *range(1, round_ + 500),
        *range(2 * round_ - 500, 2 * round_ + 500),
        *range(all_places - 500, all_places + 500),
        *range(999_000, 1_000_000),
    ]
    names = {fold(company(42, index)[0]) for index in indexes}
    assert len(names) == len(indexes)


@settings(max_examples=100)
@given(
    st.integers(),
    st.lists(st.integers(1, 10**7), min_size=2, max_size=8, unique=True),
)
def test_names_are_distinct_for_every_seed(seed: int, indexes: list[int]) -> None:
    names = [company(seed, index)[0] for index in indexes]
    assert len(set(names)) == len(indexes)


def test_names_read_like_companies_in_the_trade_they_name() -> None:
    industries = dict(SECOND)
    for index in (1, 15, 1_000, 6_000, 300_000):
        name, industry = company(7, index)
        first, second, *suffix = name.split()
        assert first in FIRST
        assert industries[second] == industry
        assert not suffix or suffix[0] in PLACES
        assert safe_text(name) == name


def test_the_seed_decides_the_names() -> None:
    fifteen = [company(42, index)[0] for index in range(1, 16)]
    assert fifteen == [company(42, index)[0] for index in range(1, 16)]
    assert fifteen != [company(43, index)[0] for index in range(1, 16)]
