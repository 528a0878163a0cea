"""One change of very many clients, made a portion at a time."""

from __future__ import annotations

from functools import partial

from bellbuoy.services.context import Context
from bellbuoy.services.desk.work import How, Work, told
from bellbuoy.services.scoring.pace import Pace


def written_in_portions(
    ctx: Context, clients: list[int], work: Work, how: How, target: str, most: int
) -> int:
    """Make a change of clients, in order, `most` in one transaction; its number. Who has
    come to stand so meanwhile is left alone. Raises UndoneError where it was stopped: then
    it left nothing."""
    from bellbuoy.services.desk.changing import watch
    from bellbuoy.services.stretched import HOLD_S, portions, stretched
    from storage.desk.many import mark_many

    pace = Pace(ctx.store.open_elsewhere, min(500, most), min(50, most), most, hold_s=HOLD_S)
    changed = tasks = 0
    with stretched(ctx, work.action, target) as made:
        made.open(len(clients))
        for portion in portions(clients, pace, how.progress, how.cancelled):
            with made.portion(len(portion), partial(pace.held, len(portion))) as (unit, change):
                differ = sorted(work.differs(unit, portion))
                tasks += len(work.along(unit, differ))
                watch(change, work.watched(unit, differ))
                work.write(unit, differ)
                mark_many(unit, differ, work.action)
            changed += len(differ)
        made.close(told(work, changed, tasks))
    return made.number
