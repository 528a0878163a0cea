"""Running a simulation from a screen: what would happen, `y`, the run on a thread."""

from __future__ import annotations

from dataclasses import dataclass

from bellbuoy.services.context import Context
from bellbuoy.services.simulations.paced import Paced, begins_words
from core.simulations.types import Preview, Run
from core.values.counting import counted
from core.values.errors import BellbuoyError
from core.values.text import safe_text
from tui.asks import Ask
from tui.desk.actions import writes
from tui.desk.writing import Writes
from tui.places import Place
from tui.pulse import may
from tui.simulations.question import question

RIGHT = "simulation:run"
_LOOK = "simulation.look"
_MOVES = ("waiting", "running")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A run that somebody asks for: the scenario, its title, a query or the id of a
    client, what that is called, and how it is set."""

    scenario: str
    title: str
    query: str
    whom: str
    paced: Paced


class RunsSimulations(Writes):
    """A screen from which simulations are run."""

    def may_run(self) -> str:
        """Why nothing can be run here; empty: it can."""
        ctx = self.session.ctx
        if not may(ctx, RIGHT):
            return f"role {ctx.viewer.role} may not run simulations"
        enabled = writes(self)
        return "" if enabled is True else enabled

    def look_and_ask(self, wanted: Wanted) -> None:
        """Compute what would happen, then ask."""

        def work(ctx: Context, ask: Ask[Preview]) -> Preview:
            from bellbuoy.services.desk.selection import meant_by
            from bellbuoy.services.simulations.preview import preview

            paced = wanted.paced
            return preview(
                ctx, wanted.scenario, meant_by(ctx, wanted.query), paced.values,
                seed=paced.seed, progress=ask.progress, cancelled=ask.cancelled,
            )  # fmt: skip

        self.session.back.ask(
            _LOOK, work, lambda found: self.ask_run(wanted, found), self.shell.fault
        )

    def ask_run(self, wanted: Wanted, found: Preview) -> None:
        """In one line what would happen; `y` runs it."""
        if not found.before.clients:
            self.shell.say("no clients: there is nobody for it to happen to", "muted")
            return

        def decided(yes: bool | None) -> None:
            if yes:
                self._run_it(wanted)

        try:
            begins = begins_words(self.session.ctx, wanted.paced.start)
        except BellbuoyError as error:
            self.shell.fault(error)
            return
        words = question(found, wanted.whom, wanted.paced, begins)
        self.shell.show("ask_run", f"Run {wanted.title}?", words, "runs it", done=decided)

    def _run_it(self, wanted: Wanted) -> None:
        def work(ctx: Context, ask: Ask[Run]) -> Run:
            from bellbuoy.services.desk.selection import meant_by
            from bellbuoy.services.simulations.running import run

            paced = wanted.paced
            return run(
                ctx, wanted.scenario, meant_by(ctx, wanted.query), paced.values,
                whom=wanted.query, seed=paced.seed, spread=paced.spread,
                length=paced.length, speed=paced.speed, start=paced.start,
                progress=ask.progress, cancelled=lambda: self._act_stopped,
            )  # fmt: skip

        self._act_run(work, self.ran)

    def ran(self, run: Run) -> None:
        """It is done, or goes on by the clock."""
        self.shell.say_changed(self.session.look.glyphs.words(run_words(run)))
        self.did_act()
        if run.state in _MOVES:
            self.shell.go(Place("runs", str(run.number)))


def read_history(ctx: Context, _ask: Ask[tuple[Run, ...]]) -> tuple[Run, ...]:
    """The runs that there were, on a thread."""
    from bellbuoy.services.simulations.ledger import history

    return history(ctx)


def run_words(run: Run) -> str:
    """`run 14: Outage, 1 client, 4 incidents`."""
    whom = counted(run.clients, "client")
    told = [f"{run.done:,} of {whom} reached" if run.state == "running" else whom]
    if run.waits_s is not None:
        told.append(run.stands)
    if run.incidents:
        told.append(counted(run.incidents, "incident"))
    return f"run {run.number}: {safe_text(run.title, 40)}, {', '.join(told)}"


def taken_back_words(runs: tuple[Run, ...]) -> str:
    """What was said of runs that were taken back."""
    if not runs:
        return "no run is in force"
    one = runs[0]
    what = f"run {one.number}" if len(runs) == 1 else counted(len(runs), "run")
    left = sum(each.conflicts for each in runs)
    rest = f"; {counted(left, 'column')} written by others since stay" if left else ""
    return f"taken back: {what}{rest}"


def equal_words(number: int, *, equal: bool, differing: tuple[str, ...] = ()) -> str:
    """`store equals the state before run 14: yes`."""
    whom = ", ".join(safe_text(each, 20) for each in differing[:3])
    rest = f": {whom} differ" if differing and not equal else ""
    return f"store equals the state before run {number}: {'yes' if equal else 'no'}{rest}"
