"""Writing from a screen: one short box, the change on a thread, escape stops it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, TypeVar

from bellbuoy.services.context import Context
from tui.asks import Ask
from tui.desk import doing
from tui.page import Page

T = TypeVar("T")
MANY = "desk.many"


class Writes(Page):
    """Each change is made on a thread of its own turn; the rows follow when the store
    says that it changed."""

    _act_noun: ClassVar[str] = "clients"
    _act_many = 0
    _act_stopped = False

    def did_act(self) -> None:
        """Something was written: marks have done their work."""

    def _act_box(
        self,
        title: str,
        hint: str,
        read: Callable[[str], object],
        then: Callable[[str], object],
        told: Callable[[str], str] | None = None,
        box: str = "entry",
    ) -> None:
        """Ask for a line, in the box `note` for several; `read` raises where it cannot be
        kept, `then` gets it."""

        def done(text: str | None) -> None:
            if text is not None:
                then(text)

        fault = partial(doing.fault_of, read)
        more = () if told is None else (told,)
        self.shell.show(box, title, hint, fault, *more, done=done)

    def _act_write(
        self, act: Callable[[Context], str], then: Callable[[], object] | None = None
    ) -> None:
        """Write something short; what `act` answers is said, and `then` goes on."""
        ctx = self.session.ctx

        def done(words: str) -> None:
            self.shell.say_changed(words)
            self.did_act()
            if then is not None:
                then()

        self._act_many += 1
        name = f"desk.{self._act_many}"
        self.session.back.ask(name, lambda _held, _ask: act(ctx), done, self.shell.fault)

    def _act_run(
        self, change: Callable[[Context, Ask[T]], T], done: Callable[[T], object]
    ) -> None:
        """Change many; it asks `_act_stopped` whether to go on."""
        ctx = self.session.ctx
        self._act_stopped = False
        self.session.back.ask(
            MANY, lambda _held, ask: change(ctx, ask), done, self.shell.fault, self._act_far
        )

    def _act_far(self, done: int, of: int) -> None:
        if of > doing.MOST:
            stops = self.shell.keymap.told("back", "stops it")
            self.shell.hint(f"changing {done:,} of {of:,} {self._act_noun}; {stops}")

    # Escape stops a change that runs

    @property
    def back_word(self) -> str:
        return "stop" if self.session.back.busy(MANY) else super().back_word

    def do_back(self) -> None:
        if self.session.back.busy(MANY) and not self._act_stopped:
            self._act_stopped = True
        else:
            super().do_back()
