"""Before a simulation runs: what would happen, in a line, and `y`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from rich.text import Text
from textual import events
from textual.widget import Widget

from bellbuoy.services.simulations.paced import Paced
from core.simulations.types import Preview, Side
from core.values.counting import counted
from core.values.money import Money, show_short
from core.values.text import safe_text
from tui.actions import Action
from tui.frame.lines_view import LinesView
from tui.lines import Piece, line, said
from tui.overlays.sheet import Overlay, Sheet
from tui.shell import Shell
from tui.simulations.figures import at_risk, signed
from tui.spans import span_words

YES = "y"
_WIDTH = 76
_EDGES = 2


class RunOverlay(Overlay[bool]):
    """Closes with True where it is to be run. `words` are safe sentences."""

    NAME = "Run"
    DEFAULT_CSS = f"""
    RunOverlay {{ align: center middle; }}
    RunOverlay > Sheet {{ margin: 0; max-width: {_WIDTH}; }}
    """
    ACTIONS = (
        Action("ask_run.down", "down", "down", "one line down", "do_down"),
        Action("ask_run.up", "up", "up", "one line up", "do_up"),
    )

    def __init__(self, shell: Shell, title: str, words: Sequence[str], yes: str) -> None:
        super().__init__(shell)
        self._title, self._words, self._yes = safe_text(title, 60), tuple(words), yes
        self.view = LinesView(self.look, self._draw, bar=False)
        self._sheet = Sheet(self.look, self._title, self.view)

    @property
    def crumbs(self) -> tuple[str, ...]:
        return (self._title,)

    @property
    def back_word(self) -> str:
        return "change nothing"

    def body(self) -> Iterator[Widget]:
        yield self._sheet

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        lines = len(self._draw(min(_WIDTH, event.size.width) - _EDGES, 0))
        self._sheet.styles.height = min(lines + _EDGES, max(5, event.size.height - 2))

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        lines = [text for words in self._words for text in said(words, "", self.look, width)]
        back = self.shell.keymap.label("back")
        keys: list[Piece] = [(f" {YES}", "accent"), (f" {self._yes}   ", ""),
                             (back, "accent"), (" changes nothing", "")]  # fmt: skip
        return [*lines, line(keys, self.look, width)]

    def takes(self, event: events.Key) -> bool:
        if event.character == YES:
            self.dismiss(True)
            return True
        return False

    def do_down(self) -> None:
        self.view.scroll_lines(1)

    def do_up(self) -> None:
        self.view.scroll_lines(-1)


def question(found: Preview, whom: str, paced: Paced, begins: str = "") -> tuple[str, ...]:
    """What would happen, whom it is about, when it `begins` (empty: now), and how it goes
    through time: safe sentences."""
    before, after = found.before, found.after
    facts = [f"{found.touched:,} of {counted(before.clients, 'client')}"]
    if found.written.incidents:
        facts.append(f"{counted(found.written.incidents, 'incident')} opened")
    if before.average is not None and after.average is not None:
        facts.append(f"average health {before.average:.2f} → {after.average:.2f}")
    was, now = (at_risk(found, after=side) for side in (False, True))
    facts.append(f"at risk {was:,} → {now:,}")
    facts += _money(before, after)
    when = (f"{begins}; the effect is that of now",) if begins else ()
    return (", ".join(facts), f"whom: {safe_text(whom, 120)}", *when, pace_words(paced))


def _money(before: Side, after: Side) -> Iterator[str]:
    had = {money.currency: money.minor for money in before.at_risk}
    has = {money.currency: money.minor for money in after.at_risk}
    for currency in sorted(had | has):
        by = has.get(currency, 0) - had.get(currency, 0)
        if by:
            yield f"ARR at risk {signed(by, show_short(Money(abs(by), currency)))}"


def pace_words(paced: Paced) -> str:
    """`at once, seed 42, all of it can be taken back`."""
    told = ["at once" if not paced.speed else f"{paced.speed:,} times as fast as the clock"]
    if paced.spread:
        told.append(f"clients reached within {span_words(timedelta(minutes=paced.spread))}")
    if paced.length is not None:
        told.append(f"over after {span_words(timedelta(minutes=paced.length))}")
    return ", ".join([*told, f"seed {paced.seed}", "all of it can be taken back"])
