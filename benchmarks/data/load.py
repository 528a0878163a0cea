"""May a person write, and does a page come, while everybody is scored anew?"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter, sleep

from bellbuoy.services import clients
from bellbuoy.services.scoring.recompute import recompute
from benchmarks.data.bench import Figures, Place, Question, Row, step
from benchmarks.data.clock import ahead, opened
from benchmarks.data.recompute import tell_today
from benchmarks.data.spread import of
from core.simulations.demo.personas import key_of

PAUSE = 0.01
"""Seconds between two pages, and two writes: a person is no loop."""
IDLE = 100


def measure(place: Place, _number: int) -> Figures:
    """Pages and writes in calm, then while another process scores everybody."""
    calm = step(watched, place.address, IDLE)
    busy = step(watched_under_load, place.address)
    return {
        "read": busy["read p99"], "calm read": calm["read p99"],
        "write p99": busy["write p99"] * 1000, "write max": busy["write max"] * 1000,
    }  # fmt: skip


def whole_base(address: str) -> Figures:
    """Score everybody on the next day; says so when it begins."""
    ctx = ahead(opened(address), 1)
    print("begun", flush=True)
    recompute(ctx)
    return {}


def watched(address: str, calls: int) -> Figures:
    """Seconds of pages and of writes, in turn."""
    return _watch(address, lambda done: done < calls)


def watched_under_load(address: str) -> Figures:
    """The same for as long as a full recompute runs."""
    words = ["benchmarks.data.step", __name__, "whole_base", json.dumps([address])]
    command = [sys.executable, "-P", "-m", *words]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    try:
        assert worker.stdout.readline() == "begun\n"
        found = _watch(address, lambda done: worker.poll() is None)
    finally:
        worker.kill()
        worker.communicate()
    return found


def _watch(address: str, going: Callable[[int], bool]) -> Figures:
    ctx = opened(address)
    reads: list[float] = []
    writes: list[float] = []
    with ctx.reader() as reader:
        held = ctx.holding(reader)
        clients.page(held, clients.RADAR_QUERY)
        while going(len(reads)):
            begin = perf_counter()
            clients.page(held, clients.RADAR_QUERY)
            reads.append(perf_counter() - begin)
            sleep(PAUSE)
            begin = perf_counter()
            tell_today(address, [key_of(30 + len(writes) % 50)], calls=2_000 + len(writes))
            writes.append(perf_counter() - begin)
            sleep(PAUSE)
    read, write = of(reads), of(writes)
    return {"read p99": read.p99, "write p99": write.p99, "write max": write.most}


QUESTION = Question(
    "load",
    (
        Row("page p99 under a full recompute / calm", "read", "calm read", 2.5),
        Row("a person's write, p99, under it", "write p99", None, 50, unit="ms"),
        Row("a person's write, longest, under it", "write max", None, 150, unit="ms"),
    ),
    measure,
)
