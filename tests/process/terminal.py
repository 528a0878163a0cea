"""Bellbuoy in a real pseudo-terminal: keys in, bytes out, the screen by an emulator."""

from __future__ import annotations

import os
import pty
import re
import select
import shlex
import signal
import struct
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ, tcgetattr
from typing import Any

import pyte

PATIENCE = 90.0
_UNKNOWN = re.compile(rb"\x1b\[[<>=?][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p")
_HALF = re.compile(rb"\x1b(?:\[[0-9;?<>=$]*|\][^\x07]*)?\Z")


class Terminal:
    """One run of a command on a pty of `columns` x `rows`."""

    def __init__(self, number: int, process: int, columns: int, rows: int) -> None:
        self._number = number
        self._process = process
        self.written = b""
        self._half = b""
        self.found = tcgetattr(number)
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.status: int | None = None

    @property
    def lines(self) -> list[str]:
        return list(self._screen.display)

    def read_once(self, seconds: float) -> bytes:
        """What comes first within a time, and no more."""
        ready, _, _ = select.select([self._number], [], [], seconds)
        return self.read_bytes(65536) if ready else b""

    def read_bytes(self, most: int) -> bytes:
        """So many bytes of what has been written already."""
        if not select.select([self._number], [], [], 0)[0]:
            return b""
        chunk = os.read(self._number, most)
        self._show(chunk)
        return chunk

    def _show(self, chunk: bytes) -> None:
        """On the emulated screen; half a sequence waits for its other half."""
        self.written += chunk
        chunk = self._half + chunk
        whole = chunk.rfind(b"\x1b")
        cut = whole if whole >= 0 and _HALF.match(chunk[whole:]) else len(chunk)
        chunk, self._half = chunk[:cut], chunk[cut:]
        # pyte knows no private modes with intermediate bytes, nor kitty's keys.
        self._stream.feed(_UNKNOWN.sub(b"", chunk))

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
            self._show(chunk)
        return got

    def wait_for(self, pattern: str) -> None:
        """Until the screen shows it."""
        self.wait_until(lambda shown: bool(re.search(pattern, "\n".join(shown))), pattern)

    def wait_until(self, holds: Callable[[list[str]], bool], what: str) -> None:
        """Until the lines of the screen are as wanted."""
        end = time.monotonic() + PATIENCE
        while not holds(self.lines):
            assert time.monotonic() < end, "\n".join([f"never shown: {what}", *self.lines])
            self.read(0.1)

    def settle(self, quiet: float = 1.0) -> None:
        """Until nothing has been written for a while."""
        end = time.monotonic() + PATIENCE
        while self.read(quiet):
            assert time.monotonic() < end, "it never falls silent"

    def press(self, keys: str | bytes) -> None:
        os.write(self._number, keys.encode() if isinstance(keys, str) else keys)

    @property
    def process(self) -> int:
        return self._process

    @property
    def attributes(self) -> list[Any]:
        """How the terminal treats what is typed, as `stty` would print it."""
        return tcgetattr(self._number)

    @property
    def modes(self) -> dict[bytes, bytes]:
        """Private modes that were switched, and how each stands: `h` on, `l` off."""
        stands: dict[bytes, bytes] = {}
        for numbers, state in re.findall(rb"\x1b\[\?([0-9;]+)([hl])", self.written):
            stands |= dict.fromkeys(numbers.split(b";"), state)
        return stands

    def left_on(self) -> set[bytes]:
        """Modes that are on and were not at the start: cursor and line wrap were."""
        on = {mode for mode, state in self.modes.items() if state == b"h"} - {b"25", b"7"}
        gone = {mode for mode in (b"25", b"7") if self.modes.get(mode, b"h") == b"l"}
        kitty = self.written.count(b"\x1b[>") - self.written.count(b"\x1b[<")
        return on | gone | ({b"kitty"} if kitty > 0 else set())

    @property
    def open(self) -> bool:
        return self._number >= 0

    def resize(self, columns: int, rows: int) -> None:
        ioctl(self._number, TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._screen.resize(rows, columns)

    def hang_up(self) -> None:
        """The terminal is gone, as when a window is closed or a line breaks."""
        os.close(self._number)
        self._number = -1

    def wait(self) -> int:
        """The exit code, once it has ended."""
        end = time.monotonic() + PATIENCE
        while self.status is None:
            self.read(0.1) if self._number >= 0 else time.sleep(0.05)
            done, status = os.waitpid(self._process, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
            assert time.monotonic() < end, "it did not end"
        return self.status

    def wait_unread(self) -> int:
        """The exit code, while nobody reads what it writes."""
        end = time.monotonic() + PATIENCE
        while self.status is None:
            done, status = os.waitpid(self._process, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
            assert time.monotonic() < end, "it did not end"
            time.sleep(0.05)
        return self.status

    def signal(self, number: signal.Signals) -> None:
        os.kill(self._process, number)


@contextmanager
def terminal(
    *arguments: str,
    columns: int = 80,
    rows: int = 24,
    term: str = "xterm-256color",
    home: Path,
    env: Mapping[str, str] | None = None,
    shell: bool = False,
    ignored: Sequence[signal.Signals] = (),
    program: Sequence[str] = ("-m", "bellbuoy"),
) -> Iterator[Terminal]:
    """Run `bellbuoy` with these arguments; it is killed at the end if it still lives.

    `program` is what Python runs instead. It does not hear the signals `ignored`. With
    `shell` a shell with job control runs, and the command is typed into it.
    """
    process, number = pty.fork()
    command = [sys.executable, "-P", *program, *arguments]
    if process == 0:
        around = {
            "TERM": term, "HOME": str(home), "PATH": os.environ["PATH"], "TZ": "UTC",
            "LANG": "C.UTF-8", "USER": "test", "LOGNAME": "test", "PS1": "ready> ",
        } | dict(env or {})  # fmt: skip
        if "PYTHONPATH" in os.environ:
            around["PYTHONPATH"] = os.environ["PYTHONPATH"]
        for each in ignored:
            signal.signal(each, signal.SIG_IGN)
        run_as = ["/bin/bash", "--norc", "--noediting", "-i"] if shell else command
        os.execve(run_as[0], run_as, around)
    ioctl(number, TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    run = Terminal(number, process, columns, rows)
    try:
        if shell:
            run.wait_for("ready>")
            run.press(shlex.join(command) + "\n")
        yield run
    finally:
        if run.status is None:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        if run.open:
            os.close(number)
