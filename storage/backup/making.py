"""Making a backup: one file that is whole, proved and sealed, or none."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from core.store.seal import seal_text
from core.store.types import BackupSeal, TableSeal
from core.values.errors import BellbuoyError, ConflictError
from storage.backup.folder import alone_in, part_of, seal_of, sweep, sync, unwritable
from storage.engine.content import Content, content_of, row_count
from storage.engine.sqlite_form import taken
from storage.engine.sqlite_pages import file_faults, pages_out
from storage.engine.sqlite_store import SqliteStore
from storage.engine.store import Store
from storage.simulations.reads import runs_in_force

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def write_backup(
    store: Store,
    target: Path,
    made: datetime,
    progress: Progress,
    cancelled: Cancelled,
    *,
    clean: bool = False,
) -> BackupSeal:
    """Back up a store of any engine as it is at one moment, while others write.

    The file is a SQLite store. It is made under another name beside the target,
    opened as a store and compared with the source (integrity, references, rows and
    hash of every table), synced, and then gets its name; its seal, `TARGET.json`,
    just before. Raises UsageError where something is already, ConflictError while
    another backup is made in that folder, or where it is to be `clean` and a simulation
    is in force, and BellbuoyError for a full disk or a copy that cannot be proved; then
    nothing is left.
    """
    with alone_in(target.parent):
        for each in (target, seal_of(target)):
            if os.path.lexists(each):
                raise taken(each)
        part = part_of(target)
        try:
            content = _filled(store, part, progress, cancelled)
            runs = _simulated(part)
            if clean and runs:
                raise in_force(runs)
            seal = _sealed(store, part, made, content, runs)
            _publish(part, target, seal)
        except OSError as error:
            raise unwritable(target, error) from error
        finally:
            sweep(target.parent)
    return seal


def _filled(store: Store, part: Path, progress: Progress, cancelled: Cancelled) -> Content:
    """Fill the file and prove it; what it says."""
    told = _Told(progress, cancelled)
    expected = (
        _pages(store, part, told)
        if isinstance(store, SqliteStore)
        else _rows(store, part, told)
    )
    faults = file_faults(part)
    if faults:
        raise BellbuoyError(
            f"the backup of {store.url} is not sound: {faults[0]}",
            "bellbuoy store check --full says what is wrong with the store",
        )
    with SqliteStore(part).reader() as reader:
        content = content_of(reader, told.last)
    if content.checksum != expected:
        raise BellbuoyError(f"the backup of {store.url} differs from it; it is removed")
    return content


def _pages(store: SqliteStore, part: Path, told: _Told) -> str:
    """Page by page out of one snapshot; the checksum of the source in that
    snapshot. Whoever may not read the store may not read the file."""
    part.touch(0o600)
    part.chmod(0o600 | store.path.stat().st_mode & 0o777)
    with store.reader() as reader:
        reader.begin()
        told.rows = row_count(reader, reader.tables())
        pages_out(reader, part, told.copied)
        checksum = content_of(reader, told.again).checksum
        reader.end()
    return checksum


def _rows(store: Store, part: Path, told: _Told) -> str:
    """Table by table out of one snapshot of a server; the checksum of the source."""
    from storage.engine.copy import copy_store
    from storage.engine.sqlite_pages import without_log

    _, _, checksum = copy_store(store, SqliteStore(part), told.three, lambda: False)
    without_log(part)
    part.chmod(0o600)
    return checksum


def _simulated(part: Path) -> tuple[str, ...]:
    """The runs that are in force in the file itself, whatever became of the store since."""
    with SqliteStore(part).reader() as reader:
        return tuple(run.name for run in runs_in_force(reader))


def in_force(runs: Sequence[str]) -> ConflictError:
    """Why there is no clean backup now."""
    return ConflictError(
        f"{', '.join(runs)} {'is' if len(runs) == 1 else 'are'} in force: the backup would hold"
        " what was made up",
        "bellbuoy sim history names them, bellbuoy sim undo takes them back",
    )


def _sealed(
    store: Store, part: Path, made: datetime, content: Content, runs: tuple[str, ...]
) -> BackupSeal:
    sync(part)
    return BackupSeal(
        made=made,
        store=source_name(store),
        engine=store.engine,
        form=SqliteStore(part).schema(),
        bytes=part.stat().st_size,
        sha256=hash_of(part),
        checksum=content.checksum,
        tables=tuple(TableSeal(*table) for table in content.tables),
        simulated=runs,
    )


def _publish(part: Path, target: Path, seal: BackupSeal) -> None:
    """The seal first: a backup that has its name has its seal."""
    written = part.with_name(part.name + ".seal")
    written.write_text(seal_text(seal), encoding="utf-8")
    sync(written)
    written.replace(seal_of(target))
    part.replace(target)
    sync(target.parent)


def source_name(store: Store) -> str:
    """How a seal names the store that it is of: where it is, without a password."""
    return store.address if isinstance(store, SqliteStore) else store.url


def hash_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


class _Told:
    """How far the whole is, in rows: copied, read again at the source, and read at
    the copy. A server's rows pass once more."""

    def __init__(self, progress: Progress, cancelled: Cancelled) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self.rows = 0
        self._passes = 3

    def copied(self, pages: int, total: int) -> None:
        self._tell(self.rows * pages // max(total, 1))

    def again(self, rows: int) -> None:
        self._tell(self.rows + rows)

    def three(self, done: int, total: int) -> None:
        self._passes = 4
        self.rows = total // 3
        self._tell(done)

    def last(self, rows: int) -> None:
        self._tell((self._passes - 1) * self.rows + rows)

    def _tell(self, done: int) -> None:
        if self._cancelled():
            raise BellbuoyError("stopped; no backup was made")
        self._progress(done, self._passes * self.rows)
