"""z and Z: a change is taken back, or done again, off the event loop, and told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from bellbuoy.services.context import Context, reread
from core.values.text import safe_text
from tui.asks import Ask
from tui.palette import Role
from tui.session import Session

if TYPE_CHECKING:
    from core.operations.types import TakenBack
    from core.store.types import StoreInfo

Done = Callable[[], object]
Came: TypeAlias = "tuple[TakenBack | None, StoreInfo]"


class Host(Protocol):
    """The app, as far as an undo needs it."""

    session: Session

    def say(self, words: str, role: Role = "", *, seconds: float = 6.0) -> None: ...

    def say_changed(self, words: str, *, redo: bool = False) -> None: ...

    def fault(self, error: BaseException) -> None: ...

    def show(
        self, overlay_id: str, *args: Any, done: Callable[[Any], object] | None = None
    ) -> None: ...

    def store_changed(self) -> None: ...

    def day_changed(self) -> None: ...


class Undoing:
    """Each press is done, one after the other: none takes the place of another."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._asked = 0

    def take_back(self, number: int | None, done: Done | None) -> None:
        """The change of a number, or one's own last; `done` once it is."""
        ctx = self._host.session.ctx

        def work(_held: Context, _ask: Ask[Came]) -> Came:
            from bellbuoy.services.undo.taking_back import undo

            return undo(ctx, number), reread(ctx).info

        self._ask(work, "nothing of yours to take back", done)

    def do_again(self, done: Done | None) -> None:
        ctx = self._host.session.ctx

        def work(_held: Context, _ask: Ask[Came]) -> Came:
            from bellbuoy.services.undo.taking_back import redo

            return redo(ctx), reread(ctx).info

        self._ask(work, "nothing to do again", done)

    def _ask(
        self, work: Callable[[Context, Ask[Came]], Came], nothing: str, done: Done | None
    ) -> None:
        self._asked += 1
        came = partial(self._came, nothing, done)
        self._host.session.back.ask(f"undo.{self._asked}", work, came, self._failed)

    def _came(self, nothing: str, done: Done | None, came: Came) -> None:
        found, info = came
        if found is None:
            self._host.say(nothing, "muted")
            return
        if found.number is None:
            self._host.say(f"{safe_text(found.note)}: nothing changed", "muted")
            return
        self._host.say_changed(told(found), redo=not found.redo)
        session = self._host.session
        if info != session.ctx.info:  # the store's clock stands elsewhere
            session.use(replace(session.ctx, info=info))
            self._host.day_changed()
        else:
            self._host.store_changed()
        if done is not None:
            done()

    def _failed(self, error: BaseException) -> None:
        from core.operations.types import UndoConflictError

        self._host.fault(error)
        if isinstance(error, UndoConflictError):
            self._host.show("conflict", error)


def told(found: TakenBack) -> str:
    """What was taken back, or done again, in one safe line."""
    word = "done again" if found.redo else "taken back"
    what = safe_text(f"{found.action} {found.target}", 60)
    more = [safe_text(found.note)] if found.note else []
    if found.left:
        more.append(f"{found.left:,} rows had moved on and stay")
    return f"{word}: {', '.join([what, *more])} (change {found.change})"
