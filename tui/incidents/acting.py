"""`a`, `c` and `n` on incidents: a menu, one short box, what would change, the change."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from bellbuoy.services.context import Context
from bellbuoy.services.desk import typed
from core.desk.types import Selection
from core.incidents.types import Done
from core.values.text import safe_text
from tui.asks import Ask
from tui.desk.writing import Writes
from tui.incidents import actions, doing
from tui.incidents.meant import Meant
from tui.places import Place
from tui.shell import Shell


class IncidentActs(Writes):
    """A screen that is about incidents."""

    _act_noun: ClassVar[str] = "incidents"

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self._act_own: dict[str, int] = {}
        """Of incidents that were changed here the revision that they have since."""

    @property
    @abstractmethod
    def about(self) -> Meant | None:
        """Which incidents an action is about now; None: none."""

    # The menu

    def do_act(self) -> None:
        if (meant := self.about) is not None:
            choices = actions.choices_of(self.session.ctx, meant)
            done = partial(self._chosen_act, meant)
            self.shell.show("menu", f"Act on {meant.words}", choices, done=done)

    def do_note(self) -> None:
        if (meant := self.about) is not None:
            self._ask_note(meant, visible=False)

    def _chosen_act(self, meant: Meant, letter: str | None) -> None:
        asks: dict[str, Callable[[Meant], None]] = {
            actions.ASSIGN: self._ask_owner,
            actions.SEVERITY: self._ask_severity,
            actions.RESOLVE: self._ask_reason,
            actions.NOTE: partial(self._ask_note, visible=False),
            actions.UPDATE: partial(self._ask_note, visible=True),
            actions.LINK: partial(self._ask_clients, take_away=False),
            actions.UNLINK: partial(self._ask_clients, take_away=True),
            actions.MERGE: self._ask_goal,
            actions.SPLIT: self._ask_split,
            actions.PARENT: self._ask_parent,
            actions.TASK: self._ask_task,
        }
        if letter is None:
            return
        if letter in doing.MOVES:
            self._decide(meant, doing.move(letter))
        elif letter in asks:
            asks[letter](meant)

    # What is asked

    def _ask_owner(self, meant: Meant) -> None:
        self._act_box(
            f"who looks after {meant.words}", "a name; none for nobody", typed.owner,
            lambda text: self._decide(meant, doing.assign(typed.owner(text))),
        )  # fmt: skip

    def _ask_severity(self, meant: Meant) -> None:
        def chosen(letter: str | None) -> None:
            if letter is not None and letter in doing.SEVERITY_LETTERS:
                self._decide(meant, doing.severity(doing.SEVERITY_LETTERS[letter]))

        now = None if meant.row is None else meant.row.severity
        choices = [
            (letter, name, "", "it is that already" if name == now else "")
            for letter, name in doing.SEVERITY_LETTERS.items()
        ]
        self.shell.show("menu", f"Severity of {meant.words}", choices, done=chosen)

    def _ask_reason(self, meant: Meant) -> None:
        def chosen(letter: str | None) -> None:
            reason = next((r for key, r, _ in doing.REASONS if key == letter), None)
            if reason == "duplicate":
                self._ask_repeated(meant)
            elif reason is not None:
                self._decide(meant, doing.resolve(reason))

        choices = [(key, reason.replace("_", " "), hint) for key, reason, hint in doing.REASONS]
        self.shell.show("menu", f"Resolve {meant.words}", choices, done=chosen)

    def _ask_repeated(self, meant: Meant) -> None:
        self._act_box(
            f"{meant.words} repeats", "the id of the incident that it repeats", doing.some,
            lambda text: self._decide(meant, doing.resolve("duplicate", doing.some(text))),
        )  # fmt: skip

    def _ask_note(self, meant: Meant, *, visible: bool) -> None:
        kind = "update for the clients" if visible else "note"
        self._act_box(
            f"{kind}: {meant.words}", "what is known; ctrl+s or enter keeps it", typed.note,
            lambda text: self._decide(meant, doing.note(text, visible=visible), free=True),
        )  # fmt: skip

    def _ask_clients(self, meant: Meant, *, take_away: bool) -> None:
        word = "does not hurt" if take_away else "hurts too"
        self._act_box(
            f"{meant.words} {word}", "clients by a query: id:C-0412,C-0077, plan:Pro …",
            doing.some,
            lambda text: self._decide(
                meant, doing.link(doing.some(text), take_away=take_away), shown=True
            ),
        )  # fmt: skip

    def _ask_split(self, meant: Meant) -> None:
        self._act_box(
            f"split {meant.words}", "whom the new one hurts, by a query: id:C-0077, plan:Pro …",
            doing.some,
            lambda text: self._decide(meant, doing.split(doing.some(text)), shown=True),
        )  # fmt: skip

    def _ask_goal(self, meant: Meant) -> None:
        """Which one is kept: of a few marked ones a menu, else its id."""
        if 1 < len(meant.rows) <= _FEW:
            self._ask_which(meant)
            return
        self._act_box(
            f"merge {meant.words} into", "the id of the incident that is kept", doing.some,
            lambda text: self._decide(meant, doing.merge(doing.some(text)), shown=True),
        )  # fmt: skip

    def _ask_which(self, meant: Meant) -> None:
        letters = "abcdefghi"[: len(meant.rows)]
        rows = dict(zip(letters, meant.rows, strict=True))

        def chosen(letter: str | None) -> None:
            if letter in rows:
                self._decide(meant, doing.merge(rows[letter].key), shown=True)

        choices = [
            (letter, safe_text(f"{row.key} {row.title}", 50), safe_text(row.client_name, 20))
            for letter, row in rows.items()
        ]
        self.shell.show("menu", "Which one is kept?", choices, done=chosen)

    def _ask_parent(self, meant: Meant) -> None:
        self._act_box(
            f"{meant.words} is part of", "the id of the problem behind it; none takes it out",
            doing.none_or,
            lambda text: self._decide(meant, doing.parent(doing.none_or(text))),
        )  # fmt: skip

    def _ask_task(self, meant: Meant) -> None:
        row = meant.row
        if row is None:
            return
        from tui.desk.doing import put_task

        today, whom = self.session.ctx.today, Selection((row.client_key,))
        self._act_box(
            f"task: {safe_text(row.client_name, 40)}",
            "what is to be done; due:fri owner:mei say when and who",
            lambda text: typed.task(text, today),
            lambda text: self._act_write(lambda ctx: put_task(ctx, whom, text)),
            lambda text: typed.task_words(text, today),
        )  # fmt: skip

    # What is written

    def _decide(
        self, meant: Meant, change: doing.Change, *, shown: bool = False, free: bool = False
    ) -> None:
        """One changes at once; of many, and where it is `shown`, a box says first what
        would change. What is not `free` is refused where somebody else has changed the
        incident since it was read."""
        if not meant.many and not shown:
            self._change(meant, change, None, self._seen_rev(meant, free=free))
            return
        ctx = self.session.ctx

        def look(_held: Context, _ask: Ask[Done]) -> Done:
            from bellbuoy.services.incidents.changing import How

            return change(ctx, meant.incidents, How(dry_run=True))

        self.session.back.ask(
            "incidents.preview", look, partial(self._preview, meant, change), self.shell.fault
        )

    def _preview(self, meant: Meant, change: doing.Change, found: Done) -> None:
        if not found.changing:
            why = f"; {found.refused[0].reason}" if found.refused else ": it is so already"
            self.shell.say(f"nothing changes{safe_text(why, 80)}", "muted")
            return
        from tui.incidents.preview import moves_lines

        def decided(wanted: bool | None) -> None:
            if wanted:
                self._change(meant, change, found.changing, None)

        title = f"{found.what}: {found.changing:,} of {found.found:,}"
        self.shell.show("change", title, partial(moves_lines, found), done=decided)

    def _seen_rev(self, meant: Meant, *, free: bool) -> int | None:
        """The revision that somebody looked at; None: none that matters, also while the
        row does not show yet what they have just changed themselves."""
        row = meant.row
        if row is None or free or row.rev < self._act_own.get(row.key, 0):
            return None
        return row.rev

    def _change(
        self, meant: Meant, change: doing.Change, expect: int | None, rev: int | None
    ) -> None:
        def work(ctx: Context, ask: Ask[Done]) -> Done:
            from bellbuoy.services.incidents.changing import How

            how = How(
                expect=expect, rev=rev, progress=ask.progress,
                cancelled=lambda: self._act_stopped,
            )  # fmt: skip
            return change(ctx, meant.incidents, how)

        self._act_run(work, partial(self._changed, meant))

    def _changed(self, meant: Meant, done: Done) -> None:
        if done.change is not None:
            if (row := meant.row) is not None:
                self._act_own[row.key] = max(row.rev, self._act_own.get(row.key, 0)) + 1
            self.shell.say_changed(self.session.look.glyphs.words(doing.told(done)))
            self.did_act()
        elif done.changing:
            self.shell.say("stopped: nothing is changed", "muted")
        else:
            self.shell.say("nothing changes: it is so already", "muted")


_FEW = 9
"""So many marked incidents are offered by a letter each."""
