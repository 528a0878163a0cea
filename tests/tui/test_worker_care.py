"""The app's worker: started, waited for, started again, and left alone when stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import pytest

from bellbuoy.services import worker as service
from bellbuoy.services.context import Context
from core.jobs.types import WorkerStatus
from core.values.errors import LockedError
from tui.pulse import Pulse
from tui.worker_care import FIRST_S, SLOW_S, WorkerCare


@dataclass
class Process:
    """What was launched; `code` is set when it ends."""

    pid: int = 7
    code: int | None = None


class Back:
    """The thread behind the screens, at once and on this one."""

    def ask(
        self,
        _name: str,
        work: Callable[..., Any],
        done: Callable[[Any], object],
        failed: Callable[[BaseException], object],
    ) -> None:
        try:
            found = work(None, None)
        except Exception as error:
            failed(error)
        else:
            done(found)


@dataclass
class Session:
    ctx: Context
    back: Back = field(default_factory=Back)

    def writing(self) -> Context:
        return self.ctx


@dataclass
class Host:
    session: Any
    said: list[str] = field(default_factory=list)
    faults: list[BaseException] = field(default_factory=list)

    def say(self, words: str) -> None:
        self.said.append(words)

    def fault(self, error: BaseException) -> None:
        self.faults.append(error)


class Room:
    """A host whose processes, statuses and time are made here."""

    def __init__(self, ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
        self.launched: list[Process] = []
        self.now = 0.0
        self.state = "none"
        self.host = Host(Session(ctx))
        self.care = WorkerCare(self.host, lambda: self.now)
        monkeypatch.setattr(service, "launch", self._launch)
        monkeypatch.setattr(service, "status", lambda _ctx: self._status())
        monkeypatch.setattr(service, "waits_for", lambda _ctx: "process 4 (cp\x1b)")

    def _launch(self, _ctx: Context, *, parent: int) -> Process:
        assert parent > 0
        self.launched.append(Process())
        return self.launched[-1]

    def _status(self) -> WorkerStatus:
        return WorkerStatus(self.state)  # type: ignore[arg-type]

    def look(self, after: float) -> None:
        self.now += after
        self.care.look(Pulse(self._status()))


@pytest.fixture
def room(empty_ctx: Context, monkeypatch: pytest.MonkeyPatch) -> Room:
    return Room(replace(empty_ctx, read_only=False), monkeypatch)


def test_one_that_is_not_heard_of_waits_for_the_store_and_says_so_once(room: Room) -> None:
    made: list[bool] = []
    room.care.start(made.append)
    assert made == [True]
    room.look(SLOW_S - 1)
    assert room.host.said == []
    room.look(1)
    room.look(5)
    assert room.host.said == ["the worker waits for the store: process 4 (cp�) has it locked"]
    room.state = "alive"
    room.look(5)
    assert len(room.launched) == 1


def test_one_that_ended_by_a_fault_is_started_again_ever_later(room: Room) -> None:
    room.care.start(lambda _made: None)
    starts = []
    for second in range(100):
        room.launched[-1].code = -9
        before = len(room.launched)
        room.look(1)
        if len(room.launched) > before:
            starts.append(second)
    gaps = [after - before for before, after in pairwise(starts)]
    assert starts[0] == FIRST_S
    assert gaps == [11, 21, 41]
    assert room.host.said == ["the worker has ended by a fault; it is started again"]


def test_one_that_was_asked_to_stop_stays_away(room: Room) -> None:
    room.care.start(lambda _made: None)
    room.launched[0].code = 0
    for _ in range(50):
        room.look(10)
    assert (len(room.launched), room.host.said) == (1, [])


def test_one_that_lives_already_is_enough(room: Room) -> None:
    made: list[bool] = []
    room.state = "alive"
    room.care.start(made.append)
    room.look(60)
    assert (made, room.launched) == ([False], [])


def test_a_store_that_could_not_be_asked_is_asked_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_ctx: Context) -> WorkerStatus:
        raise LockedError("the store is locked by another writer")

    with monkeypatch.context() as patch:
        patch.setattr(service, "status", locked)
        room.care.start(lambda _made: None)
    assert (len(room.launched), len(room.host.faults)) == (0, 1)
    room.look(5)
    assert len(room.launched) == 1


def test_a_store_that_is_only_read_gets_none(
    empty_ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(empty_ctx, monkeypatch)
    made: list[bool] = []
    room.care.start(made.append)
    assert (made, room.launched) == ([False], [])
