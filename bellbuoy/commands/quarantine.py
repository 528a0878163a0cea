"""The rows that imports refused: a list of them, and one with its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json, moment, number
from bellbuoy.commands.listing import Source, list_answer
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from bellbuoy.commands.to_json import to_json
from core.integrations.types import QuarantineRow
from core.values.page import Page

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

ROWS = (
    Column("id", "id", fixed=True, also=("key",)),
    Column("code", "code", fixed=True),
    Column("file", "file"),
    number("line", "line"),
    Column("reason", "reason"),
    Column("kind", "kind", extra=True),
    Column("state", "state", extra=True),
    Column("source", "source", extra=True),
    Column("run", "run", "right", extra=True),
    moment("seen", "first seen", extra=True, also=("first_seen",)),
)


def quarantine_row(row: QuarantineRow) -> dict[str, Json]:
    """A refused row, without its bytes: the fields of the query language."""
    return {
        "id": row.key,
        "run": row.run,
        "source": row.source,
        "file": row.file,
        "line": row.line,
        "kind": row.kind,
        "code": row.code,
        "reason": row.reason,
        "state": row.state,
        "seen": to_json(row.first_seen),
    }


def quarantine_list(options: Options) -> Answer:
    """The refused rows of a query, oldest first, and how many there are."""
    from bellbuoy.services import quarantine
    from bellbuoy.services.fields import field_set
    from bellbuoy.services.lists import asked

    ctx, query = open_present(options), options.query or ""
    request = asked(ctx, query, field_set("quarantine"), options.sort)

    def page(ctx: Context, limit: int, cursor: str | None) -> Page[QuarantineRow]:
        return quarantine.page(ctx, query, sort=options.sort, limit=limit, cursor=cursor)

    def count() -> int:
        return quarantine.count(ctx, query)

    source = Source(ctx, request.directives, ctx.now, page, quarantine_row, count)
    return list_answer("quarantine", source, ROWS, options)


def quarantine_show(options: Options) -> Answer:
    """One refused row; its bytes exact in JSON, harmless in a table."""
    from bellbuoy.services import quarantine

    ctx = open_present(options)
    found = quarantine.show(ctx, options.need("id"))
    row = {
        **quarantine_row(found),
        "raw": to_json(found.raw),
        "cut": found.cut,
        "fixed": to_json(found.fixed),
    }
    columns = [*(Column(c.key, c.title, render=c.render) for c in ROWS), _RAW]
    columns += [number("cut", "bytes left out")] if found.cut else []
    columns += [Column("fixed", "mended", render=_raw)] if found.fixed is not None else []
    return Answer("quarantine", [row], tuple(columns), as_of=ctx.now, single=True)


def _raw(raw: Any) -> str:
    """The bytes as text where they are UTF-8, else in base64."""
    return str(raw["text"]).rstrip("\r\n") if "text" in raw else f"base64 {raw['base64']}"


_RAW = Column("raw", "row", render=_raw)
