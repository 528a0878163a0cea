from __future__ import annotations

from core.clients.types import UsageDay
from core.health.components.record import Evidence
from core.health.components.usage import COMPONENT
from core.health.types import HealthFacts

FACTS = HealthFacts(calls=300, logins=7, penalty=50, days=2)


def test_it_reads_calls_alone() -> None:
    assert COMPONENT.centipoints(FACTS) == 9000
    assert (COMPONENT.id, COMPONENT.unit, COMPONENT.default_weight) == ("usage", "calls", 40)
    assert COMPONENT.baseline is not None
    assert COMPONENT.baseline(FACTS.baseline) == 5000


def test_days_are_short_by_calls() -> None:
    days = (UsageDay(19904, 100, 9), UsageDay(19905, 200, 0))
    short, enough = COMPONENT.slices(FACTS, Evidence(days=days))
    # 5000/30 − 100 in thirtieths.
    assert (short.id, short.value, short.share) == ("2024-06-30", "100 calls", 2000)
    assert enough.share == 0


def test_at_best_tops_up_to_the_share_of_the_days_lived() -> None:
    assert COMPONENT.at_best(FACTS).calls == 334
    assert COMPONENT.at_best(FACTS).logins == 7
