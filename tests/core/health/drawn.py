"""Facts, formulas and evidence as Hypothesis draws them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from core.clients.types import UsageDay
from core.health.components.record import Evidence
from core.health.types import WINDOW, Baseline, HealthConfig, HealthFacts, OpenPenalty
from core.incidents.types import SEVERITIES

baselines = st.builds(Baseline, st.integers(1, 20_000), st.integers(1, 200))
lives = st.integers(1, WINDOW)
weights = st.lists(st.integers(0, 100), min_size=3, max_size=3).filter(any).map(tuple)


def facts(days: st.SearchStrategy[int] = lives) -> st.SearchStrategy[HealthFacts]:
    return st.builds(
        HealthFacts,
        calls=st.none() | st.integers(0, 30_000),
        logins=st.none() | st.integers(0, 300),
        penalty=st.integers(0, 130) | st.integers(0, 1000),
        days=days,
        baseline=baselines,
    )


@st.composite
def configs(draw: st.DrawFn) -> HealthConfig:
    at_risk_from = draw(st.integers(0, 100))
    return HealthConfig(
        version=draw(st.sampled_from(["health/1", "health/2"])),
        weights=draw(weights),
        at_risk_from=at_risk_from,
        healthy_from=draw(st.integers(at_risk_from, 100)),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[HealthFacts, Evidence]:
    """Facts with the days and incidents that they are the sums of."""
    count, last = draw(lives), draw(st.integers(10_000, 25_000))
    calls = _column(draw, count, 400)
    logins = _column(draw, count, 4)
    penalties = tuple(
        OpenPenalty(f"INC-{n}", f"title {n}", severity, penalty, resolved=penalty < 10)
        for n, (severity, penalty) in enumerate(draw(_incidents))
    )
    days = tuple(UsageDay(last - count + 1 + n, calls[n], logins[n]) for n in range(count))
    facts = HealthFacts(
        calls=_total(calls),
        logins=_total(logins),
        penalty=sum(p.penalty for p in penalties),
        days=count,
        baseline=draw(baselines),
    )
    return facts, Evidence(penalties, days)


_incidents = st.lists(
    st.tuples(st.sampled_from(SEVERITIES), st.sampled_from([40, 20, 10, 5, 4, 2])), max_size=5
)


def _column(draw: st.DrawFn, count: int, most: int) -> list[int | None]:
    known = draw(st.booleans())
    column: st.SearchStrategy[Any] = st.lists(
        st.integers(0, most), min_size=count, max_size=count
    )
    return draw(column) if known else [None] * count


def _total(column: Sequence[int | None]) -> int | None:
    known = [value for value in column if value is not None]
    return sum(known) if known else None
