"""A figure of the record of incidents, opened into the incidents that it is made of."""

from __future__ import annotations

import shlex
from collections.abc import Callable

from bellbuoy.services.context import Context
from core.record.types import AGAINST
from core.values.text import safe_text
from tui.asks import Ask
from tui.figures.page import Figure, FigurePage
from tui.places import Place

WHYS: tuple[tuple[str, str, str, str], ...] = (
    ("r", "mttr", "MTTR", "what each took that was resolved"),
    ("a", "mtta", "MTTA", "how long each waited to be acknowledged"),
    ("s", "sla", "SLA met", "the incidents whose clocks ran out"),
    ("o", "available", "availability", "the outages"),
    ("d", AGAINST, "MTTR moved", "why, against as many days before"),
)
"""A letter of the menu, the measure, its name, and what stands behind it."""


def why_place(measure: str, query: str | None, days: int) -> Place:
    """Where a figure of the record over so many days is opened."""
    return Place("incident_why", measure, str(days), query)


class RecordWhyPage(FigurePage):
    """`place.key` is the measure, `place.tab` over how many days, `place.query` of which
    incidents."""

    READ = "incident-why"

    @property
    def FRONT(self) -> str:  # type: ignore[override]  # noqa: N802 - the name of the base
        return "incidents"

    @property
    def _named(self) -> str:
        return next((name for _, own, name, _ in WHYS if own == self.measure), self.measure)

    @property
    def measure(self) -> str:
        return self.place.key or WHYS[0][1]

    @property
    def days(self) -> int:
        return int(self.place.tab) if self.place.tab.isdecimal() else 90

    def _reading(self) -> Callable[[Context, Ask[Figure]], Figure]:
        measure, query, days = self.measure, self.place.query or "", self.days

        def work(ctx: Context, _ask: Ask[Figure]) -> Figure:
            from bellbuoy.services.incidents.statistics import opened_figure

            return (opened_figure(ctx, measure, query, days),)

        return work

    def tell_frame(self) -> None:
        super().tell_frame()
        query = safe_text(self.place.query or "") or "all incidents"
        self.strip.tell(
            [(f"{self._named} of {query}", "muted")], [(f"{self.days} days", "muted")]
        )

    @property
    def crumbs(self) -> tuple[str, ...]:
        return ("Incidents", "Stats", f"why {self._named}")

    @property
    def back_word(self) -> str:
        return "stats"

    @property
    def command(self) -> str:
        query = f" {shlex.quote(safe_text(self.place.query))}" if self.place.query else ""
        return f"bellbuoy incident stats{query} --why {self.measure} --days {self.days}"
