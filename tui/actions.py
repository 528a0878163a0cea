"""Actions as records: footer, help, palette and key handling are made from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tui.key_table import Meaning
from tui.keymap import BY_ID, DEFAULT, Keymap, key_label

Enabled = Literal[True] | str


def always(_: Any) -> Enabled:
    """Nothing stands in the way."""
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a screen can do.

    - `id`: stable and unique, for the palette, tests and the command of the same name
    - `meaning`: its line in the key table; empty: only in the palette
    - `label`: the word in the footer, `hint`: one line for help and palette
    - `handler`: the name of the screen's method
    - `right`: the right that it needs, None for one that only looks
    - `enabled`: the screen -> True, or in words why not now
    - `group`: its heading in help; by default that of its meaning
    """

    id: str
    meaning: str
    label: str
    hint: str
    handler: str
    right: str | None = None
    enabled: Callable[[Any], Enabled] = always
    group: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The default keys."""
        return DEFAULT.keys_of(self.meaning)

    @property
    def heading(self) -> str:
        meaning = BY_ID.get(self.meaning)
        return self.group or (meaning.group if meaning else "more")


def find(actions: Sequence[Action], meaning: Meaning) -> Action | None:
    """The action that a screen has for a meaning."""
    return next((action for action in actions if action.meaning == meaning.id), None)


def refusal(meaning: Meaning, keymap: Keymap = DEFAULT) -> str:
    """What is said where a key does nothing: `n new: nothing to create here`."""
    return f"{keymap.label(meaning.id)} {meaning.label}: {meaning.refusal}"


def hints(
    actions: Sequence[Action], screen: Any, keymap: Keymap = DEFAULT
) -> list[tuple[str, str]]:
    """(key, word) of what works now, in the order given: the most useful first."""
    found = []
    for action in actions:
        key = keymap.label(action.meaning)
        if key and action.enabled(screen) is True:
            found.append((key, action.label))
    return found


def help_groups(
    actions: Sequence[Action], keymap: Keymap = DEFAULT
) -> dict[str, list[tuple[str, str]]]:
    """(keys, hint) of every action that has a key, by heading, in the order given."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for action in actions:
        keys = " ".join(key_label(key) for key in keymap.keys_of(action.meaning))
        if keys:
            groups.setdefault(action.heading, []).append((keys, action.hint))
    return groups


def problems(actions: Sequence[Action]) -> tuple[str, ...]:
    """What is wrong with the actions of one screen, one line each."""
    found = [
        f"{action.id}: no meaning {action.meaning!r} in the key table"
        for action in actions
        if action.meaning and action.meaning not in BY_ID
    ]
    ids = Counter(action.id for action in actions)
    found += [f"{name} stands {n} times" for name, n in ids.items() if n > 1]
    meanings = Counter(action.meaning for action in actions if action.meaning)
    for name, n in meanings.items():
        if n > 1:
            owners = ", ".join(a.id for a in actions if a.meaning == name)
            found.append(f"{name} means {owners}")
    return tuple(found)
