"""Every definition of a store with its state since the last apply, without any file."""

from __future__ import annotations

from collections.abc import Iterator

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.definitions.drift import named
from bellbuoy.services.definitions.standing import applied, standing
from bellbuoy.services.snapshot import one_snapshot
from core.definitions.differences import drifts
from core.definitions.types import DefinitionState, Drift
from storage.engine.reader import Rows


@service("definition:read")
def listed(ctx: Context) -> tuple[DefinitionState, ...]:
    """What stands, subject by subject; then what was applied and is gone."""
    with ctx.reader() as reader, one_snapshot(reader):
        return tuple(_listed(ctx, reader))


def _listed(ctx: Context, rows: Rows) -> Iterator[DefinitionState]:
    last, there = applied(rows), standing(rows, ctx.viewer)
    drifted = {
        (each.subject, each.name): named(rows, each, last[each.subject])
        for each in drifts(last, there, ())
    }
    for one in there:
        before = last.get(one.subject)
        if not one.kept and (before is None or one.id not in before.marks):
            continue
        drift = drifted.get((one.subject, one.id))
        marked = before is not None and one.id in before.marks
        yield DefinitionState(
            one.subject, one.kind, one.name,
            "changed" if drift else "as applied" if marked else "not applied",
            before.change if before is not None and marked else None,
            drift.change if drift else None, drift.who if drift else None,
        )  # fmt: skip
    yield from (_gone(each, last[each.subject].change) for each in drifted.values()
                if each.kind == "gone")  # fmt: skip


def _gone(drift: Drift, change: int) -> DefinitionState:
    kind, _, name = drift.title.partition(" ")
    return DefinitionState(drift.subject, kind, name, "gone", change, drift.change, drift.who)
