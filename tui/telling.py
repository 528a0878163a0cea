"""Telling a story: it begins, follows the keys, and takes back what it ran as it ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from textual.screen import Screen
from textual.widgets import Input

from bellbuoy.services.context import Context
from core.values.text import safe_text
from tui.asks import Ask
from tui.palette import Role
from tui.session import Session

if TYPE_CHECKING:
    from core.simulations.types import Run
    from core.stories.types import StoryTold
    from tui.story import StoryOn

_ASK = "story"


class Host(Protocol):
    """The app, as far as a story needs it."""

    session: Session

    def say(self, words: str, role: Role = "", *, seconds: float = 6.0) -> None: ...

    def fault(self, error: BaseException) -> None: ...

    def pulse_changed(self) -> None: ...

    def store_changed(self) -> None: ...

    def show(
        self, overlay_id: str, *args: Any, done: Callable[[Any], object] | None = None
    ) -> None: ...


class Telling:
    """At most one story at a time; it stands in the session, from which screens tell it."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._session = host.session

    def begin(self, name: str) -> None:
        """Find whom it fits, and show its first line."""

        def work(ctx: Context, _ask: Ask[StoryOn]) -> StoryOn:
            from bellbuoy.services.simulations.ledger import history
            from bellbuoy.services.simulations.stories import told
            from tui.story import StoryOn

            found: StoryTold = told(ctx, name)
            newest = history(ctx, 1)
            return StoryOn(found, newest[0].number if newest else 0)

        self._session.back.ask(_ASK, work, self._set, self._host.fault)

    def key(self, key: str, screen: Screen[Any]) -> bool:
        """A key was pressed on a screen; whether it was the story's own."""
        story = self._session.story
        if story is None:
            return False
        from tui.story import KEEPS, NEXT, following, pressed

        if isinstance(screen.focused, Input):
            if key != KEEPS:
                return False
        elif key == NEXT:
            self._set(following(story))
            return True
        after = pressed(story, key)
        if after != story:
            self._set(after)
        return False

    def ask_end(self) -> None:
        """Ask whether it is over; `y` ends it and takes back what it ran."""
        story = self._session.story
        if story is None:
            return

        def work(ctx: Context, _ask: Ask[tuple[Run, ...]]) -> tuple[Run, ...]:
            from bellbuoy.services.simulations.ledger import in_force

            who = ctx.viewer.name
            return tuple(
                run for run in in_force(ctx) if run.number > story.since and run.who == who
            )

        def came(runs: tuple[Run, ...]) -> None:
            numbers = ", ".join(str(run.number) for run in runs)
            goes = f"what it ran is taken back: run {numbers}" if runs else "it ran nothing"
            words = (f"{safe_text(story.told.title, 60)}: {goes}",)
            self._host.show("ask_run", "End the story?", words, "ends it",
                            done=lambda yes: self._end(runs) if yes else None)  # fmt: skip

        self._session.back.ask(_ASK, work, came, self._host.fault)

    def _end(self, runs: tuple[Run, ...]) -> None:
        ctx, numbers = self._session.ctx, [run.number for run in runs]
        self._set(None)
        if not numbers:
            self._host.say("the story is over")
            return

        def work(_held: Context, ask: Ask[tuple[Run, ...]]) -> tuple[Run, ...]:
            from bellbuoy.services.simulations.undoing import undo

            return undo(ctx, numbers, progress=ask.progress)

        def back(found: tuple[Run, ...]) -> None:
            from tui.simulations.running import taken_back_words

            self._host.say(f"the story is over; {taken_back_words(found)}")
            self._host.store_changed()

        self._session.back.ask(_ASK, work, back, self._host.fault)

    def _set(self, story: StoryOn | None) -> None:
        self._session.story = story
        self._host.pulse_changed()
