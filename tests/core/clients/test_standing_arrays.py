from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.clients.standing import ClientInput, assess, shown_arr
from core.clients.standing_arrays import At, StandingArrays, assess_arrays
from core.health.arrays import TIER_CODES
from core.health.types import WINDOW, Baseline, HealthConfig
from core.values.instants import from_micros, to_micros
from core.values.spans import MISSING
from tests.core.clients.drawn import DAY, NOW, clients
from tests.core.clients.told_arrays import (
    ints,
    told_clients,
    told_incidents,
    told_subscriptions,
)
from tests.core.health.drawn import configs

WINDOW_START = from_micros((DAY - WINDOW + 1) * 86_400_000_000)
AT = At(to_micros(NOW), to_micros(WINDOW_START), DAY, "USD")
PLANS = (("pro", Baseline(800, 8)), ("free", Baseline(20_000, 200)))


def assessed(rows: list[ClientInput], config: HealthConfig, at: At = AT) -> StandingArrays:
    return assess_arrays(
        told_clients(rows, config),
        (ints((c.calls for c in rows), -1), ints((c.logins for c in rows), -1)),
        ints((c.score_7 for c in rows), -1),
        told_incidents(rows),
        told_subscriptions(rows),
        config,
        at,
    )


def row_of(found: StandingArrays, i: int) -> dict[str, Any]:
    def known(value: Any, none: int) -> int | None:
        return None if value == none else int(value)

    mine = found.arr.client == i
    names = [found.arr.currencies[place] for place in found.arr.currency[mine].tolist()]
    shown = int(found.shown[i])
    scores = found.scores
    return {
        "score": known(scores.score[i], -1),
        "tier": TIER_CODES[scores.tier[i]],
        "components": tuple(
            known(part[i], -1) for part in (scores.usage, scores.engagement, scores.incidents)
        ),
        "partial": bool(scores.partial[i]),
        "penalty": int(found.facts.penalty[i]),
        "days": int(found.facts.days[i]),
        "rank": int(found.rank[i]),
        "delta7": known(found.delta7[i], MISSING),
        "arr": tuple(zip(names, found.arr.minor[mine].tolist(), strict=True)),
        "shown": (
            None if shown < 0 else found.arr.currencies[shown],
            int(found.shown_minor[i]),
        ),
        "renews": known(found.renews[i], MISSING),
        "open_incidents": int(found.open_incidents[i]),
        "top_reason": found.top_reason[i],
        "live": bool(found.live[i]),
    }


def expected(client: ClientInput, config: HealthConfig) -> dict[str, Any]:
    one = assess(client, config, NOW, DAY, WINDOW_START)
    return {
        "score": one.health.score,
        "tier": one.health.tier,
        "components": one.health.components,
        "partial": one.health.partial,
        "penalty": one.facts.penalty,
        "days": one.facts.days,
        "rank": one.rank,
        "delta7": one.delta7,
        "arr": one.arr,
        "shown": shown_arr(one.arr, "USD"),
        "renews": one.renews,
        "open_incidents": one.open_incidents,
        "top_reason": one.top_reason,
        "live": one.live,
    }


@settings(deadline=None, max_examples=120)
@given(rows=st.lists(clients(), max_size=12), config=configs(), by_plan=st.booleans())
def test_arrays_say_what_one_client_s_assessment_says(
    rows: list[ClientInput], config: HealthConfig, by_plan: bool
) -> None:
    if by_plan:
        config = replace(config, plans=PLANS)
    found = assessed(rows, config)
    for i, client in enumerate(rows):
        assert row_of(found, i) == expected(client, config)


def test_reasons_are_told_of_each_way_to_lose_points() -> None:
    blank = ClientInput(0, None, None, None, None, None, 0, 30, (), (), None)
    rows = [
        blank,
        replace(blank, calls=1200),
        replace(blank, calls=10),
        replace(blank, start=DAY - 9),
        replace(blank, calls=None, logins=0),
        replace(blank, calls=5000),
        replace(blank, ended=DAY),
    ]
    found = assessed(rows, HealthConfig())
    assert found.top_reason.tolist() == [
        "no calls in 30 days: −40",
        "usage 24% of baseline: −30",
        "usage under 1% of baseline: −40",
        "no calls in 10 days: −40",
        "no logins in 30 days: −50",
        "",
        "",
    ]
