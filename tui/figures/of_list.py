"""The figures of rows that a query finds, each opened into the groups behind it."""

from __future__ import annotations

import shlex
from collections.abc import Callable

from bellbuoy.services.context import Context
from core.analytics.types import Grouped
from core.values.text import safe_text
from tui.asks import Ask
from tui.figures.page import Figure, FigurePage
from tui.places import Place

_AT_RISK = "at_risk"


def figures_place(found: Grouped, query: str) -> Place:
    """Where the figures that a line of groups shows are opened."""
    fields = [each.field for each in found.measures]
    return list_figures_place(found.noun, query, fields)


def list_figures_place(noun: str, query: str, fields: list[str]) -> Place:
    """Where figures over the rows of a query are opened: how many, of fields, and of
    clients the ARR at risk."""
    risk = [_AT_RISK] if noun == "client" else []
    return Place("figures", ",".join([f"{noun}s", *fields, *risk]), noun, query)


class ListFiguresPage(FigurePage):
    """`place.key` names the figures, between commas (empty: how many), `place.tab` what is
    listed (empty: clients), `place.query` which of them."""

    READ = "figures"
    WHAT = "these numbers"

    @property
    def noun(self) -> str:
        return self.place.tab or "client"

    @property
    def measure(self) -> str:
        return self.place.key or f"{self.noun}s"

    def _reading(self) -> Callable[[Context, Ask[Figure]], Figure]:
        noun, query, names = self.noun, self.place.query or "", self.measure.split(",")

        def work(ctx: Context, ask: Ask[Figure]) -> Figure:
            from bellbuoy.services import list_figures

            if noun == "incident":
                return list_figures.incident_figures(ctx, query, names)
            told, stopped = ask.progress, ask.cancelled
            return list_figures.client_figures(
                ctx, query, names, progress=told, cancelled=stopped
            )

        return work

    @property
    def _named(self) -> str:
        return safe_text(self.place.query or "", 60) or f"all {self.noun}s"

    @property
    def exported_as(self) -> str:
        return f"{self.noun}-figures"

    def tell_frame(self) -> None:
        super().tell_frame()
        self.strip.tell([(f"figures of {self._named}", "muted")], [])

    @property
    def crumbs(self) -> tuple[str, ...]:
        below = self.shell.list_below
        before = below.crumbs if below is not None else (f"{self.noun.capitalize()}s",)
        return (*before, f"why {self._named}")

    @property
    def command(self) -> str:
        query = f" {shlex.quote(safe_text(self.place.query))}" if self.place.query else ""
        return f"bellbuoy {self.noun} list{query} --why {self.measure}"
