"""Two workers and three askers at once: every request is taken once, on both engines.

BELLBUOY_STORM=1 asks 10,002 times in place of 150.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from bellbuoy.services import jobs
from bellbuoy.services.context import Context
from storage.engine.store import Store
from tests.fixtures.depth import STORM
from tests.fixtures.stores import context

pytestmark = pytest.mark.process
REQUESTS = 10_002 if STORM else 150
ASKERS = 3
LEAST_RUNS = 5

ASK = """
import sys
from bellbuoy.services import jobs
from bellbuoy.services.context import open_context
ctx = open_context(sys.argv[1], user="asker")
print("begin", flush=True)
for _ in range(int(sys.argv[2])):
    print(jobs.ask(ctx, "j"))
print("done", flush=True)
"""
# A worker that takes what it can and lets the lead go, now and then without closing
# its run, as one does that is killed.
WORK = """
import random, sys, time
from datetime import timedelta
from bellbuoy.services import worker
from bellbuoy.services.context import open_context
from bellbuoy.services.supervision.endings import close
from bellbuoy.services.supervision.taking import take
from core.jobs.types import Ending, JobPlan
from core.values.errors import BellbuoyError, ConflictError
name, dice = sys.argv[2], random.Random(sys.argv[2])
plan = JobPlan("j", "a job", "0 0 29 2 *", retries=10**6, backoff_s=0)
worker.LEASE_TIME = timedelta(milliseconds=50)
ctx = open_context(sys.argv[1], user="system", role="system")
worker.enlist(ctx, name)
print("begin", flush=True)
fence = None

def left():
    with ctx.reader() as reader:
        done = reader.value("SELECT count(*) FROM job_request WHERE state = 'done'")
    return done < int(sys.argv[3])

while left():
    try:
        fence = worker.beat(ctx, name, fence).fence
        number = None if fence is None else take(ctx, plan, name, fence)
        if number is not None:
            print(number, flush=True)
            if dice.random() < 0.9:
                close(ctx, plan, number, Ending("ok"))
            fence = None
            worker.leave(ctx, name)
            time.sleep(0.005)
            worker.enlist(ctx, name)
    except ConflictError:
        fence = None
print("done", flush=True)
"""


def spawn(code: str, *arguments: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", code, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "begin\n"
    return process


def said(process: subprocess.Popen[str]) -> list[int]:
    out, err = process.communicate(timeout=3_000 if STORM else 120)
    assert process.returncode == 0, err
    *numbers, last = out.split()
    assert last == "done"
    return [int(number) for number in numbers]


@pytest.mark.timeout(3_600 if STORM else 180)
def test_no_request_and_no_run_is_had_twice(a_store: Store) -> None:
    ctx: Context = context(a_store)
    workers = [spawn(WORK, a_store.address, name, str(REQUESTS)) for name in ("w1", "w2")]
    askers = [spawn(ASK, a_store.address, str(REQUESTS // ASKERS)) for _ in range(ASKERS)]
    asked = sorted(number for asker in askers for number in said(asker))
    taken = [said(worker) for worker in workers]
    assert asked == list(range(1, REQUESTS + 1)), "each request has a number of its own"
    begun = sorted(number for numbers in taken for number in numbers)
    assert len(begun) == len(set(begun)), "no run was begun twice"
    assert all(taken), "both have led"
    with ctx.reader() as reader:
        left = reader.rows("SELECT id, state FROM job_request WHERE state <> 'done'")
        runs = reader.rows("SELECT id, state, requests FROM job_run ORDER BY id")
        told = reader.rows("SELECT run_id, count(*) FROM job_request GROUP BY run_id")
    assert left == []
    assert begun == [number for number, _, _ in runs]
    assert len(runs) >= LEAST_RUNS
    claimed = {number: requests for number, state, requests in runs if state == "ok"}
    assert {state for _, state, _ in runs} == {"ok", "abandoned"}
    # What a run says it has taken is what names it: nobody took it away from it.
    assert {run: n for run, n in claimed.items() if n} == dict(told)
    assert sum(claimed.values()) == REQUESTS
    assert jobs.waiting(ctx) == 0
