"""Bellbuoy in a real pseudo-terminal: keys in, bytes out, the screen by an emulator."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

import pyte

PATIENCE = 30.0


class Terminal:
    """One run of a command on a pty of `columns` x `rows`."""

    def __init__(self, number: int, process: int, columns: int, rows: int) -> None:
        self._number = number
        self._process = process
        self.written = b""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.status: int | None = None

    @property
    def lines(self) -> list[str]:
        return list(self._screen.display)

    def read(self, seconds: float) -> bytes:
        """What it writes within a time."""
        end = time.monotonic() + seconds
        got = b""
        while (left := end - time.monotonic()) > 0:
            ready, _, _ = select.select([self._number], [], [], left)
            if not ready:
                break
            try:
                chunk = os.read(self._number, 65536)
            except OSError:
                break
            if not chunk:
                break
            got += chunk
            # pyte knows no private modes with intermediate bytes, nor kitty's keys.
            self._stream.feed(
                re.sub(rb"\x1b\[[<>=?][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p", b"", chunk)
            )
        self.written += got
        return got

    def wait_for(self, pattern: str) -> None:
        """Until the screen shows it."""
        end = time.monotonic() + PATIENCE
        while not re.search(pattern, "\n".join(self.lines)):
            assert time.monotonic() < end, "\n".join([f"never shown: {pattern}", *self.lines])
            self.read(0.1)

    def settle(self, quiet: float = 1.0) -> None:
        """Until nothing has been written for a while."""
        end = time.monotonic() + PATIENCE
        while self.read(quiet):
            assert time.monotonic() < end, "it never falls silent"

    def press(self, keys: str) -> None:
        os.write(self._number, keys.encode())

    def wait(self) -> int:
        """The exit code, once it has ended."""
        end = time.monotonic() + PATIENCE
        while self.status is None:
            self.read(0.1)
            done, status = os.waitpid(self._process, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
            assert time.monotonic() < end, "it did not end"
        return self.status

    def signal(self, number: signal.Signals) -> None:
        os.kill(self._process, number)


@contextmanager
def terminal(
    *arguments: str, columns: int = 80, rows: int = 24, term: str = "xterm-256color", home: Path
) -> Iterator[Terminal]:
    """Run `bellbuoy` with these arguments; it is killed at the end if it still lives."""
    process, number = pty.fork()
    if process == 0:
        env = {
            "TERM": term, "HOME": str(home), "PATH": os.environ["PATH"], "TZ": "UTC",
            "LANG": "C.UTF-8", "USER": "test", "LOGNAME": "test",
        }  # fmt: skip
        if "PYTHONPATH" in os.environ:
            env["PYTHONPATH"] = os.environ["PYTHONPATH"]
        os.execve(sys.executable, [sys.executable, "-P", "-m", "bellbuoy", *arguments], env)
    ioctl(number, TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    run = Terminal(number, process, columns, rows)
    try:
        yield run
    finally:
        if run.status is None:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        os.close(number)
