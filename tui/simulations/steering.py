"""Steering a run: pause, go on, step, stop, take back, verify, compare."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from typing import Any

from bellbuoy.services.context import Context
from bellbuoy.services.simulations.paced import SPEED, speed_of
from core.purchases.types import Purchase
from core.simulations.types import Checked, ClientEffect, Compared, Run
from core.values.errors import UsageError
from tui.asks import Ask
from tui.desk.doing import fault_of
from tui.desk.entry import nothing_told
from tui.places import Place
from tui.shell import Shell
from tui.simulations import runs_actions as letters
from tui.simulations.running import (
    RunsSimulations,
    equal_words,
    run_words,
    taken_back_words,
)

Verb = Callable[[Context, int], Run]
_COMPARE = "runs.compare"
_RADARS = "runs.radars"
_VERIFY = "runs.verify"


class Steers(RunsSimulations):
    """A screen that is about one run at a time."""

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self.checked: dict[int, Checked] = {}
        self._rows: tuple[int, int | None, tuple[Compared, ...]] | None = None
        self._against: dict[int, int] = {}
        self._fed: tuple[int, tuple[Purchase, ...]] | None = None
        self._moved_most: tuple[int, tuple[ClientEffect, ...]] | None = None

    @property
    @abstractmethod
    def run(self) -> Run | None:
        """The run that a key is about now."""

    @abstractmethod
    def compared_came(self) -> None:
        """What came of its clients was read, or it was verified."""

    # What came of it

    def compared_of(self, run: Run) -> tuple[tuple[Compared, ...] | None, int | None]:
        """Its clients as they were read (None: not yet), and the run they are compared
        with; None: its own preview."""
        against = self._against.get(run.number)
        if self._rows is None or self._rows[:2] != (run.number, against):
            return None, against
        return self._rows[2], against

    def came_of(self, run: Run) -> tuple[Purchase, ...] | None:
        """The latest transactions of a feed as they were read (None: not yet)."""
        return self._fed[1] if self._fed is not None and self._fed[0] == run.number else None

    def moved_of(self, run: Run) -> tuple[ClientEffect, ...] | None:
        """Its clients without any run and with it, as they were read (None: not yet)."""
        found = self._moved_most
        return found[1] if found is not None and found[0] == run.number else None

    def read_moved(self, number: int) -> None:
        """Both radars of a run."""

        def work(ctx: Context, _ask: Ask[Any]) -> tuple[ClientEffect, ...]:
            from bellbuoy.services.simulations.comparing import moved_most

            return moved_most(ctx, number)

        def came(rows: tuple[ClientEffect, ...]) -> None:
            self._moved_most = (number, rows)
            self.compared_came()

        self.session.reader.ask(_RADARS, work, came, self.shell.fault)

    def read_compared(self, run: Run) -> None:
        """What came of its clients; of a feed its latest transactions."""
        if run.feed:
            self._read_fed(run.number)
            return
        number, other = run.number, self._against.get(run.number)

        def work(ctx: Context, _ask: Ask[Any]) -> tuple[Compared, ...]:
            from bellbuoy.services.simulations.comparing import compare, compare_runs

            return compare(ctx, number) if other is None else compare_runs(ctx, number, other)

        def came(rows: tuple[Compared, ...]) -> None:
            self._rows = (number, other, rows)
            self.compared_came()

        def failed(error: BaseException) -> None:
            self._against.pop(number, None)
            self.shell.fault(error)

        self.session.reader.ask(_COMPARE, work, came, failed)

    def _read_fed(self, number: int) -> None:
        def work(ctx: Context, _ask: Ask[Any]) -> tuple[Purchase, ...]:
            from bellbuoy.services import purchases

            return purchases.page(ctx, f"run:{number}", limit=purchases.LATEST).rows

        def came(rows: tuple[Purchase, ...]) -> None:
            self._fed = (number, rows)
            self.compared_came()

        self.session.reader.ask(_COMPARE, work, came, self.shell.fault)

    # The menu

    def do_act(self) -> None:
        if (run := self.run) is not None:
            choices = letters.choices_of(run, self.may_run())
            done = partial(self._chosen, run.number)
            self.shell.show("menu", f"Run {run.number}", choices, done=done)

    def _chosen(self, number: int, letter: str | None) -> None:
        does: dict[str, Callable[[], None]] = {
            letters.VERIFY: partial(self._verify, number),
            letters.COMPARE: partial(self._ask_other, number),
            letters.PAUSE: partial(self._move, number, _pause),
            letters.GO_ON: partial(self._move, number, _resume),
            letters.STEP: partial(self._move, number, _step),
            letters.STOP: partial(self._move, number, _stop),
            letters.UNDO: partial(self._undo, number),
        }
        if letter in does:
            does[letter]()

    # Moving

    def do_hold(self) -> None:
        if (run := self.run) is not None:
            self._move(run.number, _pause if run.state == "running" else _resume)

    def do_step(self) -> None:
        if self.run is not None:
            self._move(self.run.number, _step)

    def do_edit(self) -> None:
        """Another speed; it goes on with it."""
        if (run := self.run) is None:
            return

        def done(text: str | None) -> None:
            if text is not None:
                self._move(run.number, partial(_resume, speed=speed_of(text)))

        self.shell.show(
            "entry", f"Run {run.number}: {SPEED}", "once, or so many times as fast: 1, 60",
            partial(fault_of, speed_of), nothing_told, str(run.speed or "once"), done=done,
        )  # fmt: skip

    def _move(self, number: int, verb: Verb) -> None:
        def work(ctx: Context, _ask: Ask[Run]) -> Run:
            return verb(ctx, number)

        self._act_run(work, self._moved)

    def _moved(self, run: Run) -> None:
        self.shell.say(f"{run_words(run)}: {run.state}")
        self.load()

    @abstractmethod
    def load(self) -> None: ...

    # Taking back

    def do_undo_run(self) -> None:
        if self.run is not None:
            self._undo(self.run.number)

    def _undo(self, number: int) -> None:
        def work(ctx: Context, ask: Ask[Any]) -> tuple[tuple[Run, ...], Checked]:
            from bellbuoy.services.simulations.undoing import undo
            from bellbuoy.services.simulations.verifying import verify

            found = undo(
                ctx, [number], progress=ask.progress, cancelled=lambda: self._act_stopped
            )
            return found, verify(ctx, number)

        self._act_run(work, self._undone)

    def _undone(self, came: tuple[tuple[Run, ...], Checked]) -> None:
        runs, checked = came
        self.checked[checked.run.number] = checked
        self.shell.say(f"{taken_back_words(runs)}; {_equal(checked)}")
        self.load()

    def _verify(self, number: int) -> None:
        def work(ctx: Context, _ask: Ask[Checked]) -> Checked:
            from bellbuoy.services.simulations.verifying import verify

            return verify(ctx, number)

        def came(found: Checked) -> None:
            self.checked[number] = found
            self.shell.say(_equal(found), "" if found.equal else "error")
            self.compared_came()

        self.session.back.ask(_VERIFY, work, came, self.shell.fault)

    # Comparing

    def _ask_other(self, number: int) -> None:
        def done(text: str | None) -> None:
            if text is None or (run := self.run) is None:
                return
            if text.strip():
                self._against[number] = _number(text)
            else:
                self._against.pop(number, None)
            self.read_compared(run)

        self.shell.show(
            "entry", f"Run {number} beside", "the number of another run; empty: its preview",
            partial(fault_of, _number_or_none), nothing_told, "", done=done,
        )  # fmt: skip


def _equal(found: Checked) -> str:
    return equal_words(found.run.number, equal=found.equal, differing=found.differing)


def _number(text: str) -> int:
    plain = text.strip().removeprefix("#")
    if not plain.isascii() or not plain.isdigit() or len(plain) > 15:
        raise UsageError(f"“{text.strip()}” is no number of a run")
    return int(plain)


def _number_or_none(text: str) -> int | None:
    return _number(text) if text.strip() else None


def _pause(ctx: Context, number: int) -> Run:
    from bellbuoy.services.simulations import living

    return living.pause(ctx, number)


def _resume(ctx: Context, number: int, speed: int | None = None) -> Run:
    from bellbuoy.services.simulations import living

    return living.resume(ctx, number, speed=speed)


def _step(ctx: Context, number: int) -> Run:
    from bellbuoy.services.simulations import living

    return living.step(ctx, number)


def _stop(ctx: Context, number: int) -> Run:
    from bellbuoy.services.simulations import living

    return living.stop(ctx, number)
