"""Whom an incident hurts, and what it comes of: links to clients, and the problem behind
incidents. Each is one change that can be undone."""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.desk.selection import chosen as clients_chosen
from bellbuoy.services.incidents.changing import (
    How,
    Turn,
    Work,
    changed_together,
)
from bellbuoy.services.incidents.selection import number_meant
from bellbuoy.services.incidents.turning import refuse_simulated
from core.desk.types import Selection
from core.incidents.types import Done, IncidentSelection, StepKind
from core.values.errors import ConflictError
from storage.desk.selecting import keys_of
from storage.engine.reader import Rows
from storage.incidents.acting import Links, NewStep, linked_to
from storage.incidents.lives import Living, living

_PLAIN = How()
_NAMED = 20
"""So many clients are named in a step; of more it counts them."""


@service("incident:link", writes=True)
def link(
    ctx: Context,
    meant: IncidentSelection,
    clients: Selection,
    *,
    take_away: bool = False,
    how: How = _PLAIN,
) -> Done:
    """Say that incidents hurt more clients, or (`take_away`) that they do not after all.
    A linked incident is one of the client's incidents, from its opening on. Raises
    ConflictError where the first client of an incident would go."""
    with ctx.reader() as reader:
        wanted = clients_chosen(ctx, reader, clients)
        names = dict(zip(wanted, keys_of(reader, wanted), strict=True))
    stands: dict[int, list[int]] = {}

    def ready(rows: Rows, ids: Sequence[int]) -> None:
        stands.clear()
        stands.update(linked_to(rows, ids))

    def turn(found: Living, now_us: int) -> Turn | None:
        linked = set(stands.get(found.id, ()))
        if take_away:
            if found.client in names:
                raise ConflictError(
                    f"{names[found.client]} is the client that it was reported for"
                )
            some = [each for each in wanted if each in linked]
        else:
            some = [each for each in wanted if each not in linked | {found.client}]
        if not some:
            return None
        pairs = [(found.id, each) for each in some]
        links = Links((), pairs) if take_away else Links(pairs)
        many = found.linked + (-len(some) if take_away else len(some))
        told = ", ".join(names[each] for each in some[:_NAMED])
        if len(some) > _NAMED:
            told += f" and {len(some) - _NAMED:,} more"
        what = {"clients": (told, None) if take_away else (None, told)}
        kind: StepKind = "unlinked" if take_away else "linked"
        step = NewStep(found.id, max(now_us, found.life.latest), kind, "", what)
        now, then = f"clients: {found.linked + 1}", f"clients: {many + 1}"
        return Turn(found, found._replace(linked=many), now, then, (step,), links, past=True)

    word = "unlink" if take_away else "link"
    work = Work("incident.link", word, turn, ready=ready, weight=max(1, len(wanted)))
    return changed_together(ctx, meant, work, how)


@service("incident:link", writes=True)
def set_parent(
    ctx: Context, meant: IncidentSelection, parent: str | None, *, how: How = _PLAIN
) -> Done:
    """Name the problem that incidents come of, itself an incident; None: none. Raises
    ConflictError for one that would lie below itself."""
    with ctx.reader() as reader:
        above = None if parent is None else number_meant(ctx, reader, parent)
        line = _above(reader, above)
    refuse_simulated([] if above is None else [above])

    def turn(found: Living, now_us: int) -> Turn | None:
        if found.parent == above:
            return None
        if found.id in line:
            raise ConflictError("it would lie below itself")
        what = {"parent": (None, parent) if parent else ("", None)}
        step = NewStep(found.id, max(now_us, found.life.latest), "parent", "", what)
        after = found._replace(parent=above)
        return Turn(found, after, "", parent or "no parent", (step,), Links())

    return changed_together(ctx, meant, Work("incident.link", "parent", turn), how)


def _above(rows: Rows, number: int | None) -> set[int]:
    """An incident and all that it lies below."""
    found: set[int] = set()
    while number is not None and number not in found:
        found.add(number)
        number = living(rows, [number])[number].parent
    return found
