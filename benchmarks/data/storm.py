"""What becomes of 10,000 incidents in a minute, and of whom they hurt?

A pipe brings them while the worker scores and rings and the app stands open on another
terminal. Then what the store says is compared with a slow account of what came: every
line, every clock, every client scored, and how many messages there were.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bellbuoy.services.alerts.evaluate import evaluate
from bellbuoy.services.alerts.rules import add as add_rule
from bellbuoy.services.alerts.subjects import MOST_OPEN
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.moves import move
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.undo.taking_back import undo
from benchmarks.data.bench import ROOT, Figures, Place, Question, Row, beside_small, step
from benchmarks.data.clock import opened
from benchmarks.data.feed import fed
from benchmarks.data.waiting import kept_waiting
from benchmarks.tui import programs
from benchmarks.tui.terminal import TTY_BENCH, run
from core.alerts.types import Rule
from core.incidents.targets import SHIPPED
from core.incidents.types import IncidentSelection
from core.sla import clock as sla
from core.sla.types import Clock

LINES = 10_000
MINUTE = 60.0
RULE = "storm"
LEFT = IncidentSelection(query="title:starts:storm status:open")
PATIENCE_S = 300.0


def measure(place: Place, number: int) -> Figures:
    """As fast as it goes; then in a minute, with the worker and the app beside it."""
    # A store that was kept knows the keys of storms before.
    name = f"{time.time_ns()}-{number}"
    fast, small = beside_small(place, poured, f"fast-{name}", LINES, 0)
    calm = _keys(place, "calm")
    begun = step(before, place.address)
    with working(place), feeding(place, f"slow-{name}") as feed:
        busy = _keys(place, "busy")
        fed_told, _ = feed.communicate(timeout=PATIENCE_S)
        after = step(settled, place.address, f"slow-{name}", LINES, int(begun["runs"]),
                     int(begun["messages"]))  # fmt: skip
    told = float(fed_told.splitlines()[-1])
    ends = step(resolved_and_back, place.address, LINES)
    return {
        **calm, **busy, **after, **ends, "told p99": told, "fast": fast["seconds"],
        "here": fast["seconds"] / LINES, "small": small["seconds"] / LINES,
    }  # fmt: skip


def poured(address: str, name: str, lines: int, seconds: int) -> Figures:
    """Bring lines in over so many seconds: how long it took, and how long the slowest
    hundredth of them waited until they were told to be stored."""
    took, waited = fed(address, name, lines, seconds)
    return {"seconds": took, "told p99": waited}


def before(address: str) -> Figures:
    """A calm store: all scored, what a former storm left resolved; and a rule that rings
    for each of the next. Which run was the last, how many messages there are."""
    ctx = opened(address)
    move(ctx, LEFT, "resolve", reason="no_fault")
    recompute(ctx)
    with ctx.reader() as reader:
        there = reader.value("SELECT count(*) FROM alert_rule WHERE name = ?", (RULE,))
    if not there:
        condition = "title:starts:storm status:open"
        add_rule(ctx, Rule(RULE, "incident", condition, "high", ("screen",)))
    evaluate(ctx)
    with ctx.reader() as reader:
        return {
            "runs": float(reader.value("SELECT coalesce(max(id), 0) FROM job_run")),
            "messages": float(reader.value("SELECT coalesce(max(id), 0) FROM alert_delivery")),
        }


def settled(address: str, name: str, lines: int, run_id: int, messages: int) -> Figures:
    """What the store says once the worker is through with it. Raises AssertionError for
    a line that is missing or twice, a clock that is wrong, a client that was not scored,
    an alert that nobody was told of."""
    ctx = opened(address)
    end = time.monotonic() + PATIENCE_S
    with ctx.reader() as reader:
        while reader.value("SELECT count(*) FROM changed_client"):
            assert time.monotonic() < end, "the worker does not come to an end"
            time.sleep(0.2)
        rows = reader.rows(
            "SELECT external_id, opened_us, severity, due_us, client_id FROM incident"
            " WHERE source = 'here' AND title = ?",
            (f"storm {name}",),
        )
        ((looked, written),) = reader.rows(
            "SELECT coalesce(sum(rows), 0), coalesce(sum(changed), 0) FROM job_run"
            " WHERE job = 'score-clients' AND id > ?",
            (run_id,),
        )
    assert sorted(row[0] for row in rows) == sorted(f"{name}-{n}" for n in range(lines + 1))
    for _, opened_us, severity, due_us, _ in rows:
        both = [Clock(opened_us, target) for target in SHIPPED[severity]]
        assert due_us == min(filter(None, map(sla.runs_out, both)))
    hurt = len({row[4] for row in rows})
    assert looked >= hurt, f"{hurt - looked} clients were not scored"
    return {"scored": float(written / hurt), "messages": float(_told(ctx, messages, lines))}


def _told(ctx: Context, last: int, lines: int) -> int:
    """How many messages of the rule there are behind the number of one, once they count
    every alert that it may have open."""
    end = time.monotonic() + PATIENCE_S
    while True:
        with ctx.reader() as reader:
            bodies = reader.rows(
                "SELECT body FROM alert_delivery WHERE rule = ? AND id > ?", (RULE, last)
            )
        counted = sum(json.loads(body).get("count", 1) for (body,) in bodies)
        if counted >= min(lines, MOST_OPEN):
            return len(bodies)
        assert time.monotonic() < end, f"only {counted:,} alerts were told of"
        time.sleep(0.2)


def resolved_and_back(address: str, lines: int) -> Figures:
    """Seconds to resolve all that a storm left in one step, and to take that back, and how
    long another writer waited at most; in the end they are resolved, and the store is as
    calm as before."""
    ctx = opened(address)
    with kept_waiting(ctx.store) as waited:
        begin = time.perf_counter()
        done = move(ctx, LEFT, "resolve", reason="no_fault")
        resolve = time.perf_counter() - begin
        assert done.changing >= lines
        begin = time.perf_counter()
        undo(ctx, done.change)
        back = time.perf_counter() - begin
    move(ctx, LEFT, "resolve", reason="no_fault")
    return {"resolve": resolve, "undo": back, "a writer waits": waited.longest}


def _keys(place: Place, name: str) -> Figures:
    """Keys in the list of clients. Without the tool nothing is told of them."""
    if not TTY_BENCH.is_file():
        print(f"KEYS ARE NOT MEASURED: {TTY_BENCH} is missing", file=sys.stderr)
        return {}
    case = programs.bellbuoy(place, name, programs.JUMPS)
    found = run([case], place.folder, "startup,keys")
    return {f"{name} p99": found[f"{name} p99"], f"{name} lost": found[f"{name} unanswered"]}


@contextmanager
def working(place: Place) -> Iterator[None]:
    """The worker of a store, for as long as the block lasts."""
    words = [*programs.BELLBUOY, "worker", "start", "--foreground", "--store", place.address]
    worker = subprocess.Popen(words, env=_surroundings(place), stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        worker.terminate()
        worker.communicate()


@contextmanager
def feeding(place: Place, name: str) -> Iterator[subprocess.Popen[str]]:
    """A process that brings LINES in within a minute; what it prints last is how long the
    slowest hundredth of them waited."""
    words = [sys.executable, "-P", "-m", "benchmarks.data.feed", place.address, name]
    command = [*words, str(LINES), str(MINUTE)]
    process = subprocess.Popen(
        command, env=_surroundings(place), stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _surroundings(place: Place) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)} | programs.environment(place.folder)


QUESTION = Question(
    "storm",
    (
        Row("10,000 incidents, as fast as it goes", "fast"),
        Row("one of them / smallest store", "here", "small", 1.5),
        Row("in a minute: told to be stored, p99", "told p99", bar=2.0),
        Row("in a minute: key p99 / calm", "busy p99", "calm p99", 3.0),
        Row("in a minute: keys unanswered", "busy lost", None, 0.01, unit="keys"),
        Row("in a minute: scores written / clients hurt", "scored", None, 1.01, unit="times"),
        Row("in a minute: messages of a rule about them", "messages", None, 2, unit="messages"),
        Row("all resolved in one step", "resolve"),
        Row("and taken back", "undo"),
        Row("the longest that another writer waited meanwhile", "a writer waits", bar=1.0),
    ),
    measure,
)
