"""Marks: clients whose alerts may differ; the work of an evaluation follows them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit

EVERYBODY = 0
MANY = 1_000
"""From so many on one mark stands for all: asking each rule once is cheaper."""
Taken = list[tuple[int, int]]
"""(client, gen) as it was when taken; client 0 is everybody."""
_HELD = "EXISTS (SELECT 1 FROM simulated_client s WHERE s.client_id = d.client_id)"


def mark_due(unit: Unit, clients: Collection[int]) -> None:
    """Put clients in the queue of the evaluation, in the transaction that changed
    where they stand."""
    from storage.alerts.tables import AlertDue
    from storage.engine.unit import bulk_insert

    if not clients:
        return
    statement = bulk_insert(
        AlertDue,
        ("client_id", "gen"),
        conflict="update",
        keys=("client_id",),
        add=("gen",),
        shared=("gen",),
    )
    wanted = sorted(set(clients)) if len(clients) <= MANY else [EVERYBODY]
    unit.bulk(statement, [(client,) for client in wanted], (1,))


def taken(rows: Rows) -> Taken:
    """The marks that wait, everybody's first; one more than `MANY` at most. Those of
    clients that a simulation holds wait for its end."""
    return [
        (client, gen)
        for client, gen in rows.rows(
            f"SELECT d.client_id, d.gen FROM alert_due d WHERE NOT {_HELD}"
            " ORDER BY d.client_id LIMIT ?",
            (MANY + 1,),
        )
    ]


def gather(unit: Unit) -> None:
    """Let one mark stand for all those of single clients that an evaluation takes."""
    unit.run(f"DELETE FROM alert_due AS d WHERE d.client_id > 0 AND NOT {_HELD}")
    mark_due(unit, [EVERYBODY])


def release(unit: Unit, marks: Sequence[tuple[int, int]]) -> None:
    """Take marks off, unless something came in since they were taken."""
    from storage.alerts.tables import AlertDue
    from storage.engine.unit import bulk_delete

    unit.bulk(bulk_delete(AlertDue, ("client_id", "gen")), marks)
