"""Who looks after clients: set by a person, one or many at once, tasks and all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.desk.many import How, Work, changed_together, owners_follow
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from core.desk.types import Preview, Selection
from core.desk.wording import person
from storage.desk import selecting
from storage.desk.clients import owned_among
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from bellbuoy.services.desk.changing import Watched
    from storage.engine.unit import Unit

NOBODY = "nobody"


@service("client:assign", writes=True)
def assign(
    ctx: Context,
    meant: Selection,
    owner: str | None,
    *,
    dry_run: bool = False,
    expect: int | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Preview:
    """Give clients an owner (None: nobody), which imports leave alone from then on.

    Open tasks of whoever had the client go along. Those who have that owner already
    stay as they are, whoever said so. Raises UsageError for what is no name;
    ConflictError where not `expect` clients change.
    """
    name = None if owner is None else person(owner)

    def write(unit: Unit, clients: Sequence[int]) -> None:
        from storage.desk.many import give_owner, hand_over

        hand_over(unit, selecting.tasks_along(unit, clients, name), name)
        with owners_follow(unit, clients):
            give_owner(unit, clients, name, ctx.viewer.name)

    def differs(rows: Rows, clients: Sequence[int]) -> dict[int, tuple[str, str]]:
        then = name or NOBODY
        return {
            client: (now or NOBODY, then)
            for client, now in selecting.owners(rows, clients).items()
            if now != name
        }

    def along(rows: Rows, clients: Sequence[int]) -> Sequence[int]:
        return selecting.tasks_along(rows, clients, name)

    def watched(rows: Rows, clients: Sequence[int]) -> Watched:
        return _watched(clients, along(rows, clients))

    what = f"owner {name or NOBODY}"
    work = Work("client.assign", what, differs, watched, write, along)
    return changed_together(ctx, meant, work, How(dry_run, expect, progress, cancelled))


@service("client:assign", writes=True)
def as_imported(
    ctx: Context,
    meant: Selection,
    *,
    dry_run: bool = False,
    expect: int | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Preview:
    """Let the sources say again who looks after clients. Tasks stay with whom they are;
    clients whose owner no person set stay as they are."""

    def write(unit: Unit, clients: Sequence[int]) -> None:
        from storage.desk import many

        with owners_follow(unit, clients):
            many.as_imported(unit, clients)

    def differs(rows: Rows, clients: Sequence[int]) -> dict[int, tuple[str, str]]:
        owners = selecting.owners(rows, clients)
        return {
            client: (owners[client] or NOBODY, f"{said or NOBODY}, as imported")
            for client, said in owned_among(rows, clients).items()
        }

    def watched(_rows: Rows, clients: Sequence[int]) -> Watched:
        return _watched(clients, ())

    work = Work("client.assign", "owner as imported", differs, watched, write)
    return changed_together(ctx, meant, work, How(dry_run, expect, progress, cancelled))


def _watched(clients: Sequence[int], tasks: Sequence[int]) -> Watched:
    return {
        "client": (clients, ("owner",)),
        "client_owner": (clients, ()),
        "task": (tasks, ("owner", "rev")),
    }
