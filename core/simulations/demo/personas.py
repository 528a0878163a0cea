"""Who the clients of the demo store are."""

from __future__ import annotations

from dataclasses import dataclass

from core.events.types import ClientFact
from core.simulations.demo.contracts import Offer, offer_of, start_of
from core.simulations.demo.dice import COUNTRY, OWNER, demo_draws
from core.simulations.demo.moods import mood_of
from core.simulations.demo.names import company
from core.simulations.demo.stories import CRM_SOURCE, PLOTS, Plot
from core.simulations.draws import Draws

# The first three share the clients of a small store evenly; the rest join later.
OWNERS = ("ana", "raj", "mei", "ines", "kofi", "tomas", "yuki")
_FIRST_OWNERS = 3
_SMALL_STORE = 15
COUNTRIES = {
    "US": "America/New_York",
    "GB": "Europe/London",
    "DE": "Europe/Berlin",
    "FR": "Europe/Paris",
    "NL": "Europe/Amsterdam",
    "SE": "Europe/Stockholm",
    "BR": "America/Sao_Paulo",
    "IN": "Asia/Kolkata",
    "JP": "Asia/Tokyo",
    "KE": "Africa/Nairobi",
    "AU": "Australia/Sydney",
    "CA": "America/Toronto",
}
_COUNTRY_CODES = tuple(COUNTRIES)


@dataclass(frozen=True, slots=True)
class Persona:
    """One client of the demo store: its number (1, 2, …), its dice, what it is, and
    how it is doing."""

    number: int
    dice: Draws
    fact: ClientFact
    offer: Offer
    start: int
    plot: Plot


def key_of(index: int) -> str:
    """`C-0007` of 7; longer numbers simply grow."""
    return f"C-{index:04d}"


def persona(seed: int, index: int, today: int) -> Persona:
    """Client number `index` (1, 2, …) as it stands on the local day `today`."""
    dice = demo_draws(seed, key_of(index))
    plot = PLOTS.get(dice.key) or Plot(*mood_of(dice), past=True)
    offer = offer_of(dice, plan=plot.plan)
    start = start_of(dice, today, plot.started, plot.renews)
    fact = _client_fact(dice, index, plot, offer, start)
    return Persona(index, dice, fact, offer, start, plot)


def _client_fact(dice: Draws, index: int, plot: Plot, offer: Offer, start: int) -> ClientFact:
    name, industry = company(dice.seed, index)
    country = plot.country or dice.pick(COUNTRY, _COUNTRY_CODES)
    knows = plot.source != CRM_SOURCE  # a sales tool: it knows no country or industry
    return ClientFact(
        external_id=dice.key,
        name=plot.name or name,
        industry=(plot.industry or industry) if knows else None,
        country=country if knows else None,
        plan=offer.plan,
        owner=_owner(dice, index),
        status="active",
        timezone=COUNTRIES[country] if knows else None,
        start=start,
    )


def _owner(dice: Draws, index: int) -> str:
    if index <= _SMALL_STORE:
        return OWNERS[(index - 1) % _FIRST_OWNERS]
    return dice.pick(OWNER, OWNERS)
