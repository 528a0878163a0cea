"""The tab of one client that holds what people did: tasks, calls, notes."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from tui.clients.tabs import LinesTab
from tui.clients.timeline import timeline_lines


class TimelineTab(LinesTab):
    """Tasks first, then what was said, the newest first."""

    id = "timeline"
    title = "Timeline"

    @property
    def count(self) -> str:
        """Open tasks and interactions."""
        desk = None if self.data is None else self.data.desk
        many = 0 if desk is None else desk.open_tasks + desk.interaction_count
        return f"{many:,}" if many else ""

    def draw(self, width: int, height: int) -> Sequence[Text]:
        if self.data is None:
            return ()
        return timeline_lines(self.data.desk, width, self.look())
