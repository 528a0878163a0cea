"""`a` and `c` on clients: a menu, one short box, what would change, then the change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from bellbuoy.services.context import Context
from bellbuoy.services.desk import typed
from core.desk.types import InteractionKind, Preview
from core.values.text import safe_text
from tui.asks import Ask
from tui.desk import actions, doing
from tui.desk.meant import Meant
from tui.page import Page

if TYPE_CHECKING:
    from tui.desk.doing import Change

_MANY = "desk.many"
_NOTES: dict[str, InteractionKind] = {actions.CALL: "call", actions.MAIL: "email"}


class ClientActs(Page):
    """A screen that is about clients. Each change is made on a thread of its own turn;
    the rows follow when the store says that it changed."""

    _act_many = 0
    _act_stopped = False

    @property
    def meant(self) -> Meant | None:
        """Whom an action is about now; None: nobody."""
        raise NotImplementedError

    def did_act(self) -> None:
        """Something was written: marks have done their work."""

    def more_choices(self) -> Sequence[tuple[str, str, str]]:
        """What the menu of this screen has besides, first."""
        return ()

    def chose_more(self, letter: str) -> None:
        """One of these was chosen."""

    def ask_outcome(self, task: str, text: str) -> None:
        """A task is done: what came of it."""
        self._act_box(
            f"{task} is done: {safe_text(text, 40)}", "what came of it",
            lambda said: said,
            lambda said: self._act_write(lambda ctx: doing.end_task(ctx, task, said)),
        )  # fmt: skip

    # The menu and the boxes

    def do_act(self) -> None:
        if (meant := self.meant) is not None:
            choices = [*self.more_choices(), *actions.choices_of(self.session.ctx)]
            done = partial(self._act_chosen, meant)
            self.shell.show("menu", f"Act on {meant.words}", choices, done=done)

    def do_note(self) -> None:
        if (meant := self.meant) is not None:
            self._act_note(meant, "note")

    def _act_chosen(self, meant: Meant, letter: str | None) -> None:
        if letter in _NOTES:
            self._act_note(meant, _NOTES[letter])
        elif letter == actions.TASK:
            self._act_task(meant)
        elif letter in actions.CHANGES:
            self._act_ask(meant, letter)
        elif letter:
            self.chose_more(letter)

    def _act_note(self, meant: Meant, kind: InteractionKind) -> None:
        self._act_box(
            f"{kind}: {meant.words}", "what was said; ctrl+s or enter keeps it",
            typed.note,
            lambda text: self._act_write(lambda ctx: doing.log(ctx, meant.clients, kind, text)),
        )  # fmt: skip

    def _act_task(self, meant: Meant) -> None:
        today = self.session.ctx.today
        self._act_box(
            f"task: {meant.words}", "what is to be done; due:fri owner:mei say when and who",
            lambda text: typed.task(text, today),
            lambda text: self._act_write(lambda ctx: doing.put_task(ctx, meant.clients, text)),
            lambda text: typed.task_words(text, today),
        )  # fmt: skip

    def _act_ask(self, meant: Meant, letter: str) -> None:
        today = self.session.ctx.today
        title, hint, read = {
            actions.ASSIGN: ("who looks after", "a name; none for nobody",
                             typed.owner),
            actions.TAGS: ("tags", "+vip puts one on, -trial takes one off",
                           typed.tags),
            actions.SNOOZE: ("snooze", "the last day and why: 7d on holiday; none wakes",
                             lambda text: typed.snooze(text, today)),
        }[letter]  # fmt: skip
        then = self._act_preview if meant.many else self._act_change
        self._act_box(
            f"{title}: {meant.words}", hint, read,
            lambda text: then(meant, doing.change_of(letter, text)),
        )  # fmt: skip

    def _act_box(
        self,
        title: str,
        hint: str,
        read: Callable[[str], object],
        then: Callable[[str], object],
        told: Callable[[str], str] | None = None,
    ) -> None:
        def done(text: str | None) -> None:
            if text is not None:
                then(text)

        fault = partial(doing.fault_of, read)
        more = () if told is None else (told,)
        self.shell.show("entry", title, hint, fault, *more, done=done)

    # What is written

    def _act_write(self, act: Callable[[Context], str]) -> None:
        ctx = self.session.ctx

        def done(words: str) -> None:
            self.shell.say_changed(words)
            self.did_act()

        self._act_many += 1
        name = f"desk.{self._act_many}"
        self.session.back.ask(name, lambda _held, _ask: act(ctx), done, self.shell.fault)

    def _act_preview(self, meant: Meant, change: Change) -> None:
        """What it would do, in a box; then it is done, or not."""
        ctx = self.session.ctx

        def came(found: Preview) -> None:
            if not found.changing:
                self.shell.say(f"nothing changes: all {found.found:,} are so already", "muted")
                return
            title = f"{found.what}: {found.changing:,} of {found.found:,}"
            self.shell.show("change", title, found, done=partial(decided, found))

        def decided(found: Preview, wanted: bool | None) -> None:
            if wanted:
                self._act_change(meant, partial(change, expect=found.changing))

        self.session.back.ask(
            "desk.preview",
            lambda _held, _ask: change(ctx, meant.clients, dry_run=True),
            came,
            self.shell.fault,
        )

    def _act_change(self, meant: Meant, change: Change) -> None:
        ctx = self.session.ctx
        self._act_stopped = False

        def work(_held: Context, ask: Ask[Preview]) -> Preview:
            return change(
                ctx, meant.clients, progress=ask.progress, cancelled=lambda: self._act_stopped
            )

        self.session.back.ask(_MANY, work, self._act_changed, self.shell.fault, self._act_far)

    def _act_far(self, done: int, of: int) -> None:
        if of > doing.MOST:
            stops = self.shell.keymap.told("back", "stops it")
            self.shell.hint(f"changing {done:,} of {of:,} clients; {stops}")

    def _act_changed(self, found: Preview) -> None:
        if found.change is not None:
            self.shell.say_changed(doing.told(found))
            self.did_act()
        elif found.changing:
            self.shell.say("stopped: nothing is changed", "muted")
        else:
            self.shell.say("nothing changes: it is so already", "muted")

    # Escape stops a change that runs

    @property
    def back_word(self) -> str:
        return "stop" if self.session.back.busy(_MANY) else super().back_word

    def do_back(self) -> None:
        if self.session.back.busy(_MANY) and not self._act_stopped:
            self._act_stopped = True
        else:
            super().do_back()
