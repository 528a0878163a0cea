"""Making a store: empty, or a demo. It appears under its name when it is whole."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from bellbuoy.services.clock import FixedClock
from bellbuoy.services.context import Context, open_context
from bellbuoy.services.making_load import Phase, fill, nameless
from bellbuoy.services.making_purchases import fill_purchases
from bellbuoy.services.scoring.moment import Progress, silent
from core.simulations.demo.facts import demo_facts
from core.simulations.demo.purchases import MOST, purchases_of
from core.store.types import ClockSetting
from core.values.counting import counted
from core.values.errors import BellbuoyError, RemoteError, UsageError
from core.values.instants import zone
from storage.engine.opening import open_store
from storage.engine.store import Store
from storage.store.reads import clock_text
from storage.store.writes import put_setting

DEMO_NOW = datetime(2026, 11, 16, 14, 0, tzinfo=UTC)
"""The Monday on which every demo store stands, whenever it is made."""


def init(url: str, *, timezone: str = "UTC", currency: str = "USD") -> Store:
    """Make an empty store with a live clock. Raises UsageError when something is
    there already, or the zone is unknown."""
    store = open_store(url)
    zone(timezone)
    if len(currency) != 3 or not currency.isascii() or not currency.isupper():
        raise UsageError(f"“{currency}” is no currency code", "use ISO 4217: USD, EUR, JPY")
    _make(store, {"timezone": timezone, "currency": currency, "clock": "live"}, None)
    return store


def refuse_taken(url: str) -> None:
    """Raise UsageError where something is already; making a store does so too."""
    open_store(url).refuse_taken()


def usual_customers(clients: int) -> int:
    """How many customers a demo of so many clients has where nobody says: some clients have
    never bought, so that there are all churn tiers."""
    return max(1, min(2 * clients // 3, MOST))


def demo(
    url: str,
    *,
    clients: int = 15,
    days: int = 30,
    seed: int = 7,
    customers: int = 0,
    progress: Progress = silent,
    phase: Phase = nameless,
) -> Store:
    """Make a demo store: the same seed gives the same bytes, its clock frozen.
    `phase` is told what begins: its progress starts at 0. With `customers` it holds
    their transactions too. Raises UsageError for numbers that make no sense."""
    store = open_store(url)
    clock = clock_text(ClockSetting("frozen", instant=DEMO_NOW))
    settings = {
        "timezone": "UTC", "currency": "USD", "clock": clock,
        "demo": f"seed {seed}, {counted(clients, 'client')}, {counted(days, 'day')}",
    }  # fmt: skip
    facts = demo_facts(seed, clients, days, as_of=DEMO_NOW, zone=zone("UTC"))
    if customers:
        purchases_of(customers)
        settings["demo"] += f", {customers} customers"

    def filled(ctx: Context) -> None:
        fill(ctx, facts, progress, phase)
        if customers:
            phase("transactions")
            fill_purchases(ctx, seed, customers, DEMO_NOW)

    _make(store, settings, filled)
    return store


def _make(
    store: Store, settings: dict[str, str], fill: Callable[[Context], None] | None
) -> None:
    store.refuse_taken()
    draft = store.draft()
    try:
        draft.discard()
        draft.create()
        with draft.unit() as unit:
            for name, value in sorted(settings.items()):
                put_setting(unit, name, value)
        if fill is not None:
            clock = FixedClock(DEMO_NOW)
            fill(open_context(draft.address, user="bellbuoy", role="admin", clock=clock))
        store.publish(draft)
    except OSError as error:
        why = error.strerror or error
        raise BellbuoyError(f"cannot make {store.url}: {why}", "choose another path") from error
    finally:
        with suppress(OSError, RemoteError):
            draft.discard()
