"""The health score in SQL, as a second opinion: `store check` compares the
stored scores with what this says, and a test compares it with the Python.

Whole numbers throughout (DEFINITIONS 2.1, 2.4): `(2n + d) / (2d)` is half up.
"""

from __future__ import annotations

from typing import Any

from core.health.types import HealthConfig
from core.values.text import fold
from storage.engine.reader import Rows

# From stored window sums, baseline, penalty and days to the three components.
_COMPONENTS = """
SELECT client_id, stored,
  CASE WHEN calls IS NULL OR days = 0 THEN NULL ELSE
    least(10000, (2 * 10000 * calls * 30 + calls_base * days) / (2 * calls_base * days)) END
    AS u,
  CASE WHEN logins IS NULL OR days = 0 THEN NULL ELSE
    least(10000, (2 * 10000 * logins * 30 + logins_base * days) / (2 * logins_base * days)) END
    AS e,
  CASE WHEN days = 0 THEN NULL ELSE greatest(0, 10000 - 100 * penalty) END AS i
FROM ({facts}) AS facts
"""
# A weight of an unknown component is shared over the rest: whole percents that
# sum to 100, by largest remainder; of two equal remainders the earlier gains.
_SCORE = """
SELECT client_id, stored, CASE WHEN u IS NULL AND e IS NULL THEN NULL
  WHEN u IS NOT NULL AND e IS NOT NULL THEN (:wu * u + :we * e + :wi * i + 5000) / 10000
  WHEN e IS NULL THEN (:ue * u + (100 - :ue) * i + 5000) / 10000
  ELSE (:eu * e + (100 - :eu) * i + 5000) / 10000 END AS fresh
FROM ({components}) AS parts
"""
_STORED_FACTS = """
SELECT c.id AS client_id, c.score AS stored, s.penalty, s.days,
  CASE WHEN s.usage_cp IS NULL THEN NULL ELSE s.calls_30 END AS calls,
  CASE WHEN s.engagement_cp IS NULL THEN NULL ELSE s.logins_30 END AS logins,
  coalesce(CASE WHEN c.baseline_calls > 0 THEN c.baseline_calls END, p.calls, :calls)
    AS calls_base,
  coalesce(CASE WHEN c.baseline_logins > 0 THEN c.baseline_logins END, p.logins, :logins)
    AS logins_base
FROM client c JOIN score s ON s.client_id = c.id
LEFT JOIN ({plans}) AS p ON p.plan = fold(c.plan)
"""


def score_params(config: HealthConfig) -> dict[str, int]:
    """The weights of a formula with three components, and each share where one
    of usage and engagement is unknown."""
    usage, engagement, incidents = config.weights
    return {
        "wu": usage,
        "we": engagement,
        "wi": incidents,
        "ue": _first_share(usage, incidents),
        "eu": _first_share(engagement, incidents),
    }


def _first_share(first: int, second: int) -> int:
    """The whole percents of the first of two weights; a half goes to the first."""
    total = first + second
    return 0 if total == 0 else (2 * 100 * first + total) // (2 * total)


def score_sql(facts: str) -> str:
    """SQL that yields (client_id, stored, fresh) for rows of (client_id, stored,
    calls, logins, penalty, days, calls_base, logins_base)."""
    return _SCORE.format(components=_COMPONENTS.format(facts=facts))


def differing_scores(rows: Rows, config: HealthConfig, limit: int = 10) -> list[int]:
    """Clients whose stored score is not the one that its stored inputs give."""
    plans, named = _plans(config)
    params = {
        **score_params(config),
        "calls": config.baseline.calls,
        "logins": config.baseline.logins,
        **named,
        "limit": limit,
    }
    found = rows.rows(
        f"SELECT client_id FROM ({score_sql(_STORED_FACTS.format(plans=plans))}) AS fresh"
        " WHERE stored IS DISTINCT FROM fresh ORDER BY client_id LIMIT :limit",
        params,
    )
    return [client for (client,) in found]


def _plans(config: HealthConfig) -> tuple[str, dict[str, Any]]:
    """SQL that yields (plan, calls, logins) of plans with a baseline of their own."""
    parts = ["SELECT '' AS plan, 0 AS calls, 0 AS logins WHERE 1 = 0"]
    params: dict[str, Any] = {}
    for number, (plan, base) in enumerate(config.plans):
        parts.append(f"SELECT :plan_{number}, :calls_{number}, :logins_{number}")
        params[f"plan_{number}"] = fold(plan)
        params[f"calls_{number}"] = base.calls
        params[f"logins_{number}"] = base.logins
    return " UNION ALL ".join(parts), params
