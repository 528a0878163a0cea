"""Clients that are left alone for a while, with the reason; one or many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.desk.many import How, Work, changed_together
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from core.desk.types import Preview, Selection
from core.desk.wording import LONGEST_LINE, written
from core.values.errors import UsageError
from core.values.instants import day_text
from storage.desk import selecting
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from bellbuoy.services.desk.changing import Watched
    from storage.engine.unit import Unit

LONGEST_DAYS = 366


@service("client:snooze", writes=True)
def snooze(
    ctx: Context,
    meant: Selection,
    until: int | None,
    why: str = "",
    *,
    dry_run: bool = False,
    expect: int | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Preview:
    """Leave clients alone up to the end of local day `until`; None wakes them. Raises
    UsageError for a day that is over, or over a year away, and for no reason;
    ConflictError where not `expect` clients change."""
    if until is not None:
        why = written(why, "the reason", LONGEST_LINE)
        if not ctx.today <= until <= ctx.today + LONGEST_DAYS:
            raise UsageError("a client is snoozed for up to a year", "--until 7d")
    then = "awake" if until is None else f"up to {day_text(until)}"

    def differs(rows: Rows, clients: Sequence[int]) -> dict[int, tuple[str, str]]:
        stands = {
            client: (day, reason)
            for client, (day, reason) in selecting.snoozes(rows, clients).items()
            if day >= ctx.today
        }
        wanted = None if until is None else (until, why)
        return {
            client: (_told(stands.get(client)), then)
            for client in clients
            if stands.get(client) != wanted
        }

    def watched(_rows: Rows, clients: Sequence[int]) -> Watched:
        return {"client_snooze": (clients, ())}

    def write(unit: Unit, clients: Sequence[int]) -> None:
        from storage.desk.many import put_snoozes, wake

        if until is None:
            wake(unit, clients)
        else:
            put_snoozes(unit, clients, until, why, ctx.viewer.name)

    what = "no snooze" if until is None else f"snoozed {then}"
    work = Work("client.snooze", what, differs, watched, write)
    return changed_together(ctx, meant, work, How(dry_run, expect, progress, cancelled))


def _told(found: tuple[int, str] | None) -> str:
    return "awake" if found is None else f"up to {day_text(found[0])}"
