"""Whether the judge sees what it must: a store is harmed on purpose, in one way after
the other. Prints what it found of each as JSON."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.process.storm import forks


def main() -> int:
    """Harm, and judge."""
    forks.alone()
    from tests.process.storm.storm import Storm
    from tests.process.storm.workloads import BY_NAME

    # Made by hand: a folder that goes with its process would go with each fork of it.
    home = Path(tempfile.mkdtemp(prefix="bellbuoy-harmed-"))
    try:
        storm = Storm(home, BY_NAME["import"], large=False)
        found = {name: storm.judge_harmed(harm) for name, harm in HARM.items()}
    finally:
        shutil.rmtree(home, ignore_errors=True)
    print(json.dumps(found))
    return 0


def _sql(statement: str) -> Callable[[Path], None]:
    def harm(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "store.db", isolation_level=None)) as db:
            db.execute(statement)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    return harm


def _acknowledge(folder: Path) -> None:
    acks = folder.parent / "acks"
    acks.write_text(acks.read_text().replace("done", "999999"))


def _page(folder: Path) -> None:
    store = folder / "store.db"
    size = store.stat().st_size
    with store.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xff" * 8_192)


def _file(folder: Path) -> None:
    (folder / "half.tmp").write_text("")


HARM: dict[str, Callable[[Path], None]] = {
    "nothing": lambda _folder: None,
    "a score": _sql("UPDATE client SET score = 1, health_rank = 1 WHERE id = 1"),
    "a row": _sql("DELETE FROM quarantine WHERE id = 1"),
    "an acknowledged row": _acknowledge,
    "a page": _page,
    "a file too many": _file,
}

if __name__ == "__main__":
    sys.exit(main())
