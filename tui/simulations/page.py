"""Simulations: scenarios at the left, what the chosen one would do at the right."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.geometry import Size

from bellbuoy.services.context import Context
from core.simulations.types import LIVE, Bands, Preview, Run, ScenarioTold
from core.values.counting import counted
from core.values.text import safe_text
from tui.actions import Action
from tui.asks import Ask
from tui.frame.lines_view import LinesView
from tui.lines import line
from tui.places import Place
from tui.read_once import SLOW_S
from tui.shell import Shell
from tui.simulations.actions import SIMULATION_MOVES, SIMULATIONS, WORDS
from tui.simulations.both_radars import (
    WIDE,
    both_radars,
    left_width,
    radar_width,
    with_radars,
)
from tui.simulations.chance import EFFECT, TriesSeeds
from tui.simulations.choices import choice_lines, last_runs
from tui.simulations.effect_lines import effect_lines
from tui.simulations.feeding import ShowsFeed
from tui.simulations.running import Wanted, read_history
from tui.simulations.two_panes import TwoPanes
from tui.simulations.why import CHANCE, MENU, effect_figure

LARGEST_CLIENTS = "sort:-arr limit:100"
"""Whom it is about until somebody says otherwise: few enough to be computed at once."""
_LEFT = 30
_BESIDE = 72
_RUNS = "simulation.runs"
_LARGEST = 200
"""So many clients stand by name behind a figure; the rest is one part."""


class SimulationsPage(ShowsFeed, TriesSeeds, TwoPanes):
    """`place.key` is the scenario or the feed, `place.query` whom it is about."""

    ACTIONS: ClassVar[tuple[Action, ...]] = SIMULATIONS
    MOVES: ClassVar[tuple[Action, ...]] = SIMULATION_MOVES
    DEFAULT_CSS = f"""
    SimulationsPage #main {{ height: 1fr; layout: horizontal; }}
    SimulationsPage.-below #main {{ layout: vertical; }}
    SimulationsPage #scenarios {{ width: {_LEFT}; height: 1fr; }}
    SimulationsPage.-below #scenarios {{ width: 1fr; }}
    SimulationsPage #simulation {{ width: 1fr; height: 1fr; }}
    """

    READ = EFFECT
    WHAT = "what it would do"
    BESIDE = "scenarios"
    WORDS = WORDS
    data: Preview | None = None

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self._to_run = False
        self.runs: tuple[Run, ...] = ()
        self.scenarios: tuple[ScenarioTold, ...] = ()

    @property
    def listed(self) -> LinesView:
        return self.beside

    @property
    def many(self) -> int:
        return len(self.scenarios)

    def opened(self) -> None:
        self.listed.focus()
        self._open()

    def arrive(self, place: Place) -> None:
        """Without a word of whom it stays about those it was about."""
        bare = not place.key and place.query is None
        self.place = Place(place.screen, query=self.place.query) if bare else place
        self._open()

    def _open(self) -> None:
        from bellbuoy.services.simulations.listing import runnable
        from bellbuoy.services.simulations.preview import SEED

        self._seed = self._seed or SEED
        if not self.scenarios:
            self.scenarios = runnable(self.session.ctx)
        ids = [each.id for each in self.scenarios]
        wanted = self.place.key or self.told_scenario()
        if wanted in ids:
            self._at = ids.index(wanted)
        self.listed.redraw()
        self.load()

    def fit(self, size: Size) -> None:
        self.set_class(size.width < _BESIDE, "-below")

    # Reading

    @property
    def scenario(self) -> ScenarioTold:
        """The one under the cursor."""
        return self.scenarios[self._at]

    @property
    def shown(self) -> Preview | None:
        """What is computed of the one under the cursor; None: not yet."""
        found = self.data
        return found if found and self.scenarios and found.what == self.scenario.id else None

    @property
    def query_text(self) -> str:
        return LARGEST_CLIENTS if self.place.query is None else self.place.query

    def load(self) -> None:
        """Compute it again; what is on the screen stays until then."""
        if not self.scenarios:
            return
        self.session.back.ask(_RUNS, read_history, self._runs_came, self.shell.fault)
        if self.on_feed:
            self.read_feed()
            return
        name, query = self.scenario.id, self.query_text
        found = self.paced

        def work(ctx: Context, ask: Ask[Preview]) -> Preview:
            from bellbuoy.services.desk.selection import meant_by
            from bellbuoy.services.simulations.preview import preview

            return preview(
                ctx, name, meant_by(ctx, query), found.values, seed=found.seed,
                largest=_LARGEST, progress=ask.progress, cancelled=ask.cancelled,
            )  # fmt: skip

        self.session.back.ask(self.READ, work, self._came, self._failed, self._progress)
        self.set_timer(SLOW_S, self._still_reading)

    def _runs_came(self, runs: tuple[Run, ...]) -> None:
        self.runs = runs
        self.listed.redraw()

    def _came(self, data: Preview) -> None:
        self.data = data
        self._show(None)
        self.pane.redraw()
        wanted, self._to_run = self._to_run and self.is_current, False
        if wanted:
            self.do_run()

    def fed_came(self) -> None:
        self._show(None)
        self.pane.redraw()

    # Drawing

    def _draw_beside(self, width: int, _height: int) -> Sequence[Text]:
        if not self.scenarios:
            return ()
        return choice_lines(
            self.scenarios, self._at, self.paced, last_runs(self.runs),
            self.session.screen_look(), width,
        )  # fmt: skip

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        look = self.session.screen_look()
        if self.scenarios and self.on_feed:
            return self.fed_lines(look, width)
        if self.shown is None:
            return ()
        title = line([(" Effect, computed and not applied", "header")], look, width)
        if self.size.width < WIDE:
            return [title, *effect_lines(self.shown, look, width)]
        lines = [title, *effect_lines(self.shown, look, left_width(width), named=False)]
        radars = both_radars(self.shown.largest, ("BEFORE", "AFTER"), look, radar_width(width))
        return with_radars(lines, radars, look, width)

    # The frame

    def tell_frame(self) -> None:
        super().tell_frame()
        if self.scenarios and self.on_feed:
            run = None if self.fed is None else self.fed.run
            told = "" if run is None else counted(run.purchases, "transaction")
            self.strip.tell([("no clients: transactions alone", "muted")], [(told, "muted")])
            return
        many = "" if self.data is None else counted(self.data.before.clients, "client")
        self.strip.tell([("/ ", "accent"), (safe_text(self.query_text, 120), "")],
                        [(many, "muted")])  # fmt: skip

    @property
    def crumbs(self) -> tuple[str, ...]:
        title = (self.scenario.title,) if self.scenarios else ()
        return ("Simulations", *title)

    @property
    def back_word(self) -> str:
        return "stop" if self.session.back.busy(self.READ) else super().back_word

    @property
    def command(self) -> str:
        if not self.scenarios:
            return "bellbuoy sim list"
        values, seed = self.paced.values, self.paced.seed
        given = {each.name: values[each.name] for each in self.scenario.parameters
                 if values[each.name] != each.default}  # fmt: skip
        sets = "".join(f" --set {name}={value}" for name, value in given.items())
        if self.on_feed:
            return f"bellbuoy sim run {LIVE} --interval {values['interval']} --seed {seed}"
        whom = shlex.quote(self.query_text)
        return f"bellbuoy sim preview {self.scenario.id} {whom}{sets} --seed {seed}"

    @property
    def copied(self) -> str:
        return self.scenario.id if self.scenarios else ""

    # Keys

    def set_anew(self) -> None:
        self.listed.redraw()
        self.load()

    def do_open(self) -> None:
        self.shell.go(Place("clients", query=self.query_text))

    def do_run(self) -> None:
        """In one line what would happen, then `y`; it asks once that is computed."""
        if self.on_feed:
            self.ask_feed()
        elif self.session.back.busy(self.READ):
            self._to_run = True
            self.shell.say("its effect is being computed; then it asks", "muted")
        elif (found := self.shown) is not None:
            one = self.scenario
            whom = found.largest[0].name if found.before.clients == 1 and found.largest else ""
            wanted = Wanted(one.id, one.title, self.query_text, whom or self.query_text,
                            self.paced)  # fmt: skip
            self.ask_run(wanted, found)

    def do_runs(self) -> None:
        self.shell.go(Place("runs"))

    def do_why(self) -> None:
        """Which figure of the effect, then what it is made of."""
        if self.shown is not None:
            self.shell.show("menu", "Why which figure?", MENU, done=self._why_of)

    def _why_of(self, letter: str | None) -> None:
        if letter == CHANCE:
            self.try_seeds(0 if self.shown is None else self.shown.before.clients)
        elif letter is not None and (found := self.shown) is not None:
            self.shell.show("effect_why", *effect_figure(found, letter))

    def bands_came(self, found: Bands) -> None:
        self._show(None)
        self.shell.show("effect_why", f"{self.scenario.title}: what chance does", found)

    def far(self, done: int, of: int) -> None:
        self._progress(done, of)

    def came_to(self) -> None:
        self._to_run = False
        self.listed.redraw()
        self.listed.reveal(self._at)
        self.load()
        self.pane.redraw()
        self.tell_frame()
