"""Behind `g j`: the jobs, the run that is on, workers, store and problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.timer import Timer
from textual.widget import Widget

from bellbuoy.services.context import Context
from core.jobs.types import JobRow
from core.values.text import safe_text
from tui.actions import Action
from tui.asks import Ask
from tui.common_actions import COMMON
from tui.frame.lines_view import LinesView
from tui.frame.row import Row
from tui.jobs.actions import JOBS, JOBS_MOVES, WORDS
from tui.jobs.data import JobsData, read_jobs
from tui.jobs.doing import CHOICES, do, why_words
from tui.jobs.panes import history_lines, lower_lines
from tui.jobs.table import table_lines
from tui.page import Page
from tui.places import Place
from tui.shell import Shell
from tui.states import error_state
from tui.widgets.empty_state import State, StateView, empty, loading

SLOW_S = 0.3
AGAIN_S = 1.0
"""A worker commits many times a second: the room is read again at this pace."""
READ = "jobs"


class JobsPage(Page):
    """`place.key` is the job whose runs are open."""

    ACTIONS: ClassVar[tuple[Action, ...]] = JOBS
    MOVES: ClassVar[tuple[Action, ...]] = JOBS_MOVES

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        look = self.session.look
        self.data: JobsData | None = None
        self.cursor = self.opened = place.key
        self.strip = Row(look, id="strip")
        self.states = StateView(look)
        self.pane = LinesView(look, self._draw, bar=True, focusable=True, id="jobs")
        self._again: Timer | None = None

    def body(self) -> Iterator[Widget]:
        yield self.strip
        yield self.states
        yield self.pane

    @property
    def actions(self) -> tuple[Action, ...]:
        rest = tuple(action for action in COMMON if action.meaning != "run")
        return self.ACTIONS + rest + self.MOVES

    def on_mount(self) -> None:
        self.pane.focus()
        self.load()

    def arrive(self, place: Place) -> None:
        self.place = place
        if place.key:
            self.cursor = self.opened = place.key
        self.load()

    # Reading

    def load(self) -> None:
        """Read all of it again; what is on the screen stays until then."""
        opened = self.opened

        def work(ctx: Context, _ask: Ask[JobsData]) -> JobsData:
            return read_jobs(ctx, opened)

        self.session.reader.ask(READ, work, self._came, self._failed)
        self.set_timer(SLOW_S, self._still_reading)

    def _came(self, data: JobsData) -> None:
        self.data = data
        ids = [job.id for job in data.room.jobs]
        if ids and self.cursor not in ids:
            self.cursor = ids[0]
        self._show(None if ids else empty("jobs", (("shell:", "bellbuoy worker start"),)))
        self.pane.redraw()
        self.tell_frame()

    def _failed(self, error: BaseException) -> None:
        role = self.session.ctx.viewer.role
        self._show(error_state("the jobs", error, role, kept=self.data is not None))

    def _show(self, state: State | None) -> None:
        if state is not None and state != self.states.state:
            self.shell.say_state(state)
        self.states.show(state)

    def _still_reading(self) -> None:
        if self.data is None and self.states.state is None and self.session.reader.busy(READ):
            self.states.show(loading("jobs", 0, None, [("esc", "back")]))

    def store_changed(self) -> None:
        if self._again is None:
            self._again = self.set_timer(AGAIN_S, self._load_again)

    def _load_again(self) -> None:
        self._again = None
        self.load()

    def do_refresh(self) -> None:
        self.load()

    def day_changed(self) -> None:
        self.load()

    # Drawing

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        data = self.data
        if data is None or not data.room.jobs:
            return ()
        look = self.session.screen_look(data.ctx)
        lines = table_lines(data.room, self.cursor, look, look.zone, width)
        below = history_lines if self.opened else lower_lines
        return [*lines, *below(data, look, look.zone, width)]

    def look_changed(self) -> None:
        look = self.session.look
        for view in (self.strip, self.states, self.pane):
            view.use_look(look)

    def tell_frame(self) -> None:
        super().tell_frame()
        number = 0 if self.data is None else len(self.data.room.jobs)
        words = f"{number} jobs" if number else ""
        self.strip.tell([("(all jobs)", "muted")], [(words, "muted")])

    @property
    def crumbs(self) -> tuple[str, ...]:
        rest = (safe_text(self.opened),) if self.opened else ()
        return ("System", "Jobs and health", *rest)

    @property
    def back_word(self) -> str:
        return "all jobs" if self.opened else "back"

    @property
    def command(self) -> str:
        return f"bellbuoy job show {self.opened}" if self.opened else "bellbuoy job list"

    @property
    def copied(self) -> str:
        return self.cursor

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return WORDS

    @property
    def job(self) -> JobRow | None:
        """The job under the cursor."""
        return None if self.data is None else self.data.job(self.cursor)

    # Keys

    def do_open(self) -> None:
        self._open("" if self.opened == self.cursor else self.cursor)

    def do_back(self) -> None:
        if self.opened:
            self._open("")
        else:
            super().do_back()

    def _open(self, job: str) -> None:
        self.opened = job
        self.place = Place("jobs", job)
        self.shell.history.correct(self.place)
        self.load()

    def do_run(self) -> None:
        self._do("r")

    def do_act(self) -> None:
        self.shell.show("menu", self.cursor, CHOICES, done=self._chosen)

    def _chosen(self, letter: str | None) -> None:
        if letter:
            self._do(letter)

    def _do(self, letter: str) -> None:
        ctx, data, job = self.session.writing(), self.data, self.job
        if data is None or job is None:
            return

        def work(_held: Context, _ask: Ask[str]) -> str:
            return do(ctx, letter, job)

        def done(words: str) -> None:
            self.shell.say(words)
            self.load()

        self.session.back.ask("jobs.act", work, done, self.shell.fault)

    def do_why(self) -> None:
        if self.job is not None and self.data is not None:
            self.shell.say(why_words(self.job, self.data.room.at))

    def do_down(self) -> None:
        self._step(1)

    def do_up(self) -> None:
        self._step(-1)

    def do_first(self) -> None:
        self._step(-1_000)

    def do_last(self) -> None:
        self._step(1_000)

    def _step(self, by: int) -> None:
        ids = [] if self.data is None else [job.id for job in self.data.room.jobs]
        if self.cursor in ids:
            at = max(0, min(len(ids) - 1, ids.index(self.cursor) + by))
            self._point_at(ids[at], at + 1)

    def _point_at(self, job: str, line: int) -> None:
        moved = self.cursor != job
        self.cursor = job
        if self.opened and moved:
            self._open(job)
        self.pane.redraw()
        self.pane.reveal(line)
        self.tell_keys()

    def do_page_down(self) -> None:
        self.pane.scroll_pages(1)

    def do_page_up(self) -> None:
        self.pane.scroll_pages(-1)

    def do_half_down(self) -> None:
        self.pane.scroll_pages(0.5)

    def do_half_up(self) -> None:
        self.pane.scroll_pages(-0.5)

    @on(LinesView.Clicked)
    def _line_clicked(self, event: LinesView.Clicked) -> None:
        event.stop()
        jobs = () if self.data is None else self.data.room.jobs
        if 1 <= event.line <= len(jobs):
            self._point_at(jobs[event.line - 1].id, event.line)
