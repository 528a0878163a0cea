"""A list that shows views: one opened, changed by hand, kept under a name, left again."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from textual.timer import Timer

from bellbuoy.services.context import Context
from core.values.text import safe_text
from core.views.types import PLACES, View, ViewConflictError
from tui.asks import Ask
from tui.column_fields import fields_of, ids_of
from tui.list_state import Opened
from tui.places import Place
from tui.view_words import asks, spoken
from tui.views.keeping import keep, name_fault
from tui.views.standing import StandingView
from tui.widgets.arranging import arranged
from tui.widgets.filter_bar import QueryInput
from tui.widgets.page_source import R
from tui.widgets.window_columns import Column

_PLAIN = re.compile(r"[\w.@&+#][\w.@&+#'-]*")
_KEEP = "view.keep"


class ViewedList(StandingView[R]):
    """`chosen` are the columns in their order that the open view, or a hand since, has
    chosen (none: those of the list), `by` what its rows are grouped by."""

    chosen: tuple[str, ...] = ()
    by: str = ""
    _pace: Timer | None = None

    # What is on the screen

    def as_view(self) -> View:
        """What is on the screen, as a view that has no name yet."""
        view = self.view
        if self.typed_columns:
            columns = fields_of(self.typed_columns)
        elif view is not None and self.chosen == ids_of(view.columns):
            columns = view.columns
        else:
            own = self.shell.own.own.columns.get(self.place.screen) or ()
            columns = fields_of(self.chosen or own)
        return View(
            "", self.place.screen, self.query_text, columns, self.sort_by or "", self.by,
            0 if view is None else view.refresh_s,
        )  # fmt: skip

    @property
    def changed(self) -> bool:
        """Whether the screen shows something else than its view says by now."""
        return self.view is not None and not self.saved_like(self.as_view())

    @property
    def view_word(self) -> str:
        """The name of the open view for the trail: `My book`, changed `My book*`."""
        if self.view is None:
            # One that is being opened is not called by the list that it takes the place of.
            return "" if self.source is not None else safe_text(self.place.view, 60)
        return safe_text(self.view.name, 60) + ("*" if self.changed else "")

    def arranged(self, ctx: Context) -> Sequence[Column[R]]:
        if self.chosen and not self.typed_columns:
            return arranged(self.columns(ctx), self.chosen)
        return super().arranged(ctx)

    # Opening and leaving

    def begin(self) -> None:
        if self.place.view:
            self._begun = True
            self.open_view(self.place.view)
        else:
            super().begin()

    def fill(self) -> None:
        if self.place.view:
            self.open_view(self.place.view)
        else:
            super().fill()

    def arrive(self, place: Place) -> None:
        if place.view:
            self.open_view(place.view)
            return
        if place.query is not None and place.query != self.query_text:
            self._forget_view()
        super().arrive(place)

    def open_view(self, name: str) -> None:
        """Show a view; one of another list is shown there."""
        screen = self.place.screen

        def work(
            ctx: Context, ask: Ask[tuple[View, Opened[R] | None]]
        ) -> tuple[View, Opened[R] | None]:
            from bellbuoy.services.views.reading import find  # the first frame needs none

            found = find(ctx, name)
            if found.place != screen:
                return found, None
            return found, self.open_window(ctx, found.query, found.sort or None, ask)

        self.session.reader.ask(
            f"{screen}.open", work, self._view_came, self._view_failed, self._progress
        )

    def _view_came(self, came: tuple[View, Opened[R] | None]) -> None:
        view, opened = came
        if opened is None:
            self._fill_anyway()
            name = spoken(view, self.session.ctx.viewer.name)
            self.shell.go(Place(view.place, view=name))
            return
        self.use_view(view)
        self._was_opened(view.query, view.sort or None, at_top=True, opened=opened)
        self.list.set_columns(self.arranged(self.ctx))

    def _view_failed(self, error: BaseException) -> None:
        self._fill_anyway()
        self.shell.fault(error)

    def _fill_anyway(self) -> None:
        """A page that was opened for a view which is not shown here has rows all the same."""
        if self.source is None:
            self.open_list(self.query_text)

    def use_view(self, view: View | None) -> None:
        """The list is that of a view from now on, or of none."""
        self.view = self.standing = view
        self.chosen = () if view is None else ids_of(view.columns)
        self.by = "" if view is None else view.by
        if self._pace is not None:
            self._pace.stop()
            self._pace = None
        if view is not None and view.refresh_s:
            self._pace = self.set_interval(view.refresh_s, self._paced)

    @property
    def has_own_pace(self) -> bool:
        return self._pace is not None

    def _paced(self) -> None:
        if self.is_current:
            self.store_changed()

    def _forget_view(self) -> None:
        if self.view is not None:
            self.use_view(None)
            self.sort_by = None
            self.list.set_columns(self.arranged(self.ctx))

    # Escape: what lies above the filter, then the view

    @property
    def lies_above(self) -> bool:
        """Whether escape takes something away that lies above the filter."""
        busy = self.session.reader.busy(f"{self.place.screen}.open")
        pointed = self.list.cell is not None or bool(self.list.marks)
        return busy or self.editing or self.has_class("-alone") or pointed

    @property
    def back_word(self) -> str:
        if self.view is None or self.lies_above:
            return super().back_word
        dropped = self.changed and self.standing is not None
        return "drop the changes" if dropped else "leave the view"

    def do_back(self) -> None:
        if self.view is None or self.lies_above:
            super().do_back()
        elif self.changed and self.standing is not None:
            self.open_view(spoken(self.view, self.session.ctx.viewer.name))
            self.shell.say("the view as it was saved", "muted")
        else:
            self._forget_view()
            self.open_list(self.DEFAULT_QUERY, at_top=True)
            self.shell.say("view left", "muted")

    # Columns: in a view they are those of the view

    def do_columns(self) -> None:
        if self.view is None:
            super().do_columns()
            return
        titled = [(column.id, column.title) for column in self.columns(self.ctx)]
        shown = [column.id for column in self.arranged(self.ctx)]

        def chosen(ids: tuple[str, ...] | None) -> None:
            if ids is not None:
                self.chosen = tuple(ids)
                self.list.set_columns(self.arranged(self.ctx))
                self.tell_frame()

        self.shell.show("columns", self.view.name, titled, shown, done=chosen)

    # Help in the filter: the values of a field

    def do_help(self) -> None:
        if self.bar is None or not self.editing:
            super().do_help()
            return
        from bellbuoy.services.views.facets import typed_field

        box = self.bar.query_one(QueryInput)
        rest, field = typed_field(self.NOUN, box.value)

        def taken(words: str | None) -> None:
            if words:
                box.value = f"{rest} {words}".lstrip()
                box.cursor_position = len(box.value)

        self.shell.show("facets", self.NOUN, rest, field, done=taken)

    # The menu, and keeping

    def do_views(self) -> None:
        key = f"{self.view.owner}/{self.view.name}" if self.view is not None else ""
        self.shell.show("views", self.NOUN, key, done=self._menu_closed)

    def _menu_closed(self, found: tuple[str, View | None] | None) -> None:
        if found is None:
            return
        _, view = found
        if view is None:
            self._ask_name()
        else:
            name = spoken(view, self.session.ctx.viewer.name)
            self.shell.go(Place(view.place, view=name))

    def _ask_name(self) -> None:
        own = self.view is not None and self.view.owner == self.session.ctx.viewer.name
        name = self.view.name if self.view is not None and own else ""
        hint = asks(self.as_view())
        self.shell.show("prompt", "Save the view as", hint, name_fault, name, done=self._named)

    def _named(self, name: str | None) -> None:
        if not name:
            return
        view, viewer = self.view, self.session.ctx.viewer.name
        same = view is not None and view.owner == viewer
        rev = view.rev if view is not None and same and _alike(view.name, name) else None
        self._keep(replace(self.as_view(), name=name), rev)

    def _keep(self, wanted: View, rev: int | None) -> None:
        ctx = self.session.writing()
        self.session.back.ask(
            _KEEP,
            lambda _held, _ask: keep(ctx, wanted, rev),
            self._kept,
            partial(self._not_kept, wanted),
        )

    def _kept(self, view: View) -> None:
        self.use_view(view)
        self.query_text, self.sort_by = view.query, view.sort or None
        self.tell_rows()
        self.tell_frame()
        self.shell.say_changed(f"{safe_text(view.name, 60)} saved")

    def _knows(self, standing: View) -> bool:
        """Whether it is the view that is open, as it was opened: at most whom it is
        shared with has changed since."""
        seen = self.view
        if seen is None or seen.owner != standing.owner or not _alike(seen.name, standing.name):
            return False
        return standing.shows_like(seen)

    def _not_kept(self, wanted: View, error: BaseException) -> None:
        if not isinstance(error, ViewConflictError):
            self.shell.fault(error)
            return
        standing = error.standing
        if standing is not None and self._knows(standing):
            self._keep(wanted, standing.rev)
            return
        choices: list[tuple[str, ...]] = [
            ("t", "mine takes its place", asks(wanted)),
            ("n", "mine under another name"),
        ]
        if standing is not None:
            choices.insert(1, ("o", f"open that of {standing.saved_by}", asks(standing)))

        def chosen(letter: str | None) -> None:
            if letter == "t":
                self._keep(wanted, None if standing is None else standing.rev)
            elif letter == "o" and standing is not None:
                self.open_view(standing.name)
            elif letter == "n":
                self._ask_name()

        title = f"{wanted.name} was saved meanwhile" if standing else f"{wanted.name} is gone"
        self.shell.show("menu", title, choices, done=chosen)

    # The command for what is on the screen

    @property
    def command(self) -> str:
        word = PLACES[self.place.screen].command
        if rows := self.list.marked_rows:
            return f"bellbuoy {word} {shlex.quote(self._ids_of(rows))}"
        if rows := self.list.left_out_rows:
            from bellbuoy.services.views.reading import shown

            without = f"NOT {self._ids_of(rows)}"
            found = shown(self.session.ctx, self.as_view(), without)
            return f"bellbuoy {word} {shlex.quote(found.query)}"
        if self.view is not None and not self.changed:
            name = spoken(self.view, self.session.ctx.viewer.name)
            return f"bellbuoy {word} --view {shlex.quote(name)}"
        return self.spelled_out

    def _ids_of(self, rows: Sequence[R]) -> str:
        return "id:" + ",".join(_word(self.key_of(row)) for row in rows)

    @property
    def spelled_out(self) -> str:
        """The command with everything that is on the screen, without a name of a view."""
        shown = self.as_view()
        word = PLACES[self.place.screen].command
        query = f" {shlex.quote(shown.query)}" if shown.query or word == "radar" else ""
        sort = f" --sort={shown.sort}" if shown.sort else ""
        named = () if self.typed_columns else shown.columns
        columns = f" --cols {','.join(named)}" if named else ""
        return f"bellbuoy {word}{query}{sort}{columns}"


def _alike(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _word(key: str) -> str:
    """A public id as a query reads it."""
    if _PLAIN.fullmatch(key) and key not in {"me", "none", "any", "past"}:
        return key
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
