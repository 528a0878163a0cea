"""What is asked: starting, keys, keys while everybody is scored anew."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.data.bench import Figures, Place, Question, Row
from benchmarks.tui import programs
from benchmarks.tui.programs import JUMPS, MOVES, PAGES, Case
from benchmarks.tui.terminal import run
from storage.engine.opening import open_store

_IDLE_S = "5"
# Nothing at all; a share cannot be told of nothing.
_NOTHING = 0.01
_PAGES = ("our pages bytes", "table pages bytes")


def _start(place: Place, _number: int) -> Figures:
    """From the command to the first rows and the first answered key, then idle."""
    cases = [programs.bare(place), programs.bellbuoy(place, "ours", MOVES)]
    cases += _smallest(place, "small", MOVES)
    return run(cases, place.folder, "startup,idle", "--idle-s", _IDLE_S)


def _keys(place: Place, _number: int) -> Figures:
    """Moves, jumps to both ends, pages: beside a table of 100 rows."""
    cases = [
        programs.bare(place),
        programs.data_table(place, "table", JUMPS),
        programs.bellbuoy(place, "ours", JUMPS),
        programs.data_table(place, "table pages", PAGES),
        programs.bellbuoy(place, "our pages", PAGES),
        programs.bellbuoy(place, "our moves", MOVES),
        *_smallest(place, "small", JUMPS),
    ]
    return run(cases, place.folder, "startup,keys")


def _load(place: Place, _number: int) -> Figures:
    """The same keys in calm, then while another process scores everybody."""
    calm = run([programs.bellbuoy(place, "calm", JUMPS)], place.folder, "startup,keys")
    with scoring(place.address):
        busy = run([programs.bellbuoy(place, "busy", JUMPS)], place.folder, "startup,keys")
    # It led nobody, and so has moved no log; whoever starts next would read all of it.
    open_store(place.address).checkpoint(truncate=True)
    return calm | busy


def _smallest(place: Place, name: str, keys: str) -> list[Case]:
    return [programs.bellbuoy(place, name, keys, address=place.small)]


@contextmanager
def scoring(address: str) -> Iterator[None]:
    """Everybody is scored anew, day after day, as long as the block lasts."""
    command = [sys.executable, "-P", "-m", "benchmarks.tui.busy", address]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    try:
        if worker.stdout.readline() != "begun\n":
            raise RuntimeError(f"the recompute of {address} did not begin")
        yield
    finally:
        worker.kill()
        worker.communicate()


START = Question(
    "start",
    (
        Row("start to the first rows / bare app", "ours ready", "bare ready", 1.5),
        Row("start to an answered key / bare app", "ours interactive", "bare interactive", 1.6),
        Row("start to the first rows / smallest store", "ours ready", "small ready", 1.2),
        Row("memory after start / bare app", "ours memory", "bare memory", 2.5, unit="MiB"),
        Row("bytes of the start", "ours start bytes", unit="B"),
        Row("bytes a second when idle", "ours idle bytes", None, _NOTHING, unit="B"),
        Row("wake-ups a second when idle", "ours idle wakes", unit="/s"),
    ),
    _start,
)
KEYS = Question(
    "keys",
    (
        Row("key p50 / table of 100 rows", "ours p50", "table p50", 1.0),
        Row("key p99, jumps included / table of 100 rows", "ours p99", "table p99", 1.0),
        Row("key p99 / smallest store", "ours p99", "small p99", 1.2),
        Row("key p50 / bare app", "our moves p50", "bare p50"),
        Row("key p99 / bare app", "our moves p99", "bare p99"),
        Row("bytes a page / table of 100 rows", *_PAGES, 0.6, unit="B"),
        Row("bytes a page", "our pages bytes", unit="B"),
        Row("bytes a key", "our moves bytes", unit="B"),
        Row("keys unanswered", "ours unanswered", None, _NOTHING, unit="keys"),
    ),
    _keys,
)  # fmt: skip
LOAD = Question(
    "load",
    (
        Row("key p50 under a full recompute / calm", "busy p50", "calm p50", 2),
        Row("key p99 under a full recompute / calm", "busy p99", "calm p99", 3),
        Row("keys unanswered under it", "busy unanswered", None, _NOTHING, unit="keys"),
    ),
    _load,
)
QUESTIONS = (START, KEYS, LOAD)


def beside(name: str, command: str) -> Question:
    """Our keys beside those of a program of somebody else's."""
    return Question(
        f"beside {name}",
        (
            Row(f"start to the first picture / {name}", "ours ready", f"{name} ready"),
            Row(f"key p50 / {name}", "ours p50", f"{name} p50"),
            Row(f"key p99 / {name}", "ours p99", f"{name} p99"),
            Row(f"memory / {name}", "ours memory", f"{name} memory", unit="MiB"),
        ),
        _beside(name, command),
    )


def _beside(name: str, command: str) -> Callable[[Place, int], Figures]:
    def measure(place: Place, _number: int) -> Figures:
        rows = programs.write_rows(Path(place.folder, f"rows-{place.size}.csv"), place.size)
        other = programs.other(place, name, command, rows)
        ours = programs.bellbuoy(place, "ours", JUMPS)
        return run([other, ours], place.folder, "startup,idle,keys")

    return measure
