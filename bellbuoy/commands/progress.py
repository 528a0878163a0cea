"""How far a long command is: one line on stderr, rewritten, on a terminal only."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self, TextIO

from core.values.counting import counted
from core.values.text import cells, fit, safe_text

_EVERY = 0.25


class Moved(Protocol):
    """How far a reading is: rows so far, and `read` of `size` bytes (None: nobody
    knows how many); `fresh` rows and `fresh_read` bytes of them in this call."""

    @property
    def rows(self) -> int: ...
    @property
    def fresh(self) -> int: ...
    @property
    def read(self) -> int: ...
    @property
    def fresh_read(self) -> int: ...
    @property
    def size(self) -> int | None: ...


class Progress:
    """A line such as `import  12,000 of 50,000  24%  4,100/s  9 s left`.

    `clock` gives seconds that never go back. Written at most 4 times a second,
    and wiped at the end of the block. When not `shown` it writes nothing.
    """

    def __init__(
        self,
        label: str,
        stream: TextIO,
        clock: Callable[[], float],
        *,
        shown: bool,
        width: int = 80,
    ) -> None:
        self._label = self._work = safe_text(label, 40)
        self._stream = stream
        self._clock = clock
        self._shown = shown
        self._width = width - 1  # the last cell would wrap the line on some terminals
        self._started = clock()
        self._last: float | None = None
        self._on_screen = 0

    def update(self, done: int, total: int | None = None) -> None:
        """Tell that `done` are done, of `total` where it is known."""
        if self._due():
            elapsed = self._clock() - self._started
            self._rewrite(line(self._label, done, total, elapsed))

    def _due(self) -> bool:
        """Whether a line is to be written now: at most 4 times a second."""
        if not self._shown:
            return False
        now = self._clock()
        if self._last is not None and now - self._last < _EVERY:
            return False
        self._last = now
        return True

    def moved(self, step: Moved) -> None:
        """Tell how far a long reading is."""
        if self._due():
            elapsed = self._clock() - self._started
            self._rewrite(moved_line(self._label, step, elapsed))

    def phase(self, name: str) -> None:
        """Tell of the next part of the work: `demo, scores  …`, from 0 again."""
        self._label = f"{self._work}, {safe_text(name, 40)}"
        self._started = self._clock()
        self._last = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._on_screen:
            self._rewrite("")
            self._stream.write("\r")
            self._stream.flush()

    def _rewrite(self, text: str) -> None:
        # Blanks wipe the rest of the older line also where the terminal knows no codes.
        wide = min(cells(text), self._width)
        self._stream.write("\r" + fit(text, max(wide, self._on_screen)))
        self._stream.flush()
        self._on_screen = wide


def line(label: str, done: int, total: int | None, elapsed: float) -> str:
    """The text of progress; `elapsed` in seconds since the start."""
    rate = done / elapsed if elapsed > 0 else 0.0
    parts = [label, f"{done:,}" if total is None else f"{done:,} of {total:,}"]
    if total:
        parts.append(f"{done * 100 // total}%")
    if rate >= 1:
        parts.append(f"{round(rate):,}/s")
    if total and rate > 0 and done < total:
        parts.append(f"{_span((total - done) / rate)} left")
    return "  ".join(parts)


def moved_line(label: str, step: Moved, elapsed: float) -> str:
    """`import  1,200,000 rows  24%  41,000/s  90 s left`: the rate is that of this
    call, and what is left goes by bytes; `elapsed` in seconds since the start."""
    parts = [label, counted(step.rows, "row")]
    if step.size:
        parts.append(f"{min(step.read * 100 // step.size, 100)}%")
    rate = step.fresh / elapsed if elapsed > 0 else 0.0
    if rate >= 1:
        parts.append(f"{round(rate):,}/s")
    if step.size and step.fresh_read > 0 and elapsed > 0 and step.read < step.size:
        parts.append(f"{_span((step.size - step.read) * elapsed / step.fresh_read)} left")
    return "  ".join(parts)


def _span(seconds: float) -> str:
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    if seconds < 3600:
        return f"{round(seconds / 60)} min"
    return f"{round(seconds / 3600)} h"
