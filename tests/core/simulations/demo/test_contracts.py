from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from core.simulations.demo.contracts import OFFERS, Offer, contracts_of, offer_of, start_of
from core.simulations.demo.dice import demo_draws
from core.values.instants import add_months, date_of, day_of

TODAY = day_of(date(2026, 11, 20))


@settings(max_examples=150)
@given(seed=st.integers(0, 10**6), age=st.integers(0, 2_000), offer=st.sampled_from(OFFERS))
def test_exactly_one_term_runs_and_the_earlier_one_meets_it(
    seed: int, age: int, offer: Offer
) -> None:
    start = TODAY - age
    terms = list(contracts_of(demo_draws(seed, "C-0001"), offer, start, TODAY))
    *before, running = terms
    assert running.end is None
    assert running.start <= TODAY < day_of(add_months(date_of(running.start), 12))
    assert terms[0].start == start
    assert len({term.external_id for term in terms}) == len(terms)
    if before:
        assert [term.end for term in before] == [running.start]
        assert age >= 365


def test_money_lies_in_the_range_of_the_plan() -> None:
    periods = {"month": 12, "year": 1}
    for offer in OFFERS:
        for n in range(100):
            *_, term = contracts_of(demo_draws(42, f"C-{n}"), offer, TODAY - 500, TODAY)
            arr = term.amount_minor * term.quantity * periods[term.period]
            most = offer.price * offer.seats[1] * periods[offer.period]
            least = offer.price * offer.seats[0] * periods[offer.period] * 8 // 10
            assert least - 12 * offer.seats[0] <= arr <= most
            assert (term.plan, term.currency) == (offer.plan, "USD")


def test_some_clients_grew_and_some_shrank() -> None:
    steps = set()
    for n in range(60):
        before, now = contracts_of(demo_draws(42, f"C-{n}"), OFFERS[1], TODAY - 500, TODAY)
        steps.add((now.quantity > before.quantity) - (now.quantity < before.quantity))
    assert steps >= {1, -1}


def test_a_renewal_is_set_by_where_the_term_began() -> None:
    start = start_of(demo_draws(42, "C-0004"), TODAY, None, 7)
    *_, term = contracts_of(demo_draws(42, "C-0004"), OFFERS[0], start, TODAY)
    assert day_of(add_months(date_of(term.start), 12)) == TODAY + 7


def test_plans_come_by_name_or_by_draw() -> None:
    assert offer_of(demo_draws(1, "C-0001"), "Pro").plan == "Pro"
    assert {offer_of(demo_draws(1, f"C-{n}"), None).plan for n in range(60)} == {
        "Basic",
        "Pro",
        "Enterprise",
    }
