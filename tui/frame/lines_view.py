"""A pane of styled lines, drawn by a pure function for the size that it has."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.palette import Look
from tui.widgets.window_state import thumb

Draw = Callable[[int, int], Sequence[Text]]
_WHEEL = 3


def nothing(_width: int, _height: int) -> Sequence[Text]:
    """A pane without content."""
    return ()


class LinesView(Widget, can_focus=True):
    """Lines that scroll when there are more of them than rows.

    `draw` is called with the cells and rows at hand, anew on each resize and
    each `redraw`; only lines that differ are painted. With `bar` the last cell
    is the scroll bar, and the lines get one cell less.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    LinesView {
        width: 1fr;
        height: 1fr;
    }
    """

    class Clicked(Message):
        """A line was clicked: its number among all lines, and the cell."""

        def __init__(self, view: LinesView, line: int, x: int) -> None:
            super().__init__()
            self.view = view
            self.line = line
            self.x = x

        @property
        def control(self) -> LinesView:
            return self.view

    def __init__(
        self,
        look: Look,
        draw: Draw = nothing,
        *,
        bar: bool = False,
        focusable: bool = False,
        id: str | None = None,  # noqa: A002 - the name that Textual gives it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.can_focus = focusable
        self._look = look
        self._draw = draw
        self._bar = bar
        self._lines: Sequence[Text] = ()
        self._top = 0

    @property
    def lines(self) -> Sequence[Text]:
        """What it holds now, also what is scrolled away."""
        return self._lines

    @property
    def top(self) -> int:
        """The first line on the screen."""
        return self._top

    def set_draw(self, draw: Draw, *, keep_place: bool = True) -> None:
        """Show something else."""
        self._draw = draw
        if not keep_place:
            self._top = 0
        self.redraw()

    def use_look(self, look: Look) -> None:
        self._look = look
        self._lines = ()
        self.redraw()
        self.refresh()

    def redraw(self) -> None:
        """Draw again, and paint the lines that have changed."""
        width, height = self.size
        if not width or not height:
            return
        before, top = self._lines, self._top
        self._lines = tuple(self._draw(width - self._bar, height))
        self._top = max(0, min(self._top, len(self._lines) - height))
        if top != self._top or len(before) != len(self._lines):
            self.refresh()
            return
        changed = [
            at
            for at in range(height)
            if not _same(self._line(before, at + top), self._line(self._lines, at + top))
        ]
        if changed:
            self.refresh(*(Region(0, at, width, 1) for at in changed))

    def use_bar(self, bar: bool) -> None:
        """Have a scroll bar from now on, or none."""
        if bar != self._bar:
            self._bar = bar
            self.redraw()
            self.refresh()

    def scroll_lines(self, by: int) -> None:
        """Show what is further down, or up."""
        self._go(self._top + by)

    def scroll_pages(self, pages: float) -> None:
        self._go(self._top + int(pages * self.size.height))

    def scroll_first(self) -> None:
        self._go(0)

    def scroll_last(self) -> None:
        self._go(len(self._lines))

    def reveal(self, line: int) -> None:
        """Scroll as little as needed to have a line on the screen."""
        height = max(1, self.size.height)
        self._go(max(line - height + 1, min(self._top, line)))

    def _go(self, top: int) -> None:
        top = max(0, min(top, len(self._lines) - self.size.height))
        if top != self._top:
            self._top = top
            self.refresh()

    @staticmethod
    def _line(lines: Sequence[Text], at: int) -> Text | None:
        return lines[at] if at < len(lines) else None

    def on_resize(self, event: events.Resize) -> None:
        self.redraw()
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_lines(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_lines(-_WHEEL)

    def on_click(self, event: events.Click) -> None:
        self.post_message(self.Clicked(self, self._top + event.y, event.x))

    def render_line(self, y: int) -> Strip:
        base = self.rich_style
        width, height = self.size
        text = self._line(self._lines, self._top + y)
        strip = strip_of(text, width - self._bar, base, self)
        if not self._bar:
            return strip
        g = self._look.glyphs
        sign = g.full if y in thumb(self._top, height, len(self._lines)) else g.bar
        end = Segment(sign, base + self._look.style("border"))
        return Strip([*strip, end], width)


def _same(one: Text | None, other: Text | None) -> bool:
    """Rich compares words and spans, but not the style of the whole line."""
    if one is None or other is None:
        return one is other
    return one.style == other.style and one == other


def strip_of(text: Text | None, width: int, base: Style, widget: Widget) -> Strip:
    """A line on the widget's own ground, cut or padded to `width` cells."""
    if text is None:
        return Strip.blank(width, base)
    # Rich leaves out the style of a whole line where no part of it has one of its own.
    ground = base + text.style if isinstance(text.style, Style) else base
    segments = Segment.apply_style(text.render(widget.app.console, end=""), ground)
    return Strip(Segment.simplify(segments)).adjust_cell_length(width, base)
