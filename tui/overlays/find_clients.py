"""Clients whose name or id begins as was typed, then those whose name holds it."""

from __future__ import annotations

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from core.clients.types import ClientRow
from core.values.text import safe_text

MOST = 20
_LONGEST = 80


def find_clients(ctx: Context, typed: str) -> tuple[ClientRow, ...]:
    """At most 20; read off the event loop. Those that begin so come first, each part
    worst first; ids are written in capitals."""
    typed = safe_text(typed.strip()[:_LONGEST])
    if not typed:
        return ()
    name, key = _quoted(typed), _quoted(typed.upper())
    begin = clients.page(ctx, f"name:starts:{name} OR id:starts:{key}", limit=MOST).rows
    if len(begin) == MOST:
        return begin
    inside = clients.page(ctx, f"name~{name}", limit=MOST).rows
    keys = {row.id for row in begin}
    return (*begin, *(row for row in inside if row.id not in keys))[:MOST]


def _quoted(text: str) -> str:
    """Text as the query language reads it: nothing in it means anything."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
