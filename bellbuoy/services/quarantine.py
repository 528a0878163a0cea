"""The rows that imports refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.lists import Asked, ListWindow, asked, condition, one_page
from core.integrations.types import QuarantineRow
from core.query.nouns import QUARANTINE_FIELDS
from core.values.errors import NotFoundError
from core.values.page import Page
from storage.engine.reader import Reader, Rows
from storage.integrations import quarantine_reads as reads
from storage.integrations.lists import quarantine_columns, quarantine_listing, quarantine_row


@service("quarantine:read")
def page(
    ctx: Context,
    query: str = "",
    *,
    sort: str | None = None,
    limit: int = 100,
    cursor: str | None = None,
) -> Page[QuarantineRow]:
    """One page of refused rows, in the order in which they were refused; `raw` and
    `fixed` hold the first 16 KiB of each, `show` has all of one."""
    with ctx.reader() as reader:
        request = asked(ctx, query, QUARANTINE_FIELDS, sort)
        order = f"quarantine {request.directives.sort}"
        most = request.directives.limit or limit
        return one_page(_window(request, reader), reader, order, most, cursor)


def _window(request: Asked, reader: Reader) -> ListWindow[QuarantineRow]:
    where, params = condition(reader, request, QUARANTINE_FIELDS, quarantine_columns())
    listing = quarantine_listing(QUARANTINE_FIELDS, request.directives.sort, where, params)

    def describe(_rows: Rows, raw: Sequence[tuple[Any, ...]]) -> tuple[QuarantineRow, ...]:
        return tuple(quarantine_row(row) for row in raw)

    return ListWindow(listing, describe)


@service("quarantine:read")
def count(ctx: Context, query: str = "") -> int:
    """How many refused rows a query has."""
    with ctx.reader() as reader:
        return _window(asked(ctx, query, QUARANTINE_FIELDS), reader).count(reader)


@service("quarantine:read")
def waiting(ctx: Context) -> int:
    """How many refused rows wait for somebody."""
    with ctx.reader() as reader:
        return reads.count_new(reader)


@service("quarantine:read")
def show(ctx: Context, key: str) -> QuarantineRow:
    """One refused row (`Q-17`, or `17`) with its bytes. Raises NotFoundError."""
    number = key.upper().removeprefix("Q-")
    with ctx.reader() as reader:
        row = reads.quarantined(reader, int(number)) if number.isdecimal() else None
    if row is None:
        raise NotFoundError(f"no row “{key}” in quarantine", "bellbuoy quarantine list")
    return quarantine_row(row)
