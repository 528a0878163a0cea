"""F1 in the filter: every field, and what it holds among the rows, with live counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text
from textual import on
from textual.widget import Widget

from bellbuoy.services.context import Context
from bellbuoy.services.fields import fields
from bellbuoy.services.views.facets import facet_fields, facets
from core.values.text import fit, safe_text
from core.views.types import Facet, Facets
from tui.actions import Action
from tui.asks import Ask
from tui.charts.words import percent
from tui.frame.lines_view import LinesView
from tui.lines import Piece, line
from tui.overlays.sheet import Overlay, Sheet, choice_line
from tui.shell import Shell
from tui.states import fault_words
from tui.views.groups_view import key_text

_ASK = "facets"
_NAME = 30
_FIELD = 14


class FacetsOverlay(Overlay[str]):
    """Closes with what the query goes on with: the condition of a value (`owner:raj `),
    or how one begins of a field whose values are not told one by one (`health<`, `name~`).
    Without a field it offers the fields first; escape leads from the values back."""

    NAME = "Values"
    DEFAULT_CSS = """
    FacetsOverlay > Sheet { max-height: 21; }
    """
    ACTIONS = (
        Action("facets.open", "open", "take", "the values of the field; take the value",
               "do_open"),
        Action("facets.down", "down", "down", "the next line", "do_down"),
        Action("facets.up", "up", "up", "the line before", "do_up"),
        Action("facets.page_down", "page_down", "page down", "a page on", "do_page_down"),
        Action("facets.page_up", "page_up", "page up", "a page back", "do_page_up"),
    )  # fmt: skip

    def __init__(self, shell: Shell, noun: str, rest: str, field: str = "") -> None:
        """`rest` are the conditions that hold besides."""
        super().__init__(shell)
        self._noun, self._rest, self._field = noun, rest, field
        self._fields, self._told = fields(noun), frozenset(facet_fields(noun))
        self._found: Facets | None = None
        self._error, self._at = "", 0
        self.view = LinesView(self.look, self._draw, bar=True)
        self._sheet = Sheet(self.look, "", self.view)

    def body(self) -> Iterator[Widget]:
        yield self._sheet

    def on_mount(self) -> None:
        self._look_at(self._field)

    def on_unmount(self) -> None:
        self.session.back.cancel(_ASK)

    @property
    def values(self) -> Sequence[Facet]:
        """The values of the field that is looked at."""
        return () if self._found is None else self._found.values

    def _look_at(self, field: str) -> None:
        self._field, self._found, self._error, self._at = field, None, "", 0
        title = f"Values of {field}" if field else f"Fields of {self._noun}s"
        self._sheet.tell_title(title)
        self._sheet.tell_foot(f"among {safe_text(self._rest, 40)}" if self._rest else "")
        self.view.set_draw(self._draw, keep_place=False)
        self.tell_keys()
        if field:
            self._read(field)

    def _read(self, field: str) -> None:
        noun, rest = self._noun, self._rest

        def work(ctx: Context, _ask: Ask[Facets]) -> Facets:
            return facets(ctx, noun, rest, field)

        def came(found: Facets) -> None:
            if self.is_attached:
                self._found = found
                self.view.redraw()

        def failed(error: BaseException) -> None:
            if self.is_attached:
                self._error = fault_words(error)
                self.view.redraw()

        self.session.back.ask(_ASK, work, came, failed)

    # Showing

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        if self._error:
            return [line([(f" {self._error}", "error")], self.look, width)]
        if not self._field:
            return [
                self._line(info.name, info.doc, info.type, at, width, _FIELD)
                for at, info in enumerate(self._fields)
            ]
        if self._found is None:
            return [line([(" counting", "muted")], self.look, width)]
        if not self._found.values:
            return [line([(" no row has a value", "muted")], self.look, width)]
        total = self._found.total
        drawn = [
            self._line(
                key_text(value.key), f"{percent(value.n, total):>6}", f"{value.n:,}", at, width
            )
            for at, value in enumerate(self._found.values)
        ]
        if self._found.more:
            drawn.append(line([(f"   {self._found.more:,} more values", "muted")], self.look,
                              width))  # fmt: skip
        return drawn

    def _line(
        self, name: str, about: str, end: str, at: int, width: int, room: int = _NAME
    ) -> Text:
        g = self.look.glyphs
        room = min(room, max(12, width // 2))
        left: list[Piece] = [
            (fit(g.words(name), room, ellipsis=g.ellipsis) + "  ", ""),
            (g.words(about), "muted"),
        ]
        return choice_line(left, [(end, "accent")], at == self._at, self.look, width)

    # Keys

    @property
    def back_word(self) -> str:
        return "fields" if self._field else "close"

    def do_back(self) -> None:
        if self._field:
            self._look_at("")
        else:
            self.dismiss(None)

    def do_open(self) -> None:
        if self._field:
            if self._at < len(self.values):
                self.dismiss(f"{self.values[self._at].text} ")
            return
        info = self._fields[self._at]
        if info.name in self._told:
            self._look_at(info.name)
        else:
            self.dismiss(info.name + ("<" if "lt" in info.ops else "~"))

    @property
    def _many(self) -> int:
        return len(self.values) if self._field else len(self._fields)

    def _move(self, by: int) -> None:
        self._at = max(0, min(self._at + by, self._many - 1))
        self.view.redraw()
        self.view.reveal(self._at)

    def do_down(self) -> None:
        self._move(1)

    def do_up(self) -> None:
        self._move(-1)

    def do_page_down(self) -> None:
        self._move(max(1, self.view.size.height - 1))

    def do_page_up(self) -> None:
        self._move(-max(1, self.view.size.height - 1))

    @on(LinesView.Clicked)
    def _clicked(self, event: LinesView.Clicked) -> None:
        event.stop()
        if event.line < self._many:
            self._at = event.line
            self.do_open()
