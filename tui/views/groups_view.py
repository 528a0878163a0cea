"""Groups as a table: a line each under a cursor, and the total that they add up to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text
from textual.containers import Vertical
from textual.widget import Widget

from core.analytics.types import NONE_WORD, Figure, Group, Grouped, Key
from core.health.types import TIER_WORDS
from core.query.types import Reference
from core.values.counting import counted
from core.values.money import Money, show_money, show_short
from core.values.text import cells, fit, safe_text
from tui.frame.lines_view import LinesView
from tui.lines import Piece, line, rule
from tui.overlays.sheet import choice_line
from tui.palette import ROLE_OF, Look, Role

_N, _MONEY, _NUMBER = 9, 20, 11
_EDGES = 6
"""What the sign of the cursor and the right end take of a line."""
_NARROW = 60
_NAME = 48


class GroupsView(Vertical):
    """Shows `Grouped` with a figure of money and one of a number each, or with none."""

    DEFAULT_CSS = """
    GroupsView { height: 1fr; width: 1fr; display: none; }
    GroupsView > #groups-head { height: 1; }
    GroupsView > #groups-foot { height: 2; }
    """

    def __init__(self, look: Look) -> None:
        super().__init__(id="groups")
        self._look = look
        self.found: Grouped | None = None
        self.at = 0
        # The group that the cursor was on; None: the total.
        self._kept: tuple[Key, ...] | None = ()
        self.head = LinesView(look, self._head, bar=True, id="groups-head")
        self.view = LinesView(look, self._body, bar=True)
        self.foot = LinesView(look, self._foot, bar=True, id="groups-foot")

    def compose(self) -> Iterator[Widget]:
        yield self.head
        yield self.view
        yield self.foot

    def use_look(self, look: Look) -> None:
        self._look = look
        for part in (self.head, self.view, self.foot):
            part.use_look(look)

    def tell(self, found: Grouped | None) -> None:
        """Show these groups; the cursor stays on its group where that is among them, also
        when they come back after a while."""
        if (before := self.current) is not None:
            self._kept = None if self.on_total else before.keys
        self.found = found
        groups = () if found is None else found.groups
        first = len(groups) if self._kept is None else 0
        self.at = next((at for at, g in enumerate(groups) if g.keys == self._kept), first)
        self.foot.styles.height = 2 if found is None or found.rest is None else 3
        for part in (self.head, self.view, self.foot):
            part.redraw()
        self.view.reveal(self.at)

    @property
    def current(self) -> Group | None:
        """The group under the cursor; behind the last one all of them together."""
        if self.found is None or not self.found.groups:
            return None
        return self.found.totals if self.on_total else self.found.groups[self.at]

    @property
    def on_total(self) -> bool:
        """Whether the cursor is on the last line, which is no group."""
        return self.found is not None and 0 < len(self.found.groups) <= self.at

    def move(self, by: int) -> None:
        many = 0 if self.found is None else len(self.found.groups)
        self.at = max(0, min(self.at + by, many))
        self.view.redraw()
        self.foot.redraw()
        self.view.reveal(min(self.at, many - 1))

    def page(self, pages: int) -> None:
        self.move(pages * max(1, self.view.size.height - 1))

    # Drawing

    def _head(self, width: int, _height: int) -> Sequence[Text]:
        found = self.found
        if found is None:
            return ()
        names = ", ".join(found.by).upper()
        titles = [_title(measure.how, measure.field) for measure in found.measures]
        words = _cells(names, f"{found.noun}s".upper(), titles, width - _EDGES)
        return [line([(f"  {words}", "header")], self._look, width)]

    def _body(self, width: int, _height: int) -> Sequence[Text]:
        found = self.found
        if found is None:
            return [line([("  reading the groups", "muted")], self._look, width)]
        if not found.groups:
            return [line([("  no row fits the filter", "muted")], self._look, width)]
        return [
            self._group(group, at == self.at, width) for at, group in enumerate(found.groups)
        ]

    def _group(self, group: Group, chosen: bool, width: int) -> Text:
        words, role = key_words(group, self._look)
        told = _cells(words, f"{group.n:,}", _figures(group, self._look), width - _EDGES)
        pieces: list[Piece] = [(told, role)]
        return choice_line(pieces, [], chosen, self._look, width)

    def _foot(self, width: int, _height: int) -> Sequence[Text]:
        found, look = self.found, self._look
        if found is None:
            return [rule(look, width)]
        lines = [rule(look, width)]
        parts = [(counted(found.more, "more group"), found.rest), ("total", found.totals)]
        for word, group in parts:
            if group is not None:
                told = _cells(word, f"{group.n:,}", _figures(group, look), width - _EDGES)
                role: Role = "header" if word == "total" else "muted"
                chosen = word == "total" and self.on_total
                lines.append(choice_line([(told, role)], [], chosen, look, width))
        return lines


def _title(how: str, field: str) -> str:
    return {"arr": "ARR"}.get(field, field.upper()) if how == "sum" else f"AVG {field.upper()}"


def key_words(group: Group, look: Look) -> tuple[str, Role]:
    """What a group is called, safe to show, and its role where that is a tier."""
    role: Role = ""
    words = []
    for key in group.keys:
        if isinstance(key, str) and key in TIER_WORDS:
            role = ROLE_OF.get(key, "")
        words.append(look.glyphs.words(key_text(key)))
    return " · ".join(words) if look.glyphs.name != "ascii" else " - ".join(words), role


def key_text(key: Key) -> str:
    """A key of a group as it is shown, safe."""
    match key:
        case None:
            return NONE_WORD
        case bool():
            return "yes" if key else "no"
        case Money():
            return show_money(key)
        case Reference():
            return safe_text(key.name or key.key, 80)
        case str() if key in TIER_WORDS:
            return dict(TIER_WORDS)[key]
        case _:
            return safe_text(key, 80)


def _figures(group: Group, look: Look) -> list[str]:
    return [look.glyphs.words(_figure(figure)) for figure in group.figures]


def _figure(figure: Figure) -> str:
    """A sum of money a currency; an average with one digit behind the point."""
    match figure:
        case None | ():
            return "-"
        case tuple():
            full = ", ".join(show_money(money) for money in figure)
            if len(full) < _MONEY:
                return full
            return ", ".join(show_short(money) for money in figure)
        case float():
            return f"{figure:.1f}"
        case int():
            return f"{figure:,}"
        case moment:
            return moment.strftime("%Y-%m-%d")


def _cells(name: str, count: str, figures: Sequence[str], width: int) -> str:
    """A line of the table. Narrow screens keep the count and the first figure, the money;
    on wide ones the figures stand near the names that they belong to."""
    narrow = width < _NARROW
    right = f"{count:>{_N}}"
    for at, figure in enumerate(figures[:1] if narrow else figures):
        room = _NUMBER if at == len(figures) - 1 and not narrow else _MONEY
        right += "  " + fit(figure, room - 6 * narrow, right=True)
    return fit(name, max(8, min(_NAME, width - cells(right)))) + right
