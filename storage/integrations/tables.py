"""Sources, imports and what they refused."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint

from storage.engine.schema import Table, big, blob, note, rowid, table_args


class Source(Table, table=True):
    """Where facts come from, and which measures it feeds: a client of a source
    that feeds usage has a real zero, not an unknown, before its first row."""

    __table_args__ = table_args()

    name: str = note(primary_key=True)
    feeds_calls: int = big(default=0)
    feeds_logins: int = big(default=0)
    created_us: int = big()


class ImportRun(Table, table=True):
    """One import; `state` is running, done or stopped."""

    __table_args__ = table_args()

    id: int | None = rowid()
    source: str = note()
    mapping: str = note()
    state: str = note()
    historical: int = big(default=0)
    started_us: int = big()
    ended_us: int | None = big(default=None)
    newest_day: int | None = big(default=None)


class ImportLayout(Table, table=True):
    """The rules that files were read under: mapping, dialect and header, as text."""

    __table_args__ = table_args(UniqueConstraint("digest"))

    id: int | None = rowid()
    digest: str = note()
    body: str = note()


class ImportFile(Table, table=True):
    """How far a file has been taken in: counts, and where its next record stands
    (bytes into the unpacked file, and line), moved on in the same transaction as
    the rows themselves."""

    __table_args__ = table_args(Index("import_file_by_content", "sha256"), clustered=True)

    run_id: int = big(primary_key=True)
    position: int = big(primary_key=True)
    file: str = note()
    kind: str = note()
    sha256: str = note()
    records: int = big(default=0)
    stored: int = big(default=0)
    unchanged: int = big(default=0)
    quarantined: int = big(default=0)
    done: int = big(default=0)
    layout_id: int | None = big(default=None)
    byte_offset: int | None = big(default=None)
    next_line: int | None = big(default=None)


class Quarantine(Table, table=True):
    """A refused row: its bytes exact (`cut` counts those left out of an overlong
    one), where it stood and why; `fixed` are the bytes that stand for it since
    somebody mended it. `run_id` refused it first, `last_run_id` last. `state` is
    new, fixed, replayed or dropped."""

    __table_args__ = table_args(
        UniqueConstraint("source", "file", "line", "code", "digest"),
        Index("quarantine_by_state", "state", "id"),
    )

    id: int | None = rowid()
    run_id: int = big()
    source: str = note()
    file: str = note()
    line: int = big()
    kind: str = note()
    code: str = note()
    reason: str = note()
    raw: bytes = blob()
    digest: str = note()
    state: str = note(default="new")
    first_seen_us: int = big()
    last_run_id: int | None = big(default=None)
    layout_id: int | None = big(default=None)
    cut: int | None = big(default=None)
    fixed: bytes | None = blob(default=None)
