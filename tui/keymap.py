"""Which key does what: the table, changed by the user where wished, one meaning a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from core.values.errors import UsageError
from core.values.text import safe_text
from tui.key_table import MEANINGS, Meaning

BY_ID: Mapping[str, Meaning] = MappingProxyType({meaning.id: meaning for meaning in MEANINGS})

# Textual's name of a sign that is no letter or digit.
_SIGNS = {
    "/": "slash",
    ":": "colon",
    "?": "question_mark",
    "!": "exclamation_mark",
    "*": "asterisk",
    "-": "minus",
    "+": "plus",
    "=": "equals_sign",
    "_": "underscore",
    ".": "full_stop",
    ",": "comma",
    ";": "semicolon",
    "<": "less_than_sign",
    ">": "greater_than_sign",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    "#": "number_sign",
    "$": "dollar_sign",
    "%": "percent_sign",
    "&": "ampersand",
    "@": "at",
    "'": "apostrophe",
    '"': "quotation_mark",
    "(": "left_parenthesis",
    ")": "right_parenthesis",
    "{": "left_curly_bracket",
    "}": "right_curly_bracket",
    "|": "vertical_line",
    "\\": "backslash",
    "~": "tilde",
    "^": "circumflex_accent",
    "`": "grave_accent",
}
_PRINTED = {
    "enter": "⏎",
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "delete": "Del",
    **{f"f{n}": f"F{n}" for n in range(1, 13)},
    **{name: sign for sign, name in _SIGNS.items()},
}
_NAMED = frozenset({*_PRINTED, "space", "tab", "backspace", "insert"})
# They are backspace, tab, enter and escape; the prefixes of screen and tmux; or
# plain enter on many terminals.
_SWALLOWED = frozenset(
    {
        "ctrl+h",
        "ctrl+i",
        "ctrl+m",
        "ctrl+left_square_bracket",
        "ctrl+a",
        "ctrl+b",
        "ctrl+enter",
        "shift+enter",
    }
)
_NEEDED = ("open", "back", "help", "palette", "quit")


@dataclass(frozen=True, slots=True)
class Keymap:
    """Keys by meaning. Build it by `DEFAULT.changed(…)`, which refuses a conflict."""

    keys: Mapping[str, tuple[str, ...]]

    def keys_of(self, meaning: str) -> tuple[str, ...]:
        """The keys of a meaning, the first one printed; empty for an unknown one."""
        return self.keys.get(meaning, ())

    def meaning_of(self, key: str) -> Meaning | None:
        """What a key means, by Textual's name of it."""
        for name, keys in self.keys.items():
            if key in keys:
                return BY_ID[name]
        return None

    def label(self, meaning: str) -> str:
        """The first key as it is printed: `⏎`, `/`, `ctrl+p`; empty without a key."""
        keys = self.keys_of(meaning)
        return key_label(keys[0]) if keys else ""

    def told(self, meaning: str, does: str) -> str:
        """A key and what it does, for a sentence: `esc leaves`. Without a key it is the
        name of the meaning: the palette has it."""
        return f"{self.label(meaning) or BY_ID[meaning].label} {does}"

    def helps(self, *hints: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        """(meaning, word) as (key, word), of those that have a key."""
        found = ((self.label(meaning), word) for meaning, word in hints)
        return tuple(hint for hint in found if hint[0])

    def label_in_box(self, meaning: str) -> str:
        """The first key that works while text is typed: one that writes nothing."""
        writes = {*_SIGNS.values(), "space"}
        keys = (k for k in self.keys_of(meaning) if len(k) > 1 and k not in writes)
        return next(map(key_label, keys), "")

    def helps_in_box(self, *hints: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        """The same, by keys that work while text is typed."""
        found = ((self.label_in_box(meaning), word) for meaning, word in hints)
        return tuple(hint for hint in found if hint[0])

    def changed(self, changes: Mapping[str, Sequence[str]]) -> Keymap:
        """The same with other keys for some meanings, as written in `keys.toml`.

        Raises UsageError that lists every problem: an unknown id or key, a key
        with two meanings, one that terminals swallow.
        """
        unknown = [name for name in changes if name not in BY_ID]
        if unknown:
            names = ", ".join(safe_text(name, 40) for name in unknown)
            raise UsageError(f"no such key id: {names}", "bellbuoy keys lists them")
        new = {name: tuple(parse_key(key) for key in keys) for name, keys in changes.items()}
        keymap = Keymap(MappingProxyType({**self.keys, **new}))
        found = problems(keymap)
        if found:
            raise UsageError("; ".join(found), "bellbuoy keys check")
        return keymap


def parse_key(text: str) -> str:
    """A key as a person writes it (`/`, `ctrl+s`, `F5`) by Textual's name of it.

    Raises UsageError for what is no key.
    """
    *modifiers, key = text.split("+") if len(text) > 1 else [text]
    if not key and text.endswith("++"):
        modifiers, key = modifiers[:-1], "+"
    key = _SIGNS.get(key, key)
    modifiers = [modifier.lower() for modifier in modifiers]
    if len(key) > 1 or "ctrl" in modifiers:
        key = key.lower()
    known = (len(key) == 1 and key.isalnum()) or key in _NAMED
    if not known or any(m not in {"ctrl", "shift", "alt"} for m in modifiers):
        raise UsageError(f"“{safe_text(text, 40)}” is no key")
    return "+".join([*modifiers, key])


def key_label(key: str) -> str:
    """A key as it is printed in the footer and in help."""
    *modifiers, last = key.split("+")
    return "+".join([*modifiers, _PRINTED.get(last, last)])


def problems(keymap: Keymap) -> tuple[str, ...]:
    """What is wrong with a keymap, one line each; empty for a sound one."""
    found = []
    owner: dict[str, str] = {}
    for name, keys in keymap.keys.items():
        for key in keys:
            if key in owner:
                found.append(f"{key_label(key)} means both {owner[key]} and {name}")
            owner.setdefault(key, name)
            why = unreliable(key)
            if why:
                found.append(f"{key_label(key)} for {name}: {why}")
    found += [f"{name} needs a key" for name in _NEEDED if not keymap.keys_of(name)]
    return tuple(found)


def unreliable(key: str) -> str:
    """Why a key does not reach every terminal application; empty when it does."""
    if "alt+" in key:
        return "alt keys are taken by terminals and desktops"
    if "ctrl+shift+" in key or "shift+ctrl+" in key:
        return "most terminals cannot send ctrl with shift"
    if key in _SWALLOWED:
        return "terminals send or take it as another key"
    return ""


DEFAULT = Keymap(MappingProxyType({meaning.id: meaning.keys for meaning in MEANINGS}))
