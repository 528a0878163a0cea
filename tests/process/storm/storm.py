"""Storms over one workload: kills at random moments, at each call, and failing disks."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.process.storm import calls, forks
from tests.process.storm.judging import BrokenError, Counts, Judge
from tests.process.storm.tries import ENDINGS, Place
from tests.process.storm.workloads import Workload

Told = Callable[[str], None]


class Storm:
    """A workload with the folder it runs in."""

    def __init__(self, home: Path, workload: Workload, *, large: bool) -> None:
        self._name = workload.name
        self._trace = home / "trace"
        self._place = Place(home, workload, large=large)
        self._place.fresh()
        forks.load_for(self._place.run)
        self._place.fresh()
        forks.load_for(self._place.checked)
        self._judge = Judge(self._place)
        self.counts = Counts()

    def kills(self, number: int, seed: int, told: Told) -> None:
        """So many kills, each at a moment drawn over the time that a whole run takes.
        Half of them meet what the one before has left, the others a fresh ground."""
        dice = random.Random(f"{seed} {self._name}")
        times = deque(self._took() for _ in range(3))
        fresh = True
        while self.counts.killed < number:
            if fresh:
                self._place.fresh()
                self.counts.plain_s.append(self._judge.plain_open())
            child = self._place.begin()
            # The middle of the last ones: the machine may have been busy, or asleep.
            time.sleep(dice.uniform(0.0, sorted(times)[1]))
            os.kill(child, signal.SIGKILL)
            if forks.ended(child) == -signal.SIGKILL:
                self.counts.killed += 1
            else:
                self.counts.finished += 1
            fresh = dice.random() < 0.5 or self._over()
            sound = self._judged(f"kill {self.counts.killed}", self._after_kill)
            if sound and fresh:
                began = time.monotonic()
                self._judged(f"end {self.counts.killed}", self._judge.brought_to_its_end)
                times.append(time.monotonic() - began)
                times.popleft()
            if self.counts.killed % 25 == 0:
                told(f"{self._name}: {self.counts.killed} killed, {dict(self.counts.broken)}")
            fresh = fresh or not sound

    def walk(
        self, told: Told, error: str = "", *, stride: int = 1, most: int = 0, on: bool = False
    ) -> None:
        """At each call in its turn, each `stride`th, or at `most` of them: killed there,
        or an `error` (`on`: from there on)."""
        found = calls.points(self._place, self._trace)
        step = max(stride, -(-len(found) // most) if most else 1)
        picked: Sequence[calls.Point] = found[step // 2 :: step]
        self.counts.points += len(found)
        for at, point in enumerate(picked):
            self._place.fresh()
            self.counts.plain_s.append(self._judge.plain_open())
            where = f"{point.call} {point.number} {error}"
            if error:
                code = calls.failed_at(self._place, point, error, self._trace, on=on)
                self.counts.killed += 1
                judge = self._after_fault(code)
            elif calls.killed_at(self._place, point, self._trace) == -signal.SIGKILL:
                self.counts.killed += 1
                judge = self._after_kill
            else:
                self.counts.finished += 1
                judge = self._after_kill
            if self._judged(where, judge):
                self._judged(where, self._judge.brought_to_its_end)
            if at % 25 == 24:
                told(f"{self._name}: {at + 1} of {len(picked)}, {dict(self.counts.broken)}")

    def judge_harmed(self, harm: Callable[[Path], None]) -> dict[str, int]:
        """What is found to be broken of a whole run whose folder was then harmed."""
        self._place.fresh()
        assert forks.ended(self._place.begin()) in ENDINGS
        harm(self._place.folder)
        self.counts = Counts()
        if self._judged("harmed", self._after_kill):
            self._judged("harmed", self._judge.brought_to_its_end)
        return dict(self.counts.broken)

    def _after_kill(self) -> None:
        self._judge.after_kill(self.counts)

    def _after_fault(self, code: int) -> Callable[[], None]:
        return lambda: self._judge.after_fault(code, self.counts)

    def _judged(self, where: str, judge: Callable[[], None]) -> bool:
        try:
            judge()
        except BrokenError as fault:
            self.counts.note(where, fault)
            return False
        except AssertionError as fault:
            self.counts.note(where, BrokenError("cannot be read", fault))
            return False
        return True

    def _over(self) -> bool:
        """Whether there is nothing left to be killed."""
        return self._place.finished() or self._judge.over()

    def _took(self) -> float:
        self._place.fresh()
        began = time.monotonic()
        assert forks.ended(self._place.begin()) in ENDINGS
        return time.monotonic() - began
