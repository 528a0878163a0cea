"""Jobs by name on another thread: the newest is heard, what it replaced is not."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from bellbuoy.services.context import Context
from tui.workers import WorkThread

PATIENCE = 60.0


class Loop:
    """An event loop that runs what was delivered when it is told to."""

    def __init__(self) -> None:
        self._waiting: list[Callable[[], object]] = []
        self._came = threading.Semaphore(0)

    def deliver(self, callback: Callable[..., object], *args: Any) -> object:
        self._waiting.append(lambda: callback(*args))
        self._came.release()
        return None

    def wait(self) -> None:
        assert self._came.acquire(timeout=PATIENCE), "nothing was delivered"

    def run(self) -> None:
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            call()


def ask(thread: WorkThread, heard: list[object], word: str) -> None:
    thread.ask("open", lambda _ctx, _ask: word, heard.append, heard.append)


@pytest.mark.parametrize("again", [True, False])
def test_an_answer_on_its_way_is_not_heard_once_it_was_replaced(
    demo_ctx: Context, again: bool
) -> None:
    loop, heard = Loop(), list[object]()
    thread = WorkThread("test", demo_ctx, loop.deliver)
    try:
        ask(thread, heard, "old")
        loop.wait()
        if again:
            ask(thread, heard, "new")
            loop.wait()
        else:
            assert thread.cancel("open")
        loop.run()
        assert heard == (["new"] if again else [])
        assert not thread.cancel("open")  # there is nothing left to stop
    finally:
        thread.close()
