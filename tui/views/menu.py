"""`v`: the views of a list, each with how many rows it finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.text import Text
from textual import on
from textual.widget import Widget

from bellbuoy.services.context import Context
from bellbuoy.services.views import reading
from core.values.text import cells, fit, safe_text
from core.views.types import View
from tui.actions import Action, Enabled
from tui.asks import Ask
from tui.frame.lines_view import LinesView
from tui.lines import Piece, line
from tui.overlays.sheet import Overlay, Sheet, choice_line
from tui.pulse import may
from tui.shell import Shell
from tui.states import fault_words
from tui.view_words import asks, shared_words, whose
from tui.views.keeping import forget, share
from tui.widgets.filter_bar import FilterBar

Chosen = tuple[str, View | None]
"""`open` and a view, or `save` and None."""
_READ, _COUNT, _ACT = "views.read", "views.count", "views.act"
_NAME, _WHOSE = 24, 14
_SHARED_WITH = (("a", "*", "all roles"), ("r", "rep", "reps"), ("m", "manager", "managers"),
                ("y", "analyst", "analysts"), ("n", "", "nobody"))  # fmt: skip


def refusal_of(ctx: Context, right: str) -> Enabled:
    """Whether views can be written with this right, or why not."""
    if not may(ctx, right):
        return f"role {ctx.viewer.role} may not {right}"
    if ctx.as_of is not None:
        return "a look at a past day only reads"
    return "the store was opened read-only" if ctx.read_only else True


def _may_save(overlay: Any) -> Enabled:
    return refusal_of(overlay.session.ctx, "view:write")


def _has_own(overlay: Any, right: str) -> Enabled:
    view: View | None = overlay.current
    if view is None:
        return "no view under the cursor"
    if not view.owner:
        return "it came with the program"
    return refusal_of(overlay.session.ctx, "view:share" if view.shared else right)


def _may_delete(overlay: Any) -> Enabled:
    return _has_own(overlay, "view:write")


def _may_share(overlay: Any) -> Enabled:
    return _has_own(overlay, "view:share")


class ViewsOverlay(Overlay[Chosen]):
    """Closes with the view to open, or with the wish to keep what is on the screen."""

    NAME = "Views"
    DEFAULT_CSS = """
    ViewsOverlay > Sheet { max-height: 21; }
    """
    ACTIONS = (
        Action("views.open", "open", "open", "show the list like this", "do_open"),
        Action("views.new", "new", "save this", "keep what is on the screen under a name",
               "do_new", right="view:write", enabled=_may_save),
        Action("views.filter", "filter", "filter", "narrow the views by words", "do_filter"),
        Action("views.share", "act", "share", "share it with a role or with all", "do_share",
               right="view:share", enabled=_may_share),
        Action("views.delete", "delete", "delete", "forget the view; z brings it back",
               "do_delete", right="view:write", enabled=_may_delete),
        Action("views.down", "down", "down", "the next view", "do_down"),
        Action("views.up", "up", "up", "the view before", "do_up"),
    )  # fmt: skip

    def __init__(self, shell: Shell, noun: str, standing: str = "") -> None:
        """`standing` is the key of the view that is open: the cursor begins there."""
        super().__init__(shell)
        self._noun, self._standing = noun, standing
        self._views: tuple[View, ...] | None = None
        self._counts: dict[str, str] = {}
        self._filter, self._error, self._at = "", "", 0
        self.bar = FilterBar(self.look)
        self.view = LinesView(self.look, self._draw, bar=True)
        self._sheet = Sheet(self.look, f"Views of {noun}s", self.bar, self.view)

    def body(self) -> Iterator[Widget]:
        yield self._sheet

    def on_mount(self) -> None:
        self.store_changed()

    def on_unmount(self) -> None:
        for name in (_READ, _COUNT):
            self.session.back.cancel(name)

    # Reading

    def store_changed(self) -> None:
        def work(ctx: Context, _ask: Ask[tuple[View, ...]]) -> tuple[View, ...]:
            return reading.listed(ctx, self._noun)

        self.session.back.ask(_READ, work, self._came, self._failed)

    def _came(self, views: tuple[View, ...]) -> None:
        if not self.is_attached:
            return
        before = self.current
        self._views, self._error = views, ""
        wanted = self._standing if before is None else _key(before)
        self._at = next((at for at, v in enumerate(self.shown) if _key(v) == wanted), self._at)
        self._narrow(self._filter)
        self._count([view for view in views if _key(view) not in self._counts])

    def _failed(self, error: BaseException) -> None:
        if self.is_attached:
            self._error = fault_words(error)
            self.view.redraw()

    def _count(self, left: list[View]) -> None:
        """One after the other, so that no count holds up what is asked for meanwhile."""
        if not left or not self.is_attached:
            return
        view = left[0]

        def told(words: str) -> None:
            self._counts[_key(view)] = words
            if self.is_attached:
                self.view.redraw()
            self._count(left[1:])

        def work(ctx: Context, _ask: Ask[int]) -> int:
            return reading.count(ctx, view)

        if "asof:" in view.query:
            told("")  # that day may have to be computed first
            return
        self.session.back.ask(
            _COUNT, work, lambda n: told(_count_words(n)), lambda _: told("error")
        )

    # Showing

    @property
    def shown(self) -> tuple[View, ...]:
        """The views that the filter leaves."""
        words = self._filter.casefold().split()
        viewer = self.session.ctx.viewer.name
        return tuple(
            view
            for view in self._views or ()
            if all(w in f"{view.name} {whose(view, viewer)} {asks(view)}".casefold()
                   for w in words)
        )  # fmt: skip

    @property
    def current(self) -> View | None:
        """The view under the cursor."""
        found = self.shown
        return found[min(self._at, len(found) - 1)] if found else None

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        if self._error:
            return [line([(f" {self._error}", "error")], self.look, width)]
        found = self.shown
        if self._views is None:
            return [line([(" reading the views", "muted")], self.look, width)]
        if not found:
            return [line([(" no view holds these words", "muted")], self.look, width)]
        name = min(_NAME, max(cells(safe_text(view.name, 60)) for view in found))
        return [self._line(v, name, at == self._at, width) for at, v in enumerate(found)]

    def _line(self, view: View, name: int, chosen: bool, width: int) -> Text:
        g = self.look.glyphs
        owner = whose(view, self.session.ctx.viewer.name)
        left: list[Piece] = [
            (fit(safe_text(view.name, 60), name, ellipsis=g.ellipsis) + "  ", ""),
            (fit(owner, _WHOSE, ellipsis=g.ellipsis) + " ", "muted"),
            (asks(view), "muted"),
        ]
        count = self._counts.get(_key(view), g.ellipsis)
        return choice_line(left, [(f"{count:>7}", "accent")], chosen, self.look, width)

    def _narrow(self, text: str) -> None:
        self._filter = text
        found, of = self.shown, self._views or ()
        self._at = max(0, min(self._at, len(found) - 1))
        self.view.set_draw(self._draw)
        self.view.reveal(self._at)
        many = f"{len(of)} view{'' if len(of) == 1 else 's'}"
        self.bar.show(self.bar.query_text, f"{len(found)} of {many}" if text else many)
        self.tell_keys()

    @on(FilterBar.Edited)
    def _edited(self, event: FilterBar.Edited) -> None:
        event.stop()
        if not self.bar.is_open:
            self.set_focus(None)
        self._at = 0
        self._narrow(event.text)

    @on(LinesView.Clicked)
    def _clicked(self, event: LinesView.Clicked) -> None:
        event.stop()
        if event.line < len(self.shown):
            self._at = event.line
            self.do_open()

    # Keys

    @property
    def back_word(self) -> str:
        if self.bar.is_open:
            return "drop the edit"
        return "drop the filter" if self._filter else "close"

    def do_back(self) -> None:
        if self.bar.is_open:
            self.bar.drop()
        elif self._filter:
            self.bar.show("", "")
            self._narrow("")
        else:
            self.dismiss(None)

    def do_filter(self) -> None:
        self.bar.open()
        self.tell_keys()

    def do_open(self) -> None:
        if (view := self.current) is not None:
            self.dismiss(("open", view))

    def do_new(self) -> None:
        self.dismiss(("save", None))

    def do_down(self) -> None:
        self._move(1)

    def do_up(self) -> None:
        self._move(-1)

    def _move(self, by: int) -> None:
        self._at = max(0, min(self._at + by, len(self.shown) - 1))
        self.view.redraw()
        self.view.reveal(self._at)
        self.tell_keys()

    def do_delete(self) -> None:
        if (view := self.current) is not None:
            words = f"{safe_text(view.name, 40)} is gone"
            ctx = self.session.writing()
            self._have(lambda: forget(ctx, view), words)

    def do_share(self) -> None:
        if (view := self.current) is None:
            return
        lines = [(letter, words) for letter, _, words in _SHARED_WITH]
        wanted = {letter: role for letter, role, _ in _SHARED_WITH}

        def chosen(letter: str | None) -> None:
            if letter in wanted:
                role, ctx = wanted[letter], self.session.writing()
                told = shared_words(role) if role else "private now"
                words = f"{safe_text(view.name, 40)} is {told}"
                self._have(lambda: share(ctx, view, role), words)

        self.shell.show("menu", f"Share {safe_text(view.name, 40)} with", lines, done=chosen)

    def _have(self, act: Any, words: str) -> None:
        def done(_: object) -> None:
            self.shell.say_changed(words)
            if self.is_attached:
                self.store_changed()

        self.session.back.ask(_ACT, lambda _ctx, _ask: act(), done, self.shell.fault)


def _key(view: View) -> str:
    return f"{view.owner}/{view.name}"


def _count_words(count: int) -> str:
    most = reading.MOST_COUNTED
    return f"{most:,}+" if count >= most else f"{count:,}"
