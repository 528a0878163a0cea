"""Runs of simulations: which there were, what came of one, and the keys that steer it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text

from core.simulations.types import Run
from core.values.counting import counted
from tui.actions import Action
from tui.frame.lines_view import LinesView
from tui.lines import rule
from tui.places import Place
from tui.read_once import SLOW_S
from tui.simulations.both_radars import (
    WIDE,
    both_radars,
    left_width,
    radar_width,
    with_radars,
)
from tui.simulations.run_lines import HEADER, run_detail, run_list
from tui.simulations.running import read_history
from tui.simulations.runs_actions import RUN_MOVES, RUNS, WORDS
from tui.simulations.steering import Steers
from tui.simulations.two_panes import TwoPanes

_AGAIN_S = 5.0


class RunsPage(Steers, TwoPanes):
    """`place.key` is the number of the run under the cursor; empty: the newest."""

    ACTIONS: ClassVar[tuple[Action, ...]] = RUNS
    MOVES: ClassVar[tuple[Action, ...]] = RUN_MOVES
    DEFAULT_CSS = """
    RunsPage #main { height: 1fr; layout: vertical; }
    RunsPage #runs { height: 1fr; }
    RunsPage #run { height: 2fr; }
    """

    READ = "runs"
    WHAT = "the runs"
    BESIDE = "run"
    ABOVE = HEADER
    WORDS = WORDS
    data: tuple[Run, ...] | None = None

    @property
    def listed(self) -> LinesView:
        return self.pane

    @property
    def many(self) -> int:
        return len(self.data or ())

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(_AGAIN_S, self._still_waits)

    def _still_waits(self) -> None:
        """While a run has not begun its row says how long that takes."""
        if any(run.waits_s is not None for run in self.data or ()):
            self.load()

    def arrive(self, place: Place) -> None:
        self.place = place
        self.load()

    # Reading

    @property
    def run(self) -> Run | None:
        """The one under the cursor."""
        found = self.data or ()
        return found[self._at] if self._at < len(found) else None

    def load(self) -> None:
        """Read them again; what is on the screen stays until then."""
        self.session.reader.ask(self.READ, read_history, self._came, self._failed)
        self.set_timer(SLOW_S, self._still_reading)

    def _came(self, data: tuple[Run, ...]) -> None:
        before = str(self.run.number) if self.run is not None else self.place.key
        self.data = data
        wanted = self.place.key or before
        numbers = [str(run.number) for run in data]
        self._at = numbers.index(wanted) if wanted in numbers else 0
        self._show(None)
        self._here()

    def _here(self) -> None:
        """The cursor stands on a run: it is told of below."""
        if self.run is not None:
            self.place = Place("runs", str(self.run.number))
            self.shell.history.correct(self.place)
            self.read_compared(self.run)
            if not self.run.feed:
                self.read_moved(self.run.number)
        self.pane.redraw()
        self.pane.reveal(self._at + HEADER)
        self.beside.redraw()
        self.tell_frame()

    def compared_came(self) -> None:
        self.beside.redraw()

    # Drawing

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        if self.data is None:
            return ()
        return run_list(self.data, self._at, self.session.screen_look(), width)

    def _draw_beside(self, width: int, _height: int) -> Sequence[Text]:
        if (run := self.run) is None:
            return ()
        look = self.session.screen_look()
        rows, against = self.compared_of(run)
        checked = self.checked.get(run.number)
        came = self.came_of(run)
        aside = self.size.width >= WIDE and not run.feed and run.state != "undone"
        room = left_width(width) if aside else width
        lines = run_detail(run, rows, against, checked, look, room, came=came)
        if aside:
            moved = self.moved_of(run)
            titles = ("WITHOUT RUNS", "NOW")
            radars = both_radars(moved, titles, look, radar_width(width), "~")
            lines = with_radars(lines, radars, look, width)
        return [rule(look, width), *lines]

    # The frame

    def tell_frame(self) -> None:
        super().tell_frame()
        found = self.data or ()
        stands = sum(run.state != "undone" for run in found)
        back = self.shell.keymap.told("previous_tab", "scenarios")
        many = f"{counted(len(found), 'run')}, {stands:,} in force"
        self.strip.tell([(back, "muted")], [(many, "muted")])

    @property
    def crumbs(self) -> tuple[str, ...]:
        here = () if self.run is None else (f"run {self.run.number}",)
        return ("Simulations", "Runs", *here)

    @property
    def back_word(self) -> str:
        found = super().back_word
        return found or "back"

    @property
    def command(self) -> str:
        return "bellbuoy sim history"

    @property
    def copied(self) -> str:
        return "" if self.run is None else str(self.run.number)

    # Keys

    def do_open(self) -> None:
        if self.run is not None:
            self.shell.go(Place("clients", query=self.run.whom))

    def do_scenarios(self) -> None:
        self.shell.go(Place("simulations"))

    def came_to(self) -> None:
        self.beside.scroll_first()
        self._here()
