"""What is wrong with Bellbuoy itself, from anywhere: worker, scores, quarantine, jobs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.text import Text
from textual.widget import Widget

from bellbuoy.services import quarantine
from bellbuoy.services.backup import keeping
from bellbuoy.services.context import Context
from bellbuoy.services.problems.found import others
from tui.actions import Action, Enabled
from tui.frame.lines_view import LinesView
from tui.lines import line, said
from tui.overlays.problem_lines import Findings, Problem, problem_lines, problems
from tui.overlays.scrolling import SCROLLS, Scrolling
from tui.overlays.sheet import Sheet
from tui.pulse import may, read_pulse
from tui.shell import Shell
from tui.states import fault_words
from tui.workers import Ask

_ASK = "problems"


def look_for_problems(ctx: Context) -> Findings:
    """Read off the event loop; what the role may not know is not asked for."""
    waiting = quarantine.waiting(ctx) if may(ctx, "quarantine:read") else None
    live = ctx.info.clock.mode == "live"
    backup = keeping.state(ctx) if may(ctx, "store:read") else None
    wrong = others(ctx) if may(ctx, "problem:read") else ()
    return Findings(read_pulse(ctx), waiting, live, ctx.clock.now(), backup, wrong)


def _may_write(overlay: Any) -> Enabled:
    ctx: Context = overlay.session.ctx
    if not may(ctx, "job:run"):
        return f"role {ctx.viewer.role} may not run jobs"
    if ctx.as_of is not None:
        return "a look at a past day only reads"
    return "the store was opened read-only" if ctx.read_only else True


def _may_see_alerts(overlay: Any) -> Enabled:
    ctx: Context = overlay.session.ctx
    return True if may(ctx, "alert:read") else f"role {ctx.viewer.role} may not see alerts"


def _has_place(overlay: Any) -> Enabled:
    current = overlay.current
    return True if current is not None and current.place is not None else "nothing to open here"


def _has_command(overlay: Any) -> Enabled:
    current = overlay.current
    return True if current is not None and current.command else "no command to copy here"


class ProblemsOverlay(Scrolling):
    """Each problem with the key or command that mends it, then all that was said."""

    NAME = "Problems"
    ACTIONS = (
        Action("problems.open", "open", "open", "where it is seen", "do_open",
               enabled=_has_place),
        Action("problems.copy", "copy", "copy command", "copy the command that mends it",
               "do_copy", enabled=_has_command),
        Action("problems.run", "run", "recompute", "ask the worker for new scores",
               "do_recompute", right="job:run", enabled=_may_write),
        Action("problems.refresh", "refresh", "look again", "read it all again", "do_refresh"),
        Action("problems.alerts", "next_tab", "alerts", "what rang, and its rules",
               "do_alerts", right="alert:read", enabled=_may_see_alerts),
        Action("problems.rules", "previous_tab", "rules", "the rules of alerts", "do_rules",
               right="alert:read", enabled=_may_see_alerts),
        *SCROLLS,
    )  # fmt: skip

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._found: Findings | None = None
        self._error = ""
        self._at = 0
        self.view = LinesView(self.look, self._draw, bar=True)
        self.sheet = Sheet(self.look, "Problems", self.view)

    def body(self) -> Iterator[Widget]:
        yield self.sheet

    def on_mount(self) -> None:
        self.do_refresh()

    def on_unmount(self) -> None:
        self.session.back.cancel(_ASK)

    @property
    def found(self) -> Findings | None:
        """What was found; None until it has been read."""
        return self._found

    @property
    def current(self) -> Problem | None:
        """The problem under the cursor; None: there is none."""
        found = self._problems()
        return found[min(self._at, len(found) - 1)] if found else None

    def _problems(self) -> list[Problem]:
        run_key = self.shell.keymap.label("run")
        return [] if self._found is None else problems(self._found, run_key)

    def store_changed(self) -> None:
        """Somebody committed: what is shown may be mended, or worse."""
        self.do_refresh()

    def do_refresh(self) -> None:
        def work(ctx: Context, _ask: Ask[Findings]) -> Findings:
            return look_for_problems(ctx)

        self.session.back.ask(_ASK, work, self._read, self._failed)

    def _read(self, found: Findings) -> None:
        if self.is_attached:
            self._found, self._error = found, ""
            many = len(self._problems())
            self._at = max(0, min(self._at, many - 1))
            self._tell_title(many)
            self.view.redraw()
            self.tell_keys()

    def _tell_title(self, many: int) -> None:
        """The tabs that this role may open."""
        title = f"Problems ({many})" if many else "Problems"
        if may(self.session.ctx, "alert:read"):
            new = 0 if self.session.pulse is None else self.session.pulse.alerts
            alerts = f"Alerts ({new:,} new)" if new else "Alerts"
            title = f"›{title}  {alerts}  Rules"
        self.sheet.tell_title(self.look.glyphs.words(title))

    def _failed(self, error: BaseException) -> None:
        if self.is_attached:
            self._error = fault_words(error)
            self.view.redraw()

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        lines: list[Text] = []
        if self._error:
            lines += said(f"could not be read: {self._error}", "error", self.look, width)
        if self._found is not None:
            run_key = self.shell.keymap.label("run")
            told = self.shell.told()
            lines += problem_lines(self._found, told, run_key, self.look, width, self._at)
        elif not lines:
            lines.append(line([(" reading", "muted")], self.look, width))
        return lines

    # The cursor stops at each problem, and then lets the rest scroll

    def do_down(self) -> None:
        if self._at + 1 < len(self._problems()):
            self._move(1)
        else:
            super().do_down()

    def do_up(self) -> None:
        if self._at and self._line() >= self.view.top:
            self._move(-1)
        else:
            super().do_up()

    def _move(self, by: int) -> None:
        self._at += by
        self.view.redraw()
        self.view.reveal(self._line())
        self.tell_keys()

    def _line(self) -> int:
        """The line with the cursor."""
        sign = self.look.glyphs.cursor
        lines = (at for at, text in enumerate(self.view.lines) if text.plain.startswith(sign))
        return next(lines, 0)

    def do_open(self) -> None:
        current = self.current
        if current is not None and current.place is not None:
            self.dismiss(None)
            self.shell.go(current.place)

    def do_copy(self) -> None:
        if (current := self.current) is not None:
            self.shell.copy(current.command)

    def do_alerts(self) -> None:
        self.dismiss(None)
        self.shell.show("alerts")

    def do_rules(self) -> None:
        self.dismiss(None)
        self.shell.show("alerts", "rules")

    def do_recompute(self) -> None:
        self.shell.recompute()
        self.view.redraw()
