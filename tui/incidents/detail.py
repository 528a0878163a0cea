"""One incident on a screen of its own, with tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from core.incidents.types import Incident, IncidentDetail
from core.values.text import safe_text
from tui.actions import Action
from tui.incidents.acting import IncidentActs
from tui.incidents.detail_actions import INCIDENT, INCIDENT_MOVES
from tui.incidents.detail_tabs import DetailTab, HurtTab, OverviewTab, TimelineTab
from tui.incidents.meant import Meant, one
from tui.incidents.page import IncidentsPage
from tui.incidents.record_tabs import DraftsTab, PostMortemTab, SimilarTab
from tui.jobs.room_page import RoomPage
from tui.places import Place
from tui.room_tab import RoomTab


class IncidentPage(IncidentActs, RoomPage):
    """`place.key` is its id, here or in its source, `place.tab` the tab."""

    FRONT = "incidents"
    ROOM: ClassVar[tuple[Action, ...]] = INCIDENT
    MOVES: ClassVar[tuple[Action, ...]] = INCIDENT_MOVES

    def make_tabs(self) -> tuple[RoomTab[Any], ...]:
        return (
            OverviewTab(self),
            TimelineTab(self),
            HurtTab(self),
            SimilarTab(self),
            DraftsTab(self),
            PostMortemTab(self),
        )

    @property
    def detail(self) -> IncidentDetail | None:
        """What was read last of the incident that is shown."""
        found = [tab.data for tab in self.tabs if isinstance(tab, DetailTab)]
        shown = self.tab.data if isinstance(self.tab, DetailTab) else None
        return shown or next((each for each in found if each is not None), None)

    @property
    def incident(self) -> Incident | None:
        return None if self.detail is None else self.detail.incident

    @property
    def about(self) -> Meant | None:
        return None if self.incident is None else one(self.incident)

    @property
    def from_queue(self) -> bool:
        """Whether the queue lies behind this."""
        return isinstance(self.shell.list_below, IncidentsPage)

    @property
    def crumbs(self) -> tuple[str, ...]:
        below = self.shell.list_below
        before: Sequence[str] = ("Incidents",)
        if isinstance(below, IncidentsPage):
            before = below.crumbs
        return (*before, safe_text(self.place.key))

    # Keys

    def do_why(self) -> None:
        if self.incident is not None:
            self.shell.go(Place("client", self.incident.client_key, "explain"))

    def do_next(self) -> None:
        self._walk(1)

    def do_previous(self) -> None:
        self._walk(-1)

    def _walk(self, by: int) -> None:
        below = self.shell.list_below
        key = below.step_incident(by) if isinstance(below, IncidentsPage) else None
        if key is None:
            self.shell.say("the list ends here", "muted")
            return
        place = Place("incident", key, self.place.tab)
        self.shell.history.correct(place)
        self.arrive(place)
