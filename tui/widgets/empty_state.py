"""What stands in place of rows: which state it is, why, and the key that helps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from core.values.text import cells, safe_text
from tui.charts.bar import bar
from tui.charts.words import wrap
from tui.palette import Look, Role

Kind = Literal[
    "empty",
    "no_match",
    "loading",
    "error",
    "stale",
    "denied",
    "masked",
    "offline",
    "too_small",
]
Hint = tuple[str, str]
_LABELS: dict[Kind, tuple[str, str, Role]] = {
    "empty": ("EMPTY", "", "header"),
    "no_match": ("NO MATCH", "", "header"),
    "loading": ("LOADING", "", "header"),
    "error": ("ERROR", "!!", "error"),
    "stale": ("STALE", "!", "at_risk"),
    "denied": ("DENIED", "", "error"),
    "masked": ("MASKED", "", "muted"),
    "offline": ("OFFLINE", "!", "at_risk"),
    "too_small": ("TOO SMALL", "", "muted"),
}
_MARGIN = 11
_PROGRESS = 10


@dataclass(frozen=True, slots=True)
class State:
    """One state of a list or chart: sentences, and the keys that help (key, word).

    `part` of `whole` is how far it has come; `whole` None: not known.
    """

    kind: Kind
    sentences: tuple[str, ...]
    hints: tuple[Hint, ...] = ()
    part: int = 0
    whole: int | None = None


def empty(what: str, hints: Sequence[Hint] = ()) -> State:
    """There are no `what` at all (`clients`)."""
    return State("empty", (f"No {safe_text(what)} yet.",), tuple(hints))


def no_match(query: str, total: int, hints: Sequence[Hint] = (), closest: str = "") -> State:
    """A filter that finds nothing; `closest` is one that would."""
    sentences = [f"0 of {total:,} match  {safe_text(query)}"]
    if closest:
        sentences.append(f"closest  {safe_text(closest)}")
    return State("no_match", tuple(sentences), tuple(hints))


def loading(
    what: str, read: int, total: int | None = None, hints: Sequence[Hint] = ()
) -> State:
    """`what` is being read; to be shown after 300 ms, not before."""
    of = "" if total is None else f" of {total:,}"
    sentence = f"{safe_text(what)}  {read:,}{of} read"
    return State("loading", (sentence,), tuple(hints), read, total)


def found_so_far(
    what: str, found: int, hints: Sequence[Hint] = (), looked: tuple[int, int] | None = None
) -> State:
    """Some of `what` stand below while more are looked for; `looked`: how far, of how
    far, which does not tell how many it has found."""
    done, total = looked or (0, None)
    words = [f"{found:,} found so far"] if found or not total else []
    words.append(f"{100 * done // total} % looked through" if total else "looking for more")
    sentence = f"{safe_text(what)}  {', '.join(words)}"
    return State("loading", (sentence,), tuple(hints), done, total)


def error(
    what: str, why: str, hints: Sequence[Hint] = (), *, since: str = "", ref: str = ""
) -> State:
    """`what` could not be read; rows of `since` stay below; `ref` names the fault."""
    sentences = [f"Could not read {safe_text(what)}: {safe_text(why)}."]
    if since:
        sentences.append(f"Rows below are from {safe_text(since)}.")
    if ref:
        sentences.append(f"ref {safe_text(ref)}")
    return State("error", tuple(sentences), tuple(hints))


def stale(what: str, age: str, why: str, hints: Sequence[Hint] = ()) -> State:
    """`what` is too old: `scores 3 h 12 min old: worker not seen since 10:50`."""
    said = f"{safe_text(what)} {safe_text(age)} old: {safe_text(why)}"
    return State("stale", (said,), tuple(hints))


def denied(role: str, what: str, right: str, hints: Sequence[Hint] = ()) -> State:
    """The role may not do or see `what`."""
    said = f"Role {safe_text(role)} may not {safe_text(what)} (needs {safe_text(right)})."
    return State("denied", (said, "This was recorded."), tuple(hints))


def state_lines(state: State, look: Look, width: int) -> list[Text]:
    """The state in lines of at most `width` cells: its name, why, and what helps."""
    label, sign, role = _LABELS[state.kind]
    words = look.glyphs.words
    margin = _MARGIN if width >= 50 else 2
    lines: list[Text] = []
    name = f"{label} {sign}".rstrip()
    if margin < _MARGIN:
        lines.append(Text(name[:width], look.style(role), end=""))
        name = ""
    sentences = [safe_text(sentence) for sentence in state.sentences]
    if state.whole:
        sentences[0] = f"{_progress(state, look)}  {sentences[0]}"
    for sentence in sentences:
        for piece in wrap(words(sentence), max(1, width - margin)):
            text = Text(name.ljust(margin) + piece, end="")
            text.stylize(look.style(role), 0, len(name))
            lines.append(text)
            name = ""
    hints = "   ".join(safe_text(f"{key} {word}".strip()) for key, word in state.hints)
    helping = wrap(words(hints), max(1, width - margin)) if hints else []
    accent = look.style("accent")
    return lines + [Text(" " * margin + piece, accent, end="") for piece in helping]


def _progress(state: State, look: Look) -> str:
    g = look.glyphs
    done = bar(state.part, state.whole or 1, _PROGRESS, g)
    return done + g.shades[1] * (_PROGRESS - cells(done))


def state_words(state: State) -> str:
    """The same in one sentence, for row 23 and for whoever listens."""
    label, _, _ = _LABELS[state.kind]
    return safe_text(f"{label}: {' '.join(state.sentences)}")


class StateView(Widget):
    """Shows a state; paints nothing again while it stays the same."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    StateView {
        width: 1fr;
        height: auto;
    }
    """

    def __init__(
        self,
        look: Look,
        state: State | None = None,
        *,
        id: str | None = None,  # noqa: A002 - the name that Textual gives it
    ) -> None:
        super().__init__(id=id)
        self._look = look
        self._state = state

    @property
    def state(self) -> State | None:
        return self._state

    def show(self, state: State | None) -> None:
        """Show a state; None: nothing stands in the way of the rows."""
        if state != self._state:
            self._state = state
            self.display = state is not None
            self.refresh(layout=True)

    def use_look(self, look: Look) -> None:
        self._look = look
        self.refresh(layout=True)

    def on_mount(self) -> None:
        self.display = self._state is not None

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """From the width to come: the one of before may be none at all, and would
        wrap each letter onto a line of its own and push the rows off the screen."""
        return len(self._lines(width))

    def render(self) -> Text:
        return Text("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Text]:
        if self._state is None:
            return []
        return state_lines(self._state, self._look, max(1, width))
