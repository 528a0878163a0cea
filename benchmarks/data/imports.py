"""How fast are a million events taken in, checked, keyed and rolled up?

Beside `sqlite3 .import` of the same file into a table with the same unique id:
no check, no second table, no rollup. Without that program, Python's own `csv`
and `sqlite3` do the same in C.
"""

from __future__ import annotations

import csv
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from bellbuoy.services import integrations
from bellbuoy.services.importing.files import find_files
from bellbuoy.services.importing.progress import no_steps
from bellbuoy.services.importing.run import ImportJob
from bellbuoy.services.scoring.moment import never
from benchmarks.data.bench import Figures, Place, Question, Row, step
from benchmarks.data.clock import ahead, opened
from core.simulations.demo.personas import key_of

EVENTS = 1_000_000
DAYS = 10
"""The events are spread over so many days that no total was told of."""


def measure(place: Place, number: int) -> Figures:
    """Import a new file, let the peer import it, import it again, and again with one
    row more: then every row is read and compared."""
    file = place.folder / f"usage-{number}.csv"
    step(write_events, place.address, str(file), place.size, number)
    try:
        first = step(taken_in, place.address, str(file))
        peer = beside(file, place.folder / "peer.db")
        again = step(taken_in, place.address, str(file))
        step(add_one, str(file), number)
        grown = step(taken_in, place.address, str(file))
    finally:
        file.unlink()
    return {
        "first": first["seconds"], "again": again["seconds"], "grown": grown["seconds"],
        "peer": peer, "memory": first["peak_mb"],
    }  # fmt: skip


def write_events(address: str, file: str, size: int, number: int) -> Figures:
    """A file of new events on the days behind the store's clock, which moves on."""
    ctx = ahead(opened(address), DAYS)
    days = [(ctx.present - timedelta(days=back)).date().isoformat() for back in range(DAYS)]
    with Path(file).open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("id", "client", "at", "value"))
        for event in range(EVENTS):
            # Through the base in large steps, so that no two that follow share a client.
            client = key_of(event * 7_919 % size + 1)
            at = f"{days[event % DAYS]}T{event % 14:02d}:{event % 60:02d}:{event % 59:02d}Z"
            writer.writerow((f"bench-{number}-{event}", client, at, event % 50 + 1))
    return {}


def add_one(file: str, number: int) -> Figures:
    """The last row once more, under an id of its own."""
    with Path(file).open("r+", newline="") as stream:
        *_, last = stream
        stream.write(last.replace(f"bench-{number}-", f"bench-{number}-more-", 1))
    return {}


def taken_in(address: str, file: str) -> Figures:
    """Seconds of an import, up to the scores: those are the next question."""
    ctx = opened(address)
    mapping = integrations.load_mapping(None, "usage", "demo", "USD")
    begin = perf_counter()
    ImportJob(ctx, mapping, find_files(Path(file), mapping), no_steps, never).run()
    return {"seconds": perf_counter() - begin}


def beside(file: Path, store: Path) -> float:
    """The seconds of the peer."""
    store.unlink(missing_ok=True)
    with closing(sqlite3.connect(store)) as db:
        db.execute("CREATE TABLE event (id TEXT UNIQUE, client TEXT, at TEXT, value INTEGER)")
    begin = perf_counter()
    program = shutil.which("sqlite3")
    if program is not None:
        words = [program, store, ".mode csv", f".import --skip 1 '{file}' event"]
        subprocess.run(words, check=True)
    else:
        with closing(sqlite3.connect(store)) as db, file.open(newline="") as stream:
            rows = csv.reader(stream)
            next(rows)
            db.executemany("INSERT INTO event VALUES (?, ?, ?, ?)", rows)
            db.commit()
    seconds = perf_counter() - begin
    store.unlink()
    return seconds


QUESTION = Question(
    "import",
    (
        Row("import of 1M events / .import", "first", "peer", 3.0, {"postgresql": 4.0}),
        Row("the same file again / .import", "again", "peer", 1.1),
        Row("the same file with one row more / .import", "grown", "peer", 1.1),
        Row("peak memory of the import", "memory", unit="MB"),
    ),
    measure,
)
