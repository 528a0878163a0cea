"""Clients that cannot be scored: found one by one, set aside, and taken up again.

One client with facts that no rule foresaw must not keep the whole base from its
scores. Its mark goes with the reason why; a new fact marks it again, and so does
`run retry`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from bellbuoy.services.context import Context
from core.values.errors import BellbuoyError, ConflictError, UsageError
from storage.engine.reader import Reader
from storage.engine.unit import Unit
from storage.health.queue import Taken, release
from storage.jobs.asides import aside_ids, set_aside, take_back

_log = logging.getLogger(__name__)
_LONGEST = 200


class Asides:
    """The clients that one job has set aside, as they are known to one run."""

    def __init__(self, ctx: Context, reader: Reader, job: str, run: int | None) -> None:
        self.count = 0
        self._ctx, self._job, self._run = ctx, job, run
        self._known = set(aside_ids(reader, job))

    def put(
        self, unit: Unit, client: int, queue: str, taken: Taken, fault: BaseException
    ) -> None:
        """Set a client aside: its mark goes, the reason stays."""
        set_aside(unit, self._job, client, reason_of(fault), self._ctx.wall_us, self._run)
        release(unit, queue, taken)

    def noted(self, client: int) -> None:
        """What `put` wrote is committed."""
        self.count += 1
        self._known.add(client)

    def done(self, unit: Unit, clients: Sequence[int]) -> None:
        """These went well: whoever of them was aside no longer is."""
        if back := self._known.intersection(clients):
            take_back(unit, self._job, sorted(back))


def reason_of(fault: BaseException) -> str:
    """What was wrong, in a line: the kind and the words of a fault."""
    words = " ".join(str(fault).split())
    return f"{type(fault).__name__}: {words}"[:_LONGEST] if words else type(fault).__name__


def one_by_one(
    clients: Sequence[int],
    attempt: Callable[[Sequence[int]], None],
    give_up: Callable[[int, BaseException], None],
    but: type[Exception] = ConflictError,
) -> None:
    """Do clients together; where that fails, halves of them, down to the ones
    that are the reason, which are given up.

    A fault that is the store's or the lead's own (a BellbuoyError other than a value
    that cannot be kept, `but`), and want of memory, is nobody's: it reaches the caller.
    """
    try:
        attempt(clients)
    except (MemoryError, but):
        raise
    except Exception as fault:
        if isinstance(fault, BellbuoyError) and not isinstance(fault, UsageError):
            raise
        if len(clients) == 1:
            _log.warning("client %s cannot be done", clients[0], exc_info=True)
            give_up(clients[0], fault)
            return
        middle = len(clients) // 2
        for some in (clients[:middle], clients[middle:]):
            one_by_one(some, attempt, give_up, but)
