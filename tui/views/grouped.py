"""A list that can be shown in groups: enter opens one, escape comes back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from bellbuoy.services.context import Context
from core.analytics.types import Group, Grouped
from core.values.text import safe_text
from core.views.types import View
from tui.actions import Action
from tui.asks import Ask
from tui.common_actions import COMMON
from tui.figures.of_list import figures_place
from tui.list_state import Opened
from tui.places import Place
from tui.shell import Shell
from tui.views.actions import GROUP_MOVES, IN_GROUPS
from tui.views.groups_view import GroupsView, key_words
from tui.views.viewed import ViewedList
from tui.widgets.page_source import R

BY: tuple[tuple[str, str, str], ...] = (
    ("o", "owner", "owner"),
    ("t", "tier", "tier"),
    ("i", "industry", "industry"),
    ("p", "plan", "plan"),
    ("r", "renews", "renewal month"),
    ("c", "country", "country"),
)
_NONE = "n"
SORTS: tuple[tuple[str, str, str], ...] = (
    ("n", "-n", "most clients first"),
    ("a", "-arr", "largest ARR first"),
    ("h", "health", "worst average health first"),
    ("k", "", "by name, month or tier"),
)


@dataclass(frozen=True, slots=True)
class Outer:
    """The groups that the rows were opened from, and which of them (None: the total);
    `query` finds the rows. `typed` is the `by:` of `whole`."""

    group: Group | None
    query: str
    whole: str
    by: str
    typed: str


class GroupedList(ViewedList[R]):
    """While `by` names a field, groups stand where the rows stood. `GROUPS_BY` are those
    that the menu offers, `GROUP_SORTS` their orders: letter, order (empty: by name), words.
    """

    GROUPS_BY: ClassVar[tuple[tuple[str, str, str], ...]] = BY
    GROUP_SORTS: ClassVar[tuple[tuple[str, str, str], ...]] = SORTS

    outer: Outer | None = None
    group_sort: str | None = None
    _again: bool = False
    _in_groups: bool = False
    _typed: str = ""
    """The `by:` of the query that was opened last."""

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self.groups = GroupsView(self.session.look)
        self._preview_before = True

    @property
    def grouped(self) -> bool:
        """Whether groups are shown."""
        return bool(self.by)

    @property
    def actions(self) -> tuple[Action, ...]:
        return (*IN_GROUPS, *COMMON, *GROUP_MOVES) if self.grouped else super().actions

    @property
    def _groups_name(self) -> str:
        return f"{self.place.screen}.groups"

    # Opening

    def use_view(self, view: View | None) -> None:
        super().use_view(view)
        self.outer = None
        self._typed = ""
        self.group_sort = None

    def _was_opened(
        self, query: str, sort: str | None, at_top: bool, opened: Opened[R]
    ) -> None:
        typed = ",".join(opened.directives.by)
        if typed != self._typed:
            self.by, self._typed = typed or self._own_by, typed
        # A text that is still being typed may be given up, and the group is there again.
        if self.outer is not None and query != self.outer.query and not self.editing:
            self.outer = None
        super()._was_opened(query, sort, at_top, opened)
        self._show_groups()

    def _show_groups(self) -> None:
        """Bring what is on the screen in line with `by`."""
        was, self._in_groups = self._in_groups, self.grouped
        self.groups.display, self.list.display = self.grouped, not self.grouped
        if self.grouped and not was:
            self._preview_before = bool(self.preview.display)
            self.preview.display = False
        elif was and not self.grouped:
            self.preview.display = self._preview_before
            self.groups.tell(None)
            if self.is_attached and not self.editing:
                self.list.focus()
        if self.grouped:
            self._read_groups()
        if self.is_attached:
            self.tell_keys()

    def _read_groups(self) -> None:
        view, sort, ctx = self.as_view(), self.group_sort, self.session.ctx

        def work(held: Context, ask: Ask[Grouped]) -> Grouped:
            from bellbuoy.services.views.groups import groups_of  # the first frame needs none

            at = ctx if held.held is None else ctx.holding(held.held)
            return groups_of(at, view, sort, progress=ask.progress, cancelled=ask.cancelled)

        self.session.back.ask(self._groups_name, work, self._grouped_came, self.shell.fault)

    def _grouped_came(self, found: Grouped) -> None:
        if not self.grouped:
            return
        self.groups.tell(found)
        self.states.show(None)
        self.tell_rows()
        self.tell_frame()
        if self._again:
            self._again = False
            self._read_groups()

    def apply_order(self) -> None:
        """What is being read is not begun anew: where somebody commits all the time it
        would never come to an end."""
        super().apply_order()
        if self.grouped and self.session.back.busy(self._groups_name):
            self._again = True
        elif self.grouped:
            self._read_groups()

    def look_changed(self) -> None:
        super().look_changed()
        self.groups.use_look(self.session.look)

    def tell_rows(self) -> None:
        super().tell_rows()
        found = self.groups.found
        if not self.grouped or found is None or self.editing:
            return
        n = len(found.groups) + found.more
        words = f"{n:,} group{'' if n == 1 else 's'} of {found.totals.n:,} · by {self.by}"
        query = safe_text(self.query_text)
        self.strip.tell([("/ ", "accent"), (query, "")], [(words, "muted")])

    # In the trail

    @property
    def changed(self) -> bool:
        if self.outer is None or self.view is None:
            return super().changed
        shown = replace(self.as_view(), query=self.outer.whole, by=self.outer.by)
        return self.query_text != self.outer.query or not self.saved_like(shown)

    @property
    def base_query(self) -> str:
        """The query of the list, without the condition of the group that is open."""
        inside = self.outer is not None and self.query_text == self.outer.query
        return self.outer.whole if inside and self.outer is not None else self.query_text

    @property
    def group_crumbs(self) -> tuple[str, ...]:
        """What stands behind the list in the trail: `by owner`, or the group that is open."""
        if self.grouped:
            return (f"by {safe_text(self.by, 40)}",)
        if self.outer is None or self.query_text != self.outer.query:
            return ()
        group = self.outer.group
        return ("all of them" if group is None else key_words(group, self.session.look)[0],)

    @property
    def command(self) -> str:
        named = self.list.marked_rows or self.list.left_out_rows
        return super().command if named or self.outer is None else self.spelled_out

    @property
    def spelled_out(self) -> str:
        if not self.grouped:
            return super().spelled_out
        from bellbuoy.services.views.reading import command_line

        command = command_line(self.session.ctx, self.as_view())
        return command + (f" --sort={self.group_sort}" if self.group_sort else "")

    # Keys

    def do_group(self) -> None:
        lines: list[tuple[str, ...]] = [
            (letter, words, "now" if field == self.by else "")
            for letter, field, words in self.GROUPS_BY
        ]
        if self.grouped:
            lines.append((_NONE, "rows again"))
        self.shell.show("menu", "Group by", lines, done=self._group_by)

    def _group_by(self, letter: str | None) -> None:
        fields = {key: field for key, field, _ in self.GROUPS_BY} | {_NONE: ""}
        if letter in fields:
            if self.list.marks:
                self.drop_marks()
            self.outer, self.by = None, fields[letter]
            self.group_sort = None
            self._show_groups()
            self.tell_rows()
            self.tell_frame()

    def do_sort_groups(self) -> None:
        lines = [(key, words) for key, _, words in self.GROUP_SORTS]
        self.shell.show("menu", "Sort groups", [*lines, ("s", "turn round")],
                        done=self._groups_sorted)  # fmt: skip

    def _groups_sorted(self, letter: str | None) -> None:
        orders = {key: order or self.by for key, order, _ in self.GROUP_SORTS}
        if letter == "s":
            now = self.group_sort or "-n"
            self.group_sort = now[1:] if now.startswith("-") else f"-{now}"
        elif letter in orders:
            self.group_sort = orders[letter]
        else:
            return
        self._read_groups()

    def do_open_group(self) -> None:
        if self.groups.current is None:
            return
        query = self._rows_query()
        group = None if self.groups.on_total else self.groups.current
        self.outer = Outer(group, query, self.query_text, self.by, self._typed)
        self.by = self._typed = ""
        self._show_groups()
        self.open_list(query, at_top=True)

    def _rows_query(self) -> str:
        """What finds the rows of the line under the cursor."""
        from bellbuoy.services.views.groups import rows_of_group

        group = None if self.groups.on_total else self.groups.current
        return rows_of_group(self.session.ctx, self.as_view(), group)

    def do_why_group(self) -> None:
        """The figures of the line, opened: of a group by tier or severity, of the total by
        the groups."""
        found = self.groups.found
        if found is None or self.groups.current is None:
            return
        query = self._rows_query()
        if self.groups.on_total:
            query = f"{query} by:{self.by}".lstrip()
        self.shell.go(figures_place(found, query))

    def do_group_down(self) -> None:
        self.groups.move(1)

    def do_group_up(self) -> None:
        self.groups.move(-1)

    def do_group_page_down(self) -> None:
        self.groups.page(1)

    def do_group_page_up(self) -> None:
        self.groups.page(-1)

    def do_group_first(self) -> None:
        self.groups.move(-(10**9))

    def do_group_last(self) -> None:
        self.groups.move(10**9)

    # Escape

    @property
    def _own_by(self) -> str:
        """What the open view groups by."""
        return "" if self.view is None else self.view.by

    @property
    def back_word(self) -> str:
        if self.lies_above:
            return super().back_word
        if self.outer is not None:
            return "groups"
        return "rows again" if self.by not in ("", self._own_by) else super().back_word

    def do_back(self) -> None:
        # Groups that are there already are read again by themselves: that is not stopped.
        if self.groups.found is None and self.session.back.cancel(self._groups_name):
            self.shell.say("stopped", "muted")
        elif self.lies_above:
            super().do_back()
        elif self.outer is not None:
            outer, self.outer = self.outer, None
            self.by, self._typed = outer.by, outer.typed
            self._show_groups()
            self.open_list(outer.whole)
        elif self.by not in ("", self._own_by):
            self.by = self._own_by
            self._show_groups()
            self.tell_rows()
            self.tell_frame()
        else:
            super().do_back()
