"""What a list reads next, and what it makes of the answers; no drawing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Generic

from tui.widgets.page_source import PageSource, R, RowId
from tui.widgets.window_reader import Answer, Job, Place, WindowReader
from tui.widgets.window_state import WindowState


class WindowFeed(Generic[R]):
    """Keeps a `WindowState` supplied from a source, most urgent first.

    The order: the window around the cursor when everything is to be read anew, a
    row that is looked for, pages on the screen, the count, pages nearby. What
    the screen waits for interrupts what it does not.
    """

    def __init__(
        self,
        state: WindowState[R],
        deliver: Callable[[Answer[R]], None],
        executor: Executor | None = None,
    ) -> None:
        """`deliver` is called on the reader thread; it must bring the answer to `take`."""
        self._state = state
        self._reader = WindowReader(deliver, executor)
        self._source: PageSource[R] | None = None
        self._generation = 0
        self._shown = 0
        self._again = False
        self._seek: RowId | None = None
        self._failed = False
        self._given_up = False
        self._found = 0

    @property
    def reading_new(self) -> bool:
        """Whether the first rows of another source are still being read."""
        waits = self._source is not None and self._generation != self._shown
        return waits and not self._failed and self._reader.busy is not None

    @property
    def shows_found(self) -> bool:
        """Whether rows stand there that are only some of the first ones."""
        return self._found == self._generation != self._shown

    def show_found(self, rows: Sequence[R]) -> None:
        """Show those of the first rows of another source that have been found, while the
        rest is still being read."""
        if not self.reading_new or not rows:
            return
        first, self._found = not self.shows_found, self._generation
        index = 0 if first else self._state.cursor
        self._state.put_window(index, {0: rows}, new_source=first)
        self._state.counted = False

    def stop(self) -> bool:
        """Give up the first rows of another source; the rows of the old one stay.
        Whether they were being read."""
        if not self.reading_new:
            return False
        self._given_up = True
        self._reader.interrupt()
        return True

    def set_source(self, source: PageSource[R]) -> None:
        """Read from another source; the rows of the old one stay until it answers."""
        self._reader.interrupt()
        self._source = source
        self._generation += 1
        self._again = self._failed = self._given_up = False
        self._seek = None
        # How many the old one had is no news of the new one.
        self._state.counted = False
        self.pump()

    def refresh(self) -> None:
        """Read the window again, also after an error."""
        self._again, self._failed, self._given_up = True, False, False
        self.pump()

    def seek(self, row_id: RowId) -> None:
        """Put the cursor on that row once it is found."""
        self._seek = row_id
        self.pump()

    def close(self) -> None:
        self._source = None
        self._reader.close()

    def pump(self) -> None:
        """Start what is wanted most, or stop what stands in its way."""
        if self._source is None or self._state.height <= 0:
            return
        wanted, busy = self._wanted(), self._reader.busy
        if wanted is None:
            return
        if busy is None:
            if wanted.kind == "window":
                self._again = False
            self._reader.start(self._source, wanted)
        elif self._urgent(wanted) and not self._urgent(busy):
            self._reader.interrupt()

    def take(self, answer: Answer[R]) -> BaseException | None:
        """Put an answer into the state. Returns the error that a person should see."""
        self._reader.finished()
        job = answer.job
        if job.generation != self._generation:
            return None
        if answer.error is not None:
            # What we stopped ourselves is still wanted, and asked for again.
            told = not answer.interrupted
            self._failed = told or self._given_up
            return answer.error if told else None
        if job.kind == "count":
            self._state.set_total(answer.total or 0, capped=answer.capped)
        elif job.kind == "page":
            for page, rows in answer.pages.items():
                self._state.put(page, rows)
        elif job.kind == "find":
            self._take_found(answer, job)
        else:
            self._take_window(answer, job)
        return None

    def _take_found(self, answer: Answer[R], job: Job) -> None:
        if job.place is not None and job.place.row_id == self._seek:
            self._seek = None
        if answer.index is not None:
            for page, rows in answer.pages.items():
                self._state.put(page, rows)
            if answer.index not in self._state.visible:
                self._state.scroll_to(answer.index - self._state.height // 2)
            self._state.move_to(answer.index)

    def _take_window(self, answer: Answer[R], job: Job) -> None:
        state, new = self._state, self._generation != self._shown
        asked = job.place.row_id if job.place else None
        if not new and state.cursor_id != asked and not _holds(answer, state.cursor_id):
            # The cursor went elsewhere while we read: this window is not the one.
            self._again = True
            return
        self._shown = self._generation
        state.put_window(answer.index or 0, answer.pages, new_source=new)

    def _urgent(self, job: Job) -> bool:
        """Whether the screen waits for it."""
        if job.generation != self._generation:
            return False
        if job.kind == "page":
            return job.page in self._state.wanted_now()
        return job.kind in {"window", "find"}

    def _wanted(self) -> Job | None:
        if self._failed:
            return None
        state = self._state
        new = self._generation != self._shown
        if new or self._again:
            above = state.cursor - state.top
            place = Place(state.cursor_id, state.cursor, above, state.height, stay=not new)
            return Job("window", self._generation, place=place)
        if self._seek is not None:
            place = Place(self._seek, 0, state.height // 2, state.height, stay=False)
            return Job("find", self._generation, place=place)
        for page in state.wanted_now():
            return Job("page", self._generation, page)
        if not state.counted:
            return Job("count", self._generation)
        for page in state.wanted_soon():
            return Job("page", self._generation, page)
        return None


def _holds(answer: Answer[R], row_id: RowId | None) -> bool:
    return any(row.id == row_id for rows in answer.pages.values() for row in rows)
