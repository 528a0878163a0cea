"""Rows made on demand, and a source of them that keeps count of who asked for what."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tui.palette import Role
from tui.widgets.page_source import PAGE_ROWS, RowId
from tui.widgets.window_columns import Column


@dataclass(frozen=True, slots=True)
class Item:
    id: int
    name: str
    score: int
    owner: str = "ana"


def item(number: int) -> Item:
    return Item(number, f"Client {number:,}", number % 101)


def _score(row: Item) -> tuple[str, Role]:
    return f"{row.score}", "critical" if row.score < 40 else ""


NAME: Column[Item] = Column("name", "CLIENT", 20, 10, 0, "left", lambda r: (r.name, ""), True)
SCORE: Column[Item] = Column("score", "HEALTH", 6, 3, 1, "right", _score)
OWNER: Column[Item] = Column("owner", "OWN", 5, 3, 9, "left", lambda r: (r.owner, "muted"))
COLUMNS = (NAME, SCORE, OWNER)


class Interrupted(Exception):
    """A read that was stopped."""


@dataclass
class Items:
    """`size` rows whose place is `make`'s argument; ids are those of `make`.

    `gate`: a closed event holds every read until it opens or is interrupted.
    """

    size: int
    make: Callable[[int], Item] = item
    place: Callable[[int], int] = lambda row_id: row_id
    cap: int | None = None
    capped: bool = False
    fails: Exception | None = None
    gate: threading.Event = field(default_factory=threading.Event)
    held: Callable[[str, int], bool] = lambda kind, page: False
    calls: list[tuple[str, int]] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)
    interrupts: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def page(self, index: int) -> Sequence[Item]:
        self._enter("page", index)
        start = index * PAGE_ROWS
        return [self.make(n) for n in range(start, min(start + PAGE_ROWS, self.size))]

    def count(self) -> int:
        self._enter("count", 0)
        self.capped = self.cap is not None and self.size > self.cap
        return self.size if self.cap is None else min(self.size, self.cap)

    def position(self, row_id: RowId) -> int | None:
        self._enter("position", int(row_id))
        place = self.place(int(row_id))
        return place if 0 <= place < self.size else None

    def interrupt(self) -> None:
        self.interrupts += 1
        self._stop.set()

    def _enter(self, kind: str, number: int) -> None:
        self._stop.clear()
        self.threads.add(threading.get_ident())
        self.calls.append((kind, number))
        if self.fails is not None:
            raise self.fails
        for _ in range(2000):
            if not self.held(kind, number) or self.gate.wait(0.002):
                return
            if self._stop.is_set():
                raise Interrupted
        raise TimeoutError("nobody opened the gate")

    def await_call(self, kind: str, number: int) -> None:
        """Wait until the reader thread is in that call."""
        for _ in range(2000):
            if (kind, number) in self.calls:
                return
            time.sleep(0.002)
        raise TimeoutError(f"{kind} {number} was never asked for")
