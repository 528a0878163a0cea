"""Which writer takes the facts of a kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bellbuoy.services.importing.batch import Verdict, Write
from bellbuoy.services.importing.clients import store_clients
from bellbuoy.services.importing.events import store_events
from bellbuoy.services.importing.incident_log import store_incident_log
from bellbuoy.services.importing.incidents import store_incidents
from bellbuoy.services.importing.purchases import store_purchases
from bellbuoy.services.importing.subscriptions import store_subscriptions
from bellbuoy.services.importing.totals import store_day_totals

Writer = Callable[[Write, Sequence[Any]], list[Verdict]]
"""Stores facts of one kind; a verdict for each, in order."""

WRITERS: dict[str, Writer] = {
    "client": store_clients,
    "subscription": store_subscriptions,
    "usage": store_events,
    "logins": store_events,
    "event": store_events,
    "day_total": store_day_totals,
    "incident": store_incidents,
    "incident_log": store_incident_log,
    "purchase": store_purchases,
}
CALLS_KINDS = frozenset({"usage", "day_total"})
LOGINS_KINDS = frozenset({"logins", "day_total"})
