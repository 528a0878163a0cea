"""Look and keys: every setting with its choices, a sample, and where it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.text import Text

from core.look.types import SETTINGS, LookSetting, Preferences
from core.values.text import cells, safe_text
from tui.lines import Piece, line
from tui.palette import Look, Role
from tui.settings.words import told

_LABEL = 13
_MARK = 1


@dataclass(frozen=True, slots=True)
class LookFacts:
    """What the pane shows: `auto` is what each `auto` comes to now, `notes` are words
    beside a setting, `problems` what is wrong with keys.toml."""

    own: Preferences
    themes: Sequence[str]
    auto: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[str] = ()


def choices_of(setting: LookSetting, facts: LookFacts) -> tuple[str, ...]:
    """What can be chosen: the setting's own, and the themes that there are."""
    more = facts.themes if setting.open else ()
    named = (*setting.choices, *more)
    now = facts.own[setting.id]
    return named if now in named else (*named, now)


def look_lines(facts: LookFacts, at: int | None, look: Look, width: int) -> list[Text]:
    """The lines of the pane; `at` is the setting under the cursor, None: none is."""
    lines: list[Text] = []
    for place, setting in enumerate(SETTINGS):
        lines += _setting(setting, facts, place == at, look, width)
    lines += _fact("conflicts", _conflicts(facts), look, width)
    rule = look.glyphs.rule * max(0, width - 2)
    lines.append(line([(f" {rule}", "border")], look, width))
    lines += _sample(look, width)
    n = len(facts.own.changed) + len(facts.own.columns)
    changed = "nothing" if n == 0 else f"{n} value{'s' if n > 1 else ''}"
    lines += told(f"File: settings.toml, {changed} changed from default", "", look, width)
    if at is not None:
        lines += told(SETTINGS[at].about, "muted", look, width)
    else:
        words = "Every change shows at once, and can be taken back"
        lines += told(words, "muted", look, width)
    return lines


def line_of(at: int, facts: LookFacts, look: Look, width: int) -> int:
    """On which line a setting begins."""
    before = SETTINGS[:at]
    return sum(len(_setting(s, facts, False, look, width)) for s in before)


def _conflicts(facts: LookFacts) -> str:
    if not facts.problems:
        return "none"
    more = len(facts.problems) - 1
    rest = f" and {more} more: bellbuoy keys check" if more else ""
    return f"{safe_text(facts.problems[0])}{rest}"


def _setting(
    setting: LookSetting, facts: LookFacts, here: bool, look: Look, width: int
) -> list[Text]:
    """A setting with all that can be chosen, the chosen one in brackets, on as many
    lines as that needs."""
    now = facts.own[setting.id]
    words = [_choice(each, now, setting, facts) for each in choices_of(setting, facts)]
    rows: list[list[tuple[str, Role]]] = [[]]
    room = width - _LABEL - _MARK
    for word, role in words:
        taken = sum(cells(each) + 1 for each, _ in rows[-1])
        if rows[-1] and taken + cells(word) > room:
            rows.append([])
        rows[-1].append((word, role))
    if note := facts.notes.get(setting.id):
        rows = _with_note(rows, note, room)
    mark = look.glyphs.cursor if here else " "
    lines = []
    for place, row in enumerate(rows):
        label = setting.label if place == 0 else ""
        head: Piece = (f"{mark if place == 0 else ' '}{label:<{_LABEL}}",
                       "header" if here else "muted")  # fmt: skip
        pieces = [(f"{look.glyphs.words(word)} ", role) for word, role in row]
        lines.append(line([head, *pieces], look, width))
    return lines


def _choice(each: str, now: str, setting: LookSetting, facts: LookFacts) -> tuple[str, Role]:
    auto = facts.auto.get(setting.id, "")
    word = f"auto: {auto}" if each == "auto" and auto else safe_text(each)
    return (f"[{word}]", "header") if each == now else (f" {word} ", "")


def _with_note(
    rows: list[list[tuple[str, Role]]], note: str, room: int
) -> list[list[tuple[str, Role]]]:
    taken = sum(cells(word) + 1 for word, _ in rows[-1])
    piece: tuple[str, Role] = (safe_text(note), "muted")
    if taken + cells(note) > room:
        return [*rows, [piece]]
    return [*rows[:-1], [*rows[-1], piece]]


def _fact(label: str, value: str, look: Look, width: int) -> list[Text]:
    pieces: list[Piece] = [(f" {label:<{_LABEL}}", "muted"), (look.glyphs.words(value), "")]
    return [line(pieces, look, width)]


def _sample(look: Look, width: int) -> list[Text]:
    """Tiers, signs and roles as they look now."""
    g = look.glyphs
    curve = "⣀⡠⠔⠊⠉" if g.line == "braille" else g.words("▁▂▃▄▅") if g.eighths else "..-^^"
    tiers: list[Piece] = [
        (" Preview   ", "muted"), ("healthy 82   ", "healthy"), ("! at risk 55   ", "at_risk"),
        ("!! critical 38", "critical"),
    ]  # fmt: skip
    marks: list[Piece] = [
        (" " * 11, ""), (f"{''.join(g.sparks)} {curve} {''.join(g.shades)}   ", ""),
        (f"{g.bar}{g.full}{g.dot}{g.up}{g.bar}  ", ""),
    ]  # fmt: skip
    roles: list[Piece] = [
        (" " * 11, ""), ("link", "accent"), ("  ", ""), ("selection", "cursor"), ("  ", ""),
        ("muted", "muted"), ("  ", ""), ("error", "error"),
    ]  # fmt: skip
    return [line(each, look, width) for each in (tiers, marks, roles)]
