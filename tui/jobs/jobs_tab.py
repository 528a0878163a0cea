"""The first tab: all jobs with what is below them, or one job with its runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from rich.text import Text

from bellbuoy.services.context import Context
from bellbuoy.services.narrowing import Noun
from core.jobs.types import JobRow, JobRun
from core.values.text import safe_text
from tui.actions import Action
from tui.asks import Ask
from tui.jobs.actions import JOBS, WORDS
from tui.jobs.data import JobsData, read_jobs
from tui.jobs.doing import CHANGING, CHOICES, do, run_why, why_words
from tui.jobs.panes import lower_lines
from tui.jobs.runs import foot_lines, head_lines, run_line, titles
from tui.jobs.standstill import stale_state
from tui.jobs.table import table_lines
from tui.jobs.words import counted
from tui.lines import blank
from tui.places import Place
from tui.room_tab import Room, RoomTab
from tui.states import filtered_out
from tui.widgets.empty_state import State, empty
from tui.widgets.row_window import RowWindow, railed

_LEAST_ROWS = 3


class JobsTab(RoomTab[JobsData]):
    """`opened` is the job whose runs are shown, `cursor` the one under the cursor."""

    id = "jobs"
    title = "Jobs"
    what = "the jobs"
    ACTIONS: ClassVar[tuple[Action, ...]] = JOBS

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.cursor = self.opened = ""
        self.runs = RowWindow()
        self._jobs_query = ""
        self._top = 0

    @property
    def noun(self) -> Noun:
        return "run" if self.opened else "job"

    @property
    def job(self) -> JobRow | None:
        """The job under the cursor, or the one that is opened."""
        if self.data is None:
            return None
        return self.data.job_opened if self.opened else self.data.job(self.cursor)

    @property
    def run(self) -> JobRun | None:
        """The run under the cursor."""
        data = self.data
        if not self.opened or data is None or data.opened != self.opened or not data.runs:
            return None
        return data.runs[min(self.runs.at, len(data.runs) - 1)]

    # Reading

    def entered(self, place: Place) -> None:
        if place.key and place.key != self.opened:
            self._open(place.key)
        elif place.query is not None:
            self.query = place.query

    def reading(self) -> Callable[[Context, Ask[JobsData]], JobsData]:
        opened, query = self.opened, self.query

        def work(ctx: Context, _ask: Ask[JobsData]) -> JobsData:
            return read_jobs(ctx, opened, query)

        return work

    def taken(self, data: JobsData) -> State | None:
        ids = [job.id for job in data.room.jobs]
        if not data.opened and ids and self.cursor not in ids:
            self.cursor = ids[0]
        if (data.opened and data.runs) or (not data.opened and ids):
            return stale_state(data, self.look(data.ctx))
        if self.query and data.of:
            return filtered_out(self.query, data.of, self.room.shell.keymap)
        if data.opened:
            runs = self.room.shell.keymap.helps(("run", "run it now"))
            return empty(f"runs of {data.opened}", runs)
        return empty("jobs", (("shell:", "bellbuoy worker start"),))

    # Drawing

    def draw(self, data: JobsData, width: int, height: int) -> Sequence[Text]:
        look = self.look(data.ctx)
        if self.opened and data.opened == self.opened:
            return self._draw_runs(data, width, height)
        if data.opened or not data.room.jobs:
            return ()
        lines = table_lines(data.room, self.cursor, look, look.zone, width - 1)
        lines += lower_lines(data, look, look.zone, width - 1, look.keys)
        self._top = max(0, min(self._top, len(lines) - height))
        shown = lines[self._top : self._top + height]
        shown += [blank() for _ in range(height - len(shown))]
        return railed(shown, self._top, len(lines), look, width)

    def _draw_runs(self, data: JobsData, width: int, height: int) -> Sequence[Text]:
        look = self.look(data.ctx)
        zone = look.zone
        head = head_lines(data.job_opened, data, look, zone, width)
        self.runs.resize(len(data.runs), self.runs.height)
        foot = foot_lines(self.run, data, look, zone, width)
        room = max(_LEAST_ROWS, height - len(head) - 1 - len(foot))
        self.runs.resize(len(data.runs), room)

        def row(index: int, wide: int) -> Text:
            return run_line(data.runs[index], data, look, zone, wide)

        rows = self.runs.draw(row, look, width, room)
        return [*head, titles(look, width), *rows, *foot]

    # Moving

    def move(self, lines: int) -> None:
        if self.opened:
            self.runs.step(lines)
            self.pane.redraw()
            self.room.changed()
            return
        ids = [] if self.data is None else [job.id for job in self.data.room.jobs]
        if self.cursor in ids:
            at = max(0, min(len(ids) - 1, ids.index(self.cursor) + lines))
            self.cursor = ids[at]
            line, height = at + 1, max(1, self.pane.size.height)
            # The titles too, where the first job is under the cursor.
            self._top = 0 if at == 0 else max(line - height + 1, min(self._top, line))
            self.pane.redraw()
            self.room.changed()

    def page(self, pages: float) -> None:
        if self.opened:
            super().page(pages)
        else:
            self._top += int(pages * self.pane.size.height)
            self.pane.redraw()

    def jump(self, *, to_end: bool) -> None:
        self.move(1_000_000 if to_end else -1_000_000)

    def next_job(self, by: int) -> None:
        """The job after, or before, the one that is opened."""
        data = self.data
        ids = [] if data is None else [job.id for job in data.room.jobs]
        if self.opened in ids:
            at = max(0, min(len(ids) - 1, ids.index(self.opened) + by))
            if ids[at] != self.opened:
                self.cursor = ids[at]
                self._open(ids[at])
                self.load()

    def click(self, line: int) -> None:
        if self.opened or self.data is None:
            return
        jobs, line = self.data.room.jobs, line + self._top
        if 1 <= line <= len(jobs):
            self.cursor = jobs[line - 1].id
            self.pane.redraw()
            self.room.changed()

    def peel(self) -> bool:
        if self.query:
            self.narrow("")
        elif self.opened:
            self._open("")
            self.load()
        else:
            return False
        return True

    # Doing

    def do_open(self) -> None:
        if self.opened:
            self.do_log()
        elif self.job is not None:
            self._open(self.cursor)
            self.load()

    def _open(self, job: str) -> None:
        """Each list keeps its own filter: that of the jobs waits for the way back."""
        if job and not self.opened:
            self._jobs_query = self.query
        self.query = "" if job else self._jobs_query
        self.opened = job
        self.cursor = job or self.cursor
        self.runs = RowWindow()
        self.room.place = Place("jobs", job)
        self.room.shell.history.correct(self.room.place)
        self.room.changed()

    def do_log(self) -> None:
        """The lines that a run wrote, or those of all runs of the job."""
        if self.run is not None:
            self.room.show_logs(f"trace:run-{self.run.id}")
        elif self.job is not None:
            self.room.show_logs(f"job:{self.job.id}")

    def do_run(self) -> None:
        self._do("r")

    def do_act(self) -> None:
        self.room.shell.show("menu", self.opened or self.cursor, CHOICES, done=self._chosen)

    def _chosen(self, letter: str | None) -> None:
        if letter:
            self._do(letter)

    def _do(self, letter: str) -> None:
        ctx, job = self.session.writing(), self.job
        if job is None:
            return

        def done(words: str) -> None:
            if letter in CHANGING:
                self.room.shell.say_changed(words)
            else:
                self.room.shell.say(words)
            self.load()

        work = partial(_doing, ctx, letter, job)
        self.session.back.ask("jobs.act", work, done, self.room.shell.fault)

    def do_why(self) -> None:
        if self.data is None:
            return
        if self.run is not None:
            self.room.shell.say(run_why(self.run))
        elif self.job is not None:
            self.room.shell.say(why_words(self.job, self.data.room.at))

    # Words

    @property
    def right(self) -> str:
        data = self.data
        if data is None or data.opened != self.opened or not data.of:
            return ""
        if data.opened:
            shown, what = len(data.runs), "run"
        else:
            shown, what = len(data.room.jobs), "job"
        return counted(shown, data.of, what)

    @property
    def crumbs(self) -> tuple[str, ...]:
        return (safe_text(self.opened),) if self.opened else ()

    @property
    def back_word(self) -> str:
        return "drop the filter" if self.query else "all jobs" if self.opened else "back"

    @property
    def command(self) -> str:
        return f"bellbuoy job show {self.opened}" if self.opened else "bellbuoy job list"

    @property
    def copied(self) -> str:
        return f"run-{self.run.id}" if self.run is not None else self.cursor

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return WORDS


def _doing(ctx: Context, letter: str, job: JobRow, _held: Any, _ask: Any) -> str:
    return do(ctx, letter, job)
