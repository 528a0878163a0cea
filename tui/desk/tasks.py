"""All tasks in one list: filtered, sorted, marked, and dealt with one or many at once."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, ClassVar

from rich.text import Text
from textual.widget import Widget

from bellbuoy.services.context import Context
from bellbuoy.services.desk import typed
from core.desk.types import Preview, Selection, Task
from core.values.counting import counted
from core.values.text import safe_text
from tui.actions import Action
from tui.asks import Ask
from tui.desk.acting import ClientActs
from tui.desk.actions import ACTS, DONE, ends
from tui.desk.meant import Meant, one
from tui.desk.tabs import TABS, DeskTabs
from tui.desk.task_columns import task_columns, task_lines
from tui.lines import rule
from tui.list_actions import MARKS, MOVES, PANES, ROWS
from tui.list_keys import ListKeys
from tui.list_state import Opened, SortChoice, count_words, sort_words
from tui.places import Place
from tui.widgets.window_columns import Column

DROP, GIVE, DUE = "xou"
_PANE = 5
WORDS: tuple[tuple[str, str], ...] = (
    ("task", "something to do for a client, up to a day; steps of playbooks are tasks"),
    ("open", "still to be done; a query of state:, done or outcome finds the others"),
    ("dropped", "not to be done any more, also because its playbook has ended"),
)


class TasksPage(DeskTabs, ClientActs, ListKeys[Task]):
    """`place.query` narrows it; without one, all open tasks."""

    NOUN = "task"
    DEFAULT_SORT = "due"
    ACTIONS: ClassVar[tuple[Action, ...]] = (*ROWS[:2], *ACTS, *ROWS[3:], *TABS)
    MOVES: ClassVar[tuple[Action, ...]] = (*PANES, *MARKS, *MOVES)
    SORTS: ClassVar[tuple[SortChoice, ...]] = (
        SortChoice("d", "due", "due, soonest first"),
        SortChoice("c", "client", "client"),
        SortChoice("o", "owner", "owner"),
        SortChoice("t", "text", "what is to be done"),
        SortChoice("m", "made", "written down, newest first", descending=True),
        SortChoice("e", "done", "ended, newest first", descending=True),
    )
    DEFAULT_CSS = f"""
    TasksPage #preview {{ height: {_PANE}; width: 1fr; }}
    TasksPage.-alone #list {{ display: none; }}
    TasksPage.-alone #preview {{ height: 1fr; }}
    """

    def open_window(
        self, ctx: Context, query: str, sort: str | None, ask: Ask[Any]
    ) -> Opened[Task]:
        from bellbuoy.services.desk import tasks

        found = tasks.window(ctx, query, sort)
        return Opened(found.ctx, found.window, found.directives)

    def columns(self, ctx: Context) -> Sequence[Column[Task]]:
        return task_columns(ctx.today)

    def client_of(self, row: Task) -> str:
        return row.client

    def key_of(self, row: Task) -> str:
        return row.key

    def body(self) -> Iterator[Widget]:
        yield self.strip
        yield from self.list_area()

    def tell_rows(self) -> None:
        super().tell_rows()
        g = self.session.look.glyphs
        right = f"{count_words(self._seen, self.total)} · {sort_words(self.shown_sort, g)}"
        query = safe_text(self.query_text) or "open tasks"
        self.strip.tell([*self.titles(), ("/ ", "accent"), (query, "")], [(right, "muted")])

    def draw_preview(self, width: int, height: int) -> Sequence[Text]:
        row, look = self.list.cursor_row, self.session.screen_look(self.ctx)
        if row is None:
            return ()
        return [rule(look, width), *task_lines(row, width, look)][: max(1, height)]

    @property
    def crumbs(self) -> tuple[str, ...]:
        return ("Today", "Tasks")

    @property
    def command(self) -> str:
        query = shlex.quote(self.query_text) if self.query_text else ""
        sort = f"--sort {self.sort_by}" if self.sort_by else ""
        return " ".join(each for each in ("bellbuoy task list", query, sort) if each)

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return WORDS

    def open_row(self) -> None:
        if (row := self.list.cursor_row) is not None:
            self.shell.go(Place("client", row.client, "actions"))

    # Acting

    @property
    def meant(self) -> Meant | None:
        """The client of the row under the cursor."""
        row = self.list.cursor_row
        return None if row is None else one(row.client, row.client_name)

    @property
    def meant_tasks(self) -> Meant | None:
        """The marked tasks, else the one under the cursor."""
        marks, row = self.list.marks, self.list.cursor_row
        if marks.by_query:
            many = marks.count(self.total or 0)
            without = frozenset(int(each) for each in marks.ids)
            clients = Selection((), self.query_text, without, self.sort_by)
            return Meant(clients, counted(many, "task"), many=True)
        rows = list(self.list.marked_rows) or ([] if row is None else [row])
        if not rows:
            return None
        keys = tuple(each.key for each in rows)
        words = rows[0].key if len(rows) == 1 else counted(len(rows), "task")
        return Meant(Selection(keys), words, many=len(rows) > 1)

    def do_act(self) -> None:
        """One task, and its client; of several tasks what can be done with all."""
        meant = self.meant_tasks
        if meant is None or not meant.many:
            super().do_act()
            return
        self.shell.show(
            "menu", f"Act on {meant.words}", self.more_choices(), done=self._chose_for_tasks
        )

    def _chose_for_tasks(self, letter: str | None) -> None:
        if letter is not None:
            self.chose_more(letter)

    def more_choices(self) -> Sequence[tuple[str, str, str]]:
        if ends(self) is not True:
            return []
        return [
            (DONE, "done", "what came of it"),
            (DROP, "drop", "it is not to be done any more, and why"),
            (DUE, "due", "another day: fri, 3d, 2026-03-20, none"),
            (GIVE, "give", "to whom"),
        ]

    def chose_more(self, letter: str) -> None:
        meant, row = self.meant_tasks, self.list.cursor_row
        if meant is None:
            return
        if letter == DONE and not meant.many and row is not None:
            self.ask_outcome(meant.words, row.text)
        elif letter in (DONE, DROP, DUE, GIVE):
            self._ask_tasks(meant, letter)

    def _ask_tasks(self, meant: Meant, letter: str) -> None:
        today = self.session.ctx.today
        read: Callable[[str], object]
        title, hint, read = {
            DONE: ("done", "what came of it", lambda text: text),
            DROP: ("drop", "why", lambda text: text),
            DUE: ("due", "fri, 3d, 2026-03-20; none for no day",
                  lambda text: typed.due(text, today)),
            GIVE: ("give", "a name", typed.named),
        }[letter]  # fmt: skip
        then = self._act_preview if meant.many else self._act_change
        self._act_box(
            f"{title}: {meant.words}", hint, read,
            lambda text: then(meant, partial(_changed, letter, text)),
        )  # fmt: skip

    def did_act(self) -> None:
        if self.list.marks:
            self.list.clear_marks()
            self.tell_keys()


def _changed(letter: str, text: str, ctx: Context, meant: Selection, **how: Any) -> Preview:
    """The change behind a letter; it is short, so nobody stops it."""
    from bellbuoy.services.desk import many_tasks

    how = {name: how[name] for name in ("dry_run", "expect") if name in how}
    if letter == DUE:
        return many_tasks.put_off_many(ctx, meant, typed.due(text, ctx.today), **how)
    if letter == GIVE:
        return many_tasks.give_many(ctx, meant, text, **how)
    state: Any = "dropped" if letter == DROP else "done"
    return many_tasks.end_many(ctx, meant, text.strip(), state=state, **how)
