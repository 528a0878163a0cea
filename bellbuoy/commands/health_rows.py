"""Scores, their parts and their history as rows."""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.commands.columns import Column, Json
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import section
from core.clients.types import ClientDetail
from core.health.types import TIER_WORDS, HistoryPoint, Tier
from core.values.instants import day_text, iso

COMPONENTS = ("usage", "engagement", "incidents")
"""Ids of the health components, in the order in which scores keep them."""

_PARTS = (
    Column("id", "component"),
    Column("value", "value", "right"),
    Column("weight", "weight", "right"),
    Column("points", "points", "right"),
)


def tier_words(tier: Tier) -> str:
    """A tier in a sentence: `!! critical`, `! at risk`, `healthy`."""
    return " ".join(TIER_WORDS[tier].split())


def value_of(centipoints: int | None) -> float | None:
    """A component as people read it, 0 to 100; null when unknown."""
    return None if centipoints is None else centipoints / 100


def component_rows(
    components: Sequence[int | None], weights: Sequence[int], points: Sequence[int]
) -> list[dict[str, Json]]:
    """The components of a score: value 0 to 100, weight in percent, points earned."""
    values = [value_of(centipoints) for centipoints in components]
    return [
        {"id": name, "value": value, "weight": weight, "points": earned}
        for name, value, weight, earned in zip(COMPONENTS, values, weights, points, strict=True)
    ]


def component_table(
    rows: Sequence[dict[str, Json]], score: int | None, options: Options
) -> str:
    """The components as a table that ends in the total; empty without a score."""
    if score is None:
        return ""
    told: list[dict[str, Json]] = [
        {**row, "value": _two_places(row["value"]), "weight": f"{row['weight']}%"}
        for row in rows
    ]
    total: dict[str, Json] = {"id": "total", "points": score}
    return section([*told, total], _PARTS, options)


def _two_places(value: Json) -> str:
    return f"{value:.2f}" if isinstance(value, float) else "unknown"


def score_row(found: ClientDetail) -> dict[str, Json]:
    """The score of one client and what it is made of."""
    row = found.row
    return {
        "id": row.key,
        "name": row.name,
        "score": row.score,
        "tier": row.tier,
        "trend": row.delta7,
        "partial": row.partial,
        "components": component_rows(found.components, found.weights, found.points),
        "config": found.config,
        "scored_at": None if found.scored_at is None else iso(found.scored_at),
        "run": found.run,
        "simulated": row.simulated,
    }


def history_row(point: HistoryPoint) -> dict[str, Json]:
    """The score at the end of a local day; components 0 to 100."""
    values = dict(zip(COMPONENTS, map(value_of, point.components), strict=True))
    return {
        "day": day_text(point.day),
        "score": point.score,
        "tier": point.tier,
        **values,
        "config": point.config,
        "recorded_at": iso(point.recorded_at),
        "backfilled": point.backfilled,
    }
