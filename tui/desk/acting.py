"""`a` and `c` on clients: a menu, one short box, what would change, then the change."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from functools import partial

from bellbuoy.services.desk import typed
from core.desk.types import InteractionKind
from core.values.text import safe_text
from tui.desk import actions, doing
from tui.desk.meant import Meant
from tui.desk.playbook_acts import PlaybookActs

_NOTES: dict[str, InteractionKind] = {
    actions.CALL: "call",
    actions.MAIL: "email",
    actions.MEETING: "meeting",
}


class ClientActs(PlaybookActs):
    """A screen that is about clients."""

    @property
    @abstractmethod
    def meant(self) -> Meant | None:
        """Whom an action is about now; None: nobody."""

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
            lambda said: self._act_write(
                lambda ctx: doing.end_task(ctx, task, said), partial(self.offer_ending, task)
            ),
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
        elif letter == actions.PLAYBOOK:
            self.ask_playbook(meant)
        elif letter in actions.CHANGES:
            self._act_ask(meant, letter)
        elif letter:
            self.chose_more(letter)

    def _act_note(self, meant: Meant, kind: InteractionKind) -> None:
        self._act_box(
            f"{kind}: {meant.words}", self._note_hint,
            typed.note,
            lambda text: self._act_write(lambda ctx: doing.log(ctx, meant.clients, kind, text)),
            box="note",
        )  # fmt: skip

    @property
    def _note_hint(self) -> str:
        saves, line = (self.shell.keymap.label(key) for key in ("save", "open"))
        return f"what was said; {saves} keeps it, {line} makes a line"

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
