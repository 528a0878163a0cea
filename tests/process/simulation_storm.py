"""A run of a simulation and its undo, killed with -9 at random moments, on either engine:
`python -m tests.process.simulation_storm STORE KILLS SEED`.

Each try is a process of its own, forked from this one, which itself never opens a store.
After each kill a further process takes back, or goes on with, what was cut off; the store
is then as without the run or as with all of it. Prints how it went as JSON.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from tests.process.storm import forks

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

_PORTIONED = ("moving", "running", "undoing")
_PORTION = 2


def main(store: str, kills: str, seed: str) -> None:
    """Kill runs and undos in turn, and judge what each leaves."""
    forks.alone()
    work = _Work(store)
    forks.load_for(work.says)
    plain = forks.asked(work.says)
    forks.load_for(work.run)
    whole = forks.asked(work.says)
    assert whole != plain
    forks.load_for(work.undo)
    assert forks.asked(work.says) == plain
    dice, counts = random.Random(seed), Counter[str]()
    acts = (("run", work.run), ("undo", work.undo))
    took = {name: _timed(act) for name, act in acts}
    while counts["killed"] < int(kills):
        for name, act in acts:
            counts["killed"] += _killed(act, dice.uniform(0.0, took[name]))
            counts["cut off"] += bool(forks.asked(work.settle))
            now = forks.asked(work.says)
            assert now in (plain, whole), f"half done after {name}, {dict(counts)}"
            counts[f"{name}: {'with it' if now == whole else 'without'}"] += 1
            assert forks.asked(work.faults) == []
            # An undo is to meet a whole run, a run none.
            if (now == whole) != (name == "run"):
                took[name] = _timed(act)
                assert forks.asked(work.says) == (whole if name == "run" else plain)
    print(json.dumps(counts))


class _Work:
    """What is done with the store, each in a process of its own."""

    def __init__(self, store: str) -> None:
        self._store = store

    def run(self) -> None:
        from bellbuoy.services.simulations import running
        from core.desk.types import Selection

        running.run(self._ctx(), "outage", Selection(query=""), {})

    def undo(self) -> None:
        from bellbuoy.services.simulations import ledger, undoing

        ctx = self._ctx()
        undoing.undo(ctx, [run.number for run in ledger.in_force(ctx)])

    def settle(self) -> list[int]:
        """The runs that were cut off in the middle."""
        from bellbuoy.services.simulations import undoing

        undoing._DEAD_US = -1
        return undoing.settle_cut_off(self._ctx())

    def says(self) -> str:
        from tests.fixtures.dump import dump
        from tests.stateful.simulation_machine import LEDGERS, QUEUES

        found = dump(self._ctx().store, without=LEDGERS | QUEUES)
        return hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest()

    def faults(self) -> list[str]:
        from bellbuoy.services.store import check

        return [str(each) for each in check(self._ctx(), full=True) if each.state == "fail"]

    def _ctx(self) -> Context:
        from bellbuoy.services.context import open_context

        for name in _PORTIONED:
            module = import_module(f"bellbuoy.services.simulations.{name}")
            vars(module)["PORTION"] = _PORTION
        return open_context(self._store, user="test")


def _timed(act: Callable[[], object]) -> float:
    """Do it whole; how many seconds it took."""
    began = time.monotonic()
    assert forks.ended(forks.begin(act)) == 0
    return time.monotonic() - began


def _killed(act: Callable[[], object], after_s: float) -> bool:
    """Begin it in a process of its own; whether it was killed before its end."""
    child = forks.begin(act)
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    code = forks.ended(child)
    assert code in (0, -signal.SIGKILL), code
    return code != 0


if __name__ == "__main__":
    main(*sys.argv[1:])
