"""What clients of the demo store have bought, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.events.types import Period, SubscriptionFact
from core.simulations.demo.dice import DISCOUNT, PLAN, SEATS, SEATS_BEFORE, START
from core.simulations.draws import Draws
from core.values.instants import add_months, date_of, day_of
from core.values.rounding import half_up

CURRENCY = "USD"
TERM = 12  # months


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan on the price list: minor units a seat and period."""

    plan: str
    share: int
    period: Period
    price: int
    seats: tuple[int, int]


OFFERS = (
    Offer("Basic", 45, "month", 4_900, (5, 40)),
    Offer("Pro", 38, "year", 96_000, (25, 120)),
    Offer("Enterprise", 17, "year", 180_000, (80, 400)),
)


def offer_of(dice: Draws, plan: str | None) -> Offer:
    """The offer of a plan, or one by draw."""
    if plan is None:
        return dice.weighted(PLAN, OFFERS, tuple(offer.share for offer in OFFERS))
    return next(offer for offer in OFFERS if offer.plan == plan)


def start_of(dice: Draws, today: int, started: int | None, renews: int | None) -> int:
    """The first day of a client: as a story has it, or by draw, 150 days ago or more."""
    if started is not None:
        return today - started
    if renews is not None:
        return day_of(add_months(date_of(today + renews), -2 * TERM))
    return today - dice.whole(START, 150, 1_600)


def contracts_of(
    dice: Draws, offer: Offer, start: int, today: int
) -> Iterator[SubscriptionFact]:
    """The term that runs, after everything before it as one subscription.

    Terms are twelve months from the start, so the next renewal is the next
    anniversary. Seats differ between the two: some clients grew, some shrank.
    """
    began = date_of(start)
    years = date_of(today).year - began.year
    if day_of(add_months(began, TERM * years)) > today:
        years -= 1
    term_start = day_of(add_months(began, TERM * years))
    seats = dice.whole(SEATS, *offer.seats)
    if years:
        before = max(1, half_up(seats * dice.whole(SEATS_BEFORE, 70, 110), 100))
        yield _contract(dice, offer, 1, (start, term_start), before)
    yield _contract(dice, offer, 2 if years else 1, (term_start, None), seats)


def _contract(
    dice: Draws, offer: Offer, number: int, span: tuple[int, int | None], seats: int
) -> SubscriptionFact:
    """One subscription over `span`: the first day, and the first day without it."""
    start, end = span
    return SubscriptionFact(
        external_id=f"{dice.key}:sub:{number}",
        client=dice.key,
        start=start,
        end=end,
        amount_minor=half_up(offer.price * dice.whole(DISCOUNT, 80, 100), 100),
        currency=CURRENCY,
        quantity=seats,
        period=offer.period,
        plan=offer.plan,
        term_months=TERM,
    )
