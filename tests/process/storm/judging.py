"""What must hold of a store after its writer was killed, or met a disk that failed."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from storage.engine.reader import TableShape
from storage.engine.sqlite_form import schema_of
from storage.engine.sqlite_store import SqliteStore
from storage.engine.version import SCHEMA
from tests.process.storm import forks
from tests.process.storm.grounds import opened
from tests.process.storm.tries import ENDINGS, Place

Said = dict[str, Any]
LEDGERS = frozenset(
    {
        "audit", "change_set", "change_row", "import_run", "import_file", "job_run",
        "job_request", "job_state", "job_plan", "lease", "worker", "alembic_version",
    }
)  # fmt: skip
"""Tables that record how something came about, and so differ between two ways."""
# Columns and settings that say when something was written, or by which run, not what.
_WHEN = frozenset(
    {"created_us", "known_us", "recorded_us", "scored_us", "first_seen_us", "settled_us"}
)
_WHO = frozenset({"run_id", "gen"})
_MOMENTS = ("health.until",)
_CLEAR = re.compile(
    r"error: (the disk is full or cannot be written; nothing of this step was stored"
    r"|run \d+ of [\w-]+ is (failed|dead): the disk is full or cannot be written; .*"
    r"|cannot open the store .*|cannot write .*|the store said: .*"
    r"|the disk is full.*)"
)


class BrokenError(AssertionError):
    """A promise that did not hold: its word, and what was found."""

    def __init__(self, kind: str, found: object) -> None:
        super().__init__(f"{kind}: {str(found)[:700]}")
        self.kind = kind


@dataclass
class Counts:
    """How a storm went: tries, what they came to, and which promises broke."""

    killed: int = 0
    finished: int = 0
    points: int = 0
    acknowledged: int = 0
    failed_clearly: int = 0
    done_in_spite: int = 0
    restart_s: list[float] = field(default_factory=list)
    plain_s: list[float] = field(default_factory=list)
    broken: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def note(self, where: str, fault: BrokenError) -> None:
        self.broken[fault.kind] += 1
        if len(self.examples) < 5:
            self.examples.append(f"{where}: {fault}")


def said(store: Path, aside: frozenset[str]) -> Said:
    """What each table says that does not tell how it went, without what tells when."""
    found: Said = {}
    with SqliteStore(store).reader() as reader:
        for table in reader.tables():
            if table.name not in LEDGERS | aside:
                found[table.name] = sorted(map(repr, _rows(reader, table)))
    return found


def _rows(reader: Any, table: TableShape) -> list[tuple[Any, ...]]:
    names = [name for name in table.columns if name not in _WHEN | _WHO]
    picked = ", ".join(f'"{name}"' for name in names)
    rows = reader.rows(f'SELECT {picked} FROM "{table.name}"')
    if table.name != "setting":
        return list(rows)
    return [row for row in rows if not set(_MOMENTS) & set(map(str, row))]


def first_answer(place: Place) -> float:
    """Seconds to open the store and read of it."""
    began = perf_counter()
    if schema_of(place.store) == SCHEMA:
        with opened(place.folder).store.reader() as reader:
            reader.value("SELECT count(*) FROM client")
    return perf_counter() - began


class Judge:
    """Knows what a store said before the command and says after it."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._aside = place.workload.aside
        place.fresh()
        self.old: Said = forks.asked(lambda: said(place.store, self._aside))
        assert forks.ended(place.begin()) in ENDINGS, place.said.read_text()
        self.new: Said = self._says()
        self._left = self._names()

    def plain_open(self) -> float:
        """Seconds until a store answers that nothing has happened to."""
        found: float = forks.asked(lambda: first_answer(self._place))
        return found

    def after_kill(self, counts: Counts) -> None:
        """Raises BrokenError for the first promise that did not hold."""
        place = self._place
        counts.restart_s.append(forks.asked(lambda: first_answer(place)))
        self._whole()
        acknowledged = place.acknowledged()
        counts.acknowledged += acknowledged
        acks = place.workload.acks
        if acks is not None:
            kept = forks.asked(lambda: _value(place, acks.kept))
            if kept < acknowledged:
                raise BrokenError("lost", f"{kept} of {acknowledged}")
        if place.finished():
            self._is_new("lost")

    def after_fault(self, code: int, counts: Counts) -> None:
        """The same of a command that ended by itself with a code."""
        told = self._place.said.read_text("utf-8", "replace")
        if "Traceback" in told:
            raise BrokenError("traceback", told)
        if code in ENDINGS:
            counts.done_in_spite += 1
        else:
            lines = [line for line in told.splitlines() if line.startswith("error: ")]
            if code != 1 or len(lines) != 1 or not _CLEAR.fullmatch(lines[0]):
                raise BrokenError("unclear", f"{code}: {told}")
            counts.failed_clearly += 1
        self.after_kill(counts)

    def brought_to_its_end(self) -> None:
        """Run the command again, where it is not done: all must be as if nothing had
        happened. Raises BrokenError."""
        if not self.over():
            code, told = again(self._place)
            if code not in ENDINGS:
                raise BrokenError("stuck", f"{code}: {told}")
        self._is_new("half done")
        extra = self._names() - self._left
        if extra:
            raise BrokenError("left over", sorted(extra))

    def over(self) -> bool:
        """Whether there is nothing left to be done. What adds is done as soon as the
        store says so: a second run of it would add another one."""
        place = self._place
        if place.made is not None:
            return place.made.exists()
        return place.workload.adds and self._says() == self.new

    def _whole(self) -> None:
        """Sound, and the old or the new where there is nothing between."""
        place, workload = self._place, self._place.workload
        fault = forks.asked(lambda: _damage(place))
        if fault != "ok":
            raise BrokenError("damaged", fault)
        if forks.ended(forks.begin(place.checked)):
            raise BrokenError("unsound", place.said.read_text("utf-8", "replace"))
        if place.made is not None:
            if place.made.exists():
                self._is_new("half done")
        elif workload.atomic:
            now = self._says()
            if now not in (self.old, self.new):
                raise BrokenError("half done", differing(now, self.new))

    def _is_new(self, word: str) -> None:
        now = self._says()
        if now != self.new:
            raise BrokenError(word, differing(now, self.new))

    def _says(self) -> Said:
        found: Said = forks.asked(lambda: said(self._subject, self._aside))
        return found

    @property
    def _subject(self) -> Path:
        return self._place.made or self._place.store

    def _names(self) -> set[str]:
        """Files in the folder, but the log of a store and what a moment names."""
        found = {
            str(path.relative_to(self._place.folder))
            for path in self._place.folder.rglob("*")
            if not path.name.endswith(("-wal", "-shm"))
        }
        return {re.sub(r"\d{8,}\S*", "…", name) for name in found}


def again(place: Place) -> tuple[int, str]:
    """The command once more, to its end: code, and all that it said."""
    code = forks.ended(place.begin())
    return code, place.said.read_text("utf-8", "replace")


def differing(one: Said, other: Said) -> str:
    """Which tables differ, with a row of each."""
    told = []
    for table in sorted(one.keys() | other.keys()):
        mine, theirs = set(one.get(table, [])), set(other.get(table, []))
        if mine != theirs or len(one.get(table, [])) != len(other.get(table, [])):
            told.append(f"{table} -{sorted(theirs - mine)[:1]} +{sorted(mine - theirs)[:1]}")
    return "; ".join(told)


def _value(place: Place, sql: str) -> int:
    with opened(place.folder).store.reader() as reader:
        return int(reader.value(sql))


def _damage(place: Place) -> str:
    import sqlite3

    with closing(sqlite3.connect(f"file:{place.store}?mode=ro", uri=True)) as db:
        return str(db.execute("PRAGMA integrity_check").fetchone()[0])
