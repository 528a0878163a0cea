"""What a change of many clients would do, in a box, before it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.text import Text
from textual import events
from textual.widget import Widget

from core.desk.types import Preview, Standing
from core.values.counting import counted
from core.values.money import show_money
from core.values.text import cells, fit, safe_text
from tui.actions import Action
from tui.frame.lines_view import LinesView
from tui.lines import Piece, line, said
from tui.overlays.sheet import Overlay, Sheet
from tui.palette import Look
from tui.shell import Shell

_WIDTH = 76
_HEIGHT = 16
_NAME = 28


Told = Callable[[int, Look], Sequence[Text]]
"""What would change, in lines of so many cells."""


class ChangeOverlay(Overlay[bool]):
    """Closes with True where it is to be done."""

    NAME = "Change"
    DEFAULT_CSS = f"""
    ChangeOverlay {{ align: center middle; }}
    ChangeOverlay > Sheet {{ margin: 0; max-width: {_WIDTH}; height: {_HEIGHT}; }}
    """
    ACTIONS = (
        Action("change.open", "open", "do it", "make the change, as it is shown", "do_open"),
        Action("change.save", "save", "do it", "make the change, as it is shown", "do_open"),
        Action("change.down", "down", "down", "one line down", "do_down"),
        Action("change.up", "up", "up", "one line up", "do_up"),
    )

    def __init__(self, shell: Shell, title: str, told: Told) -> None:
        super().__init__(shell)
        self._title, self._told = safe_text(title, 60), told
        self.view = LinesView(self.look, self._draw, bar=True)

    @property
    def crumbs(self) -> tuple[str, ...]:
        return (self._title,)

    @property
    def back_word(self) -> str:
        return "change nothing"

    def body(self) -> Iterator[Widget]:
        self._sheet = Sheet(self.look, self._title, self.view)
        yield self._sheet

    def on_resize(self, event: events.Resize) -> None:
        lines = len(self._draw(min(_WIDTH, event.size.width) - 2, 0))
        self._sheet.styles.height = min(lines + 2, max(5, event.size.height - 4))

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        return self._told(width, self.look)

    def do_open(self) -> None:
        self.dismiss(True)

    def do_down(self) -> None:
        self.view.scroll_lines(1)

    def do_up(self) -> None:
        self.view.scroll_lines(-1)


def change_lines(found: Preview, width: int, look: Look) -> list[Text]:
    """How many change and what they pay, how many stay, and the first of them."""
    arr = " and ".join(show_money(money) for money in found.arr) or "none"
    facts: list[tuple[str, str]] = [
        ("changes", f"{found.changing:,} of {counted(found.found, found.noun)}"),
        *([("ARR of them", arr)] if found.noun == "client" else []),
        ("stay as they are", f"{found.staying:,}: they are so already"),
    ]
    if found.tasks:
        facts.append(("go along", counted(found.tasks, "open task")))
    lines = [_fact(label, told, look, width) for label, told in facts]
    lines.append(Text("", end=""))
    lines += [_row(each, look, width) for each in found.first]
    more = found.changing - len(found.first)
    if more:
        lines += said(f"and {more:,} more", "muted", look, width)
    return lines


def _fact(label: str, told: str, look: Look, width: int) -> Text:
    pieces: list[Piece] = [(f" {label:<18}", "muted"), (look.glyphs.words(told), "")]
    return line(pieces, look, width)


def _row(found: Standing, look: Look, width: int) -> Text:
    g = look.glyphs
    name = fit(safe_text(found.name), min(_NAME, max(8, width // 3)), ellipsis=g.ellipsis)
    half = max(4, (width - cells(name) - 8) // 2)
    now = fit(safe_text(found.now), min(half, 18), ellipsis=g.ellipsis)
    pieces: list[Piece] = [(f" {name}  ", ""), (now, "muted"), (g.words(" → "), "muted")]
    return line([*pieces, (safe_text(found.then), "accent")], look, width)
