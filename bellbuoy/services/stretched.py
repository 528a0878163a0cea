"""One change that many transactions make: one step for people, whole or absent.

Its set is opened first, in the middle (`change_open`); each portion keeps its rows under
it; the last transaction, which is durable and so makes all before it durable, closes it.
Whatever stops it before that, from esc to a full disk, takes back what was written; where
its process dies, whoever comes next does (`undo/unfinished.py`).
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from importlib import import_module
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Any

from bellbuoy.services.context import Context
from bellbuoy.services.settings import actor_of
from bellbuoy.services.undone import UndoneError
from core.values.errors import ConflictError
from storage.audit.unfinished import Holder, finished, go_on, open_change

if TYPE_CHECKING:
    from bellbuoy.services.scoring.moment import Cancelled, Progress
    from bellbuoy.services.scoring.pace import Pace
    from storage.audit.writes import Change
    from storage.engine.unit import Unit

Allow = Callable[["Unit"], None]
Begin = Callable[[], "AbstractContextManager[Unit]"]
SILENT = timedelta(seconds=30)
"""A process of another machine, or one that hangs, is given up after so long."""
HOLD_S = 0.1
"""The aim of one of them, in seconds: a person waits for the whole, and others for each."""
GAP_S = 0.003
"""Left between two transactions: whoever waits to write looks each millisecond."""
GAP_SHARE = 0.05
"""Of a transaction that took long, as on a busy machine, so much is left behind it: there
whoever waits does not come to look each millisecond either."""

_GOING_BACK = "bellbuoy.services.undo.unfinished"
"""Named, not imported: it knows the rules of every action, and so lies above whoever
makes a change."""


class Stretched:
    """A change in the middle, made by this process."""

    def __init__(self, ctx: Context, begin: Begin, action: str, target: str) -> None:
        self._ctx, self._begin = ctx, begin
        self._action, self._target = action, target
        self._number = self._portion = self._done = 0
        self.holder = new_holder()

    @property
    def number(self) -> int:
        """Its number; 0 before it is opened."""
        return self._number

    def open(self, planned: int, allow: Allow | None = None) -> None:
        """Say what is about to be changed, where `allow` raises nothing."""
        from storage.audit.writes import Change

        with self._begin() as unit:
            if allow is not None:
                allow(unit)
            change = Change(unit, actor_of(self._ctx), self._action, self._target)
            change.stand()
            open_change(unit, change.id, self.holder, self._ctx.wall_us, planned)
        self._number = change.id

    @contextmanager
    def portion(
        self, done: int, held: Callable[[float], None]
    ) -> Iterator[tuple[Unit, Change]]:
        """The transaction of the next portion: so many of what is planned. `held` gets
        the seconds that others could not write."""
        began = perf_counter()
        with self._begin() as unit:
            self._go_on(unit, done)
            change = self._change(unit, self._portion)
            yield unit, change
            change.settle()
        took = perf_counter() - began
        held(took)
        self._done += done
        self._portion += 1
        sleep(max(GAP_S, GAP_SHARE * took))

    def close(self, summary: Mapping[str, Any], last: Allow = lambda _: None) -> None:
        """It is whole. `last`: what is written once, with all of it."""
        with self._ctx.store.unit() as unit:
            self._go_on(unit, 0)
            last(unit)
            self._change(unit, 0).close(summary)
            finished(unit, self._number)

    def _go_on(self, unit: Unit, done: int) -> None:
        now = self._ctx.wall_us
        if not go_on(unit, self._number, self.holder.name, now, self._done + done):
            raise lost(self._number)

    def _change(self, unit: Unit, portion: int) -> Change:
        from storage.audit.writes import Change

        actor = actor_of(self._ctx)
        return Change(
            unit, actor, self._action, self._target, number=self._number, portion=portion
        )


@contextmanager
def stretched(ctx: Context, action: str, target: str) -> Iterator[Stretched]:
    """A change to be opened, made in portions, and closed; taken back where it is not."""
    from storage.audit.rows import shape_of

    shape_of("change_set")  # loads all tables, which takes long, before others are kept out
    with ctx.store.writer() as begin:
        made = Stretched(ctx, begin, action, target)
        try:
            yield made
        except BaseException:
            if made.number:
                go_back(ctx, begin, made.number, made.holder)
            raise


def portions(
    numbers: Sequence[int], pace: Pace, progress: Progress, cancelled: Cancelled
) -> Iterator[Sequence[int]]:
    """As many at a time as keep the lock shortly. Raises UndoneError where it is
    cancelled."""
    done = 0
    while done < len(numbers):
        if cancelled():
            raise UndoneError
        progress(done, len(numbers))
        yield (portion := numbers[done : done + pace.size])
        done += len(portion)
    if cancelled():
        raise UndoneError
    progress(done, done)


def go_back(ctx: Context, begin: Begin, number: int, holder: Holder) -> None:
    """Take back a change in the middle that `holder` makes."""
    import_module(_GOING_BACK).go_back(ctx, begin, number, holder.name, holder)


def new_holder() -> Holder:
    """A name that no other change of this process, or of another, has."""
    pid = os.getpid()
    return Holder(f"{pid}-{secrets.token_hex(4)}", pid, socket.gethostname())


def lost(number: int) -> ConflictError:
    """Somebody held the process for dead."""
    return ConflictError(
        f"change {number} was taken back: nothing was heard of it for"
        f" {SILENT.total_seconds():.0f} seconds",
        "do it again",
    )
