"""A transaction that is taken back: what a dry run does to the store is nothing."""

from __future__ import annotations

from types import TracebackType


class UndoneError(Exception):
    """Raised at the end of a unit of work that is not to be kept."""


class Undone:
    """Around a unit of work: its UndoneError ends here."""

    def __enter__(self) -> None:
        return

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        return isinstance(error, UndoneError)
