"""What rang, from anywhere: the tabs of `!` for alerts and for their rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from rich.text import Text
from textual.widget import Widget

from bellbuoy.services.context import Context
from core.alerts.types import Alert, Rule, RuleRow
from core.values.errors import UsageError
from core.values.text import safe_text
from tui.alerts.actions import ALERTS
from tui.alerts.board import wide_lines
from tui.alerts.changing import Changing
from tui.alerts.data import Alerts, Detail, read_alerts, read_detail
from tui.alerts.lines import alert_lines, rule_lines
from tui.alerts.taking import place_of
from tui.frame.lines_view import LinesView
from tui.overlays.sheet import Sheet
from tui.shell import Shell
from tui.states import error_state
from tui.widgets.empty_state import State, loading, state_lines
from tui.widgets.row_window import RowWindow
from tui.workers import Ask

Tab = Literal["alerts", "rules"]
_ASK, _DETAIL = "alerts", "alert-detail"
_BESIDE = 110
"""From so many cells on, the one under the cursor stands beside the list."""


class AlertsOverlay(Changing):
    """Alerts, the gravest first; wide enough the one under the cursor stands beside
    them with all its facts, else enter shows them below it."""

    NAME = "Alerts"
    DEFAULT_CSS = "AlertsOverlay > Sheet { max-width: 100%; }"
    ACTIONS = ALERTS

    def __init__(self, shell: Shell, tab: Tab = "alerts") -> None:
        self.view = LinesView(shell.session.look, self._draw, bar=True)
        super().__init__(shell, Sheet(shell.session.look, "Alerts", self.view))
        self.tab: Tab = tab
        self.found: Alerts | None = None
        self._detail: Detail | None = None
        self._wide = False
        self._rows: dict[Tab, RowWindow] = {"alerts": RowWindow(), "rules": RowWindow()}
        self._span = (0, 0)
        self._state: State | None = None

    def body(self) -> Iterator[Widget]:
        yield self.sheet

    def on_mount(self) -> None:
        self._show()
        self.do_refresh()

    def on_unmount(self) -> None:
        for name in (_ASK, _DETAIL):
            self.session.back.cancel(name)

    @property
    def current(self) -> Alert | None:
        """The alert under the cursor."""
        if self.found is None or self.tab != "alerts" or not self.found.alerts:
            return None
        return self.found.alerts[min(self._rows["alerts"].at, len(self.found.alerts) - 1)]

    @property
    def rule(self) -> Rule | None:
        """The rule under the cursor."""
        if self.found is None or self.tab != "rules" or not self.found.rules:
            return None
        return self.found.rules[min(self._rows["rules"].at, len(self.found.rules) - 1)].rule

    def store_changed(self) -> None:
        """Somebody committed: an alert may have begun, or be over."""
        self.do_refresh()

    def narrow(self) -> None:
        self.do_refresh()

    def do_refresh(self) -> None:
        query = self.asked

        def work(ctx: Context, _ask: Ask[Alerts]) -> Alerts:
            return read_alerts(ctx.looking_at(None), query)

        self.session.back.ask(_ASK, work, self._read, self._failed)

    def _read(self, found: Alerts) -> None:
        if not self.is_attached:
            return
        here = self.current
        self.found, self._state = found, None
        self.tell_wrong(None)
        # The cursor stays on its alert, wherever that stands now.
        ids = [each.id for each in found.alerts]
        if here is not None and here.id in ids:
            self._rows["alerts"].at = ids.index(here.id)
        self._look_closer()
        self._show()

    def _failed(self, error: BaseException) -> None:
        if not self.is_attached or (isinstance(error, UsageError) and self.tell_wrong(error)):
            return
        if self.is_attached:
            role, kept = self.session.ctx.viewer.role, self.found is not None
            keymap = self.shell.keymap
            self._state = error_state("alerts", error, role, kept=kept, keymap=keymap)
            self._show()

    def _show(self) -> None:
        count = 0 if self.found is None else len(self.found.alerts) + self.found.more
        alerts = f"Alerts ({count:,})" if count else "Alerts"
        left, right = ("›", "") if self.tab == "alerts" else ("", "›")
        words = f"Problems  {left}{alerts}  {right}Rules"
        self.sheet.tell_title(self.look.glyphs.words(words))
        self.view.redraw()
        first, last = self._span
        self.view.reveal(last)
        self.view.reveal(first)
        self.tell_keys()

    def _draw(self, width: int, height: int) -> Sequence[Text]:
        wide, self._wide = self._wide, width >= _BESIDE
        if self._wide and not wide:
            self._look_closer()
        found = self.found
        state = self._state or (loading("alerts", 0) if found is None else None)
        lines = [] if state is None else state_lines(state, self.look, width)
        if found is None:
            return lines
        rows = self._rows[self.tab]
        many: Sequence[Alert | RuleRow] = found.alerts if self.tab == "alerts" else found.rules
        rows.resize(len(many), max(1, height - len(lines)))
        if self._wide and many:
            self._span = (0, 0)
            return [*lines, *wide_lines(found, rows, self._detail, self.tab, self.look, width)]
        if self.tab == "rules":
            told, first, last = rule_lines(found, rows.at, self.look, width)
        else:
            told, first, last = alert_lines(found, rows.at, self._detail, self.look, width)
        self._span = (first + len(lines), last + len(lines))
        return [*lines, *told]

    # Moving

    def do_back(self) -> None:
        if not self.peel():
            super().do_back()

    def do_down(self) -> None:
        self._move(1)

    def do_up(self) -> None:
        self._move(-1)

    def do_page_down(self) -> None:
        self._move(10)

    def do_page_up(self) -> None:
        self._move(-10)

    def do_first(self) -> None:
        self._move(-1_000_000)

    def do_last(self) -> None:
        self._move(1_000_000)

    def _move(self, by: int) -> None:
        if self.found is not None:
            self._rows[self.tab].step(by)
            self._look_closer()
            self._show()

    def do_next_tab(self) -> None:
        if self.tab == "rules":
            self._to_problems()
        else:
            self._to("rules")

    def do_previous_tab(self) -> None:
        if self.tab == "rules":
            self._to("alerts")
        else:
            self._to_problems()

    def _to(self, tab: Tab) -> None:
        self.tab = tab
        self._show()

    def _to_problems(self) -> None:
        self.dismiss(None)
        self.shell.show("problems")

    # One alert

    def _look_closer(self) -> None:
        """Wide enough, the facts of the alert under the cursor are always shown."""
        alert = self.current
        if self._wide and alert is not None:
            self._read_detail(alert)

    def do_open(self) -> None:
        """Show what rang it, or fold that up again; in the box, keep its text."""
        if self.editing:
            self.keep()
            return
        alert = self.current
        if alert is None or self._wide:
            return
        if self._detail is not None and self._detail.alert.id == alert.id:
            self._detail = None
            self._show()
        else:
            self._read_detail(alert)

    def _read_detail(self, alert: Alert) -> None:
        def work(ctx: Context, _ask: Ask[Detail]) -> Detail:
            return read_detail(ctx.looking_at(None), alert.key)

        self.session.back.ask(_DETAIL, work, self._opened, self._failed)

    def _opened(self, detail: Detail) -> None:
        if self.is_attached:
            self._detail = detail
            self._show()

    def do_why(self) -> None:
        """To the value that met it; of the store itself the facts say it."""
        alert = self.current
        place = None if alert is None else place_of(alert)
        if place is not None:
            self.shell.go(place)
        elif alert is not None:
            self.shell.say(safe_text(alert.facts.get("why") or alert.name))

    def do_copy(self) -> None:
        copied = self.current.key if self.current else self.rule.name if self.rule else ""
        if copied:
            self.shell.copy(copied)
