"""Writing change sets and the audit, in the transaction of the change itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from storage.audit.actor import Actor
from storage.audit.tables import Audit, ChangeRow, ChangeSet
from storage.engine.unit import Unit, bulk_insert


class Change:
    """One change set: open it with the first write, `close` it before the commit."""

    def __init__(self, unit: Unit, actor: Actor, action: str, target: str) -> None:
        self._unit = unit
        self._actor = actor
        self._action = action
        self._target = target
        self._rows: list[tuple[Any, ...]] = []
        self.id = int(unit.value("SELECT coalesce(max(id), 0) + 1 FROM change_set"))

    def inserted(self, table: str, first_key: object, rows: int = 1) -> None:
        """New rows whose ids go upwards from `first_key`."""
        if rows:
            self._note(table, first_key, rows, None, None)

    def updated(
        self, table: str, key: object, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        """A changed row; only the columns that differ are kept."""
        changed = [name for name in after if before.get(name) != after[name]]
        if changed:
            old = json.dumps({name: before.get(name) for name in changed}, ensure_ascii=False)
            new = json.dumps({name: after[name] for name in changed}, ensure_ascii=False)
            self._note(table, key, 1, old, new)

    def _note(
        self, table: str, key: object, rows: int, before: str | None, after: str | None
    ) -> None:
        self._rows.append((self.id, len(self._rows), table, str(key), rows, before, after))

    def close(self, summary: Mapping[str, Any] | None = None) -> None:
        """Write the set, its rows and the audit entry."""
        actor = self._actor
        body = json.dumps(dict(summary or {}), ensure_ascii=False, sort_keys=True)
        columns = ("id", "at_us", "actor", "action", "target", "trace_id", "summary")
        row = (
            self.id,
            actor.at_us,
            actor.name,
            self._action,
            self._target,
            actor.trace_id,
            body,
        )
        self._unit.bulk(bulk_insert(ChangeSet, columns), [row])
        kept = (
            "change_id", "position", "table_name", "row_key", "rows", "before", "after",
        )  # fmt: skip
        self._unit.bulk(bulk_insert(ChangeRow, kept), self._rows)
        audit(self._unit, actor, self._action, self._target, "done", change_id=self.id)


def audit(
    unit: Unit,
    actor: Actor,
    action: str,
    target: str,
    outcome: str,
    *,
    reason: str = "",
    change_id: int | None = None,
) -> None:
    """One entry of the audit: `done` or `denied`."""
    columns = (
        "at_us", "actor", "role", "action", "target", "outcome", "reason", "trace_id",
        "change_id",
    )  # fmt: skip
    row = (
        actor.at_us, actor.name, actor.role, action, target, outcome, reason, actor.trace_id,
        change_id,
    )  # fmt: skip
    unit.bulk(bulk_insert(Audit, columns), [row])
