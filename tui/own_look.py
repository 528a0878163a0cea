"""The look and keys that a person chose, at work: a change shows at once, is kept in
settings.toml behind the screen, and can be taken back. Files changed by hand are seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from bellbuoy.services.context import Context
from bellbuoy.services.look import own_file
from bellbuoy.services.look.changed_files import Marks, marks
from core.look.types import Preferences
from core.values.text import safe_text
from themes.load import ThemeError
from tui.asks import Ask
from tui.key_file import OwnKeys, own_keys
from tui.keymap import Keymap
from tui.palette import Look, Role
from tui.session import Session
from tui.surroundings import Surroundings
from tui.theming import look_of

LOOK_S = 1.0
"""How often the files are looked at while the settings are open."""
Change = tuple[Preferences, Preferences]


class Dressed(Protocol):
    """The app, as far as its look needs it."""

    session: Session
    keymap: Keymap

    def say(self, words: str, role: Role = "") -> None: ...

    def dress(self, look: Look, own: Preferences) -> None:
        """Draw everything with this from now on."""
        ...

    def keys_changed(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Named:
    """What the command line asked for: it comes before what is kept."""

    theme: str | None = None
    glyphs: str | None = None


@dataclass(frozen=True, slots=True)
class _Files:
    """The marks of the files, and what they say where those have changed."""

    marks: Marks
    kept: own_file.OwnFile | None = None
    keys: OwnKeys | None = None


class OwnLook:
    """`own` is what holds. `around` is the terminal, `named` what this run was told."""

    def __init__(
        self,
        host: Dressed,
        own: Preferences,
        around: Surroundings,
        named: Named,
        problems: tuple[str, ...] = (),
    ) -> None:
        self._host = host
        self.own = own
        self.around = around
        self.named = named
        self.problems = problems
        """What is wrong with keys.toml, a line each; said once, and shown in settings."""
        self._undone: list[Change] = []
        self._done: list[Change] = []
        self._seen: Marks | None = None
        self._unkept: set[str] = set()
        """What is being written: until then the file says less than what holds."""

    # Changing

    def choose(self, setting: str, value: str) -> None:
        """Another value: seen at once, kept behind the screen."""
        if self.own[setting] != value:
            self._change(self.own.having(setting, value), f"{setting} {value}")

    def arrange(self, name: str, ids: tuple[str, ...] | None) -> None:
        """Other columns of a list; None: those that it has by itself."""
        if self.own.columns.get(name) != ids:
            self._change(self.own.showing(name, ids), f"columns of {name}")

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def undo(self) -> None:
        """Take back the last change of this run."""
        if self._done:
            before, after = self._done.pop()
            self._undone.append((before, after))
            self._put(after, before, "taken back")

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._undone:
            before, after = self._undone.pop()
            self._done.append((before, after))
            self._put(before, after, "done again")

    def _change(self, after: Preferences, words: str) -> None:
        before = self.own
        if self._put(before, after, words):
            self._done.append((before, after))
            self._undone.clear()

    def _put(self, before: Preferences, after: Preferences, words: str) -> bool:
        """Only what differs between the two is set: others may have changed the rest."""
        values = {k: v for k, v in after.values.items() if before.values[k] != v}
        lists = {n for n in (*before.columns, *after.columns)
                 if before.columns.get(n) != after.columns.get(n)}  # fmt: skip
        own = self.own
        for name, value in values.items():
            own = own.having(name, value)
        for name in lists:
            own = own.showing(name, after.columns.get(name))
        # Choosing one is more than having started with another.
        named = replace(
            self.named,
            theme=None if "theme" in values else self.named.theme,
            glyphs=None if {"glyphs", "ambiguous_width"} & set(values) else self.named.glyphs,
        )
        if not self._wear(own, named):
            return False
        self._host.say(words)
        for name, value in values.items():
            self._keep(f"look.{name}", partial(own_file.put, name, value))
        for name in lists:
            ids = after.columns.get(name)
            self._keep(f"columns.{name}", partial(own_file.put_columns, name, ids))
        return True

    def _keep(self, name: str, write: Callable[[], object]) -> None:
        def work(_ctx: Context, _ask: Ask[object]) -> object:
            return write()

        self._unkept.add(name)
        done, failed = partial(self._kept, name), partial(self._not_kept, name)
        self._host.session.back.ask(name, work, done, failed)

    def _kept(self, name: str, _before: object) -> None:
        self._unkept.discard(name)

    def _not_kept(self, name: str, error: BaseException) -> None:
        self._unkept.discard(name)
        self._host.say(f"it holds for this run only: {safe_text(error, 200)}", "error")

    # Wearing

    def _wear(self, own: Preferences, named: Named) -> bool:
        """Show it; False, and what holds stays, where that cannot be."""
        try:
            look = look_of(own, self.around, theme=named.theme, glyphs=named.glyphs)
        except ThemeError as error:
            self._host.say(safe_text(error, 200), "error")
            return False
        keys = own["keys"] != self.own["keys"]
        self.own, self.named = own, named
        self._host.dress(look, own)
        if keys:
            self.wear_keys(own_keys(own["keys"], own_file.keys_path()))
        return True

    def wear_keys(self, found: OwnKeys) -> None:
        """Other keys from now on; what is wrong with their file is said once."""
        new, self.problems = found.problems != self.problems, found.problems
        if found.keymap != self._host.keymap:
            self._host.keymap = found.keymap
            self._host.keys_changed()
        if found.problems and new:
            self._host.say(f"keys.toml is left out: {found.problems[0]}", "error")

    def use_theme(self, name: str) -> None:
        """A theme for this run, as `--theme` does it: nothing is kept."""
        if self._wear(self.own, replace(self.named, theme=name)):
            self._host.say(f"theme {name}")

    def widen(self) -> None:
        """The terminal has told that it draws doubtful signs two cells wide."""
        self.around = replace(self.around, ambiguous=2)
        self._wear(self.own, self.named)

    # Files that were changed by somebody else

    def look_again(self) -> None:
        """Have the files changed? Asked behind the screen: every few seconds, every
        second while the settings are open, and with each redraw."""

        seen = self._seen

        def work(_ctx: Context, _ask: Ask[_Files]) -> _Files:
            found = marks()
            if seen is None or found == seen:
                return _Files(found)
            kept = own_file.read()
            keys = own_keys(kept.preferences["keys"], own_file.keys_path())
            return _Files(found, kept, keys)

        self._host.session.back.ask("look.files", work, self._read_again, lambda _: None)

    def _read_again(self, found: _Files) -> None:
        if self._unkept:
            return  # it is asked again, when all is written
        self._seen = found.marks
        if found.kept is None or found.keys is None:
            return
        if found.kept.problem:
            self._host.say(found.kept.problem, "error")
        elif not self._told_by_us(found.kept.preferences):
            self._wear(found.kept.preferences, self.named)
        self.wear_keys(found.keys)

    def _told_by_us(self, found: Preferences) -> bool:
        """Whether the file says what is worn already, and no theme of it was changed."""
        try:
            look = look_of(found, self.around, theme=self.named.theme, glyphs=self.named.glyphs)
        except ThemeError:
            return False
        return found == self.own and look == self._host.session.look


def words_of(problems: Sequence[str]) -> str:
    """`none`, or the first and how many more."""
    if not problems:
        return "none"
    more = len(problems) - 1
    return problems[0] + (f" and {more} more" if more else "")
