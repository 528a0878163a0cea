"""A component that counts something and holds it against a baseline.

DEFINITIONS 2.1: centipoints = min(10000, 10000 * total * 30 / (baseline * d)),
rounded half up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.health.components.record import (
    FULL,
    Component,
    DayOfUse,
    Evidence,
    Lever,
    Remedy,
    Slice,
    count_text,
)
from core.health.types import WINDOW, Baseline, HealthFacts, Needed
from core.values.instants import day_text
from core.values.rounding import half_up


def full_total(baseline: int, days: int) -> int:
    """The smallest total of `days` days that reaches the baseline."""
    return -(-baseline * days // WINDOW)


@dataclass(frozen=True, slots=True)
class Counted:
    """Where one counted measure stands in facts, baselines and days; `question` is what
    to ask a client that has little of it."""

    name: str
    unit: str
    total: Callable[[HealthFacts], int | None]
    baseline: Callable[[Baseline], int]
    of_day: Callable[[DayOfUse], int | None]
    with_total: Callable[[HealthFacts, int], HealthFacts]
    question: str

    def component(self, default_weight: int) -> Component:
        return Component(
            id=self.name,
            label=self.name,
            unit=self.unit,
            reads=(self.unit, "baseline", "days"),
            default_weight=default_weight,
            centipoints=self.centipoints,
            formula=self.formula,
            measured=self.measured,
            slices=self.slices,
            reason=self.reason,
            at_best=self.at_best,
            what_if=f"{self.name} back at baseline",
            lever=self.lever,
            remedy=Remedy(f"Call: {self.question}", "call"),
            baseline=self.baseline,
        )

    def centipoints(self, facts: HealthFacts) -> int | None:
        total, days = self.total(facts), facts.days
        if total is None or days == 0:
            return None
        reached = half_up(FULL * WINDOW * total, self.baseline(facts.baseline) * days)
        return max(0, min(FULL, reached))

    def formula(self, facts: HealthFacts) -> str:
        baseline = f"{self.baseline(facts.baseline):,}"
        if 0 < facts.days < WINDOW:
            return f"{self.unit} ÷ ({baseline} × {facts.days}/{WINDOW})"
        return f"{self.unit} ÷ {baseline}"

    def measured(self, facts: HealthFacts) -> str:
        total = self.total(facts)
        if total is None:
            return f"{self.unit} not known"
        return f"{count_text(total, self.unit)} in {count_text(facts.days, 'days')}"

    def slices(self, facts: HealthFacts, evidence: Evidence) -> tuple[Slice, ...]:
        """The days that fall short of a thirtieth of the baseline, by how much."""
        baseline = self.baseline(facts.baseline)
        found = []
        for day in evidence.days:
            actual = self.of_day(day) or 0
            # Thirtieths: whole numbers in the same proportions.
            share = max(0, baseline - WINDOW * actual)
            text = day_text(day.day)
            found.append(Slice(text, text, count_text(actual, self.unit), share))
        return tuple(found)

    def reason(self, facts: HealthFacts, open_incidents: int) -> str:
        if not self.total(facts):
            return f"no {self.unit} in {count_text(facts.days, 'days')}"
        percent = (self.centipoints(facts) or 0) // 100
        return f"{self.name} {f'{percent}%' if percent else 'under 1%'} of baseline"

    def at_best(self, facts: HealthFacts) -> HealthFacts:
        total = self.total(facts)
        if total is None:
            return facts
        full = full_total(self.baseline(facts.baseline), facts.days)
        return self.with_total(facts, max(total, full))

    def lever(self, facts: HealthFacts, _: Evidence) -> Lever | None:
        """More of it inside the window, one by one up to the baseline."""
        total = self.total(facts)
        if total is None:
            return None
        full = full_total(self.baseline(facts.baseline), facts.days)

        def after(found: HealthFacts, n: int) -> HealthFacts:
            return self.with_total(found, total + n)

        return Lever(
            most=max(0, full - total),
            after=after,
            needed=lambda n: Needed(self.unit, n),
            words=lambda n: f"{count_text(n, self.unit)} more",
        )
