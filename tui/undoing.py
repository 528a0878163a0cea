"""z and Z: a change is taken back, or done again, off the event loop, and told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from bellbuoy.services.context import Context, reread
from core.values.counting import counted
from core.values.text import safe_text
from tui.asks import Ask
from tui.palette import Role
from tui.session import Session

if TYPE_CHECKING:
    from core.operations.types import TakenBack
    from core.store.types import StoreInfo

_RUN = "simulation.run"
_VERBS = frozenset(
    "add apply assign close delete drop edit fix link merge move note pause resume save"
    " share snooze tag".split()
)
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

        def work(_held: Context, ask: Ask[Came]) -> Came:
            from bellbuoy.services.undo.taking_back import undo

            found = undo(ctx, number, progress=ask.progress, cancelled=ask.cancelled)
            if found is not None and _is_run(found) and found.number is not None:
                found = replace(found, note=_equal(ctx, found.target))
            return found, reread(ctx).info

        self._ask(work, "nothing of yours to take back", done)

    def do_again(self, done: Done | None) -> None:
        ctx = self._host.session.ctx

        def work(_held: Context, ask: Ask[Came]) -> Came:
            from bellbuoy.services.undo.taking_back import redo

            found = redo(ctx, progress=ask.progress, cancelled=ask.cancelled)
            return found, reread(ctx).info

        self._ask(work, "nothing to do again", done)

    def _ask(
        self, work: Callable[[Context, Ask[Came]], Came], nothing: str, done: Done | None
    ) -> None:
        self._asked += 1
        came = partial(self._came, nothing, done)
        name, told = f"undo.{self._asked}", self._told_so_far
        self._host.session.back.ask(name, work, came, self._failed, told)

    def _told_so_far(self, done: int, total: int) -> None:
        """Of one that goes back, or comes again, in portions."""
        self._host.say(f"{done:,} of {total:,} rows so far", "muted")

    def _came(self, nothing: str, done: Done | None, came: Came) -> None:
        found, info = came
        if found is None:
            self._host.say(nothing, "muted")
            return
        if found.number is None:
            self._host.say(f"{safe_text(found.note)}: nothing changed", "muted")
            return
        if _is_run(found):
            self._host.say(told(found))  # a run is not done again
        else:
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


def _equal(ctx: Context, target: str) -> str:
    """Whether the store is as it was before a run that is taken back; on the thread."""
    from bellbuoy.services.simulations.verifying import verify
    from tui.simulations.running import equal_words

    found = verify(ctx, int(target.removeprefix("run ")))
    return equal_words(found.run.number, equal=found.equal, differing=found.differing)


def _is_run(found: TakenBack) -> bool:
    return found.action == _RUN


def told(found: TakenBack) -> str:
    """What was taken back, or done again, in one safe line."""
    word = "done again" if found.redo else "taken back"
    what = safe_text(
        found.target if _is_run(found) else done_words(found.action, found.target), 60
    )
    more = [safe_text(found.note)] if found.note else []
    if found.left:
        more.append(
            counted(found.left, "row had moved on and stays", "rows had moved on and stay")
        )
    return f"{word}: {', '.join([what, *more])} (change {found.change})"


def done_words(action: str, target: str) -> str:
    """`tag 82 clients`, `add interaction I-1`: the deed first. An action that names a
    thing and no deed stays as it is called."""
    noun, _, verb = action.partition(".")
    if verb not in _VERBS:
        return f"{action} {target}"
    return f"{verb} {target}" if noun in target else f"{verb} {noun} {target}"
