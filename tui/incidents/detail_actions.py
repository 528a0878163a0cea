"""What keys do on the page of one incident; a tab's own first."""

from __future__ import annotations

from typing import Any

from tui.actions import Action, Enabled
from tui.incidents.actions import ACTS


def _from_a_list(page: Any) -> Enabled:
    return True if page.from_queue else "no list behind this"


def _has_incident(page: Any) -> Enabled:
    return True if page.incident is not None else "no incident here"


def _has_client(page: Any) -> Enabled:
    return True if page.tab.client is not None else "no client under the cursor"


def _has_row(page: Any) -> Enabled:
    return True if page.tab.incident_key else "no incident under the cursor"


WHY = Action("incident.why", "why", "why", "the health of the client that it hurts, opened",
             "do_why", enabled=_has_incident)  # fmt: skip

INCIDENT: tuple[Action, ...] = (
    *ACTS,
    Action("incident.next_tab", "next_tab", "next tab", "the tab at the right",
           "do_next_tab"),
    Action("incident.previous_tab", "previous_tab", "tab back", "the tab at the left",
           "do_previous_tab"),
    Action("incident.next", "next_record", "next incident",
           "the next incident of the list you came from", "do_next", enabled=_from_a_list),
    Action("incident.previous", "previous_record", "incident before",
           "the incident before, of the list you came from", "do_previous",
           enabled=_from_a_list),
)  # fmt: skip

HURT: tuple[Action, ...] = (
    Action("hurt.open", "open", "open", "the client under the cursor", "do_open",
           enabled=_has_client),
    Action("hurt.why", "why", "why", "the health of the client under the cursor, opened",
           "do_why", enabled=_has_client),
)  # fmt: skip

SIMILAR: tuple[Action, ...] = (
    Action("similar.open", "open", "open", "the incident under the cursor", "do_open",
           enabled=_has_row),
)  # fmt: skip

DRAFTS: tuple[Action, ...] = (
    Action("draft.kind", "group", "kind", "a reply to one client, or a notice to all",
           "do_kind"),
    WHY,
)  # fmt: skip

INCIDENT_MOVES: tuple[Action, ...] = (
    Action("incident.down", "down", "down", "one line or row down", "do_down"),
    Action("incident.up", "up", "up", "one line or row up", "do_up"),
    Action("incident.first", "first", "first", "the first line", "do_first"),
    Action("incident.last", "last", "last", "the last line", "do_last"),
    Action("incident.page_down", "page_down", "page down", "one page down", "do_page_down"),
    Action("incident.page_up", "page_up", "page up", "one page up", "do_page_up"),
    Action("incident.half_down", "half_down", "half down", "half a page down", "do_half_down"),
    Action("incident.half_up", "half_up", "half up", "half a page up", "do_half_up"),
)
