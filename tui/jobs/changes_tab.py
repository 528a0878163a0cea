"""The last tab: all changes with who, what, before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from shlex import quote
from typing import Any, ClassVar

from rich.text import Text

from bellbuoy.services.context import Context
from bellbuoy.services.narrowing import Noun
from core.operations.types import Changed
from core.values.text import safe_text
from tui.actions import Action, Enabled
from tui.asks import Ask
from tui.common_actions import can_undo
from tui.jobs.changes import ChangeOpened, ChangesData, change_line, opened_lines, titles
from tui.jobs.words import counted
from tui.places import Place
from tui.room_tab import Room, RoomTab
from tui.states import filtered_out
from tui.widgets.empty_state import State, empty
from tui.widgets.row_window import RowWindow

_READ = 500
_LEAST_ROWS = 4


def _has_change(page: Any) -> Enabled:
    return True if page.tab.change is not None else "no change under the cursor"


def _can_undo(page: Any) -> Enabled:
    change = page.tab.change
    if change is None:
        return "no change under the cursor"
    if change.undo:
        return safe_text(f"{change.undo}: {change.why}" if change.why else change.undo)
    return can_undo(page)


CHANGES: tuple[Action, ...] = (
    Action("changes.open", "open", "before, after", "what it changed in which rows", "do_open",
           enabled=_has_change),
    Action("changes.undo", "undo", "undo", "take back the change under the cursor",
           "do_undo", right="change:undo", enabled=_can_undo),
    Action("changes.log", "inspect", "log", "what was logged under its trace", "do_log",
           enabled=_has_change),
)  # fmt: skip


class ChangesTab(RoomTab[ChangesData]):
    """The newest first; the one that is opened stands below the list."""

    id = "changes"
    title = "Changes"
    what = "the changes"
    ACTIONS: ClassVar[tuple[Action, ...]] = CHANGES

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.rows = RowWindow()
        self.unfolded = False
        self.opened: ChangeOpened | None = None

    @property
    def noun(self) -> Noun:
        return "change"

    @property
    def change(self) -> Changed | None:
        """The change under the cursor."""
        if self.data is None or not self.data.changes:
            return None
        return self.data.changes[min(self.rows.at, len(self.data.changes) - 1)]

    def entered(self, place: Place) -> None:
        if place.query is not None:
            self.query = place.query

    def reading(self) -> Callable[[Context, Ask[ChangesData]], ChangesData]:
        query = self.query

        def work(ctx: Context, _ask: Ask[ChangesData]) -> ChangesData:
            from bellbuoy.services.changes import change_fields, changes
            from bellbuoy.services.narrowing import narrowed

            found = changes(ctx.looking_at(None), _READ)
            kept = narrowed(ctx, "change", query, found, change_fields)
            return ChangesData(kept, len(found))

        return work

    def taken(self, data: ChangesData) -> State | None:
        if data.changes:
            self._look_closer()
            return None
        if self.query and data.of:
            return filtered_out(self.query, data.of, self.room.shell.keymap)
        return empty("changes", (("shell:", "bellbuoy import FOLDER"),))

    def draw(self, data: ChangesData, width: int, height: int) -> Sequence[Text]:
        look = self.look()
        foot = opened_lines(self.change, self.opened, look, width) if self.unfolded else []
        room = max(_LEAST_ROWS, height - 1 - len(foot))
        self.rows.resize(len(data.changes), room)

        def row(index: int, wide: int) -> Text:
            return change_line(data.changes[index], look, look.zone, wide)

        return [titles(look, width), *self.rows.draw(row, look, width, room), *foot]

    def move(self, lines: int) -> None:
        self.rows.step(lines)
        self._look_closer()
        self.pane.redraw()
        self.room.changed()

    def jump(self, *, to_end: bool) -> None:
        self.move(_READ if to_end else -_READ)

    def click(self, line: int) -> None:
        self.rows.at = self.rows.top + line - 1
        self.move(0)

    def peel(self) -> bool:
        if self.unfolded:
            self.do_open()
        elif self.query:
            self.narrow("")
        else:
            return False
        return True

    def do_open(self) -> None:
        self.unfolded = not self.unfolded
        self._look_closer()
        self.pane.redraw()
        self.room.changed()

    def _look_closer(self) -> None:
        """The rows of the change under the cursor, when they are shown."""
        change = self.change
        if not self.unfolded or change is None:
            return
        if self.opened is not None and self.opened.id == change.id:
            return  # a change that is kept never changes

        def work(ctx: Context, _ask: Ask[ChangeOpened]) -> ChangeOpened:
            from bellbuoy.services.changes import rows_of

            return ChangeOpened(change.id, rows_of(ctx.looking_at(None), change.id))

        def came(found: ChangeOpened) -> None:
            self.opened = found
            self.pane.redraw()

        self.session.reader.ask("room.changes.rows", work, came, self._failed)

    def do_undo(self) -> None:
        if self.change is not None:
            self.room.shell.take_back(self.change.id, done=self.load)

    def do_log(self) -> None:
        if self.change is not None:
            trace = self.change.trace.replace("\\", "\\\\").replace('"', '\\"')
            self.room.show_logs(f'trace:"{trace}"')

    @property
    def right(self) -> str:
        if self.data is None or not self.data.of:
            return ""
        of = self.data.of
        return counted(len(self.data.changes), of, "change", "+" if of >= _READ else "")

    @property
    def back_word(self) -> str:
        return "fold" if self.unfolded else "drop the filter" if self.query else "back"

    @property
    def command(self) -> str:
        return " ".join(["bellbuoy change list", *([quote(self.query)] if self.query else [])])

    @property
    def copied(self) -> str:
        return "" if self.change is None else self.change.trace

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return (
            ("change", "all that one person changed in one transaction, kept with it"),
            ("rows", "how many rows it changed or added"),
            ("undone by 17", "change 17 took it back; undo there does it again"),
            ("cannot", "it cannot be taken back; opened, it says why"),
            ("nothing", "there was no value, or there is none any more"),
        )
