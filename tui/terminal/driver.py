"""Between the app and the terminal: modes on and off, keys in, pictures out, sizes.

Textual's own driver ends in a traceback on a byte that is no UTF-8, runs an escape
inside a paste as keys, spins when the terminal is gone, wakes ten times a second
and blocks the app when the line is slow. This one keeps its place and does not.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import termios
import tty
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message

from tui.terminal.modes import Modes, modes_of, mouse_modes
from tui.terminal.picture import Picture
from tui.terminal.reader import Reader
from tui.terminal.tokens import Tokens
from tui.terminal.turns import Turns
from tui.terminal.writer import Writer

MOST_COLUMNS, MOST_ROWS = 1_000, 400
"""A terminal that says that it is larger is drawn so far only."""
LOST = 143
"""The exit code when nobody reads or types any more, as after a signal to end."""


class TerminalDriver(Driver):
    """A driver for a real terminal.

    - `picture`: what the terminal shows
    - `drained`: called on the event loop when a slow line has caught up
    - `wide_signs` of the app, where it has one before the start: called when the
      terminal draws doubtful signs two cells wide
    """

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._input = sys.__stdin__.fileno() if sys.__stdin__ else 0
        stream = sys.__stderr__
        self._output = stream.fileno() if stream else 2
        self._encoding = (stream.encoding if stream else None) or "utf-8"
        self._size = size or self._get_terminal_size()
        self._before: list[Any] | None = None
        self._reader: Reader | None = None
        self._writer: Writer | None = None
        self.picture = Picture()
        self._turns = Turns(app)
        self._sizing = False
        self._lost = False
        self._suspended = False
        probed: Callable[[], object] | None = getattr(app, "wide_signs", None)
        self._wide = probed
        self._modes: Modes = modes_of(os.environ, mouse=mouse, probes=probed is not None)
        self.drained: Callable[[], object] | None = None
        signal.signal(signal.SIGTSTP, self._stop)
        signal.signal(signal.SIGCONT, self._continue)

    @property
    def can_suspend(self) -> bool:
        """Whether a shell waits for this process to stop: else it would never go on."""
        try:
            parent = os.getppid()
            return os.getsid(parent) == os.getsid(0) and os.getpgid(parent) != os.getpgrp()
        except OSError:
            return False

    @property
    def behind(self) -> bool:
        """Whether the line has still to take what was drawn before."""
        return self._writer is not None and self._writer.behind

    def write(self, data: str) -> None:
        if self._writer is not None:
            self._writer.write(data)

    def use_mouse(self, wanted: bool) -> None:
        """Have the mouse told from now on, or left to the terminal."""
        if wanted != self._mouse:
            self._mouse = wanted
            self._modes = modes_of(os.environ, mouse=wanted)
            self.write(mouse_modes(os.environ, wanted))

    # On and off

    def start_application_mode(self) -> None:
        """Switch everything on and start to read; once more where it is on already,
        because somebody stopped the process without asking."""
        if not self._owns_terminal():
            return
        self._raw()
        again = self._suspended or self._writer is not None
        if self._writer is None:
            self._writer = self._new_writer()
            self._writer.start()
        else:
            self.write(self._modes.off)
        self.picture.forget()
        signal.signal(signal.SIGWINCH, lambda *_: self._size_changed())
        tokens = Tokens(self._on_loop(self._cursor_at))
        self.write(self._modes.on)
        if self._modes.probe:
            tokens.asks_column()
            self.write(self._modes.probe)
            self._modes = modes_of(os.environ, mouse=self._mouse)
        self.write(self._modes.asks)
        if self._reader is None:
            self._reader = Reader(
                self._input, tokens, self.process_message, self._on_loop(self._gone)
            )
            self._reader.start()
        if again:
            self._suspended = False
            self._size_changed()

    def _new_writer(self) -> Writer:
        gone, caught_up = self._on_loop(self._gone), self._on_loop(self._caught_up)
        return Writer(self._output, self._encoding, gone, caught_up)

    def disable_input(self) -> None:
        signal.signal(signal.SIGWINCH, signal.SIG_DFL)
        if self._reader is not None:
            self._reader.stop()
            self._reader = None
            if not self._lost:
                self._quietly(lambda: termios.tcflush(self._input, termios.TCIFLUSH))

    def stop_application_mode(self) -> None:
        """Leave the terminal as it was found."""
        self.disable_input()
        self.write(self._modes.off)
        self.close()
        before, self._before = self._before, None
        if before is not None:
            self._quietly(lambda: termios.tcsetattr(self._input, termios.TCSANOW, before))

    def close(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.stop()

    def _owns_terminal(self) -> bool:
        """Whether it may draw: a shell that sent us to the background has the terminal,
        and stops us again when we touch it. False when that happened."""
        again = lambda *_: os.kill(os.getpid(), signal.SIGSTOP)  # noqa: E731
        signal.signal(signal.SIGTTOU, again)
        signal.signal(signal.SIGTTIN, again)
        try:
            now = termios.tcgetattr(self._input)
            termios.tcsetattr(self._input, termios.TCSANOW, now)
        except termios.error:
            return not os.isatty(self._input)
        finally:
            signal.signal(signal.SIGTTOU, signal.SIG_DFL)
            signal.signal(signal.SIGTTIN, signal.SIG_DFL)
        return True

    def _raw(self) -> None:
        """Keys one by one, unechoed, and none of them a signal."""
        try:
            now = termios.tcgetattr(self._input)
        except termios.error:
            return
        if self._before is None:
            self._before = [list(part) if isinstance(part, list) else part for part in now]
        local = termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG
        now[tty.LFLAG] &= ~local
        flow = termios.IXON | termios.IXOFF
        now[tty.IFLAG] &= ~(flow | termios.ICRNL | termios.INLCR | termios.IGNCR)
        now[tty.CC][termios.VMIN] = 1
        self._quietly(lambda: termios.tcsetattr(self._input, termios.TCSANOW, now))

    @staticmethod
    def _quietly(change: Callable[[], object]) -> None:
        with suppress(termios.error):  # the terminal is gone
            change()

    # What happens to it

    def _on_loop(self, function: Callable[..., object]) -> Callable[..., None]:
        """The same, called on the event loop from whatever thread; after its end, not."""

        def call(*words: Any) -> None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(function, *words)

        return call

    def send_message(self, message: Message) -> None:
        if isinstance(message, events.Key | events.Paste):
            self._on_loop(self._turns.take)(message)
            return
        told = self._app._post_message(message)  # noqa: SLF001
        try:
            asyncio.run_coroutine_threadsafe(told, loop=self._loop)
        except RuntimeError:
            told.close()

    def _gone(self) -> None:
        """Nobody is there: end as after a signal, and write nothing more."""
        if not self._lost:
            self._lost = True
            self._app.exit(return_code=LOST)

    def _caught_up(self) -> None:
        if self.drained is not None:
            self.drained()

    def _cursor_at(self, column: int) -> None:
        """Where the cursor stood after one doubtful sign in the first column."""
        if column > 2 and self._wide is not None:
            self._wide()

    def _size_changed(self) -> None:
        """A storm of sizes becomes one: the last."""
        if not self._sizing:
            self._sizing = True
            self._loop.call_soon_threadsafe(self._tell_size)

    def _tell_size(self) -> None:
        """Even where it is the old one again: what stood there may be cut or moved."""
        self._sizing = False
        self.picture.forget()
        before, self._size = self._size, self._get_terminal_size()
        size = Size(*self._size)
        self._app.post_message(events.Resize(size, size))
        if self._size == before:
            self._app.post_message(self.SignalResume())

    def _get_terminal_size(self) -> tuple[int, int]:
        """Columns and rows; 80x24 where the terminal does not know."""
        try:
            columns, rows = os.get_terminal_size(self._output)
        except OSError:
            columns, rows = 0, 0
        return min(columns or 80, MOST_COLUMNS), min(rows or 24, MOST_ROWS)

    def _stop(self, *_: object) -> None:
        if self._auto_restart and self._writer is not None:
            self.suspend_application_mode()
            self._suspended = True
        os.kill(os.getpid(), signal.SIGSTOP)

    def _continue(self, *_: object) -> None:
        on = self._suspended or self._writer is not None
        if on and self._auto_restart and not self._lost:
            self.start_application_mode()
