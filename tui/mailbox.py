"""Calls for the event loop, kept until there is one: reading starts before the app."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from tui.asks import Deliver


class Mailbox:
    """A `Deliver` that can be used before the loop runs; `open` hands over what came."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[Callable[[], object]] = deque()
        self._deliver: Deliver | None = None

    def __call__(self, callback: Callable[..., object], *args: Any) -> None:
        with self._lock:
            if self._deliver is None:
                self._waiting.append(partial(callback, *args))
                return
        self._deliver(callback, *args)

    def open(self, deliver: Deliver) -> None:
        """From now on calls go through `deliver`, in the order in which they came."""
        with self._lock:
            self._deliver = deliver
            for call in self._waiting:
                deliver(call)
            self._waiting.clear()
