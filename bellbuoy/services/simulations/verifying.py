"""Whether the store without a run is what it was before it, client by client."""

from __future__ import annotations

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.simulations import feed_rows
from bellbuoy.services.simulations.ledger import needed, told
from bellbuoy.services.simulations.moving import PORTION
from bellbuoy.services.undone import Undone, UndoneError
from core.simulations.runs import IN_FORCE
from core.simulations.types import LIVE, Checked, Run
from storage.simulations import writes
from storage.simulations.digest import together
from storage.simulations.reads import run_clients

NAMED = 20
_ALL = 2**31


@service("simulation:run", writes=True)
def verify(ctx: Context, number: int) -> Checked:
    """Compare the checksums of before the run with those of after it was taken back; of a
    run in force, with those that it would leave: it is taken back in transactions that
    are not kept. Raises NotFoundError."""
    with ctx.reader() as reader:
        run = needed(reader, number)
        clients = run_clients(reader, number, _ALL)
        shown = told(ctx, reader, [run])[0]
    if run.scenario == LIVE:
        return _feed_checked(ctx, shown)
    back = {each.key: each.back for each in clients}
    if run.state in IN_FORCE:
        back |= _tried(ctx, number)
    differing = [each.key for each in clients if each.before != back[each.key]]
    return Checked(
        run=shown,
        before=together(each.before for each in clients),
        after=together(back[each.key] for each in clients),
        clients=len(clients),
        differing=tuple(differing[:NAMED]),
    )


def _feed_checked(ctx: Context, shown: Run) -> Checked:
    """The same of a feed: checksums of the data beside which it adds its own."""
    with Undone(), ctx.store.unit() as unit:
        run = needed(unit, shown.number)
        if run.state in IN_FORCE:
            feed_rows.take_out(unit, run)
            run = needed(unit, shown.number)
        before, after = feed_rows.sums(run)
        raise UndoneError
    return Checked(shown, before, after, clients=0, differing=())


def _tried(ctx: Context, number: int) -> dict[str, str]:
    """The checksums that taking back a run would leave."""
    from bellbuoy.services.simulations.laying import Portion

    found: dict[str, str] = {}
    after = 0
    while True:
        with Undone(), ctx.store.unit() as unit:
            ids = writes.touched_by(unit, number, PORTION, after)
            if ids:
                Portion(ctx, unit, needed(unit, number)).take_back(ids)
                found |= writes.sums_back(unit, number, ids)
            raise UndoneError
        if not ids:
            return found
        after = ids[-1]
