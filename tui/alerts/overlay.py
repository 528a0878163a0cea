"""What rang, from anywhere: the tabs of `!` for alerts and for their rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any, Literal

from rich.text import Text
from textual import on
from textual.widget import Widget

from bellbuoy.services.context import Context
from core.alerts.types import Alert, AlertDetail
from core.values.text import safe_text
from tui.actions import Action, Enabled
from tui.alerts.data import Alerts, read_alerts, read_detail
from tui.alerts.lines import alert_lines, rule_lines
from tui.frame.lines_view import LinesView
from tui.lines import line, said
from tui.overlays.sheet import Overlay, Sheet
from tui.pulse import may
from tui.shell import Shell
from tui.states import fault_words
from tui.workers import Ask

Tab = Literal["alerts", "rules"]
_ASK, _DETAIL, _ACT = "alerts", "alert-detail", "alert-act"
_SPANS = {"1": timedelta(hours=1), "4": timedelta(hours=4), "d": timedelta(days=1)}


def _may_act(overlay: Any) -> Enabled:
    ctx: Context = overlay.session.ctx
    if not may(ctx, "alert:acknowledge"):
        return f"role {ctx.viewer.role} may not take alerts"
    if ctx.as_of is not None:
        return "a look at a past day only reads"
    if ctx.read_only:
        return "the store was opened read-only"
    return True if overlay.current is not None else "no alert is open"


class AlertsOverlay(Overlay[None]):
    """Alerts, the gravest first; enter shows why one rang, `a` takes it."""

    NAME = "Alerts"
    ACTIONS = (
        Action("alerts.open", "open", "why", "what rang it, and where it was sent", "do_open"),
        Action("alerts.act", "act", "take", "acknowledge or snooze", "do_act",
               right="alert:acknowledge", enabled=_may_act),
        Action("alerts.next_tab", "next_tab", "rules", "the rules", "do_next_tab"),
        Action("alerts.previous_tab", "previous_tab", "problems", "the tab before",
               "do_previous_tab"),
        Action("alerts.refresh", "refresh", "look again", "read it all again", "do_refresh"),
        Action("alerts.down", "down", "down", "one row down", "do_down"),
        Action("alerts.up", "up", "up", "one row up", "do_up"),
        Action("alerts.page_down", "page_down", "page down", "ten rows down", "do_page_down"),
        Action("alerts.page_up", "page_up", "page up", "ten rows up", "do_page_up"),
        Action("alerts.first", "first", "first", "the first row", "do_first"),
        Action("alerts.last", "last", "last", "the last row", "do_last"),
    )  # fmt: skip

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._tab: Tab = "alerts"
        self._found: Alerts | None = None
        self._detail: AlertDetail | None = None
        self._at: dict[Tab, int] = {"alerts": 0, "rules": 0}
        self._line = 0
        self._error = ""
        self.view = LinesView(self.look, self._draw, bar=True)
        self.sheet = Sheet(self.look, "Alerts", self.view)

    def body(self) -> Iterator[Widget]:
        yield self.sheet

    def on_mount(self) -> None:
        self.do_refresh()

    def on_unmount(self) -> None:
        for name in (_ASK, _DETAIL):
            self.session.back.cancel(name)

    @property
    def found(self) -> Alerts | None:
        """What was found; None until it has been read."""
        return self._found

    @property
    def current(self) -> Alert | None:
        """The alert under the cursor."""
        if self._found is None or self._tab != "alerts" or not self._found.alerts:
            return None
        return self._found.alerts[self._at["alerts"]]

    def store_changed(self) -> None:
        """Somebody committed: an alert may have begun, or be over."""
        self.do_refresh()

    def do_refresh(self) -> None:
        def work(ctx: Context, _ask: Ask[Alerts]) -> Alerts:
            return read_alerts(ctx.looking_at(None))

        self.session.back.ask(_ASK, work, self._read, self._failed)

    def _read(self, found: Alerts) -> None:
        if not self.is_attached:
            return
        here = self.current
        self._found, self._error = found, ""
        # The cursor stays on its alert, wherever that stands now.
        places = [
            place for place, each in enumerate(found.alerts) if here and each.id == here.id
        ]
        self._at["alerts"] = places[0] if places else self._kept("alerts", len(found.alerts))
        self._at["rules"] = self._kept("rules", len(found.rules))
        self._show()

    def _kept(self, tab: Tab, rows: int) -> int:
        return max(0, min(self._at[tab], rows - 1))

    def _failed(self, error: BaseException) -> None:
        if self.is_attached:
            self._error = fault_words(error)
            self._show()

    def _show(self) -> None:
        count = 0 if self._found is None else len(self._found.alerts) + self._found.more
        alerts = f"Alerts ({count:,})" if count else "Alerts"
        left, right = ("›", "") if self._tab == "alerts" else ("", "›")
        words = f"Problems  {left}{alerts}  {right}Rules"
        self.sheet.tell_title(self.look.glyphs.words(words))
        self.view.redraw()
        self.view.reveal(self._line)

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        if self._error:
            return said(f"could not be read: {self._error}", "error", self.look, width)
        if self._found is None:
            return [line([(" reading", "muted")], self.look, width)]
        at = self._at[self._tab]
        if self._tab == "rules":
            lines, self._line = rule_lines(self._found.rules, at, self.look, width)
        else:
            lines, self._line = alert_lines(self._found, at, self._detail, self.look, width)
        return lines

    # Moving

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
        if self._found is None:
            return
        rows = self._found.alerts if self._tab == "alerts" else self._found.rules
        self._at[self._tab] += by
        self._at[self._tab] = self._kept(self._tab, len(rows))
        self._show()

    def do_next_tab(self) -> None:
        self._tab = "rules"
        self._show()

    def do_previous_tab(self) -> None:
        if self._tab == "rules":
            self._tab = "alerts"
            self._show()
            return
        self.dismiss(None)
        self.shell.show("problems")

    # One alert

    def do_open(self) -> None:
        """Show why it rang, or fold that up again."""
        alert = self.current
        if alert is None:
            return
        if self._detail is not None and self._detail.alert.id == alert.id:
            self._detail = None
            self._show()
            return

        def work(ctx: Context, _ask: Ask[AlertDetail]) -> AlertDetail:
            return read_detail(ctx.looking_at(None), alert.key)

        self.session.back.ask(_DETAIL, work, self._opened, self._failed)

    def _opened(self, detail: AlertDetail) -> None:
        if self.is_attached:
            self._detail = detail
            self._show()

    def do_act(self) -> None:
        alert = self.current
        if alert is None:
            return
        choices = [
            ("k", "acknowledge", "it rings no more"),
            ("1", "snooze 1 hour"),
            ("4", "snooze 4 hours"),
            ("d", "snooze 1 day"),
        ]
        title = f"{alert.rule}: {safe_text(alert.name, 40)}"
        self.shell.show("menu", title, choices, done=lambda chosen: self._take(alert, chosen))

    def _take(self, alert: Alert, chosen: str | None) -> None:
        if chosen is None:
            return
        ctx = self.session.writing()
        act = _acting(ctx, alert, chosen)

        def done(found: Alert) -> None:
            words = "acknowledged" if chosen == "k" else "snoozed"
            self.shell.say(f"{words}: {safe_text(found.name, 60)}")
            self.do_refresh()

        self.session.back.ask(_ACT, lambda _held, _ask: act(), done, self.shell.fault)

    @on(LinesView.Clicked)
    def _clicked(self, event: LinesView.Clicked) -> None:
        event.stop()


def _acting(ctx: Context, alert: Alert, chosen: str) -> Callable[[], Alert]:
    """What a letter of the menu does."""

    def act() -> Alert:
        from bellbuoy.services.alerts import acts

        if chosen == "k":
            return acts.acknowledge(ctx, alert.key)
        return acts.snooze(ctx, alert.key, _SPANS[chosen])

    return act
