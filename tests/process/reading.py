"""Many readers of one store: forked from a process that has imported all it needs.

    python -m tests.process.reading STORE READERS STOP

Each child reads, in one snapshot after the other, the whole list page by page, its
count and the counters above it, until the file STOP exists. Prints `reading` when
all have begun, and at the end, as JSON, how many rounds each has read and its fault
with its text. A round whose parts do not agree is a fault.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections import Counter
from pathlib import Path

from bellbuoy.services import clients
from bellbuoy.services.context import Context, open_context
from bellbuoy.services.overview import overview
from bellbuoy.services.snapshot import one_snapshot
from core.clients.types import ClientRow

PAGE = 40
MOST_ROUNDS = 10_000


def main(store: str, readers: int, stop: Path) -> int:
    pipes = []
    for _ in range(readers):
        end, start = os.pipe()
        if os.fork() == 0:
            os.close(end)
            with os.fdopen(start, "w") as out:
                json.dump(_reader(store, stop), out)
            os._exit(0)
        os.close(start)
        pipes.append(end)
    print("reading", flush=True)
    told = []
    for end in pipes:
        with os.fdopen(end) as answer:
            told.append(json.load(answer))
    for _ in pipes:
        os.wait()
    print(json.dumps(told))
    return 0


def _reader(store: str, stop: Path) -> dict[str, object]:
    rounds, parent = 0, os.getppid()
    try:
        ctx = open_context(store, user="reader", role="rep")
        while rounds < MOST_ROUNDS:
            _round(ctx)
            rounds += 1
            if stop.exists() or os.getppid() != parent:
                break
    except BaseException:
        return {"rounds": rounds, "fault": traceback.format_exc()}
    return {"rounds": rounds, "fault": None}


def _round(ctx: Context) -> None:
    """The whole list, its count and the counters, out of one snapshot; then each
    once more on its own."""
    with ctx.store.reader() as reader, one_snapshot(reader):
        held = ctx.holding(reader)
        rows = _pages(held)
        count = clients.count(held)
        found = overview(held)
    assert len(rows) == count, (len(rows), count)
    assert len({row.id for row in rows}) == count, "a client stands on two pages"
    tiers = Counter(row.tier for row in rows)
    assert {tier: counter.n for tier, counter in found.tiers.items() if counter.n} == tiers
    assert found.clients == count, (found.clients, count)
    scores = [row.score for row in rows if row.score is not None]
    assert found.scored == len(scores)
    mean = round(sum(scores) / len(scores), 1) + 0.0 if scores else None
    assert found.average == mean, (found.average, mean)
    worst = [(row.score is None, row.score or 0) for row in rows]
    assert worst == sorted(worst), "the list is out of order"
    _alone(ctx)


def _alone(ctx: Context) -> None:
    found = overview(ctx)
    assert sum(counter.n for counter in found.tiers.values()) == found.clients
    assert sum(found.incidents_by_severity.values()) == found.open_incidents
    page = clients.page(ctx, limit=PAGE)
    assert len(page.rows) == PAGE


def _pages(ctx: Context) -> list[ClientRow]:
    rows: list[ClientRow] = []
    cursor = None
    while True:
        page = clients.page(ctx, limit=PAGE, cursor=cursor)
        rows += page.rows
        cursor = page.next
        if cursor is None:
            return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
