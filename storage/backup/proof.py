"""Proving a backup: the file, its form, its soundness, and what every table says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from core.store.seal import read_seal
from core.store.types import BackupSeal, Check, TableSeal
from core.values.errors import (
    BellbuoyError,
    CheckFailedError,
    ConflictError,
    NotFoundError,
    UsageError,
)
from core.values.instants import iso
from storage.backup.folder import seal_of
from storage.backup.making import hash_of
from storage.engine.content import table_content
from storage.engine.sqlite_pages import file_faults
from storage.engine.sqlite_reader import SqliteReader
from storage.engine.sqlite_store import SqliteStore
from storage.engine.version import SCHEMA

ELSE = "take another backup: bellbuoy store backups lists them"
_MOST_NAMED = 5
Told = Callable[[int, int], None]


def sealed(path: Path) -> BackupSeal | None:
    """The seal of a backup that is there; None for one that is damaged.

    Raises NotFoundError without the file or its seal, UsageError for what is no
    backup, ConflictError for one that a newer program made.
    """
    if not path.exists():
        raise NotFoundError(f"no backup at {path}", "bellbuoy store backups lists them")
    if not path.is_file():
        raise UsageError(f"{path} is no file")
    try:
        text = seal_of(path).read_text(encoding="utf-8")
    except FileNotFoundError:
        SqliteStore(path).schema()
        raise NotFoundError(
            f"{path} has no seal beside it, {seal_of(path).name}",
            "it may be a store, but not what was backed up: bellbuoy store check --store FILE",
        ) from None
    except (OSError, UnicodeDecodeError):
        return None
    try:
        seal = read_seal(text)
    except ValueError:
        return None
    if seal.form > SCHEMA:
        raise ConflictError(
            f"{path} was made by a newer Bellbuoy (form {seal.form}; this one knows {SCHEMA})",
            "update Bellbuoy",
        )
    return seal


def checks(path: Path, told: Told) -> tuple[Check, ...]:
    """Everything about a backup, against what was written when it was made. `told`
    gets (rows done, rows in all). Raises as `sealed` does."""
    seal = sealed(path)
    if seal is None:
        name = seal_of(path).name
        return (
            Check("seal", "fail", f"the seal {name} does not hold what was written", ELSE),
            _sound(path),
        )
    made = f"{iso(seal.made)[:16].replace('T', ' ')}Z"
    source = f"{seal.store}, {seal.engine}, form {seal.form}"
    return (
        Check("seal", "ok", f"made {made} of {source}{_simulated(seal)}"),
        _file(path, seal),
        _sound(path),
        _tables(path, seal, told),
    )


def demand(path: Path, told: Told) -> BackupSeal:
    """The seal of a backup that is whole. Raises CheckFailedError for any other, and
    as `sealed` does."""
    for check in checks(path, told):
        if check.state == "fail":
            raise CheckFailedError(f"{path} is damaged: {check.text}", ELSE)
    seal = sealed(path)
    assert seal is not None
    return seal


def _simulated(seal: BackupSeal) -> str:
    runs = ", ".join(seal.simulated)
    return f"; simulated: {runs}, in force when it was made" if runs else ""


def _file(path: Path, seal: BackupSeal) -> Check:
    try:
        size = path.stat().st_size
        if size < seal.bytes:
            lost = f"it is cut: {size:,} of {seal.bytes:,} bytes are there"
            return Check("file", "fail", lost, ELSE)
        if size > seal.bytes:
            return Check("file", "fail", f"it has {size - seal.bytes:,} bytes too many", ELSE)
        if hash_of(path) != seal.sha256:
            return Check("file", "fail", "its bytes are not those that were written", ELSE)
    except OSError as error:
        return Check("file", "fail", f"it cannot be read: {error.strerror or error}", ELSE)
    return Check("file", "ok", f"{size:,} bytes as they were written")


def _sound(path: Path) -> Check:
    try:
        SqliteStore(path).schema()
        faults = file_faults(path)
    except BellbuoyError as fault:
        return Check("soundness", "fail", fault.message, ELSE)
    if faults:
        return Check("soundness", "fail", faults[0], ELSE)
    return Check("soundness", "ok", "no pages or references that SQLite finds wrong")


def _tables(path: Path, seal: BackupSeal, told: Told) -> Check:
    try:
        wrong = list(_wrong_tables(path, seal, told))
    except BellbuoyError as fault:
        return Check("tables", "fail", fault.message, ELSE)
    if not wrong:
        said = f"{len(seal.tables)} tables and {seal.rows:,} rows say what was written"
        return Check("tables", "ok", said)
    more = len(wrong) - _MOST_NAMED
    named = ", ".join(wrong[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    differ = "differs" if len(wrong) == 1 else "differ"
    return Check("tables", "fail", f"{named} {differ} from what was written", ELSE)


def _wrong_tables(path: Path, seal: BackupSeal, told: Told) -> Iterator[str]:
    """The tables that do not say what they said, or cannot be read."""
    expected = {each.table: each for each in seal.tables}
    done = 0
    with SqliteReader(path) as reader:
        for shape in reader.tables():
            wanted = expected.pop(shape.name, None)
            try:
                found = TableSeal(*table_content(reader, shape))
            except BellbuoyError:
                found = None
            if found is None or found != wanted:
                yield shape.name
            done += 0 if wanted is None else wanted.rows
            told(done, seal.rows)
    yield from sorted(expected)
