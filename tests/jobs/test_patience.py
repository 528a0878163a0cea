"""A locked store is waited for; anything else is told at once."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest

from core.values.errors import ConflictError, LockedError
from jobs import patience
from jobs.patience import until_free


class Waited(Event):
    """An event that notes how long it was waited for, and waits for nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.seconds.append(timeout or 0)
        return self.is_set()


def locked(times: int) -> Callable[[], str]:
    left = [times]

    def step() -> str:
        if left[0]:
            left[0] -= 1
            raise LockedError("the store is locked by another writer")
        return "done"

    return step


def test_it_waits_longer_each_time_and_says_why_once() -> None:
    stop, said = Waited(), list[str]()
    found = until_free(locked(6), stop, lambda: False, said.append)
    assert found == "done"
    assert said == ["the store is locked by another writer"]
    assert sum(stop.seconds) == 0.5 + 1 + 2 + 4 + 5 + 5


def test_it_ends_when_it_is_stopped_or_its_parent_has_ended() -> None:
    stop = Event()
    told = lambda _words: stop.set()  # noqa: E731
    assert until_free(locked(99), stop, lambda: False, told) is None
    asked = iter([False, False, True, True])
    never = lambda _words: None  # noqa: E731
    found = until_free(locked(99), Waited(), lambda: next(asked), never)
    assert found is None


def test_another_fault_is_not_waited_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def newer() -> str:
        raise ConflictError("the store is of a newer form")

    monkeypatch.setattr(patience, "_pause", lambda *_: pytest.fail("waited"))
    with pytest.raises(ConflictError, match="newer"):
        until_free(newer, Event(), lambda: False, lambda _words: None)
