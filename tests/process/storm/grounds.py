"""The stores that storms meet: each is prepared once, and copied for each try."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

from bellbuoy.services import integrations, making, retention, settings
from bellbuoy.services.backup import making as backing
from bellbuoy.services.context import Context, open_context
from bellbuoy.services.desk import many
from bellbuoy.services.desk.assign import assign
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.simulations import feeding, living, running
from core.desk.types import Selection
from core.health.types import HealthConfig
from storage.engine.migrate import create
from storage.store.writes import put_setting
from tests.process.storm import forks

STORE = "store.db"
MARKED = 15
"""How many clients wait for their score in a `marked` store."""
_SOURCE = "crm"


def opened(folder: Path) -> Context:
    return open_context(str(folder / STORE), user="test")


def plain(folder: Path, large: bool) -> None:
    """A demo store, and a folder for what is made."""
    making.demo(str(folder / STORE), clients=30 if large else MARKED, days=10)
    (folder / "made").mkdir()


def defined(folder: Path, large: bool) -> None:
    """A demo store, and files of definitions that say something else of each subject."""
    plain(folder, large)
    (folder / "defs").mkdir()
    for subject, text in {
        "scoring": "[weights]\nusage = 10\nengagement = 60\nincidents = 30\n",
        "views": '[[view]]\nname = "Late"\nquery = "tier:critical"\nby = "owner"\n',
        "alerts": 'quiet_hours = "22:00-07:00"\n'
        '[[rule]]\nname = "tier-critical"\ncondition = "tier:critical arr>1"\n',
    }.items():
        (folder / "defs" / f"{subject}.toml").write_text(text, encoding="utf-8")


def assigned(folder: Path, large: bool) -> None:
    """A demo store in which somebody gave all clients to one person."""
    plain(folder, large)
    assign(opened(folder), Selection(query=""), "zoe")


def cut_off(folder: Path, large: bool) -> None:
    """A demo store, and a process that died while it gave all clients to one person."""
    plain(folder, large)
    assert forks.ended(forks.begin(lambda: _dies_in_the_middle(folder))) != 0


def simulated(folder: Path, large: bool) -> None:
    """A demo store in which the service is down for everybody, by a run."""
    plain(folder, large)
    running.run(opened(folder), "outage", Selection(query=""), {})


def fed(folder: Path, large: bool) -> None:
    """A demo store into which a feed has written, and which stands."""
    plain(folder, large)
    feed = feeding.begin_feed(opened(folder), {})
    living.step(opened(folder), feed.number, 30)


def _dies_in_the_middle(folder: Path) -> int:
    def told(done: int, _total: int) -> None:
        if done:
            os.kill(os.getpid(), signal.SIGKILL)

    many.PORTION = 20
    assign(opened(folder), Selection(query=""), "zoe", progress=told)
    return 0


def reported(folder: Path, large: bool) -> None:
    """A demo store, and lines of a monitor, the first of which comes twice."""
    plain(folder, large=False)
    lines = [
        json.dumps(
            {"key": f"m-{max(1, n)}", "client": f"C-{n % MARKED + 1:04d}", "title": f"t {n}"}
        )
        for n in range(400 if large else 40)
    ]
    (folder / "lines.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def facts(folder: Path, large: bool) -> None:
    """A demo store, and files of clients and usage, some rows of them bad."""
    plain(folder, large=False)
    _write_facts(folder / "facts", *((50, 300) if large else (12, 40)))


def marked(folder: Path, large: bool) -> None:
    """A store without a history, whose clients all wait: for a new formula, and more
    of them, in a large one, for what came in since."""
    making.demo(str(folder / STORE), clients=30 if large else MARKED, days=5)
    if large:
        settings.set_formula(opened(folder), HealthConfig(weights=(10, 60, 30)))
    with _raw(folder) as db:
        for table in ("score_history", "arr_history", "score_day"):
            db.execute(f"DELETE FROM {table}")
        db.execute("UPDATE score SET week = -1")
        db.execute(
            "INSERT INTO changed_client (client_id, gen, reason)"
            f" SELECT id, 1, 'test' FROM client ORDER BY id LIMIT {MARKED}"
        )
        db.execute("INSERT INTO history_due (client_id, gen) SELECT id, 1 FROM client")


def oldest(folder: Path, large: bool) -> None:
    """A store of the first form, with two rows in each table, or two hundred."""
    path = folder / STORE
    create(path, target=1)
    with _raw(folder) as db:
        for (table,) in db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name <> 'alembic_version' AND name NOT LIKE 'client_search%'"
        ).fetchall():
            columns = db.execute(f'PRAGMA table_info("{table}")').fetchall()
            marks = ", ".join("?" for _ in columns)
            db.executemany(
                f'INSERT INTO "{table}" VALUES ({marks})',
                [
                    [_made_up(name, kind, n) for _, name, kind, *_ in columns]
                    for n in range(1, 201 if large else 3)
                ],
            )


def backed_up(folder: Path, large: bool) -> None:
    """A store that has changed since its backup was made."""
    plain(folder, large)
    (folder / "backups").mkdir()
    ctx = opened(folder)
    backing.make(ctx, str(folder / "backups" / "b.db"))
    settings.set_formula(ctx, HealthConfig(weights=(10, 60, 30)))
    recompute(ctx)


def holed(folder: Path, large: bool) -> None:
    """A store half of whose pages are free, and whose log is not empty."""
    plain(folder, large)
    size = 2_000_000 if large else 200_000
    with _raw(folder) as db:
        db.execute("CREATE TABLE filler (body BLOB) STRICT")
        db.executemany("INSERT INTO filler VALUES (zeroblob(4000))", [()] * (size // 4_000))
        db.execute("DROP TABLE filler")
    with opened(folder).store.unit() as unit:
        put_setting(unit, "mark", "in the log")


def expiring(folder: Path, large: bool) -> None:
    """A store most of whose raw rows are due by a policy."""
    making.demo(str(folder / STORE), clients=30 if large else 3, days=90 if large else 50)
    retention.put(opened(folder), "telemetry", 31, "test", new=True)


def refused(folder: Path, large: bool) -> None:
    """A store with refused rows, whose reason is gone: their clients have come."""
    facts(folder, large)
    client = folder / "facts" / "client.csv"
    later = client.rename(folder / "client.csv")
    ctx = opened(folder)
    mapping = integrations.load_mapping(None, None, _SOURCE, "USD")
    integrations.import_path(ctx, folder / "facts", mapping)
    later.rename(client)
    integrations.import_path(ctx, folder / "facts", mapping)


def _write_facts(folder: Path, clients: int, uses: int) -> None:
    folder.mkdir()
    dice = random.Random(3)
    rows = ["id,name,start", *(f"K-{n},Firm {n},2024-01-01" for n in range(clients))]
    (folder / "client.csv").write_text("\n".join(rows) + "\n")
    rows = ["id,client,at,value"]
    for n in range(uses):
        day, value = dice.randint(1, 20), dice.randint(1, 400)
        told = "many" if n % 100 == 7 else str(value)
        rows.append(f"U-{n},K-{dice.randrange(clients)},2024-03-{day:02}T09:00:00Z,{told}")
    (folder / "usage.csv").write_text("\n".join(rows) + "\n")


def _made_up(name: str, kind: str, n: int) -> object:
    return {"INTEGER": n, "BLOB": bytes([n % 256])}.get(kind, f"{name} {n}")


def _raw(folder: Path) -> closing[sqlite3.Connection]:
    """A connection past the program, which stores each statement at once."""
    return closing(sqlite3.connect(folder / STORE, isolation_level=None))
