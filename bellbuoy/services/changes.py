"""Who changed what: the change sets that every change leaves, to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bellbuoy.services.authorise import policy, service
from bellbuoy.services.context import Context
from bellbuoy.services.narrowing import fits
from bellbuoy.services.undo.actions import final_of
from bellbuoy.services.undo.unfinished import settle_unfinished
from core.access.policy import decide
from core.operations.types import Changed, ChangedRow, Plain
from core.operations.undo import Reversals, Step
from core.query.evaluate import Row
from core.values.errors import NotFoundError
from storage.audit import reads
from storage.audit.steps import reversals
from storage.audit.unfinished import unfinished
from storage.engine.reader import Rows

MOST_ROWS = 100
_PAGE = 500
HIDDEN = "••••••"


@service("change:read")
def changes(
    ctx: Context, limit: int = 200, *, before: int | None = None
) -> tuple[Changed, ...]:
    """The newest changes first, older than number `before`. What a dead process left in
    the middle of one is taken back before, unless nothing may be written."""
    _settle(ctx)
    with ctx.reader() as reader:
        found = reads.changes(reader, limit, before)
        back = reversals(reader, found[-1].id) if found else {}
        middle = in_the_middle(reader)
    return tuple(standing(change, back, middle) for change in found)


@service("change:read")
def listed(ctx: Context, query: str = "", limit: int | None = None) -> tuple[Changed, ...]:
    """The newest changes of a query, at most `limit` of them; all are looked at until
    there are so many. Raises QueryError."""
    test = fits(ctx, "change", query)
    found: list[Changed] = []
    before = None
    _settle(ctx)
    with ctx.reader() as reader:
        back, middle = reversals(reader), in_the_middle(reader)
    while limit is None or len(found) < limit:
        with ctx.reader() as reader:
            page = reads.changes(reader, _PAGE, before)
        found += [standing(each, back, middle) for each in page if test(change_fields(each))]
        if len(page) < _PAGE:
            break
        before = page[-1].id
    return tuple(found[:limit])


@service("change:read")
def show(ctx: Context, number: int) -> tuple[Changed, tuple[ChangedRow, ...]]:
    """One change, and the first rows of it. Raises NotFoundError."""
    found = changes(ctx, 1, before=number + 1)
    if not found or found[0].id != number:
        raise NotFoundError(f"no change {number}", "bellbuoy change list")
    return found[0], rows_of(ctx, number)


@service("change:read")
def rows_of(ctx: Context, change: int, limit: int = MOST_ROWS) -> tuple[ChangedRow, ...]:
    """The first rows of a change with what they were and became; none for a number
    that there is not."""
    with ctx.reader() as reader:
        found = reads.rows_of(reader, change, limit)
    if decide(policy(), ctx.viewer, "alert:configure").allowed:
        return found
    return tuple(map(_without_addresses, found))


def _without_addresses(row: ChangedRow) -> ChangedRow:
    """The address of a channel may hold a token: only who sets it up sees it."""
    if row.table != "alert_channel":
        return row
    return replace(row, before=_hidden(row.before), after=_hidden(row.after))


def _hidden(columns: Mapping[str, Plain] | None) -> Mapping[str, Plain] | None:
    if columns is None:
        return None
    return {name: HIDDEN if name == "target" else value for name, value in columns.items()}


def _settle(ctx: Context) -> None:
    if not ctx.read_only:
        settle_unfinished(ctx)


def in_the_middle(rows: Rows) -> Mapping[int, str]:
    """The changes that are not whole, or no longer, with how far they are."""
    return {each.step.id: each.words for each in unfinished(rows)}


def standing(change: Changed, back: Reversals, middle: Mapping[int, str]) -> Changed:
    """The change with what there is to say of taking it back."""
    if change.id in middle:
        why = f"{middle[change.id]}; it can be once it is done"
        return replace(change, undo="cannot", why=why)
    step = Step(change.id, change.who, change.action, change.target)
    final = final_of(step.plain_action)
    if final is not None:
        why = f"{final.reason}; {final.instead}" if final.instead else final.reason
        return replace(change, undo="cannot", why=why)
    last = back.get(step.first, step)
    stands = last.id == step.id or (step.first == step.id and not last.is_undo)
    return change if stands else replace(change, undo=f"undone by {last.id}")


def change_fields(change: Changed) -> Row:
    """A change as its query sees it."""
    return {
        "who": change.who,
        "action": change.action,
        "target": change.target,
        "rows": change.rows,
        "trace": change.trace,
    }
