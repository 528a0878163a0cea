"""One job for another thread, and how its answer comes back to the event loop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

T = TypeVar("T")


class Deliver(Protocol):
    """Has a function called on the event loop; may be used from any thread."""

    def __call__(self, callback: Callable[..., object], *args: Any) -> object: ...


@dataclass(eq=False)
class Ask(Generic[T]):
    """One job that was asked for. `work` gets the context and the ask itself,
    whose `cancelled` and `progress` are what services take."""

    name: str
    work: Callable[[Context, Ask[T]], T]
    done: Callable[[T], object]
    failed: Callable[[BaseException], object]
    told: Callable[[int, int], object] | None = None
    answered: bool = False
    """Whether its answer has been heard on the event loop."""
    _stopped: threading.Event = field(default_factory=threading.Event)
    _deliver: Deliver | None = None

    def cancelled(self) -> bool:
        """Whether somebody stopped it; a service asks now and then."""
        return self._stopped.is_set()

    def progress(self, done: int, total: int) -> None:
        """So far, of so much: passed on to the event loop."""
        if self.told is not None and self._deliver is not None and not self.cancelled():
            self._deliver(self._tell, done, total)

    def stop(self) -> None:
        self._stopped.set()

    def _tell(self, done: int, total: int) -> None:
        if self.told is not None and not self.cancelled():
            self.told(done, total)

    def finish(self, result: T) -> None:
        """On the event loop: hand over the result, unless the ask was replaced."""
        self.answered = True
        if not self.cancelled():
            self.done(result)

    def fail(self, error: BaseException) -> None:
        self.answered = True
        if not self.cancelled():
            self.failed(error)
