"""A tally of many clients says what each of them says by itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from statistics import median
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.health.arrays import TIER_CODES
from core.health.preview import PreviewTally, StoredChunk
from core.health.saturation import fitting_baseline, saturated
from core.health.score import baseline_for, score_client
from core.health.types import Baseline, HealthConfig, HealthFacts, HealthScore, total_money
from core.values.money import Money
from tests.core.health.drawn import baselines, configs

Client = dict[str, Any]
PLANS = (None, "Pro", "pro", "Basic")


@st.composite
def clients(draw: st.DrawFn) -> Client:
    """One stored client; its own baselines may be none (0)."""
    return {
        "calls": draw(st.none() | st.integers(0, 12_000)),
        "logins": draw(st.none() | st.integers(0, 70)),
        "penalty": draw(st.sampled_from([0, 0, 10, 40, 120])),
        "days": draw(st.integers(0, 30)),
        "own_calls": draw(st.sampled_from([0, 0, 0, 700])),
        "own_logins": draw(st.sampled_from([0, 0, 0, 4])),
        "plan": draw(st.sampled_from(PLANS)),
        "usd": draw(st.sampled_from([0, 500, 2**61])),
        "eur": draw(st.sampled_from([0, 0, 70])),
    }


def scored(client: Client, config: HealthConfig) -> HealthScore:
    base, _ = baseline_for(config, client["plan"], client["own_calls"], client["own_logins"])
    return score_client(
        HealthFacts(client["calls"], client["logins"], client["penalty"], client["days"], base),
        config,
    )


def chunk(first: int, found: list[Client], old: HealthConfig) -> StoredChunk:
    scores = [scored(client, old) for client in found]

    def numbers(values: list[Any]) -> NDArray[np.int64]:
        return np.array([-1 if v is None else v for v in values], dtype=np.int64)

    unknown = (
        [s.components[0] is None for s in scores],
        [s.components[1] is None for s in scores],
    )
    return StoredChunk(
        ids=np.arange(first, first + len(found)),
        score=numbers([s.score for s in scores]),
        tier=numbers([TIER_CODES.index(s.tier) for s in scores]),
        usage=numbers([s.components[0] for s in scores]),
        engagement=numbers([s.components[1] for s in scores]),
        calls=numbers(
            [None if u else c["calls"] for u, c in zip(unknown[0], found, strict=True)]
        ),
        logins=numbers(
            [None if u else c["logins"] for u, c in zip(unknown[1], found, strict=True)]
        ),
        penalty=numbers([c["penalty"] for c in found]),
        days=numbers([c["days"] for c in found]),
        own_calls=numbers([c["own_calls"] for c in found]),
        own_logins=numbers([c["own_logins"] for c in found]),
        arr=numbers([c["usd"] for c in found]),
        plans=[c["plan"] for c in found],
    )


def with_plans(config: HealthConfig, base: Baseline, plan: Baseline) -> HealthConfig:
    return HealthConfig(
        config.version, config.weights, base, config.healthy_from, config.at_risk_from,
        (("PRO", plan),),
    )  # fmt: skip


def _far(before: int | None, after: int | None) -> int:
    if (before is None) != (after is None):
        return 101
    return abs((before or 0) - (after or 0))


@settings(deadline=None, max_examples=120)
@given(
    st.lists(st.lists(clients(), max_size=7), max_size=4),
    configs(), configs(), baselines, baselines, st.integers(0, 5),
)  # fmt: skip
def test_a_tally_is_the_sum_of_its_clients(
    chunks: list[list[Client]], old: HealthConfig, new: HealthConfig,
    base: Baseline, plan: Baseline, most: int,
) -> None:  # fmt: skip
    new = with_plans(new, base, plan)
    tally = PreviewTally(old, new, most)
    first = 1
    for found in chunks:
        if found:
            ids = range(first, first + len(found))
            arr = [(i, "USD", c["usd"]) for i, c in zip(ids, found, strict=True) if c["usd"]]
            arr += [(i, "EUR", c["eur"]) for i, c in zip(ids, found, strict=True) if c["eur"]]
            tally.add(chunk(first, found, old), arr)
        first += len(found)
    everyone = [client for found in chunks for client in found]
    before, after = [scored(c, old) for c in everyone], [scored(c, new) for c in everyone]
    pairs = Counter((b.tier, a.tier) for b, a in zip(before, after, strict=True))
    sums: dict[tuple[str, str], list[Money]] = defaultdict(list)
    for b, a, c in zip(before, after, everyone, strict=True):
        sums[b.tier, a.tier] += [
            Money(int(c["usd"] or 0), "USD"),
            Money(int(c["eur"] or 0), "EUR"),
        ]
    assert tally.clients == len(everyone)
    for move in tally.moves():
        assert move.clients == pairs[move.before, move.after]
        kept = tuple(m for m in total_money(sums[move.before, move.after]) if m.minor)
        assert move.arr == kept
    for standing, scores, config in zip(
        tally.standings(), (before, after), (old, new), strict=True
    ):
        known = [s.score for s in scores if s.score is not None]
        assert standing.scored == len(known)
        assert standing.average == (round(sum(known) / len(known), 2) if known else None)
        assert standing.median == (median(known) if known else None)
        for at, name in enumerate(("usage", "engagement")):
            have = [(s, c) for s, c in zip(scores, everyone, strict=True)
                    if s.score is not None and s.components[at] is not None]  # fmt: skip
            totals = [c[("calls", "logins")[at]] for _, c in have]
            ends = standing.ends[at]
            assert (ends.component, ends.clients) == (name, len(have))
            assert ends.baseline == (config.baseline.calls, config.baseline.logins)[at]
            assert ends.fitting == fitting_baseline(totals)
            told = saturated(name, [s.components[at] for s, _ in have], totals, ends.baseline)
            assert ends.saturated == (told.at if told else None)
    changed = [
        (-_far(b.score, a.score), b.tier == a.tier, -int(c["usd"] or 0), number)
        for number, (b, a, c) in enumerate(zip(before, after, everyone, strict=True), start=1)
    ]
    moved = sorted(row for row in changed if row[0] or not row[1])
    assert tally.rescored == sum(row[0] < 0 for row in moved)
    assert [row[:4] for row in tally.largest] == moved[:most]
