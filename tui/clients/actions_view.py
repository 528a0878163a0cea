"""The tab of one client that says what to do next, and where one says it is done."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from core.playbooks.types import Follow
from core.values.text import safe_text
from tui.clients.actions_tab import Acts, Line, action_lines, drawn
from tui.clients.tabs import ClientData, LinesTab
from tui.session import Session


class ActionsTab(LinesTab):
    """Its cursor stops at tasks that are open, and at playbooks that run."""

    id = "actions"
    title = "Actions"
    enter_word = "done"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._at = 0
        self._lines: list[Line] = []

    @property
    def count(self) -> str:
        """Open tasks, steps of playbooks among them."""
        desk = None if self.data is None else self.data.desk
        return f"{desk.open_tasks:,}" if desk is not None and desk.open_tasks else ""

    def show(self, data: ClientData | None) -> None:
        other = data is None or self.data is None or data.why.client_key != self.key
        kept = None if other else self._subject
        super().show(data)
        self._tell(80)
        stops = self._stops
        same = [n for n in stops if kept is not None and _subject(self._lines[n]) == kept]
        first = [n for n in stops if self._lines[n].task is not None]
        self._at = (same or first or stops or [0])[0]
        self.pane.redraw()

    def _tell(self, width: int) -> None:
        data = self.data
        if data is None or data.desk is None:
            self._lines = []
        else:
            found = Acts(data.desk, data.followed, data.fits, data.step)
            self._lines = action_lines(found, width, self.look())

    def draw(self, width: int, height: int) -> Sequence[Text]:
        stop = self._subject
        self._tell(width)
        if stop is not None:
            same = [n for n in self._stops if _subject(self._lines[n]) == stop]
            self._at = same[0] if same else self._at
        return drawn(self._lines, self._at, width, self.look())

    # The row under the cursor

    @property
    def _stops(self) -> list[int]:
        return [n for n, each in enumerate(self._lines) if each.stops]

    @property
    def _row(self) -> Line | None:
        row = self._lines[self._at] if self._at < len(self._lines) else None
        return row if row is not None and row.stops else None

    @property
    def _subject(self) -> str | None:
        return None if self._row is None else _subject(self._row)

    @property
    def task(self) -> tuple[str, str] | None:
        """The open task under the cursor: its id, its words."""
        return None if self._row is None else self._row.task

    @property
    def follow(self) -> Follow | None:
        """The playbook under the cursor."""
        return None if self._row is None else self._row.follow

    @property
    def copied(self) -> str:
        return safe_text(self._subject or "")

    def move(self, lines: int) -> None:
        stops = self._stops
        if not stops:
            self.pane.scroll_lines(lines)
            return
        place = stops.index(self._at) if self._at in stops else 0
        self._put(stops[max(0, min(place + lines, len(stops) - 1))])

    def jump(self, *, to_end: bool) -> None:
        stops = self._stops
        super().jump(to_end=to_end)
        if stops:
            self._put(stops[-1 if to_end else 0])

    def click(self, line: int) -> None:
        """A line was clicked."""
        if line in self._stops:
            self._put(line)

    def _put(self, at: int) -> None:
        self._at = at
        self.pane.redraw()
        self.pane.reveal(at)


def _subject(row: Line) -> str:
    if row.task is not None:
        return row.task[0]
    assert row.follow is not None
    return row.follow.key
