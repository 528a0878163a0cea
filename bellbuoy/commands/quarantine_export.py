"""Refused rows as files again."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from bellbuoy.commands.answer import Answer, Row
from bellbuoy.commands.columns import Column, number
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from bellbuoy.commands.to_json import record
from core.integrations.types import Exported
from core.values.counting import counted
from core.values.errors import ConflictError, NotFoundError, UsageError

if TYPE_CHECKING:
    from bellbuoy.services.refused.export import RefusedFile

FILES = (
    Column("source", "source"),
    Column("name", "file"),
    Column("kind", "kind"),
    number("rows", "rows"),
    number("left_out", "left out"),
    Column("written", "written to"),
)


def quarantine_export(options: Options) -> Answer | int:
    """Write the rows of a query as they came, a file for each file they came from."""
    from bellbuoy.services.refused.export import export

    ctx = open_present(options)
    files = export(ctx, options.query or "")
    if not files:
        raise NotFoundError("no refused rows fit", "bellbuoy quarantine list")
    ready = [file for file in files if file.ready]
    place = options.need("to")
    if place == "-":
        return _to_stdout(ready)
    rows = [record(_written(file, path)) for file, path in _targets(ready, place)]
    rows += [
        record(Exported(f.source, f.name, f.kind, 0, f.rows)) for f in files if not f.ready
    ]
    return Answer("quarantine_export", rows, FILES, notes=_notes(rows), as_of=ctx.now)


def _targets(files: Sequence[RefusedFile], place: str) -> list[tuple[RefusedFile, Path]]:
    """Where each file goes: into a folder, or the one file under the name given.
    Raises ConflictError before anything is written over."""
    path = Path(place).expanduser()
    folder = path.is_dir() or place.endswith("/")
    if not folder and len(files) > 1:
        raise UsageError(
            f"the rows come from {len(files)} files, and {place} is one",
            f"name a folder: --to {place}/",
        )
    targets = [(file, path / file.target if folder else path) for file in files]
    for _, target in targets:
        if target.exists():
            raise ConflictError(f"{target} is there already", "name another place with --to")
    return targets


def _written(file: RefusedFile, target: Path) -> Exported:
    rows = left_out = 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with _new_file(target) as out:
        for piece in file.pieces:
            out.write(piece.data)
            rows += piece.rows
            left_out += piece.left_out
    return Exported(file.source, file.name, file.kind, rows, left_out, str(target))


@contextmanager
def _new_file(target: Path) -> Iterator[IO[bytes]]:
    """A file that is there whole or not at all, and takes no other's place."""
    try:
        with target.open("xb") as out:
            yield out
    except FileExistsError:
        raise ConflictError(f"{target} is there already", "name another place") from None
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _to_stdout(files: Sequence[RefusedFile]) -> int:
    if len(files) != 1:
        raise UsageError(
            f"the rows come from {len(files)} files, and stdout is one",
            "name one with file:, or a folder with --to",
        )
    for piece in files[0].pieces:
        sys.stdout.buffer.write(piece.data)
    sys.stdout.buffer.flush()
    return 0


def _notes(rows: Sequence[Row]) -> tuple[str, ...]:
    left_out = sum(int(str(row["left_out"])) for row in rows)
    if not left_out:
        return ()
    rows_out = counted(left_out, "row")
    return (f"{rows_out} left out: too long to be kept whole, or from an older version",)
