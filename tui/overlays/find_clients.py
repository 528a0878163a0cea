"""Clients whose name holds what was typed, or whose id begins so."""

from __future__ import annotations

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from core.clients.types import ClientRow
from core.values.text import safe_text

MOST = 20
_LONGEST = 80


def find_clients(ctx: Context, typed: str) -> tuple[ClientRow, ...]:
    """At most 20, worst first; read off the event loop. Ids are written in capitals."""
    typed = typed.strip()[:_LONGEST]
    if not typed:
        return ()
    found = clients.page(
        ctx, f"name~{_quoted(typed)} OR id:starts:{_quoted(typed.upper())}", limit=MOST
    )
    return found.rows


def _quoted(text: str) -> str:
    """Text as the query language reads it: nothing in it means anything."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def shown_name(row: ClientRow) -> str:
    return safe_text(row.name, 60)
