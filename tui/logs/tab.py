"""The log on screen: it follows what is written, or holds still to be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual.timer import Timer

from bellbuoy.services.context import Context
from bellbuoy.services.narrowing import Noun
from core.operations.types import LogLine
from core.values.text import safe_text
from tui.actions import Action, Enabled
from tui.asks import Ask
from tui.logs.data import MOST, PAGE, LogData, begin_log, newer, older
from tui.logs.lines import log_row, raw_lines, titles
from tui.places import Place
from tui.room_tab import Room, RoomTab
from tui.states import filtered_out
from tui.widgets.empty_state import State, empty
from tui.widgets.row_window import RowWindow

LOOK_S = 0.5
_LEAST_ROWS = 3


def _has_line(page: Any) -> Enabled:
    return True if page.tab.line is not None else "no line under the cursor"


LOGS: tuple[Action, ...] = (
    Action("logs.follow", "follow", "follow", "follow new lines, or hold", "do_follow"),
    Action("logs.open", "open", "all of it", "everything that the line holds", "do_open",
           enabled=_has_line),
    Action("logs.raw", "inspect", "raw", "everything that the line holds", "do_open",
           enabled=_has_line),
    Action("logs.trace", "why", "its trace", "only what belongs to the same trace", "do_why",
           enabled=_has_line),
    Action("logs.level", "sort", "level", "which levels are shown", "do_level"),
)  # fmt: skip

LEVELS = (
    ("d", "all", "debug too"),
    ("i", "info", "and what is graver"),
    ("w", "warning", "and errors"),
    ("e", "error", "only errors"),
)
_QUERIES = {
    "d": "", "i": "level:info,warning,error", "w": "level:warning,error", "e": "level:error",
}  # fmt: skip


class LogsTab(RoomTab[LogData]):
    """Following, the cursor stays on the newest line; a move up holds it."""

    id = "logs"
    title = "Log"
    what = "the log"
    LIVE = False
    ACTIONS: ClassVar[tuple[Action, ...]] = LOGS

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.rows = RowWindow()
        self.following = True
        self.unfolded = False
        self._timer: Timer | None = None

    @property
    def noun(self) -> Noun:
        return "log"

    @property
    def line(self) -> LogLine | None:
        """The line under the cursor."""
        if self.data is None or not self.data.lines:
            return None
        return self.data.lines[min(self.rows.at, len(self.data.lines) - 1)]

    # Reading

    def entered(self, place: Place) -> None:
        if place.query is not None:
            self.query = place.query
        if self._timer is None:
            self._timer = self.room.set_interval(LOOK_S, self._look_on)

    def left(self) -> None:
        """Nothing is read for a tab that nobody sees."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def reading(self) -> Callable[[Context, Ask[LogData]], LogData]:
        query, before = self.query, self.data

        def work(ctx: Context, _ask: Ask[LogData]) -> LogData:
            found = begin_log(ctx, query)
            if before is not None:
                before.view.close()
            return found

        return work

    def taken(self, data: LogData) -> State | None:
        self.following = True
        self.rows = RowWindow()
        self.rows.resize(len(data.lines), self.pane.size.height)
        self.rows.last()
        return self._state(data)

    def _state(self, data: LogData) -> State | None:
        if data.lines:
            return None
        if self.query:
            return filtered_out(self.query, data.view.looked, self.room.shell.keymap)
        return empty("log lines", (("shell:", "BELLBUOY_LOG=debug bellbuoy"),))

    def _look_on(self) -> None:
        """What was written meanwhile; a look that is still under way is enough."""
        data = self.data
        if data is None or self.busy or self.session.reader.busy("room.logs.more"):
            return

        def work(_ctx: Context, _ask: Ask[tuple[LogLine, ...]]) -> tuple[LogLine, ...]:
            return newer(data)

        def came(found: tuple[LogLine, ...]) -> None:
            if found and data is self.data:
                self._add(data, found)

        self.session.reader.ask("room.logs.more", work, came, self._failed)

    def _add(self, data: LogData, found: tuple[LogLine, ...]) -> None:
        gone = max(0, len(data.lines) + len(found) - MOST)
        data.lines.extend(found)
        self.rows.shift(-gone)
        self.rows.count = len(data.lines)
        if self.following:
            self.rows.last()
        self.state = self._state(data)
        self.pane.redraw()
        self.room.came(self, self.state)

    def _look_back(self) -> None:
        """A page of older lines, when the cursor is on the first that is held."""
        data = self.data
        if data is None or data.whole or len(data.lines) + PAGE > MOST:
            return

        def work(_ctx: Context, _ask: Ask[tuple[LogLine, ...]]) -> tuple[LogLine, ...]:
            return older(data)

        def came(found: tuple[LogLine, ...]) -> None:
            data.whole = len(found) < PAGE
            if data is self.data:
                data.lines.extendleft(reversed(found))
                self.rows.count = len(data.lines)
                self.rows.shift(len(found))
                self.pane.redraw()
                self.room.changed()

        self.session.reader.ask("room.logs.back", work, came, self._failed)

    # Drawing

    def draw(self, data: LogData, width: int, height: int) -> Sequence[Text]:
        look = self.look()
        found = self.line if self.unfolded else None
        foot = [] if found is None else raw_lines(found, look, look.zone, width)
        room = max(_LEAST_ROWS, height - 1 - len(foot))
        self.rows.resize(len(data.lines), room)

        def row(index: int, wide: int) -> Text:
            return log_row(data.lines[index], look, look.zone, wide)

        return [titles(look, width), *self.rows.draw(row, look, width, room), *foot]

    # Moving

    def move(self, lines: int) -> None:
        self.rows.step(lines)
        self.following = lines > 0 and self.rows.at_end
        if lines < 0 and self.rows.at == 0:
            self._look_back()
        self.pane.redraw()
        self.room.changed()

    def jump(self, *, to_end: bool) -> None:
        self.move(MOST if to_end else -MOST)

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

    # Doing

    def do_follow(self) -> None:
        self.following = not self.following
        if self.following:
            self.rows.last()
        self.pane.redraw()
        self.room.changed()

    def do_open(self) -> None:
        self.unfolded = not self.unfolded
        self.pane.redraw()
        self.room.changed()

    def do_why(self) -> None:
        if self.line is not None:
            self.narrow(f'trace:"{_escaped(self.line.trace)}"')

    def do_level(self) -> None:
        self.room.shell.show("menu", "Log lines", LEVELS, done=self._chosen)

    def _chosen(self, letter: str | None) -> None:
        """The level is one clause of the filter; the others stay."""
        if letter:
            rest = [word for word in self.query.split() if not word.startswith("level:")]
            self.narrow(" ".join([*rest, _QUERIES[letter]]).strip())

    # Words

    @property
    def right(self) -> str:
        if self.data is None:
            return ""
        count = len(self.data.lines)
        more = "" if self.data.whole else "+"
        how = "follows" if self.following else "holds"
        place = f"{self.rows.at + 1:,} of {count:,}{more}" if count else "0 lines"
        return f"{place}  {how}"

    @property
    def back_word(self) -> str:
        return "fold" if self.unfolded else "drop the filter" if self.query else "back"

    @property
    def command(self) -> str:
        return f"bellbuoy logs{_options(self.query)}"

    @property
    def copied(self) -> str:
        return "" if self.line is None else safe_text(self.line.trace)

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return (
            ("trace", "the id that a command, a run (run-12) or a session has in all it does"),
            ("part", "what wrote the line: a command, the worker, or this app"),
            ("follows", "new lines come in as they are written; moving up holds them"),
            ("slow", "something that the app waited for longer than a quarter of a second"),
        )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _options(query: str) -> str:
    """The options of the command, as far as they say the same as the filter."""
    told = []
    for word in query.split():
        name, _, value = word.partition(":")
        if name == "trace" and value:
            told.append(f" --trace {value.strip(chr(34))}")
        elif name == "level" and value:
            told.append(f" --level {value.split(',')[0]}")
    return "".join(told)
