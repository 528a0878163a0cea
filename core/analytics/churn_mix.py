"""How many active clients are in each churn tier (DEFINITIONS 6.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from core.analytics.drill import query_of
from core.analytics.types import ChurnCount, ChurnMix
from core.clients.churn import CHURN_TIERS
from core.query.nouns import CLIENT_FIELDS


def churn_mix(counts: Mapping[str, int], as_of: datetime, *, told: bool) -> ChurnMix:
    """The tiers of so many clients each; one that is not there has none."""
    field = CLIENT_FIELDS["churn_tier"]
    return ChurnMix(
        as_of,
        tuple(ChurnCount(t, counts.get(t, 0), query_of(field, t)) for t in CHURN_TIERS),
        told,
    )
