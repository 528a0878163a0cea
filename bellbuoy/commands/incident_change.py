"""What a change of incidents takes and tells, whichever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json
from bellbuoy.commands.command import Arg
from core.incidents.types import Done, IncidentSelection
from core.values.errors import NotFoundError, UsageError
from core.values.text import safe_text

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

PARTLY = 4
"""Some may not change so: the others have (DEFINITIONS 18)."""
_TOLD = 5
CHANGED = (
    Column("id", "id", fixed=True),
    Column("title", "title"),
    Column("now", "now"),
    Column("then", "then"),
)
INCIDENTS_ARG = Arg("incidents", "a query, or the id of one incident", metavar="QUERY")
NOTE = Arg("note", "what is to be kept with it", "option", metavar="TEXT")
EXPECTED = Arg(
    "if_rev", "only if it is still at this revision", "option", types.whole, metavar="N"
)


def meant_by(ctx: Context, text: str) -> IncidentSelection:
    """A public id, or a query. Raises UsageError for an empty one: to mean all is said
    in so many words."""
    from bellbuoy.services import incidents

    if not text.strip():
        raise UsageError("no incident is named", "a query: 'status:open'; all: 'status:any'")
    try:
        return IncidentSelection((incidents.show(ctx, text).key,))
    except NotFoundError:
        incidents.page(ctx, text, limit=1)  # one that cannot be read is told before anything
        return IncidentSelection(query=text)


def changed(ctx: Context, found: Done, *, dry: bool) -> Answer:
    """What was done, or would be: some of the incidents, and how many of which."""
    rows = [
        {"id": each.key, "title": each.title, "now": each.now, "then": each.then}
        for each in found.first
    ]
    return Answer(
        "incident_change",
        rows,
        CHANGED,
        as_of=ctx.now,
        notes=_words(found, dry=dry),
        beside={"summary": summary(found, dry=dry)},
        exit_code=PARTLY if found.refused else 0,
    )


def summary(found: Done, *, dry: bool) -> dict[str, Json]:
    """How many are meant, change, stand so already, or may not; scores before and
    after of few clients; the change itself."""
    return {
        "what": found.what,
        "found": found.found,
        "changing": found.changing,
        "same": found.same,
        "refused": [{"id": each.key, "reason": each.reason} for each in found.refused],
        "health": [
            {"client": client, "before": before, "after": after}
            for client, before, after in found.scores
        ],
        "change": found.change,
        "dry_run": dry,
    }


def _words(found: Done, *, dry: bool) -> tuple[str, ...]:
    if not found.found:
        return ("no incident fits: nothing is changed",)
    if not found.changing and not found.refused:
        return (f"nothing changes: {naming(found.found)} so already",)
    would = "a dry run: would change" if dry else "changed"
    told = [f"{would} {found.changing:,} of {found.found:,} incidents: {safe_text(found.what)}"]
    told += [
        f"health of {client} {_score(before)} > {_score(after)}"
        for client, before, after in found.scores
        if before != after
    ]
    told += [f"{each.key} stays: {safe_text(each.reason)}" for each in found.refused[:_TOLD]]
    if len(found.refused) > _TOLD:
        told.append(f"{len(found.refused) - _TOLD:,} more stay")
    if found.change is not None:
        told.append(f"bellbuoy undo {found.change} takes it back")
    return tuple(told)


def naming(many: int) -> str:
    """`it is`, `all 12 are`."""
    return "it is" if many == 1 else f"all {many:,} are"


def _score(value: int | None) -> str:
    return "none" if value is None else str(value)
