"""How the scenario under the cursor is set, and whom it is about: two boxes."""

from __future__ import annotations

from abc import abstractmethod

from bellbuoy.services.simulations.paced import Paced, begins_words, paced, paced_text
from core.simulations.types import LIVE, ScenarioTold
from core.values.errors import BellbuoyError
from tui.desk.entry import nothing_told
from tui.page import Page
from tui.places import Place
from tui.shell import Shell

_FEED_HINT = "seed; speed 1, 60; start 30m, 14:30"
_PACE_HINT = "seed; spread, lasts in minutes; speed once, 1, 60; start 30m, 14:30"


class SetsScenario(Page):
    """What is set is kept by scenario, the seed for all of them."""

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self._set: dict[str, str] = {}
        self._seed = 0

    @property
    @abstractmethod
    def scenario(self) -> ScenarioTold:
        """The one under the cursor."""

    @abstractmethod
    def set_anew(self) -> None:
        """It is set otherwise: compute it again."""

    def told_scenario(self) -> str:
        """The scenario that a story is at, set as its line says; empty: none."""
        if self.session.story is None:
            return ""
        from tui.story import scenario_of

        name, text = scenario_of(self.session.story)
        if name:
            self._set[name] = text
        return name

    @property
    def paced(self) -> Paced:
        """How the one under the cursor is set."""
        name = self.scenario.id
        return paced(name, self._set.get(name, ""), self._seed)

    def do_edit(self) -> None:
        one, before = self.scenario, self.paced

        def fault(text: str) -> str:
            try:
                begins_words(self.session.ctx, paced(one.id, text, before.seed).start)
            except BellbuoyError as error:
                return f"{error.message}: {error.hint}" if error.hint else error.message
            return ""

        def done(text: str | None) -> None:
            if text is not None:
                self._set[one.id] = text
                self._seed = paced(one.id, text, before.seed).seed
                self.set_anew()

        bounds = [f"{each.name} {each.low:,}..{each.high:,}" for each in one.parameters]
        hint = "; ".join([*bounds, _FEED_HINT if one.id == LIVE else _PACE_HINT])
        self.shell.show("entry", f"{one.title}: set", hint, fault, nothing_told,
                        paced_text(one.id, before), done=done)  # fmt: skip

    def do_filter(self) -> None:
        """A query is edited; the usual one, or a single id, gives way to another."""

        def done(text: str | None) -> None:
            if text is not None:
                self.arrive(Place("simulations", self.scenario.id, query=text.strip() or None))
                self.shell.history.correct(self.place)

        now = self.place.query or ""
        self.shell.show("entry", "Whom it is about", "a query, or the id of a client",
                        nothing_told, nothing_told, now if ":" in now or " " in now else "",
                        done=done)  # fmt: skip
