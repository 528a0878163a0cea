"""Groups of the whole base from the counters that every change keeps up to date."""

from __future__ import annotations

from collections.abc import Sequence

from core.analytics.groups import Keys
from core.analytics.keys import key_of
from core.analytics.tally import Amounts, Tally
from core.query.fields import Field
from storage.engine.reader import Rows

DIMENSIONS = ("owner", "plan", "industry", "country", "renews")
ALL = "all"
_COUNTS = """
SELECT value, tier, sum(n), sum(scored), sum(score_sum), sum(delta_n), sum(delta_sum)
FROM facet_count WHERE dimension = :dimension AND currency = '' {live} GROUP BY value, tier
"""
_ARR = """
SELECT value, tier, currency, sum(arr_minor) FROM facet_count
WHERE dimension = :dimension AND currency <> '' {live} GROUP BY value, tier, currency
"""


def dimension_of(by: Sequence[Field]) -> str | None:
    """The dimension that holds these groups: one of DIMENSIONS, with or without the
    tier, or the whole base. None: the counters do not tell."""
    names = [field.name for field in by if field.name != "tier"]
    if len(names) > 1 or any(name not in DIMENSIONS for name in names):
        return None
    return names[0] if names else ALL


def counted(
    rows: Rows, dimension: str, by: Sequence[Field], *, active: bool = False
) -> dict[Keys, Tally]:
    """What each group of a dimension adds up to: how many clients, scores and their
    changes in 7 days, ARR by currency. Only sums are known, of ARR no counts.
    `active` leaves out clients who are none today; without `by` it is one group."""
    live = "AND live = 1" if active else ""
    params = {"dimension": dimension}
    found: dict[Keys, Tally] = {}
    for value, tier, n, scored, score, compared, change in rows.rows(
        _COUNTS.format(live=live), params
    ):
        cells = {
            ("health", ""): Amounts(int(scored), int(score), None, None),
            ("trend", ""): Amounts(int(compared), int(change), None, None),
        }
        _add(found, _keys(by, value, tier), Tally(int(n), cells))
    for value, tier, currency, minor in rows.rows(_ARR.format(live=live), params):
        cell = {("arr", str(currency)): Amounts(0, int(minor), None, None)}
        _add(found, _keys(by, value, tier), Tally(0, cell))
    return found if found or by else {(): Tally()}


def _keys(by: Sequence[Field], value: str, tier: str) -> Keys:
    return tuple(key_of(f, (tier if f.name == "tier" else value or None,)) for f in by)


def _add(found: dict[Keys, Tally], keys: Keys, tally: Tally) -> None:
    found[keys] = found.get(keys, Tally()) + tally
