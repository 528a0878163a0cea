"""The boxes in which a formula is typed, beside its preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.frame.lines_view import LinesView
from tui.lines import Piece, blank, line
from tui.palette import Look, Role
from tui.settings.draft import FIELDS, OWN, Draft, Field

WIDTH = 28
_LABEL = 15
_BOX = 10
_GROUPS = {"weights": "WEIGHTS", "baselines": "BASELINES in 30 days", "tiers": "TIERS"}


class Figure(Input):
    """One number. What is typed first takes the place of what stands there."""

    def __init__(self, field: Field) -> None:
        super().__init__(
            compact=True, select_on_focus=True, max_length=18, restrict=r"[0-9.,]*",
            id=f"field-{field.id}",
        )  # fmt: skip
        self.field = field
        self.cursor_blink = False


class FigureRow(Horizontal):
    """A label, the box, and its unit; the label says that the box has the cursor."""

    def __init__(self, field: Field, look: Look) -> None:
        super().__init__()
        self._look = look
        self.figure = Figure(field)
        self._label = Static(markup=False)
        self._unit = Static(f" {field.unit}", markup=False)

    def compose(self) -> ComposeResult:
        yield self._label
        yield self.figure
        yield self._unit

    def on_mount(self) -> None:
        self.tell(self._look)

    def tell(self, look: Look) -> None:
        """Say the label anew: another look, or the cursor came or went."""
        self._look = look
        here = self.figure.has_focus
        mark = look.glyphs.cursor if here else " "
        words = f"{mark}{self.figure.field.label}"
        text = Text(words, look.style("header" if here else "muted"), end="")
        if self._label.content != text:
            self._label.update(text)


class FormulaForm(Vertical):
    """A draft in boxes. `Changed` tells each new draft, `Accepted` the enter key."""

    DEFAULT_CSS = f"""
    FormulaForm {{
        width: {WIDTH}; height: 1fr; display: none;
        overflow-y: auto; scrollbar-size: 0 0;
    }}
    FormulaForm > LinesView {{ height: 2; }}
    FormulaForm > FigureRow {{ height: 1; }}
    FigureRow > Static {{ width: {_LABEL}; text-wrap: nowrap; }}
    FigureRow > Figure {{ width: {_BOX}; background: $surface; }}
    FigureRow > Figure > .input--cursor {{
        background: $surface; color: $foreground; text-style: reverse;
    }}
    FormulaForm > #form-preset {{ height: 1; }}
    """

    class Changed(Message):
        """Something else stands in the boxes."""

        def __init__(self, draft: Draft) -> None:
            super().__init__()
            self.draft = draft

    class Accepted(Message):
        """Enter was pressed in a box."""

    def __init__(self, look: Look) -> None:
        super().__init__(id="form")
        self._look = look
        self._draft: Draft | None = None
        self.preset = LinesView(look, self._draw_preset, focusable=True, id="form-preset")
        self._rows = tuple(FigureRow(field, look) for field in FIELDS)
        self._heads = {
            group: LinesView(look, partial(self._draw_head, title))
            for group, title in _GROUPS.items()
        }

    def compose(self) -> ComposeResult:
        yield self.preset
        group = ""
        for row in self._rows:
            if row.figure.field.group != group:
                group = row.figure.field.group
                yield self._heads[group]
            yield row

    # What is typed

    @property
    def draft(self) -> Draft | None:
        return self._draft

    def open(self, draft: Draft, field: str) -> None:
        """Show a draft, the cursor in a field (`preset` for the line of presets)."""
        self._fill(draft)
        self.display = True
        row = next((row for row in self._rows if row.figure.field.id == field), None)
        # A box that has not been laid out yet cannot take the cursor.
        target: Widget = self.preset if row is None else row.figure
        self.call_after_refresh(target.focus)

    def close(self) -> None:
        self.display = False
        self._draft = None

    def choose(self, by: int) -> None:
        """The next preset, or the one before."""
        if self._draft is not None:
            self._fill(self._draft.with_preset(by))
            self._told()

    def step(self, by: int) -> None:
        """The cursor to the next box, or the one before; it goes round."""
        stops: Sequence[Widget] = (self.preset, *(row.figure for row in self._rows))
        at = next((place for place, stop in enumerate(stops) if stop.has_focus), 0)
        stops[(at + by) % len(stops)].focus()

    def use_look(self, look: Look) -> None:
        self._look = look
        for view in (self.preset, *self._heads.values()):
            view.use_look(look)
        for row in self._rows:
            row.tell(look)

    def _fill(self, draft: Draft) -> None:
        self._draft = draft
        with self.prevent(Input.Changed):
            for row in self._rows:
                row.figure.value = draft.texts[row.figure.field.id]
        self._redraw()

    def _told(self) -> None:
        if self._draft is not None:
            self.post_message(self.Changed(self._draft))

    def _redraw(self) -> None:
        self.preset.redraw()
        for head in self._heads.values():
            head.redraw()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._draft is None or not isinstance(event.input, Figure):
            return
        texts = {**self._draft.texts, event.input.field.id: event.value}
        if texts != self._draft.texts:
            self._draft = replace(self._draft, texts=texts)
            self._redraw()
            self._told()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Accepted())

    def on_descendant_focus(self) -> None:
        self._tell_rows()

    def on_descendant_blur(self) -> None:
        self._tell_rows()

    def _tell_rows(self) -> None:
        self.preset.redraw()
        for row in self._rows:
            row.tell(self._look)

    # What is drawn

    def _draw_preset(self, width: int, _height: int) -> list[Text]:
        if self._draft is None:
            return []
        here = self.preset.has_focus
        found = self._draft.preset
        title = OWN if found is None else found.title
        role: Role = "header" if here else "muted"
        mark = self._look.glyphs.cursor if here else " "
        arrows = (" ←  ", " →") if here else ("    ", "")
        words = self._look.glyphs.words
        pieces: list[Piece] = [
            (f"{mark}preset", role),
            (words(arrows[0]), "accent"),
            (title, "header" if here else ""),
            (words(arrows[1]), "accent"),
        ]
        return [line(pieces, self._look, width)]

    def _draw_head(self, title: str, width: int, _height: int) -> list[Text]:
        if self._draft is None:
            return []
        beside = f"  {self._draft.sum_words}" if title == _GROUPS["weights"] else ""
        pieces: list[Piece] = [(f" {title}", "muted"), (beside, "")]
        return [blank(), line(pieces, self._look, width)]
