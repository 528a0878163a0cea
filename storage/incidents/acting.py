"""What people write of incidents: moves, steps, whom they hurt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from core.incidents.life import span_of
from core.incidents.types import StepKind
from storage.engine.bulk import table_columns
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.engine.unit import bulk_delete, bulk_insert, bulk_update
from storage.incidents.lives import WRITTEN, Living, row_of
from storage.incidents.still import put_still, still_key
from storage.incidents.tables import Incident, IncidentClient, IncidentStep

if TYPE_CHECKING:
    from storage.engine.unit import Unit

What = Mapping[str, tuple[str | None, str | None]]
"""A name to what it was and what it is, in words."""


class NewStep(NamedTuple):
    """A step on its way into the store; `visible`: it is for the clients too. `who` took
    it, where that was not whoever writes it down."""

    incident: int
    at_us: int
    kind: StepKind
    text: str
    what: What
    visible: bool = False
    who: str = ""


class Links(NamedTuple):
    """Pairs of (incident, client) that come, and that go."""

    new: Sequence[tuple[int, int]] = ()
    gone: Sequence[tuple[int, int]] = ()


def link_key(incident: int, client: int) -> str:
    """The key of a link."""
    return f"{incident}:{client}"


def put_living(
    unit: Unit,
    pairs: Sequence[tuple[Living, Living]],
    *,
    own_status: bool = False,
    own_severity: bool = False,
) -> None:
    """Incidents as they are now, in place of how they were: row, clocks and spans; their
    revisions count on. What is `own` is a person's word, which imports leave alone."""
    spans: dict[tuple[int, int], int | None] = {}
    rows: list[tuple[Any, ...]] = []
    for before, after in pairs:
        for span in span_of(before.life, after.life):
            if span is not None:
                spans[after.id, span.since] = span.until
        rows.append((after.id, *row_of(after.life), after.owner, after.parent, after.linked, 1))
    statement = bulk_update(
        Incident, ("id",), replace=(*WRITTEN, "owner", "parent_id", "linked"), add=("rev",)
    )
    unit.bulk(statement, rows)
    put_still(unit, [(*key, until) for key, until in spans.items()])
    # Of an incident that others are merged into only its clients are a person's word.
    moved = as_list(after.id for before, after in pairs if before.life != after.life)
    for name, wanted in (("own_status", own_status), ("own_severity", own_severity)):
        if wanted:
            unit.run(
                f"UPDATE incident SET {name} = 1 WHERE id IN (SELECT value FROM ints(?))",
                (moved,),
            )


def touched_spans(pairs: Iterable[tuple[Living, Living]]) -> list[str]:
    """The keys of the spans that `put_living` would write."""
    return [
        still_key(after.id, span.since)
        for before, after in pairs
        for span in span_of(before.life, after.life)
        if span is not None
    ]


def put_steps(unit: Unit, numbers: Sequence[int], steps: Sequence[NewStep], who: str) -> None:
    """Add steps under numbers of the store's own; each incident counts its own."""
    last = dict(
        unit.rows(
            "SELECT incident_id, max(number) FROM incident_step WHERE incident_id IN"
            " (SELECT value FROM ints(?)) GROUP BY incident_id",
            (as_list({step.incident for step in steps}),),
        )
    )
    rows = []
    for number, step in zip(numbers, steps, strict=True):
        last[step.incident] = last.get(step.incident, 0) + 1
        what = json.dumps(step.what, ensure_ascii=False) if step.what else "{}"
        rows.append(
            (number, step.incident, last[step.incident], step.at_us, step.who or who, step.kind,
             step.text, what, int(step.visible))
        )  # fmt: skip
    columns = (
        "id", "incident_id", "number", "at_us", "who", "kind", "text", "what", "visible",
    )  # fmt: skip
    unit.bulk(bulk_insert(IncidentStep, columns), rows)


def put_links(unit: Unit, links: Links, known_us: int, who: str) -> None:
    """Clients that incidents hurt from now on, and that they no longer do."""
    insert = bulk_insert(
        IncidentClient,
        ("key", "incident_id", "client_id", "known_us", "who"),
        conflict="ignore",
        keys=("key",),
        shared=("known_us", "who"),
    )
    rows = [(link_key(*pair), *pair) for pair in links.new]
    unit.bulk(insert, rows, (known_us, who))
    delete = bulk_delete(IncidentClient, ("key",))
    unit.bulk(delete, [(link_key(*pair),) for pair in links.gone])


def insert_incidents(unit: Unit, rows: Sequence[Mapping[str, Any]]) -> None:
    """New incidents of somebody here; by column, all of the same columns."""
    if rows:
        names = tuple(name for name in table_columns(Incident) if name in rows[0])
        unit.bulk(bulk_insert(Incident, names), [tuple(row[n] for n in names) for row in rows])


def linked_to(rows: Rows, ids: Iterable[int]) -> dict[int, list[int]]:
    """Incident to the numbers of the clients that are linked to it, in order."""
    found: dict[int, list[int]] = {}
    for incident, client in rows.rows(
        "SELECT incident_id, client_id FROM incident_client WHERE incident_id IN"
        " (SELECT value FROM ints(?)) ORDER BY incident_id, client_id",
        (as_list(ids),),
    ):
        found.setdefault(incident, []).append(client)
    return found


def linked_among(rows: Rows, incident: int, ids: Iterable[int]) -> set[int]:
    """Of the clients that some incidents hurt those that are linked to this one."""
    found = rows.rows(
        "SELECT client_id FROM incident_client WHERE incident_id = :incident AND client_id IN"
        " (SELECT client_id FROM incident WHERE id IN (SELECT value FROM ints(:ids))"
        " UNION SELECT client_id FROM incident_client"
        " WHERE incident_id IN (SELECT value FROM ints(:ids)))",
        {"incident": incident, "ids": as_list(ids)},
    )
    return {client for (client,) in found}


def hurt_by(rows: Rows, ids: Iterable[int]) -> set[int]:
    """All clients that some incidents hurt."""
    found = rows.rows(
        "SELECT client_id FROM incident WHERE id IN (SELECT value FROM ints(:ids))"
        " UNION SELECT client_id FROM incident_client"
        " WHERE incident_id IN (SELECT value FROM ints(:ids))",
        {"ids": as_list(ids)},
    )
    return {client for (client,) in found}


def earliest(rows: Rows, ids: Iterable[int]) -> int | None:
    """When the first of some incidents was opened; None: there are none."""
    found: int | None = rows.value(
        "SELECT min(opened_us) FROM incident WHERE id IN (SELECT value FROM ints(?))",
        (as_list(ids),),
    )
    return found


def numbers_of(rows: Rows, keys: Sequence[str]) -> dict[str, int]:
    """Public id to number, of the incidents that there are."""
    found = rows.rows(
        "SELECT key, id FROM incident WHERE key IN (SELECT value FROM texts(?))",
        (as_list(keys),),
    )
    return dict(found)
