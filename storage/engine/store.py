"""A store: a SQLite file, or a schema of a PostgreSQL database, and the ways in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from storage.engine.reader import Reader, Told, untold
from storage.engine.version import SCHEMA

if TYPE_CHECKING:
    from storage.engine.unit import Unit

Engine = Literal["sqlite", "postgresql"]


class Size(NamedTuple):
    """Bytes of the store, and of a log beside it that a checkpoint empties."""

    bytes: int
    log_bytes: int


class Store(ABC):
    """A store by name. It holds no connection: readers and units are made when
    asked for, each used by the thread that asked."""

    engine: ClassVar[Engine]

    @property
    @abstractmethod
    def url(self) -> str:
        """How the store is shown: never with a password."""

    @property
    @abstractmethod
    def address(self) -> str:
        """What opens it in another process; it may hold a password, so it is
        handed over in the environment and shown nowhere."""

    @abstractmethod
    def reader(self) -> Reader:
        """A read-only connection; close it, or use it in a `with`."""

    def patient(self) -> Store:
        """The same store for work that a person waits for, however long it takes:
        its reads are not stopped after the usual time."""
        return self

    @abstractmethod
    def unit(self, *, durable: bool = True) -> AbstractContextManager[Unit]:
        """One writing transaction, alone in writing. `durable` False: what can be
        computed again may be lost with a crash of the machine (it stays whole).

        Raises ConflictError when another writer holds the store for over 5 s."""

    def writer(self) -> AbstractContextManager[Callable[[], AbstractContextManager[Unit]]]:
        """Many short units, not durable, of one piece of work on one thread: what
        is handed out begins the next one."""
        return nullcontext(lambda: self.unit(durable=False))

    def open_elsewhere(self) -> bool:
        """Whether another process may have the store open, and so may want to write."""
        return True

    @abstractmethod
    def schema(self) -> int:
        """The migration that the store stands at.

        Raises NotFoundError without one, UsageError for what is none of ours,
        ConflictError for one that a newer program made, RemoteError when its
        server is away."""

    @abstractmethod
    def version(self) -> str:
        """Engine and version: `PostgreSQL 18.4`."""

    @abstractmethod
    def size(self) -> Size: ...

    @abstractmethod
    def checkpoint(self, *, truncate: bool) -> bool:
        """Move the log into the store; whether all of it went over. Only the
        holder of the lease may ask."""

    @abstractmethod
    def refuse_taken(self) -> None:
        """Raise UsageError where something is already, be it a store or not."""

    @abstractmethod
    def create(self, target: int = SCHEMA) -> None:
        """Make an empty store of form `target` where nothing is yet."""

    @abstractmethod
    def draft(self) -> Store:
        """The store beside this one that is filled first and then published."""

    @abstractmethod
    def publish(self, draft: Store) -> None:
        """Give a finished draft this name: all of it, or nothing, after a crash."""

    @abstractmethod
    def discard(self) -> None:
        """Remove a draft, whatever there is of it."""

    @abstractmethod
    def migrate(self, target: int = SCHEMA, told: Told = untold) -> str | None:
        """Bring the store up to `target`; where the verified copy is that was
        taken first, None when there was nothing to do. `told` gets how far the
        copy is."""
