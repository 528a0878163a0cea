"""What the palette can find: actions of the screen, places, themes, days, clients."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from core.clients.types import ClientRow
from core.health.types import TIER_WORDS
from core.values.text import safe_text
from core.views.types import View
from themes.load import names as theme_names
from tui.actions import Action
from tui.keymap import key_label
from tui.palette import ROLE_OF, Role
from tui.places import Place
from tui.registry import SCREENS
from tui.shell import Shell
from tui.view_words import asks, spoken

_DAY = re.compile(r"(?:as ?of[ :]*)?(now|\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?)", re.IGNORECASE)
# The palette is open already; a screen with a key of its own is among the places.
_NOT_HERE = frozenset({"palette", *(entry.id for entry in SCREENS)})


class Acts(Protocol):
    """What the palette is opened on: a screen with actions."""

    @property
    def actions(self) -> Sequence[Action]: ...

    def act(self, action: Action | None, refused: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the palette, safe to show. `key` is what does the same without it;
    `run` is called once the palette has closed."""

    kind: str
    label: str
    hint: str
    key: str
    names: tuple[str, ...]
    run: Callable[[], object]
    here: bool = False
    ours: bool = True
    role: Role = "muted"
    found_for: str = ""

    @property
    def identity(self) -> tuple[str, str, str]:
        """The same for the same thing, found once more."""
        return self.kind, self.key, self.label


def fixed_hits(shell: Shell, screen: Acts) -> list[Hit]:
    """All that does not depend on what is typed."""
    return [*_actions(shell, screen), *_places(shell), *_themes(shell)]


def _actions(shell: Shell, screen: Acts) -> list[Hit]:
    found = []
    for action in screen.actions:
        if action.meaning in _NOT_HERE or action.enabled(screen) is not True:
            continue
        keys = tuple(key_label(key) for key in shell.keymap.keys_of(action.meaning))
        found.append(
            Hit(
                "action", action.label, action.hint, keys[0] if keys else "",
                (*keys, action.id), partial(screen.act, action, ""), here=True,
            )
        )  # fmt: skip
    return found


def _places(shell: Shell) -> list[Hit]:
    """Each with both of its keys: the digit, and the letter of the go-to strip."""
    found = []
    for entry in SCREENS:
        if entry.go:
            digit = shell.keymap.label(entry.id)
            letter = f"{shell.keymap.label('go_to')} {entry.go}"
            spelled = (digit, letter, letter.replace(" ", ""), entry.word)
            names = tuple(name for name in spelled if name)
            key = f"{digit}  {letter}" if digit else letter
            go: Callable[[Any], object] = shell.go
            run = partial(go, Place(entry.id))
            found.append(Hit("place", entry.title, entry.about, key, names, run))
    return found


def _themes(shell: Shell) -> list[Hit]:
    jump = shell.keymap.label("jump")
    return [
        Hit(
            "theme", f"theme {name}", "colours of the whole app", f"{jump}theme {name}",
            (name,), partial(shell.use_theme, name),
        )
        for name in theme_names()
    ]  # fmt: skip


def day_hits(shell: Shell, typed: str) -> list[Hit]:
    """The day that was typed (`2024-06-30`, `as of now`), to look at it."""
    found = _DAY.fullmatch(typed.strip())
    if found is None:
        return []
    day = found[1]
    hint = "back to the present" if day.lower() == "now" else "all screens as they stood then"
    key = f"{shell.keymap.label('jump')}asof {day}"
    names = (typed.strip(), day)
    return [Hit("day", f"as of {day}", hint, key, names, partial(shell.set_day, day))]


def view_hits(shell: Shell, views: Sequence[View]) -> list[Hit]:
    """Views by their names, to open them; what they are shown for is their list."""
    viewer = shell.session.ctx.viewer.name
    jump, go = shell.keymap.label("jump"), shell.go
    found = []
    for view in views:
        name = spoken(view, viewer)
        label = safe_text(view.name, 60)
        key = f"{jump}view {safe_text(name, 40)}"
        run: Callable[[], object] = partial(go, Place(view.place, view=name))
        found.append(Hit("view", label, asks(view), key, (label,), run, ours=False))
    return found


def client_hits(shell: Shell, rows: Sequence[ClientRow], typed: str) -> list[Hit]:
    """Clients that the store found for what was typed."""
    return [_client(shell, row, typed) for row in rows]


def _client(shell: Shell, row: ClientRow, typed: str) -> Hit:
    key = safe_text(row.key, 40)
    score = "" if row.score is None else f" {row.score}"
    go: Callable[[Any], object] = shell.go
    return Hit(
        "client",
        safe_text(row.name, 80),
        f"{TIER_WORDS[row.tier]}{score}",
        key,
        (key,),
        partial(go, Place("client", row.key)),
        ours=False,
        role=ROLE_OF.get(row.tier, "muted"),
        found_for=typed,
    )
