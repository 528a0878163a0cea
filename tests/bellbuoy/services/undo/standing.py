"""What a store says, without who said it when: for saying that an undo left nothing."""

from __future__ import annotations

from typing import Any

from bellbuoy.services.context import Context
from storage.engine.content import in_order

_LEDGER = ("audit", "change_set", "change_row")
_LOOKED = ("alert_look", "changed_client", "desk_number", "history_due")
"""When a rule was looked at: it is looked at anew; so are clients that changed, and
their history. A number is given out once."""

State = dict[str, list[dict[str, Any]]]


def state(ctx: Context) -> State:
    """Every table row by row. Left out: the ledger of changes, what is due to be
    computed again, and up to where the slots of a job are settled."""
    found: State = {}
    with ctx.store.reader() as reader:
        for table in reader.tables():
            if table.name in _LEDGER + _LOOKED:
                continue
            columns = sorted(table.columns)
            rows = reader.rows(in_order(table, columns))
            found[table.name] = [dict(zip(columns, row, strict=True)) for row in rows]
    found["setting"] = [row for row in found["setting"] if row["name"] != "health.sweep"]
    found["job_state"] = [
        row | {"slot_us": 0} for row in found["job_state"] if row["paused_us"] is not None
    ]
    return found


def sets(ctx: Context) -> list[tuple[Any, ...]]:
    """(actor, action, target) of each change set, the oldest first."""
    with ctx.store.reader() as reader:
        return reader.rows("SELECT actor, action, target FROM change_set ORDER BY id")
