"""The feed of transactions among the scenarios: what has come in, and how it is begun."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from rich.text import Text

from bellbuoy.services.context import Context
from bellbuoy.services.simulations.feed_look import FeedNow
from bellbuoy.services.simulations.paced import Paced, begins_words
from core.simulations.types import LIVE, Run
from core.values.errors import BellbuoyError
from tui.asks import Ask
from tui.lines import blank, line, said
from tui.look import ScreenLook
from tui.places import Place
from tui.shell import Shell
from tui.simulations.chance import EFFECT
from tui.simulations.feed_lines import feed_lines, feed_words
from tui.simulations.running import RunsSimulations
from tui.simulations.setting import SetsScenario

INTERVAL = "interval"


class ShowsFeed(SetsScenario, RunsSimulations):
    """A screen of scenarios, one of which is the feed: it is about no client, has no
    effect that could be computed, and is told by what it has added."""

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self.fed: FeedNow | None = None

    @abstractmethod
    def fed_came(self) -> None:
        """What has come in was read."""

    @property
    def on_feed(self) -> bool:
        """Whether the cursor stands on the feed."""
        return self.scenario.id == LIVE

    def read_feed(self) -> None:
        """Read what has come in, in the place of an effect."""

        def work(ctx: Context, _ask: Ask[Any]) -> FeedNow:
            from bellbuoy.services.simulations.feed_look import feed_now

            return feed_now(ctx)

        def came(found: FeedNow) -> None:
            self.fed = found
            self.fed_came()

        self.session.back.ask(EFFECT, work, came, self.shell.fault)

    def fed_lines(self, look: ScreenLook, width: int) -> Sequence[Text]:
        """What stands at the right while the cursor is on the feed."""
        head = [line([(" Latest transactions", "header")], look, width)]
        if self.fed is None:
            return [*head, *said("Transactions are being read", "muted", look, width)]
        run = self.fed.run
        if run is None:
            words = "Nothing comes in: R asks, y begins the feed"
            return [*head, *said(look.glyphs.words(words), "", look, width)]
        each = f"each {run.values[INTERVAL]:,} s"
        told = f"run {run.number} {run.stands}: {feed_words(run)}, {each}"
        return [
            *head,
            *said(told, "", look, width),
            blank(),
            *feed_lines(run, self.fed.latest, look, width),
        ]

    def ask_feed(self) -> None:
        """In a line what would come in; `y` begins it."""
        paced = self.paced
        try:
            begins = begins_words(self.session.ctx, paced.start)
        except BellbuoyError as error:
            self.shell.fault(error)
            return
        words = [
            f"A transaction {every_words(paced.values)}, until somebody stops it",
            *([begins] if begins else []),
            f"{paced.speed:,} times as fast as the clock, seed {paced.seed},"
            " all of it can be taken back",
        ]

        def decided(yes: bool | None) -> None:
            if yes:
                self._begin(paced)

        title = f"Run {self.scenario.title}?"
        self.shell.show("ask_run", title, words, "begins it", done=decided)

    def _begin(self, paced: Paced) -> None:
        def work(ctx: Context, _ask: Ask[Run]) -> Run:
            from bellbuoy.services.simulations.feeding import begin_feed

            return begin_feed(
                ctx, paced.values, seed=paced.seed, speed=paced.speed, start=paced.start
            )

        self._act_run(work, self._fed_begun)

    def _fed_begun(self, run: Run) -> None:
        self.shell.say_changed(f"run {run.number}: {run.title}, {run.stands}")
        self.did_act()
        self.read_feed()


def every_words(values: dict[str, int]) -> str:
    """`one each 2 s`"""
    return f"one each {values[INTERVAL]:,} s"
