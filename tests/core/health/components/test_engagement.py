from __future__ import annotations

from core.clients.types import UsageDay
from core.health.components.engagement import COMPONENT
from core.health.components.record import Evidence
from core.health.types import HealthFacts

FACTS = HealthFacts(calls=300, logins=17, penalty=50, days=30)


def test_it_reads_logins_alone() -> None:
    assert COMPONENT.centipoints(FACTS) == 5667
    assert COMPONENT.formula(FACTS) == "logins ÷ 30"
    assert COMPONENT.baseline is not None
    assert COMPONENT.baseline(FACTS.baseline) == 30


def test_days_are_short_by_logins_and_a_day_not_known_has_none() -> None:
    days = (UsageDay(19904, 100, 1), UsageDay(19905, 200, 0), UsageDay(19906, 200, None))
    shares = [part.share for part in COMPONENT.slices(FACTS, Evidence(days=days))]
    assert shares == [0, 30, 30]


def test_at_best_is_the_baseline() -> None:
    assert COMPONENT.at_best(FACTS).logins == 30
    assert COMPONENT.at_best(FACTS).calls == 300
