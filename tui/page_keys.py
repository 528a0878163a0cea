"""What the keys do that every screen has: places, copies, the app itself."""

from __future__ import annotations

from abc import abstractmethod

from tui.actions import Action, find, refusal
from tui.keymap import BY_ID
from tui.places import Place
from tui.shell import Shell
from tui.words import shared_options


class PageKeys:
    """The handlers that `COMMON` names; a screen mixes them in."""

    shell: Shell

    @property
    @abstractmethod
    def actions(self) -> tuple[Action, ...]: ...

    @property
    @abstractmethod
    def command(self) -> str: ...

    @property
    @abstractmethod
    def copied(self) -> str: ...

    @abstractmethod
    def store_changed(self) -> None: ...

    @abstractmethod
    def act(self, action: Action | None, refused: str) -> None: ...

    def do_radar(self) -> None:
        self.shell.go(Place("radar"))

    def do_clients(self) -> None:
        self.shell.go(Place("clients"))

    def do_incidents(self) -> None:
        self.shell.go(Place("incidents"))

    def do_simulations(self) -> None:
        self.shell.go(Place("simulations"))

    def do_portfolio(self) -> None:
        self.shell.go(Place("portfolio"))

    def do_go_to(self) -> None:
        self.shell.show("goto", done=self._go_to)

    def _go_to(self, name: str | None) -> None:
        """The strip goes to places by itself; what is left is the top of what is here."""
        if name:
            top = BY_ID["first"]
            self.act(find(self.actions, top), refusal(top, self.shell.keymap))

    def do_jump(self) -> None:
        self.shell.show("jump")

    def do_palette(self) -> None:
        self.shell.show("palette", self)

    def do_last_place(self) -> None:
        if (place := self.shell.history.last) is not None:
            self.shell.go(place)

    def do_as_of(self) -> None:
        self.shell.show("prompt", "As of", "2024-06-30, or now", done=self._as_of)

    def _as_of(self, text: str | None) -> None:
        if text:
            self.shell.set_day(text)

    def do_refresh(self) -> None:
        self.store_changed()

    def do_copy(self) -> None:
        text = self.shell.selection or self.copied
        if text:
            self.shell.copy(text)
        else:
            self.shell.say(refusal(BY_ID["copy"], self.shell.keymap), "muted")

    def do_copy_command(self) -> None:
        self.shell.copy(f"{self.command}{shared_options(self.shell.session.ctx)}")

    def do_recompute(self) -> None:
        self.shell.recompute()

    def do_undo(self) -> None:
        self.shell.take_back()

    def do_redo(self) -> None:
        self.shell.do_again()

    def do_problems(self) -> None:
        self.shell.show("problems")

    def do_back(self) -> None:
        if self.shell.waits:
            self.shell.stop_waiting()
        else:
            self.shell.step_back()

    def do_help(self) -> None:
        self.shell.show("help", self)

    def do_redraw(self) -> None:
        self.shell.redraw()

    def do_suspend(self) -> None:
        self.shell.to_background()

    def do_cancel(self) -> None:
        self.shell.interrupt()

    def do_quit(self) -> None:
        self.shell.leave()
