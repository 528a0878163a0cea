"""The tabs of one incident that are told from what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from shlex import quote
from typing import Any, ClassVar, Generic, TypeVar

from rich.text import Text

from bellbuoy.services import incidents
from bellbuoy.services.context import Context
from core.incidents.types import AffectedClient, IncidentDetail
from core.values.counting import counted
from core.values.text import safe_text
from tui.actions import Action
from tui.asks import Ask
from tui.clients.incident_facts import clock_lines, fact_lines, head_lines, penalty_words
from tui.incidents.detail_actions import HURT, WHY
from tui.incidents.hurt import hurt_foot, hurt_head, hurt_line
from tui.incidents.ledger import ledger_lines
from tui.incidents.pane import next_lines
from tui.incidents.steps import step_lines
from tui.incidents.words import INCIDENT_WORDS
from tui.lines import beside, blank, said
from tui.places import Place
from tui.room_tab import Room, RoomTab
from tui.widgets.empty_state import State
from tui.widgets.row_window import RowWindow

D = TypeVar("D")
_BESIDE = 110


class IncidentTab(RoomTab[D], Generic[D]):
    """A tab of the incident that the place of its screen names."""

    BAR: ClassVar[bool] = True
    ACTIONS: ClassVar[tuple[Action, ...]] = (WHY,)
    client: AffectedClient | None = None
    incident_key: str = ""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._of = room.place.key

    @property
    def noun(self) -> None:
        return None

    @property
    def key(self) -> str:
        """The public id of the incident."""
        return self.room.place.key

    def entered(self, place: Place) -> None:
        if place.key != self._of:
            self._of, self.data = place.key, None
            self.pane.scroll_first()
            self.pane.redraw()

    def move(self, lines: int) -> None:
        self.pane.scroll_lines(lines)

    def page(self, pages: float) -> None:
        self.pane.scroll_pages(pages)

    def jump(self, *, to_end: bool) -> None:
        if to_end:
            self.pane.scroll_last()
        else:
            self.pane.scroll_first()

    @property
    def command(self) -> str:
        return f"bellbuoy incident show {quote(safe_text(self.key))}"

    @property
    def copied(self) -> str:
        return safe_text(self.key)

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return INCIDENT_WORDS


class DetailTab(IncidentTab[IncidentDetail]):
    """One that shows the incident itself, its steps, or whom it hurts."""

    what = "this incident"

    def reading(self) -> Callable[[Context, Ask[Any]], IncidentDetail]:
        key = self.key

        def work(ctx: Context, _ask: Ask[IncidentDetail]) -> IncidentDetail:
            return incidents.detail(ctx, key)

        return work

    @property
    def right(self) -> str:
        data = self.data
        return "" if data is None else data.incident.status


class OverviewTab(DetailTab):
    """Clocks, what to do next, facts; wide screens have the last steps beside."""

    id = "overview"
    title = "Overview"

    def draw(self, data: IncidentDetail, width: int, height: int) -> Sequence[Text]:
        look, found = self.look(), data.incident
        wide = width >= _BESIDE
        left = width // 2 if wide else width
        lines = [
            *head_lines(found, look, left),
            blank(),
            *clock_lines(found, look, left),
            *next_lines(found, look, left),
            blank(),
            *fact_lines(found, data, look, left),
            *said(penalty_words(found), "muted", look, left),
        ]
        ledger = [blank(), *ledger_lines(data, look, left)]
        if not wide:
            return [*lines, *ledger]
        steps = step_lines(data.timeline, look, width - left - 1)
        return beside([*lines, *ledger], steps, left, look, width)


class TimelineTab(DetailTab):
    """Everything dated, the first one first, with all that was written."""

    id = "timeline"
    title = "Timeline"

    def draw(self, data: IncidentDetail, width: int, height: int) -> Sequence[Text]:
        return step_lines(data.timeline, self.look(), width, whole=True)

    @property
    def right(self) -> str:
        data = self.data
        if data is None:
            return ""
        return counted(len(data.timeline), "moment")


class HurtTab(DetailTab):
    """Whom it hurts, and what of their health it takes."""

    id = "hurt"
    title = "Clients hurt"
    BAR: ClassVar[bool] = False
    ACTIONS: ClassVar[tuple[Action, ...]] = HURT

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.rows = RowWindow()

    @property
    def label(self) -> str:
        return self.title if self.data is None else f"{self.title} {len(self.data.affected):,}"

    @property
    def client(self) -> AffectedClient | None:  # type: ignore[override]
        """The one under the cursor."""
        if self.data is None or not self.data.affected:
            return None
        return self.data.affected[min(self.rows.at, len(self.data.affected) - 1)]

    def taken(self, data: IncidentDetail) -> State | None:
        self.rows.resize(len(data.affected), self.rows.height)
        return None

    def draw(self, data: IncidentDetail, width: int, height: int) -> Sequence[Text]:
        look = self.look()
        foot = hurt_foot(data, look, width)
        room = max(1, height - 1 - len(foot))
        self.rows.resize(len(data.affected), room)

        def row(index: int, wide: int) -> Text:
            return hurt_line(data.affected[index], look, wide)

        return [hurt_head(look, width), *self.rows.draw(row, look, width, room), *foot]

    def move(self, lines: int) -> None:
        self.rows.step(lines)
        self.pane.redraw()
        self.room.changed()

    def page(self, pages: float) -> None:
        step = int(pages * max(1, self.rows.height))
        self.move(step or (1 if pages > 0 else -1))

    def jump(self, *, to_end: bool) -> None:
        self.move(10**9 if to_end else -(10**9))

    def click(self, line: int) -> None:
        self.rows.at = self.rows.top + line - 1
        self.move(0)

    def do_open(self) -> None:
        if (client := self.client) is not None:
            self.room.shell.go(Place("client", client.key))

    def do_why(self) -> None:
        if (client := self.client) is not None:
            self.room.shell.go(Place("client", client.key, "explain"))

    @property
    def command(self) -> str:
        data = self.data
        keys = () if data is None else data.incident.affects
        query = f"id:{','.join(safe_text(key) for key in keys)}"
        return f"bellbuoy client list {quote(query)}" if keys else super().command

    @property
    def copied(self) -> str:
        return super().copied if self.client is None else safe_text(self.client.key)
