"""The one thread on which a list reads, and what it brings back.

One job at a time: what is wanted next is decided only when the last answer has
come, so that a held key never piles up pages that nobody looks at any more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, Literal

from tui.widgets.page_source import PAGE_ROWS, Capped, PageSource, R, RowId

Kind = Literal["page", "count", "window", "find"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a window is read: around `row_id`, else around `index`.

    `above` is how many rows stand over it on the screen, `height` how many the
    screen shows. `stay`: when the row is gone, read at the same index (else at
    the top).
    """

    row_id: RowId | None
    index: int
    above: int
    height: int
    stay: bool


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to read. `generation` counts the sources that the list has had."""

    kind: Kind
    generation: int
    page: int = 0
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Answer(Generic[R]):
    """What a job brought: pages, and the index or the total that it found.

    `error` stands instead of a result; `interrupted` says that we stopped it
    ourselves, so that nobody is told.
    """

    job: Job
    pages: dict[int, Sequence[R]] = field(default_factory=dict)
    index: int | None = None
    total: int | None = None
    capped: bool = False
    error: BaseException | None = None
    interrupted: bool = False


class Stopped(Exception):
    """A job that was stopped before it began."""


class WindowReader(Generic[R]):
    """Runs one job at a time on its thread and hands each answer to `deliver`.

    `deliver` is called on the reader thread. Without an executor of the
    caller's the reader has, and ends, one of its own.
    """

    def __init__(
        self, deliver: Callable[[Answer[R]], None], executor: Executor | None = None
    ) -> None:
        self._deliver = deliver
        self._own = executor is None
        self._executor = executor or ThreadPoolExecutor(1, thread_name_prefix="list-reader")
        self._source: PageSource[R] | None = None
        self._stopped = False
        self.busy: Job | None = None

    def start(self, source: PageSource[R], job: Job) -> None:
        """Begin a job; `finished` must have been called for the one before."""
        if self.busy is not None:
            raise RuntimeError(f"still reading {self.busy.kind}")
        self.busy, self._source, self._stopped = job, source, False
        self._executor.submit(self._run, source, job)

    def interrupt(self) -> None:
        """Stop the job that is running; its answer still comes, with an error or without.

        May be asked again: a source that was just about to start hears nothing.
        """
        if self.busy is not None and self._source is not None:
            self._stopped = True
            self._source.interrupt()

    def finished(self) -> None:
        """The answer has arrived: the next job may start."""
        self.busy = None

    def close(self) -> None:
        """Stop reading for good; does not wait."""
        self.interrupt()
        if self._own:
            self._executor.shutdown(wait=False, cancel_futures=True)

    def _run(self, source: PageSource[R], job: Job) -> None:
        try:
            if self._stopped:
                raise Stopped
            answer = _read(source, job)
        except Exception as error:
            answer = Answer(job, error=error, interrupted=self._stopped)
        self._deliver(answer)


def _read(source: PageSource[R], job: Job) -> Answer[R]:
    if job.kind == "count":
        total = source.count()
        return Answer(job, total=total, capped=isinstance(source, Capped) and source.capped)
    if job.place is None:
        return Answer(job, {job.page: source.page(job.page)})
    return _read_window(source, job, job.place)


def _read_window(source: PageSource[R], job: Job, place: Place) -> Answer[R]:
    """The pages around a row, wherever it stands now."""
    found = None if place.row_id is None else source.position(place.row_id)
    if job.kind == "find" and found is None:
        return Answer(job)
    index = found if found is not None else place.index if place.stay else 0
    pages = _around(source, index, place)
    if index > 0 and not any(pages.values()):
        # Fewer rows than before: the last ones take their place.
        index = max(0, source.count() - 1)
        pages = _around(source, index, place)
    if found is not None and place.row_id is not None:
        index = _exact(pages, place.row_id, index)
    return Answer(job, pages, index)


def _around(source: PageSource[R], index: int, place: Place) -> dict[int, Sequence[R]]:
    top = max(0, index - place.above)
    bottom = max(top, top + place.height - 1)
    return {
        page: source.page(page) for page in range(top // PAGE_ROWS, bottom // PAGE_ROWS + 1)
    }


def _exact(pages: dict[int, Sequence[R]], row_id: RowId, about: int) -> int:
    """A position may be approximate; the row itself is not."""
    for page, rows in pages.items():
        for offset, row in enumerate(rows):
            if row.id == row_id:
                return page * PAGE_ROWS + offset
    return about
