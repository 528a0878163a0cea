"""The line behind `:`: a place or a command, completed as it is typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text
from textual import on
from textual.widget import Widget
from textual.widgets import Input

from bellbuoy.services.context import Context
from core.clients.types import ClientRow
from core.values.errors import BellbuoyError
from core.values.text import safe_text
from core.views.types import Offer
from tui.actions import Action
from tui.frame.lines_view import LinesView
from tui.lines import line
from tui.overlays.completion import (
    Candidate,
    candidates,
    client_part,
    common_line,
    query_part,
    with_clients,
    with_offers,
)
from tui.overlays.find_clients import find_clients
from tui.overlays.jump_lines import choices_line
from tui.overlays.sheet import LineBox, Overlay
from tui.pulse import may
from tui.shell import Shell
from tui.states import fault_words
from tui.workers import Ask

_ASK = "jump.clients"


class JumpOverlay(Overlay[str]):
    """Closes with the line and has it obeyed. One that cannot be obeyed comes back
    with the reason above it, where else the ways stand in which it can go on."""

    NAME = "Jump"
    DEFAULT_CSS = """
    JumpOverlay { align: left bottom; }
    JumpOverlay > LinesView { height: 1; background: $surface; }
    JumpOverlay > LineBox { background: $background; }
    """
    ACTIONS = (
        Action("jump.open", "open", "go", "do what the line says", "do_open"),
        Action("jump.complete", "next_pane", "complete", "the next way to go on",
               "do_complete"),
        Action("jump.complete_back", "previous_pane", "way before",
               "the way to go on before", "do_complete_back"),
        Action("jump.up", "up", "older", "the line typed before", "do_up"),
        Action("jump.down", "down", "newer", "the line typed after", "do_down"),
    )  # fmt: skip

    def __init__(self, shell: Shell, text: str = "", error: str = "") -> None:
        super().__init__(shell)
        # Arrow up starts at the newest line, wherever it was left.
        shell.typed.keep("")
        self._draft = self._refused = text
        self._error = safe_text(error)
        self._found: list[Candidate] = []
        self._taken: int | None = None
        self._recalled = False
        self.line = LineBox(f" {shell.keymap.label('jump')}", self.look, text)
        self.view = LinesView(self.look, self._draw)

    def body(self) -> Iterator[Widget]:
        yield self.view
        yield self.line

    def on_mount(self) -> None:
        self._look_on()

    def on_unmount(self) -> None:
        self.session.back.cancel(_ASK)

    @property
    def found(self) -> Sequence[Candidate]:
        """The ways in which the line can go on."""
        return self._found

    @property
    def error(self) -> str:
        """Why the line was not obeyed; empty once it has changed."""
        return self._error

    # How the line can go on

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._taken is not None and event.value == self._found[self._taken].line:
            return
        self._taken = None
        if event.value != self._refused:
            self._error = ""
        self._look_on()

    def _look_on(self) -> None:
        text = self.line.text
        self._show(candidates(text))
        noun, query = query_part(text)
        if noun and may(self.session.ctx, f"{noun}:read"):
            self._count(text, noun, query)
            return
        name = client_part(text)
        if not name or not may(self.session.ctx, "client:read"):
            self.session.back.cancel(_ASK)
            return

        def work(ctx: Context, _ask: Ask[tuple[ClientRow, ...]]) -> tuple[ClientRow, ...]:
            return find_clients(ctx, name)

        def named(rows: tuple[ClientRow, ...]) -> None:
            if self.is_attached and self._taken is None and text == self.line.text:
                self._show([*candidates(text), *with_clients(text, rows)])

        self.session.back.ask(_ASK, work, named, self._failed)

    def _count(self, text: str, noun: str, query: str) -> None:
        """The values of the store, and how many rows each way would leave."""

        def work(ctx: Context, ask: Ask[tuple[Offer, ...]]) -> tuple[Offer, ...]:
            from bellbuoy.services.views.offers import offers

            return offers(ctx, noun, query, len(query), cancelled=ask.cancelled)

        def counted(found: tuple[Offer, ...]) -> None:
            if self.is_attached and self._taken is None and text == self.line.text:
                self._show(with_offers(text, found))

        self.session.back.ask(_ASK, work, counted, self._failed)

    def _failed(self, error: BaseException) -> None:
        if self.is_attached:
            self._error = fault_words(error)
            self.view.redraw()

    def _show(self, found: list[Candidate]) -> None:
        self._found = found
        self.view.redraw()

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        if self._error:
            words = self.look.glyphs.words(self._error)
            return [line([(f" {words}", "error")], self.look, width)]
        return [choices_line(self._found, self._taken, self.look, width)]

    # Keys

    def do_complete(self) -> None:
        """As far as all ways agree, then one after the other."""
        text = self.line.text
        further = common_line(self._found, text)
        if self._taken is None and further != text:
            self.line.set_text(further)
        else:
            self._take(1)

    def do_complete_back(self) -> None:
        self._take(-1)

    def _take(self, by: int) -> None:
        if self._found:
            before = -1 if self._taken is None and by > 0 else self._taken or 0
            self._taken = (before + by) % len(self._found)
            self.line.set_text(self._found[self._taken].line)
            self.view.redraw()

    def do_up(self) -> None:
        """Older lines; what is being typed is kept for the way back."""
        if not self._recalled:
            self._draft = self.line.text
        self._recall(-1)

    def do_down(self) -> None:
        self._recall(1)

    def _recall(self, by: int) -> None:
        text = self.shell.typed.step(by)
        if text is not None:
            self._recalled = bool(text)
            self.line.set_text(text or self._draft)

    def do_open(self) -> None:
        text = self.line.text.strip()
        self.dismiss(text or None)
        if text:
            self.shell.typed.keep(text)
            self.app.call_later(obey, self.shell, text)


def obey(shell: Shell, text: str) -> None:
    """Have a line obeyed; one that cannot be comes back with the reason."""
    try:
        shell.obey(text)
    except BellbuoyError as error:
        shell.show("jump", text, fault_words(error))
