"""What was changed in a store since definitions were applied, and by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.definitions import scoring
from core.definitions.differences import drifts, mark_of
from core.definitions.types import Applied, Definition, Drift, Said
from core.health.types import HealthConfig
from core.operations.undo import Step
from storage.audit.steps import changed_since, values_since
from storage.engine.reader import Rows
from storage.health.config import config_of


def drifted(
    rows: Rows,
    last: Mapping[str, Applied],
    there: Sequence[Definition],
    files: Sequence[Said],
) -> tuple[Drift, ...]:
    """Of the subjects of the files what no longer stands as it was applied, with who
    changed it last."""
    subjects = {each.subject for each in files}
    own = {name: each for name, each in last.items() if name in subjects}
    found = drifts(own, there, (each.subject for each in files if each.prune))
    return tuple(named(rows, each, own[each.subject]) for each in found)


def named(rows: Rows, drift: Drift, last: Applied) -> Drift:
    """A drift with the change that made it, where a change set tells."""
    table, key = drift.row
    if drift.row == scoring.ROW:
        step = _who_changed_part(rows, drift, last)
    else:
        step = changed_since(rows, last.change, table, [key]).get(key)
    return drift if step is None else replace(drift, change=step.id, who=step.who)


def _who_changed_part(rows: Rows, drift: Drift, last: Applied) -> Step | None:
    """Of the formula the change after which this part said something else; one that
    changed another part is not meant."""
    mark, found = last.marks[drift.name].mark if drift.name in last.marks else "", None
    for step, row in values_since(rows, last.change, *scoring.ROW):
        version = HealthConfig().version if row is None else str(row["value"])
        parts = {
            one.id: mark_of(one) for one in scoring.definitions_of(config_of(rows, version))
        }
        now = parts.get(drift.name, "")
        if now != mark:
            mark, found = now, step
    return found
