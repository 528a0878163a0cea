"""What the radar and the list of all clients share: rows of clients with their why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual.containers import Container
from textual.geometry import Size
from textual.widget import Widget

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from core.clients.types import ClientRow
from core.health.types import HealthExplanation
from core.playbooks.types import NextStep
from tui.actions import Action
from tui.asks import Ask
from tui.clients.words import CLIENT_WORDS
from tui.desk.acting import ClientActs
from tui.desk.actions import ACTS
from tui.desk.meant import Meant, marked, one
from tui.lines import rule
from tui.list_actions import MARKS, MOVES, PANES, ROWS
from tui.list_state import Opened, SortChoice
from tui.places import Place
from tui.shell import Shell
from tui.views.actions import GROUP, VIEWS
from tui.views.grouped import GroupedList

Told = tuple[HealthExplanation, NextStep | None]
WIDE = 120
_PANE = 40
_TINY = 16
# The columns whose number is not the score: what each is opened as.
_FIGURE_OF = {
    "arr": "arr",
    "mrr": "arr",
    "calls": "calls",
    "logins": "logins",
    "incidents": "incidents",
    "risk_score": "risk_score",
    "churn_tier": "churn_tier",
    "bought": "churn_tier",
}


class ClientRows(ClientActs, GroupedList[ClientRow]):
    """A list of clients; the row under the cursor is explained below, or beside."""

    NOUN = "client"
    DEFAULT_SORT = "health"
    ACTIONS: ClassVar[tuple[Action, ...]] = (*ROWS, *ACTS, *VIEWS, *GROUP)
    MOVES: ClassVar[tuple[Action, ...]] = (*PANES, *MARKS, *MOVES)
    SORTS: ClassVar[tuple[SortChoice, ...]] = (
        SortChoice("h", "health", "health, worst first"),
        SortChoice("T", "tier", "tier, worst first"),
        SortChoice("t", "trend", "change in 7 days, falling first"),
        SortChoice("a", "arr", "ARR, largest first", descending=True),
        SortChoice("m", "mrr", "MRR, largest first", descending=True),
        SortChoice("r", "renews", "renewal, soonest first"),
        SortChoice("C", "changed", "changed, latest first", descending=True),
        SortChoice("n", "name", "name"),
        SortChoice("I", "id", "id"),
        SortChoice("o", "owner", "owner"),
        SortChoice("l", "seen", "last seen, longest ago first"),
        SortChoice("L", "login", "last login, longest ago first"),
        SortChoice("i", "incidents", "open incidents, most first", descending=True),
        SortChoice("p", "plan", "plan"),
        SortChoice("y", "industry", "industry"),
        SortChoice("c", "country", "country"),
        SortChoice("u", "status", "status"),
        SortChoice("d", "since", "client since, newest first", descending=True),
        SortChoice("x", "calls", "calls in 30 days, most first", descending=True),
        SortChoice("g", "logins", "logins in 30 days, most first", descending=True),
        SortChoice("w", "reason", "top reason"),
        SortChoice("k", "risk_score", "risk score, highest first", descending=True),
        SortChoice("b", "bought", "last bought, longest ago first"),
        SortChoice("f", "churn_tier", "churn tier, highest first"),
        SortChoice("G", "tag", "tags"),
        SortChoice("P", "playbook", "playbooks"),
        SortChoice("z", "snoozed", "snoozed, soonest back first"),
        SortChoice("q", "partial", "scores of a part first", descending=True),
    )
    DEFAULT_CSS = """
    ClientRows #rows { height: 1fr; layout: vertical; }
    ClientRows #main { height: 1fr; layout: vertical; }
    ClientRows.-wide #main { layout: horizontal; }
    ClientRows.-wide #rows { width: 1fr; height: 1fr; }
    ClientRows.-alone #rows { display: none; }
    ClientRows.-alone #preview { height: 1fr; width: 1fr; }
    """

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self._why: HealthExplanation | None = None
        self._step: NextStep | None = None

    def open_window(
        self, ctx: Context, query: str, sort: str | None, ask: Ask[Any]
    ) -> Opened[ClientRow]:
        found = clients.window(ctx, query, sort, progress=ask.progress, cancelled=ask.cancelled)
        return Opened(found.ctx, found.window, found.directives)

    def client_of(self, row: ClientRow) -> str:
        return row.key

    def key_of(self, row: ClientRow) -> str:
        return row.key

    def body(self) -> Iterator[Widget]:
        yield self.strip
        yield from self.above()
        rows = Container(self.states, self.list, self.groups, id="rows")
        yield Container(rows, self.preview, id="main")

    def above(self) -> Iterator[Widget]:
        """What stands between row 3 and the list."""
        yield from ()

    # Room

    @property
    def wide(self) -> bool:
        return self.size.width >= WIDE

    def fit(self, size: Size) -> None:
        self.set_class(self.wide, "-wide")
        styles = self.preview.styles
        if self.has_class("-alone"):
            styles.width, styles.height = "1fr", "1fr"
        elif self.wide:
            more = 0 if self.session.look.compact else (size.width - WIDE) * 3 // 10
            styles.width, styles.height = _PANE + more, "1fr"
        else:
            styles.width, styles.height = "1fr", self.preview_height(size.height)

    def preview_height(self, height: int) -> int:
        """Rows below the list, their rule among them; small screens keep one line."""
        if self.session.look.compact:
            return 1
        return 1 if height < _TINY else 4 if height < 24 else 7 if height >= 28 else 6

    # The row under the cursor

    def row_changed(self) -> None:
        row = self.list.cursor_row
        if row is None:
            self.preview.redraw()
            return
        key, ctx = row.key, self.ctx

        def work(held: Context, _ask: Ask[Told]) -> Told:
            from bellbuoy.services import health
            from bellbuoy.services.playbooks.next_step import next_step

            assert held.held is not None
            at = ctx.holding(held.held)
            why = health.explain(at, key)
            return why, next_step(at, why) if ctx.as_of is None else None

        self.session.reader.ask("preview", work, self._explained, self._unexplained)

    def _explained(self, told: Told) -> None:
        """One paint for row and reasons: until now the pane showed the row before."""
        self._why, self._step = told
        self.preview.redraw()

    def _unexplained(self, _error: BaseException) -> None:
        """The row alone is told; the list says what is wrong with the store."""
        self._why = self._step = None
        self.preview.redraw()

    def draw_preview(self, width: int, height: int) -> Sequence[Text]:
        look, row = self.session.screen_look(self.ctx), self.list.cursor_row
        if row is None:
            return ()
        # After the first rows: their charts take a while to load.
        from tui.clients.preview import preview_lines, preview_pane

        why = self._why if self._why is not None and self._why.client_key == row.key else None
        step = self._step if why is not None else None
        if self.wide or self.has_class("-alone"):
            return preview_pane(row, why, width, look, max(height, 60), step)
        lines = preview_lines(row, why, width, look, max(1, height - 1), step)
        return lines if height < 3 else [rule(look, width), *lines]

    # Keys

    @property
    def meant(self) -> Meant | None:
        """The marks, else the row under the cursor."""
        if self.grouped:
            return None
        marks, row = self.list.marks, self.list.cursor_row
        rows = () if marks.by_query else self.list.marked_rows
        found = marked(marks, rows, self.query_text, self.sort_by, self.total)
        return found or (None if row is None else one(row.key, row.name))

    def did_act(self) -> None:
        if self.list.marks:
            self.list.clear_marks()
            self.tell_waiting()
            self.tell_keys()

    def open_row(self) -> None:
        if (row := self.list.cursor_row) is not None:
            self.shell.go(Place("client", row.key))

    @property
    def _two_marked(self) -> tuple[ClientRow, ClientRow] | None:
        rows = () if self.list.marks.by_query else self.list.marked_rows
        return (rows[0], rows[1]) if len(rows) == 2 else None

    def marks_hint(self) -> str:
        key = self.shell.keymap.label("why")
        return f"{key} side by side" if key and self._two_marked else super().marks_hint()

    def do_why(self) -> None:
        """The score of the row under the cursor; of two marked rows, both side by side."""
        if (two := self._two_marked) is not None:
            self.shell.go(Place("diff", two[0].key, two[1].key))
        elif (row := self.list.cursor_row) is not None:
            cell = self.list.cell
            measure = "" if cell is None else _FIGURE_OF.get(cell.id, "")
            explained = Place("client", row.key, "explain")
            self.shell.go(Place("figure", measure, row.key) if measure else explained)

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return CLIENT_WORDS
