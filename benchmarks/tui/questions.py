"""What is asked: starting, keys, keys while everybody is scored anew or a story is told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bellbuoy.services.simulations.ledger import history
from bellbuoy.services.simulations.undoing import undo
from benchmarks.data.bench import Figures, Place, Question, Row
from benchmarks.data.clock import opened
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
    _tidy(place.address)
    return calm | busy


def _story(place: Place, _number: int) -> Figures:
    """The same keys in calm, while an outage goes by at 60x, and while everybody is scored
    besides."""
    calm = run([programs.bellbuoy(place, "calm", JUMPS)], place.folder, "startup,keys")
    with telling(place.address):
        told = run([programs.bellbuoy(place, "told", JUMPS)], place.folder, "startup,keys")
        with scoring(place.address):
            both = run([programs.bellbuoy(place, "both", JUMPS)], place.folder, "startup,keys")
    _tidy(place.address)
    return calm | told | both


def _tidy(address: str) -> None:
    """Whoever wrote led nobody, and so has moved no log; whoever starts next would read
    all of it."""
    open_store(address).checkpoint(truncate=True)


def _smallest(place: Place, name: str, keys: str) -> list[Case]:
    return [programs.bellbuoy(place, name, keys, address=place.small)]


@contextmanager
def telling(address: str) -> Iterator[None]:
    """A run goes by at 60x as long as the block lasts, and is taken back at its end."""
    with _beside("living", address):
        yield
    ctx = opened(address)
    undo(ctx, [each.number for each in history(ctx) if each.state != "undone"])


@contextmanager
def scoring(address: str) -> Iterator[None]:
    """Everybody is scored anew, day after day, as long as the block lasts."""
    with _beside("busy", address):
        yield


@contextmanager
def _beside(program: str, address: str) -> Iterator[None]:
    """Another process on the store, from its first word to the end of the block."""
    command = [sys.executable, "-P", "-m", f"benchmarks.tui.{program}", address]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    try:
        if worker.stdout.readline() != "begun\n":
            raise RuntimeError(f"what was to run beside {address} did not begin")
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
STORY = Question(
    "story",
    (
        Row("key p50 while a run goes by at 60x / calm", "told p50", "calm p50", 2),
        Row("key p99 while a run goes by at 60x / calm", "told p99", "calm p99", 3),
        Row("key p50 under it and a full recompute / calm", "both p50", "calm p50", 2),
        Row("key p99 under it and a full recompute / calm", "both p99", "calm p99", 3),
        Row("keys unanswered under both", "both unanswered", None, _NOTHING, unit="keys"),
    ),
    _story,
)
QUESTIONS = (START, KEYS, LOAD, STORY)


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
        _other(name, command),
    )


def _other(name: str, command: str) -> Callable[[Place, int], Figures]:
    def measure(place: Place, _number: int) -> Figures:
        rows = programs.write_rows(Path(place.folder, f"rows-{place.size}.csv"), place.size)
        other = programs.other(place, name, command, rows)
        ours = programs.bellbuoy(place, "ours", JUMPS)
        return run([other, ours], place.folder, "startup,idle,keys")

    return measure
