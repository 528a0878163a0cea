"""The command palette: one box that finds actions, places, clients, themes and days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text
from textual import on
from textual.widget import Widget
from textual.widgets import Input

from bellbuoy.services.context import Context
from bellbuoy.services.views.reading import listed
from core.clients.types import ClientRow
from core.values.errors import BellbuoyError
from core.values.text import cells, fit
from core.views.types import View
from tui.actions import Action
from tui.frame.lines_view import LinesView
from tui.lines import Piece, line
from tui.overlays.find_clients import find_clients
from tui.overlays.palette_hits import Acts, Hit, client_hits, day_hits, fixed_hits, view_hits
from tui.overlays.ranking import ranked
from tui.overlays.sheet import LineBox, Overlay, Sheet, choice_line
from tui.pulse import may
from tui.shell import Shell
from tui.states import fault_words
from tui.workers import Ask

_ASK, _VIEWS = "palette.clients", "palette.views"
_KIND = 8
_LABEL = 30
_LEAST_LABEL = 16
_ASKS = "an action, a place, a client, a theme, a day"


class PaletteOverlay(Overlay[None]):
    """Enter closes it and does what the chosen line says. Clients are read behind the
    first answer, and come into it when they are there."""

    NAME = "Palette"
    DEFAULT_CSS = """
    PaletteOverlay > Sheet { max-height: 20; }
    """
    ACTIONS = (
        Action("palette.open", "open", "do it", "do what the line says", "do_open"),
        Action("palette.down", "down", "down", "the next hit", "do_down"),
        Action("palette.up", "up", "up", "the hit before", "do_up"),
        Action("palette.page_down", "page_down", "page down", "a page on", "do_page_down"),
        Action("palette.page_up", "page_up", "page up", "a page back", "do_page_up"),
    )

    def __init__(self, shell: Shell, screen: Acts) -> None:
        super().__init__(shell)
        self._fixed = fixed_hits(shell, screen)
        self._clients: list[Hit] = []
        self._hits: list[Hit] = []
        self._at = 0
        self._note = ""
        self.line = LineBox(f" {self.look.glyphs.words('›')} ", self.look, placeholder=_ASKS)
        self.view = LinesView(self.look, self._draw, bar=True)
        self._sheet = Sheet(self.look, "Palette", self.line, self.view)

    def body(self) -> Iterator[Widget]:
        yield self._sheet

    def on_mount(self) -> None:
        self._find()
        self._ask_views()

    def on_unmount(self) -> None:
        for name in (_ASK, _VIEWS):
            self.session.back.cancel(name)

    @property
    def hits(self) -> Sequence[Hit]:
        """What is shown, best first."""
        return self._hits

    @property
    def chosen(self) -> Hit | None:
        return self._hits[self._at] if self._hits else None

    # Finding

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._at = 0
        self._find()
        self._ask_clients()

    def _find(self) -> None:
        """What fits, of all that is known by now."""
        typed = self.line.text
        chosen = self.chosen
        known = [*self._fixed, *day_hits(self.shell, typed)]
        self._hits = ranked(typed, known + (self._clients if typed.strip() else []))
        if self._at and chosen is not None:
            # What comes in later does not slip under the cursor.
            same = [at for at, hit in enumerate(self._hits) if hit.identity == chosen.identity]
            self._at = same[0] if same else self._at
        self._at = min(self._at, max(0, len(self._hits) - 1))
        self.view.set_draw(self._draw)
        self.view.reveal(self._at)
        self._sheet.tell_foot(self._note or f"{len(self._hits)} found")

    def _ask_views(self) -> None:
        """They are few: all come once, behind the first answer."""
        if not may(self.session.ctx, "view:read"):
            return

        def found(views: tuple[View, ...]) -> None:
            if self.is_attached:
                self._fixed += view_hits(self.shell, views)
                self._find()

        self.session.back.ask(_VIEWS, lambda ctx, _ask: listed(ctx), found, self._failed)

    def _ask_clients(self) -> None:
        typed, ctx = self.line.text.strip(), self.session.ctx
        if not typed or not may(ctx, "client:read"):
            self.session.back.cancel(_ASK)
            return

        def work(ctx: Context, _ask: Ask[tuple[ClientRow, ...]]) -> tuple[ClientRow, ...]:
            return find_clients(ctx, typed)

        def found(rows: tuple[ClientRow, ...]) -> None:
            if self.is_attached:
                self._clients, self._note = client_hits(self.shell, rows, typed), ""
                self._find()

        self.session.back.ask(_ASK, work, found, self._failed)

    def _failed(self, error: BaseException) -> None:
        if self.is_attached:
            self._clients, self._note = [], f"clients: {fault_words(error)}"
            self._find()

    # Showing

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        if not self._hits:
            return [line([(" nothing fits", "muted")], self.look, width)]
        widest = max(cells(hit.label) for hit in self._hits)
        label = min(_LABEL, max(_LEAST_LABEL, (width - _KIND) // 2), widest)
        return [
            self._hit(hit, at == self._at, label, width) for at, hit in enumerate(self._hits)
        ]

    def _hit(self, hit: Hit, chosen: bool, label: int, width: int) -> Text:
        g = self.look.glyphs
        told = g.words(hit.label) if hit.ours else hit.label
        left: list[Piece] = [
            (fit(hit.kind, _KIND), "muted"),
            (fit(told, label, ellipsis=g.ellipsis) + "  ", ""),
            (g.words(hit.hint), hit.role),
        ]
        return choice_line(left, [(g.words(hit.key), "accent")], chosen, self.look, width)

    # Keys

    def do_open(self) -> None:
        if (hit := self.chosen) is not None:
            self.dismiss(None)
            self.app.call_later(run, self.shell, hit)

    def do_down(self) -> None:
        self._move(1)

    def do_up(self) -> None:
        self._move(-1)

    def do_page_down(self) -> None:
        self._move(max(1, self.view.size.height - 1))

    def do_page_up(self) -> None:
        self._move(-max(1, self.view.size.height - 1))

    def _move(self, by: int) -> None:
        self._at = max(0, min(self._at + by, len(self._hits) - 1))
        self.view.redraw()
        self.view.reveal(self._at)

    @on(LinesView.Clicked)
    def _clicked(self, event: LinesView.Clicked) -> None:
        event.stop()
        if event.line < len(self._hits):
            self._at = event.line
            self.do_open()


def run(shell: Shell, hit: Hit) -> None:
    """Do what a hit says; what cannot be done is told on the message row."""
    try:
        hit.run()
    except BellbuoyError as error:
        shell.fault(error)
