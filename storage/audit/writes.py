"""Writing change sets and the audit, in the transaction of the change itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.values.errors import ConflictError
from storage.audit.actor import Actor
from storage.audit.packing import Row, packed, without_row
from storage.audit.rows import rows_by_key
from storage.audit.tables import Audit, ChangeRow, ChangeSet
from storage.audit.unfinished import STRIDE, OpenChange, others_written, unfinished
from storage.engine.unit import Unit, bulk_insert


@dataclass(frozen=True, slots=True)
class _Watched:
    """Rows as they stood before the change."""

    table: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    usual: Mapping[str, Any] | None
    before: dict[str, Row]


class Change:
    """One change set: open it with the first write, `close` it before the commit.

    One that many transactions make has a Change in each of them: the first stands it,
    the others go on with its `number` as portion 0, 1 …, and one of them closes it.
    """

    def __init__(
        self,
        unit: Unit,
        actor: Actor,
        action: str,
        target: str,
        *,
        number: int | None = None,
        portion: int = 0,
    ) -> None:
        self._unit = unit
        self._actor = actor
        self._action = action
        self._target = target
        self._rows: list[tuple[Any, ...]] = []
        self._watched: list[_Watched] = []
        self._settled = 0
        self._first = portion * STRIDE
        self._stands = number is not None
        self._others: tuple[OpenChange, ...] | None = None
        newest = "SELECT coalesce(max(id), 0) + 1 FROM change_set"
        self.id = int(unit.value(newest)) if number is None else number

    def watch(
        self,
        table: str,
        keys: Iterable[object],
        *,
        columns: Sequence[str] = (),
        usual: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep what becomes of rows that are about to be written, so that it can be
        taken back: call it before the first write to them.

        `columns`: the only ones that the change is about, of a row that others write
        to as well; a row that it makes counts as one without values before. `usual`:
        the columns that hold where there is no row, for whoever reads the change.
        Raises ConflictError for a row that a change in the middle has written.
        """
        named = tuple(dict.fromkeys(str(key) for key in keys))
        self.refuse_written(table, named)
        before = rows_by_key(self._unit, table, named, columns)
        self._watched.append(_Watched(table, named, tuple(columns), usual, before))

    def refuse_written(self, table: str, keys: Sequence[str]) -> None:
        """Raise ConflictError where another change, in the middle, has written one of
        them: it may yet be taken back."""
        if self._others is None:
            self._others = tuple(
                each for each in unfinished(self._unit) if each.step.id != self.id
            )
        if not self._others:
            return
        others = {each.step.id: each for each in self._others}
        found = others_written(self._unit, sorted(others), table, keys)
        if found is not None:
            other = others[found[0]]
            raise ConflictError(
                f"{table} {found[1]} belongs to change {other.step.id}"
                f" ({other.step.action} by {other.step.who}), which is {other.words}",
                "wait until it is done, or stop it where it runs",
            )

    def stand(self) -> None:
        """Write the set itself down, of what many transactions are about to make."""
        self._stand("{}")

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
            old = packed({name: before.get(name) for name in changed})
            new = packed({name: after[name] for name in changed})
            self._note(table, key, 1, old, new)

    def _note(
        self, table: str, key: object, rows: int, before: str | None, after: str | None
    ) -> None:
        place = self._first + self._settled + len(self._rows)
        self._rows.append((self.id, place, table, str(key), rows, before, after))

    def _look_again(self, watched: _Watched) -> None:
        table, columns = watched.table, watched.columns
        now = rows_by_key(self._unit, table, watched.keys, columns)
        nothing = dict.fromkeys(columns) if columns else None
        for key in watched.keys:
            before, after = watched.before.get(key), now.get(key)
            if columns:
                before, after = before or nothing, after or nothing
            if before is not None and after is not None:
                self.updated(table, key, before, after)
            elif before is not after:
                old, new = (_side(side, watched.usual) for side in (before, after))
                self._note(table, key, 1, old, new)

    def settle(self) -> None:
        """Write down what has become of the rows watched so far, and let go of them: a
        change of very many, made a portion at a time, then needs the memory of one."""
        self._stand("{}")
        for watched in self._watched:
            self._look_again(watched)
        self._watched.clear()
        kept = (
            "change_id", "position", "table_name", "row_key", "rows", "before", "after",
        )  # fmt: skip
        self._unit.bulk(bulk_insert(ChangeRow, kept), self._rows)
        self._settled += len(self._rows)
        self._rows.clear()

    def _stand(self, body: str) -> None:
        """The set itself, which its rows refer to."""
        if self._stands:
            return
        actor, self._stands = self._actor, True
        columns = ("id", "at_us", "actor", "action", "target", "trace_id", "summary")
        row = (
            self.id, actor.at_us, actor.name, self._action, self._target, actor.trace_id, body,
        )  # fmt: skip
        self._unit.bulk(bulk_insert(ChangeSet, columns), [row])

    def close(self, summary: Mapping[str, Any] | None = None) -> int:
        """Write the set, its rows and the audit entry; how many rows it tells of."""
        body = json.dumps(dict(summary or {}), ensure_ascii=False, sort_keys=True)
        if self._stands:
            self._unit.run("UPDATE change_set SET summary = ? WHERE id = ?", (body, self.id))
        self._stand(body)
        self.settle()
        audit(self._unit, self._actor, self._action, self._target, "done", change_id=self.id)
        return self._settled


def turn_rows(unit: Unit, change: int, turned: int, first: int = 0, behind: int = 2**62) -> int:
    """Keep under the set `turned` that rows of `change` in places from `first` on were
    put back, the last first: each was what it is said to have become before; how many.
    What one portion made is one portion of what took it back."""
    last = unit.value("SELECT max(position) FROM change_row WHERE change_id = ?", (change,))
    if last is None:
        return 0
    end = (int(last) // STRIDE + 1) * STRIDE - 1 if int(last) >= STRIDE else int(last)
    return unit.run(
        "INSERT INTO change_row (change_id, position, table_name, row_key, rows, before, after)"
        " SELECT :turned, :end - r.position, r.table_name, r.row_key, r.rows, r.after, r.before"
        " FROM change_row r WHERE r.change_id = :change AND r.position >= :first"
        " AND r.position < :behind",
        {
            "turned": turned, "change": change, "first": first, "behind": behind,
            "end": end,
        },
    )  # fmt: skip


def _side(row: Row | None, usual: Mapping[str, Any] | None) -> str | None:
    if row is not None:
        return packed(row)
    return None if usual is None else packed(without_row(usual))


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
