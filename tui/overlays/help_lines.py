"""What works here and what the words mean: the lines of help, pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from rich.text import Text

from core.values.text import cells, fit, fold, safe_text
from tui.actions import Action
from tui.charts.words import wrap
from tui.key_table import MEANINGS
from tui.keymap import Keymap, key_label
from tui.lines import blank, line
from tui.palette import Look, Role

_ORDER = {meaning.id: at for at, meaning in enumerate(MEANINGS)}
_GROUPS = tuple(dict.fromkeys(meaning.group for meaning in MEANINGS))
_MORE, _WORDS = "more", "the words on the screen"
_MOST_TERM = 24
_LEAST_TOLD = 24


class Helped(Protocol):
    """What help is given for: a screen, or an overlay."""

    @property
    def actions(self) -> Sequence[Action]: ...

    @property
    def crumbs(self) -> Sequence[str]: ...

    @property
    def words(self) -> Sequence[tuple[str, str]]: ...


@dataclass(frozen=True, slots=True)
class Told:
    """One line of help, safe to show: `term` is the keys, or the word; `why` is why
    a key does nothing now."""

    group: str
    term: str
    text: str
    why: str = ""
    ours: bool = True

    def holds(self, wanted: Sequence[str]) -> bool:
        """Whether every one of the folded words stands in it."""
        whole = fold(f"{self.group} {self.term} {self.text} {self.why}")
        return all(word in whole for word in wanted)


def told(screen: Helped, keymap: Keymap) -> tuple[Told, ...]:
    """The keys of a screen in the order of the key table, then its words."""
    keyed = [action for action in screen.actions if keymap.keys_of(action.meaning)]
    keyed.sort(key=_place)
    keys = [_of_action(action, screen, keymap) for action in keyed]
    words = [
        Told(_WORDS, safe_text(word, 60), safe_text(meaning), ours=False)
        for word, meaning in screen.words
    ]
    return (*keys, *words)


def _place(action: Action) -> tuple[int, int]:
    group = action.heading
    at = _GROUPS.index(group) if group in _GROUPS else len(_GROUPS)
    return at, _ORDER.get(action.meaning, len(_ORDER))


def _of_action(action: Action, screen: Any, keymap: Keymap) -> Told:
    keys = " ".join(key_label(key) for key in keymap.keys_of(action.meaning))
    enabled = action.enabled(screen)
    why = "" if enabled is True else safe_text(enabled)
    return Told(action.heading, keys, action.hint, why)


def matching(entries: Sequence[Told], filter_text: str) -> list[Told]:
    """Those that hold every word of the filter."""
    wanted = fold(filter_text).split()
    return [entry for entry in entries if entry.holds(wanted)]


def help_lines(entries: Sequence[Told], look: Look, width: int) -> list[Text]:
    """The entries under their headings, keys and words each in a column of their
    own. No line is wider than `width`."""
    lines: list[Text] = []
    columns = {ours: _column(entries, ours, look, width) for ours in (True, False)}
    for group in dict.fromkeys(entry.group for entry in entries):
        if lines:
            lines.append(blank())
        lines.append(line([(f" {group}", "header")], look, width))
        for entry in entries:
            if entry.group == group:
                term = fit(
                    _term(entry, look), columns[entry.ours], ellipsis=look.glyphs.ellipsis
                )
                lines += _entry(entry, term, look, width)
    return lines


def _column(entries: Sequence[Told], ours: bool, look: Look, width: int) -> int:
    widest = max((cells(_term(each, look)) for each in entries if each.ours == ours), default=0)
    return min(widest, _MOST_TERM, max(0, width - _LEAST_TOLD))


def _term(entry: Told, look: Look) -> str:
    return look.glyphs.words(entry.term) if entry.ours else entry.term


def _entry(entry: Told, term: str, look: Look, width: int) -> list[Text]:
    """The term, and its text beside it, on as many lines as that takes."""
    words = entry.text
    if entry.why:
        words += f" – not now: {entry.why}"
    indent = 3 + cells(term) + 2
    wrapped = wrap(
        look.glyphs.words(words) if entry.ours else words, max(8, width - indent - 1)
    )
    role: Role = "muted" if entry.why else ""
    lines = [line([(" " * indent + each, role)], look, width) for each in wrapped]
    lines[0] = line([(f"   {term}  ", role or "accent"), (wrapped[0], role)], look, width)
    return lines
