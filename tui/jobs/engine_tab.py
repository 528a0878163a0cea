"""The second tab: what the store and its workers are busy with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text

from bellbuoy.services.context import Context
from core.operations.types import EngineRoom
from tui.asks import Ask
from tui.jobs.engine import Waits, engine_lines
from tui.room_tab import RoomTab


class EngineTab(RoomTab[EngineRoom]):
    """Read only; it scrolls."""

    id = "engine"
    title = "Engine"
    what = "locks and queues"
    BAR = True

    @property
    def noun(self) -> None:
        return None

    def reading(self) -> Callable[[Context, Ask[EngineRoom]], EngineRoom]:
        def work(ctx: Context, _ask: Ask[EngineRoom]) -> EngineRoom:
            from bellbuoy.services.machine_room import engine_room

            return engine_room(ctx.looking_at(None))

        return work

    def draw(self, data: EngineRoom, width: int, _height: int) -> Sequence[Text]:
        look, paint = self.look(), self.session.paint
        waits = Waits(paint.first_s, paint.p95_s, paint.keys)
        return engine_lines(data, waits, look, look.zone, width)

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
    def right(self) -> str:
        return "" if self.data is None else f"{self.data.events:,} events"

    @property
    def command(self) -> str:
        return "bellbuoy metrics"

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return (
            ("lead", "one worker runs jobs, by a lease that it renews every two seconds"),
            ("fence", "grows with each new leader; what a former one writes is refused"),
            ("writes", "the process that has the store locked for writing at this moment"),
            ("heartbeat", "one small read and one small commit, always the same"),
            ("first paint", "from the start of this process to its first picture"),
        )
