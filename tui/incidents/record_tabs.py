"""The tabs of one incident that are worked out: similar ones, drafts, the post-mortem."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from shlex import quote
from typing import Any, ClassVar, Literal

from rich.text import Text

from bellbuoy.services.context import Context
from core.values.text import safe_text
from tui.actions import Action
from tui.asks import Ask
from tui.charts.words import wrap
from tui.incidents.detail_actions import DRAFTS, SIMILAR
from tui.incidents.detail_tabs import IncidentTab
from tui.incidents.like import Like, read_like
from tui.incidents.similar_lines import like_head, like_line, why_lines
from tui.lines import blank, line, rule, said
from tui.places import Place
from tui.room_tab import Room
from tui.widgets.empty_state import State, empty
from tui.widgets.row_window import RowWindow

Kind = Literal["reply", "notice"]
_LEAST_ROWS = 3
_MOST_LINES = 2_000


class SimilarTab(IncidentTab[tuple[Like, ...]]):
    """Solved ones, the likest first; below them why the one under the cursor is so."""

    id = "similar"
    title = "Similar"
    what = "similar incidents"
    BAR: ClassVar[bool] = False
    LIVE: ClassVar[bool] = False
    ACTIONS: ClassVar[tuple[Action, ...]] = SIMILAR

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.rows = RowWindow()

    def reading(self) -> Callable[[Context, Ask[Any]], tuple[Like, ...]]:
        key = self.key

        def work(ctx: Context, _ask: Ask[Any]) -> tuple[Like, ...]:
            return read_like(ctx, key)

        return work

    def taken(self, data: tuple[Like, ...]) -> State | None:
        self.rows.resize(len(data), self.rows.height)
        return None if data else empty("similar solved incidents")

    @property
    def row(self) -> Like | None:
        """The one under the cursor."""
        return self.data[min(self.rows.at, len(self.data) - 1)] if self.data else None

    @property
    def incident_key(self) -> str:  # type: ignore[override]
        return "" if self.row is None else self.row.key

    def draw(self, data: tuple[Like, ...], width: int, height: int) -> Sequence[Text]:
        if not data or self.row is None:
            return ()
        look = self.look()
        foot = why_lines(self.row.why, look, width)
        room = max(_LEAST_ROWS, min(len(data), height - 1 - len(foot)))
        self.rows.resize(len(data), room)

        def row(index: int, wide: int) -> Text:
            return like_line(data[index], look, wide)

        return [like_head(look, width), *self.rows.draw(row, look, width, room), *foot]

    def move(self, lines: int) -> None:
        self.rows.step(lines)
        self.pane.redraw()
        self.room.changed()

    def page(self, pages: float) -> None:
        self.move(int(pages * max(1, self.rows.height)) or (1 if pages > 0 else -1))

    def jump(self, *, to_end: bool) -> None:
        self.move(10**9 if to_end else -(10**9))

    def click(self, line: int) -> None:
        self.rows.at = self.rows.top + line - 1
        self.move(0)

    def do_open(self) -> None:
        if self.incident_key:
            self.room.shell.go(Place("incident", self.incident_key))

    @property
    def command(self) -> str:
        return f"bellbuoy incident similar {quote(safe_text(self.key))}"

    @property
    def copied(self) -> str:
        return safe_text(self.incident_key) or super().copied


@dataclass(frozen=True, slots=True)
class Drafting:
    """A draft: whom it is meant for, and what it says. Text from outside."""

    kind: Kind
    to: tuple[str, ...]
    subject: str
    body: str
    missing: tuple[str, ...]


class DraftsTab(IncidentTab[Drafting]):
    """A reply to who reported it, or a notice to all whom it hurts: a person sends it."""

    id = "drafts"
    title = "Drafts"
    what = "the draft"
    LIVE: ClassVar[bool] = False
    ACTIONS: ClassVar[tuple[Action, ...]] = DRAFTS
    kind: Kind = "reply"

    def reading(self) -> Callable[[Context, Ask[Any]], Drafting]:
        key, kind = self.key, self.kind

        def work(ctx: Context, _ask: Ask[Any]) -> Drafting:
            from bellbuoy.services.incidents.drafts import draft_for

            found = draft_for(ctx, key, kind)
            made = found.draft
            return Drafting(kind, found.to, made.subject, made.body, made.missing)

        return work

    def draw(self, data: Drafting, width: int, height: int) -> Sequence[Text]:
        look = self.look()
        to = ", ".join(safe_text(each) for each in data.to)
        lines = [
            line([(f" {data.kind} ", "header"), ("to ", "muted"), (to, "")], look, width),
            line([(" subject ", "muted"), (safe_text(data.subject), "")], look, width),
            rule(look, width),
            *_text(data.body, width),
        ]
        copies = look.keys.told("copy", "copies it; nothing is sent from here")
        lines += [blank(), *said(copies, "muted", look, width)]
        if data.missing:
            names = ", ".join(safe_text(each) for each in data.missing)
            lines += said(f"not known, to be filled in: {names}", "at_risk", look, width)
        return lines

    def do_kind(self) -> None:
        """The other kind of draft."""
        self.kind = "notice" if self.kind == "reply" else "reply"
        self.load()

    @property
    def right(self) -> str:
        return self.kind

    @property
    def command(self) -> str:
        return f"bellbuoy incident draft {quote(safe_text(self.key))} --kind {self.kind}"

    @property
    def copied(self) -> str:
        if self.data is None:
            return super().copied
        return f"{safe_text(self.data.subject)}\n\n{_whole(self.data.body)}"


class PostMortemTab(IncidentTab[str]):
    """The document after it, as Markdown, with its facts filled in."""

    id = "post-mortem"
    title = "Post-mortem"
    what = "the post-mortem"
    LIVE: ClassVar[bool] = False

    def reading(self) -> Callable[[Context, Ask[Any]], str]:
        key = self.key

        def work(ctx: Context, _ask: Ask[Any]) -> str:
            from bellbuoy.services.incidents.post_mortem import post_mortem_of

            return post_mortem_of(ctx, key)[1]

        return work

    def draw(self, data: str, width: int, height: int) -> Sequence[Text]:
        return _text(data, width)

    @property
    def command(self) -> str:
        return f"bellbuoy incident post-mortem {quote(safe_text(self.key))}"

    @property
    def copied(self) -> str:
        return "" if self.data is None else _whole(self.data)


def _whole(text: str) -> str:
    return "\n".join(safe_text(each, len(each) + 1) for each in text.split("\n"))


def _text(text: str, width: int) -> list[Text]:
    """A text of several lines, harmless and wrapped; what is longer than anybody reads
    is cut."""
    found: list[Text] = []
    for each in text.split("\n"):
        told = safe_text(each, max(1, len(each)))
        found += [Text(f" {part}", end="") for part in wrap(told, max(8, width - 1))]
        if len(found) > _MOST_LINES:
            break
    return found[:_MOST_LINES]
