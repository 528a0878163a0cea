"""The query of a rule, edited: what it would have rung is counted while one types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.text import Text
from textual import on
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from bellbuoy.services.context import Context
from core.alerts.types import Replayed, Rule
from core.values.errors import BellbuoyError
from core.values.text import safe_text
from tui.actions import Action
from tui.alerts.detail import days_line
from tui.charts.words import wrap
from tui.frame.lines_view import LinesView
from tui.lines import Piece, line, said
from tui.overlays.sheet import LineBox, Overlay, Sheet
from tui.palette import Look
from tui.shell import Shell
from tui.states import fault_words
from tui.workers import Ask

PAUSE = 0.15
_ASK = "rule-count"
_HEIGHT = 9


class RuleEditOverlay(Overlay[str]):
    """Closes with the condition as it was typed; one that cannot be read keeps it open."""

    NAME = "Rule"
    DEFAULT_CSS = f"""
    RuleEditOverlay {{ align: center middle; }}
    RuleEditOverlay > Sheet {{ margin: 0; max-width: 100; height: {_HEIGHT}; }}
    """
    ACTIONS = (Action("rule.open", "open", "keep", "the rule rings by this from now on",
                      "do_open"),)  # fmt: skip

    def __init__(self, shell: Shell, rule: Rule) -> None:
        super().__init__(shell)
        self._rule = rule
        self._text = rule.condition
        self._far: tuple[int, int] | None = None
        self._timer: Timer | None = None
        self.counted: Replayed | None = None
        self.error = ""
        self.line = LineBox(f" {self.look.glyphs.words('›')} ", self.look, rule.condition)
        self.view = LinesView(self.look, self._draw)

    @property
    def crumbs(self) -> tuple[str, ...]:
        return (safe_text(self._rule.name),)

    def body(self) -> Iterator[Widget]:
        title = f"{self._rule.name} rings if"
        yield Sheet(self.look, safe_text(title), self.line, self.view)

    def on_mount(self) -> None:
        self._count()

    def on_unmount(self) -> None:
        self.session.back.cancel(_ASK)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._text:
            self._text = event.value
            self._tell(None, "")
            if self._timer is not None:
                self._timer.stop()
            self._timer = self.set_timer(PAUSE, self._count)

    def _count(self) -> None:
        """Ask what it would have rung; an older question is dropped."""
        rule = replace(self._rule, condition=self._text)

        def work(ctx: Context, ask: Ask[Replayed]) -> Replayed:
            from bellbuoy.services.alerts.replay import replayed

            at = ctx.looking_at(None)
            return replayed(at, rule, progress=ask.progress, cancelled=ask.cancelled)

        def came(found: Replayed) -> None:
            if self.is_attached and rule.condition == self._text:
                self._tell(found, "")

        self.session.back.ask(_ASK, work, came, self._failed, self._progress)

    def _failed(self, error: BaseException) -> None:
        if self.is_attached:
            self._tell(None, fault_words(error))

    def _progress(self, days: int, rang: int) -> None:
        if self.is_attached:
            self._far = (days, rang)
            self.view.redraw()

    def _tell(self, found: Replayed | None, error: str) -> None:
        self.counted, self.error, self._far = found, error, None
        self.view.redraw()

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        look = self.look
        if self.error:
            return said(self.error, "error", look, width)
        if self.counted is None:
            far = "counting" if self._far is None else (
                f"{self._far[1]:,} within {self._far[0]} days, counting on"
            )  # fmt: skip
            return [line([(f" {far}", "muted")], look, width)]
        return count_lines(self._rule, self.counted, look, width)

    def do_open(self) -> None:
        """Refused here, so that the text is not lost, where it cannot be read."""
        from bellbuoy.services.alerts.rules import readable

        text = self.line.text.strip()
        try:
            readable(self.session.ctx, replace(self._rule, condition=text))
        except BellbuoyError as error:
            self._tell(None, fault_words(error))
            return
        self.dismiss(text)


def count_lines(rule: Rule, found: Replayed, look: Look, width: int) -> list[Text]:
    """How often it would have rung by day, for how many it begins now, and of which
    fields only today's values were known."""
    now: list[Piece] = [(f" {'now':<16}", "muted"), (_now(rule, found), "accent")]
    lines = [line(now, look, width)]
    if found.days:
        lines.insert(0, days_line("would ring", found.days, look, width, " "))
    told = []
    if not found.days:
        told.append(f"of a {rule.subject} nothing of the past is kept to count it by")
    elif found.as_now:
        told.append(f"{', '.join(found.as_now)}: as known today, held against each day")
    if rule.was:
        told.append(f"and it begins only where {rule.days} d before {rule.was}")
    for words in told:
        parts = wrap(look.glyphs.words(safe_text(words)), max(8, width - 2))
        lines += [line([(f" {part}", "muted")], look, width) for part in parts]
    return lines


def _now(rule: Rule, found: Replayed) -> str:
    if rule.subject == "store":
        return "it rings" if found.now else "it does not ring"
    return f"{found.now:,} {rule.subject}{'' if found.now == 1 else 's'}"
