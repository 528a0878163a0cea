"""The keys of the tabs of `!` for alerts and rules."""

from __future__ import annotations

from typing import Any

from bellbuoy.services.context import Context
from tui.actions import Action, Enabled
from tui.pulse import may


def _may_write(overlay: Any, right: str, doing: str) -> Enabled:
    ctx: Context = overlay.session.ctx
    if not may(ctx, right):
        return f"role {ctx.viewer.role} may not {doing}"
    if ctx.as_of is not None:
        return "a look at a past day only reads"
    return "the store was opened read-only" if ctx.read_only else True


def _may_act(overlay: Any) -> Enabled:
    if overlay.tab == "rules":
        return _may_write(overlay, "alert:configure", "change rules")
    allowed = _may_write(overlay, "alert:acknowledge", "take alerts")
    if allowed is not True:
        return allowed
    return True if overlay.current is not None else "no alert is open"


def _may_edit(overlay: Any) -> Enabled:
    if overlay.tab != "rules":
        keymap = overlay.shell.keymap
        shows = keymap.told("next_tab", "shows the rules")
        return f"{shows}; {keymap.told('edit', 'edits one')}"
    allowed = _may_write(overlay, "alert:configure", "change rules")
    if allowed is not True:
        return allowed
    return True if overlay.rule is not None else "no rule under the cursor"


def _has_alert(overlay: Any) -> Enabled:
    if overlay.editing:
        return True
    return True if overlay.current is not None else "no alert under the cursor"


def _may_filter(overlay: Any) -> Enabled:
    return True if overlay.tab == "alerts" else "[ shows the alerts; / narrows them"


def _is_editing(overlay: Any) -> Enabled:
    return True if overlay.editing else "it completes a query: / edits one"


ALERTS: tuple[Action, ...] = (
    Action("alerts.open", "open", "facts", "what rang it, and where it was sent", "do_open",
           enabled=_has_alert),
    Action("alerts.why", "why", "why", "the value that met it, where it stands", "do_why",
           enabled=_has_alert),
    Action("alerts.filter", "filter", "filter", "narrow them by a query; state:resolved too",
           "do_filter", enabled=_may_filter),
    Action("alerts.complete", "next_pane", "complete", "the word that is typed, in the filter",
           "do_complete", enabled=_is_editing),
    Action("alerts.act", "act", "act", "acknowledge, give, snooze; a rule on, off, tried",
           "do_act", right="alert:acknowledge", enabled=_may_act),
    Action("alerts.edit", "edit", "edit", "the query of the rule, counted as you type",
           "do_edit", right="alert:configure", enabled=_may_edit),
    Action("alerts.next_tab", "next_tab", "tab", "problems, alerts, rules", "do_next_tab"),
    Action("alerts.previous_tab", "previous_tab", "tab back", "the tab before",
           "do_previous_tab"),
    Action("alerts.refresh", "refresh", "look again", "read it all again", "do_refresh"),
    Action("alerts.copy", "copy", "copy", "copy the id", "do_copy"),
    Action("alerts.down", "down", "down", "one row down", "do_down"),
    Action("alerts.up", "up", "up", "one row up", "do_up"),
    Action("alerts.page_down", "page_down", "page down", "ten rows down", "do_page_down"),
    Action("alerts.page_up", "page_up", "page up", "ten rows up", "do_page_up"),
    Action("alerts.first", "first", "first", "the first row", "do_first"),
    Action("alerts.last", "last", "last", "the last row", "do_last"),
)  # fmt: skip
