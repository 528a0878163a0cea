"""Refused rows as files again: to be edited, and imported like any other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.refused.selection import KeptRules, Selection, select
from core.integrations.csv_write import write_record
from core.integrations.fact_rows import bare_name
from core.integrations.kept import Kept
from core.integrations.layout import Layout
from core.integrations.mapping_types import Kind
from core.values.text import safe_text
from storage.integrations import quarantine_reads

_AT_ONCE = 32
_MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
_SUFFIXES = {"csv": (".csv", ".tsv"), "jsonl": (".jsonl", ".ndjson"), "parquet": (".jsonl",)}


class Piece(NamedTuple):
    """Bytes of an exported file; `rows` of them, or `left_out` in their place."""

    data: bytes
    rows: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """The refused rows of one file: where they came from, a harmless relative name
    to write them under, and how many they are. `ready` is False where nothing is
    kept that tells how they were read."""

    source: str
    name: str
    kind: Kind
    target: str
    rows: int
    ready: bool
    pieces: Iterator[Piece]


@service("quarantine:export")
def export(ctx: Context, query: str) -> tuple[RefusedFile, ...]:
    """The rows of a query, one file for each file that they came from, in order.

    A file begins with the header that its rows were read under; then come the
    rows, byte for byte. One that was not kept whole is left out, and counted.
    """
    selection = select(ctx, query)
    rules, files = KeptRules(), []
    taken: set[str] = set()
    with ctx.reader() as reader:
        for source, name, kind, layout, count in quarantine_reads.refused_files(
            reader, selection.where, selection.params
        ):
            kept = rules.of(reader, layout)
            if kept is None or layout is None:
                files.append(RefusedFile(source, name, kind, "", count, False, iter(())))
                continue
            target = _free(_target(name, kept.layout), taken)
            pieces = _pieces(ctx, selection, kept, (source, name, kind, layout))
            files.append(RefusedFile(source, name, kind, target, count, True, pieces))
    return tuple(files)


def _pieces(
    ctx: Context, selection: Selection, kept: Kept, file: tuple[str, str, Kind, int]
) -> Iterator[Piece]:
    """The header, which begins with the first row, and the rows."""
    after, begun, ending = 0, False, ""
    while True:
        with ctx.store.reader() as reader:
            found = quarantine_reads.raws_of(
                reader, selection.where, selection.params, file, after, _AT_ONCE
            )
        if not found:
            return
        after = found[-1][0]
        for _, raw, cut in found:
            if cut:
                yield Piece(b"", left_out=1)
                continue
            if not begun:
                ending = _ending(kept.layout, raw)
                yield Piece(_beginning(kept.layout, ending))
                begun = True
            # The last record of a file may have had no end.
            whole = raw.endswith(kept.layout.as_filed(kept.layout.dialect.ending))
            yield Piece(raw if whole else raw + kept.layout.as_filed(ending.encode()), rows=1)


def _ending(layout: Layout, record: bytes) -> str:
    """How lines end in a file with this record."""
    crlf = layout.as_read(record).endswith(b"\r\n")
    return "\r\n" if crlf else layout.dialect.newline


def _beginning(layout: Layout, ending: str) -> bytes:
    mark = _MARKS.get(layout.unicode, b"")
    if layout.format != "csv":
        return mark
    # An unusual quote is known again by a header that stands in it.
    unusual = layout.dialect.quote not in ('"', "")
    header = write_record(layout.header, layout.dialect, ending, quoted=unusual)
    return mark + layout.as_filed(header.encode(layout.dialect.encoding))


def _target(name: str, layout: Layout) -> str:
    """A relative name that its file can be written under: harmless, unpacked, and
    with a suffix that says how it is written."""
    parts = [safe_text(part, 200).lstrip(".") or "_" for part in name.split("/")]
    inside = [n for n, part in enumerate(parts) if part.lower().endswith(".zip")]
    parts = parts[inside[-1] + 1 :] if inside and inside[-1] + 1 < len(parts) else parts
    last = parts[-1][: len(bare_name(parts[-1]))]
    if layout.format == "parquet":
        last = last.removesuffix(".parquet")
    if not last.lower().endswith(_SUFFIXES[layout.format]):
        last += _SUFFIXES[layout.format][0]
    return "/".join([*parts[:-1], last])


def _free(target: str, taken: set[str]) -> str:
    """The name, or the next that is free: `nov-2.csv`."""
    stem, dot, suffix = target.rpartition(".")
    number, found = 1, target
    while found in taken:
        number += 1
        found = f"{stem}-{number}{dot}{suffix}"
    taken.add(found)
    return found
