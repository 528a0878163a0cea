"""How often pictures go out, and how much of them: at most ten a second over SSH,
none into a line that has not taken the last one, and never a cell that stands there
already. What is held back is drawn later, as it is by then."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import Any, TypeVar

from rich.console import RenderableType
from textual import on
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.driver import Driver
from textual.geometry import Region
from textual.screen import Screen

from tui.terminal.driver import TerminalDriver
from tui.terminal.picture import Picture

T = TypeVar("T")
SSH_S = 0.1
# A smaller picture comes in one piece anyway.
_SYNCHRONISED = 256
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"


def shortest_pause(env: Mapping[str, str]) -> float:
    """Seconds between two pictures: over SSH the line is what is slow."""
    return SSH_S if env.get("SSH_CONNECTION") or env.get("SSH_TTY") else 0.0


class PacedApp(App[T], inherit_bindings=False):
    """An app that draws no faster than its terminal takes it."""

    def __init__(self, **words: Any) -> None:
        super().__init__(driver_class=TerminalDriver, **words)
        self._pause_s = shortest_pause(os.environ)
        self._drawn = -1.0
        self._owed: set[Region] = set()
        self._paying = False
        self.crashed: Exception | None = None

    def _handle_exception(self, error: Exception) -> None:
        """End quietly: whoever started the app shows a report on a fresh screen."""
        self.crashed = self.crashed or error
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def leave_terminal(self) -> None:
        """Switch off what is on still: a signal may have ended the app anywhere."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.stop_application_mode()

    @on(Driver.SignalResume)
    def _back_in_front(self) -> None:
        """The shell has written over the picture meanwhile."""
        self.repaint()

    def repaint(self) -> None:
        """Write every cell anew."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.picture.forget()
        self.screen.refresh(layout=True)

    def _set_pointer_shape(self, shape: str) -> None:
        """The mouse looks as it did: the sequence is shown as text by some terminals."""

    # What goes out

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if not isinstance(renderable, LayoutUpdate | ChopsUpdate) or self._driver is None:
            super()._display(screen, renderable)
        elif self._batch_count == 0 and self._running and not self._closed:
            self._show(renderable)
        self.post_display_hook()

    def _show(self, update: LayoutUpdate | ChopsUpdate) -> None:
        driver = self._driver
        if not isinstance(driver, TerminalDriver):
            return
        if self._holds():
            self._owed |= _regions(update)
            self._pay_later()
            return
        try:
            written = self._written(update, driver.picture)
        except Exception as error:
            self._handle_exception(error)
            return
        if not written:
            return
        self._drawn = time.monotonic()
        if self._sync_available and len(written) > _SYNCHRONISED:
            written = f"{_BEGIN}{written}{_END}"
        driver.write(written)

    def _written(self, update: LayoutUpdate | ChopsUpdate, picture: Picture) -> str:
        picture.fit(*self.size)
        cursor = self.size.region.size.clamp_offset(self.cursor_position)
        system = self.console._color_system  # noqa: SLF001
        return picture.draw(update, system, cursor)

    # What is held back

    def _holds(self) -> bool:
        driver = self._driver
        return self._left() > 0 or (isinstance(driver, TerminalDriver) and driver.behind)

    def _left(self) -> float:
        """Seconds until the next picture may go out."""
        return self._drawn + self._pause_s - time.monotonic() if self._pause_s else 0.0

    def _pay_later(self) -> None:
        if self._paying:
            return
        self._paying = True
        driver = self._driver
        if isinstance(driver, TerminalDriver) and driver.behind:
            driver.drained = self._drained
        else:
            self.set_timer(max(0.001, self._left()), self._pay)

    def _drained(self) -> None:
        self.call_later(self._pay)

    def _pay(self) -> None:
        """Draw what is owed, as it looks now."""
        if not self._paying:
            return
        self._paying = False
        if not self._owed or not self._running:
            return
        if self._holds():
            self._pay_later()
            return
        owed, self._owed = self._owed, set()
        compositor = self.screen._compositor  # noqa: SLF001
        # Of the size that its screen is laid out for: a new one may have none yet.
        inside = (region.intersection(compositor.size.region) for region in owed)
        compositor._dirty_regions.update(region for region in inside if region)  # noqa: SLF001
        self._display(
            self.screen, compositor.render_update(screen_stack=self._background_screens)
        )


def _regions(update: LayoutUpdate | ChopsUpdate) -> set[Region]:
    """The cells that a picture covers."""
    if isinstance(update, LayoutUpdate):
        return {update.region}
    return {Region(x1, y, x2 - x1, 1) for y, x1, x2 in update.spans}
