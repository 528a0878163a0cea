"""Whoever looks at runs finds them where they are by now."""

from __future__ import annotations

from bellbuoy.services.authorise import allowed, service
from bellbuoy.services.context import Context
from core.simulations.runs import WAITS
from storage.simulations.reads import runs_in_force

_RUN = "simulation:run"
_MOVING = ("running", "undoing")


@service("simulation:read")
def catch_up(ctx: Context) -> bool:
    """Bring running runs to where they are by the machine's clock, and take back those
    that were cut off in the middle; whether there were any. Nothing is done for who may
    not run simulations, or only reads: they see runs as they were left."""
    if ctx.read_only or ctx.as_of is not None or not allowed(ctx, _RUN):
        return False
    with ctx.reader() as reader:
        moving = any(
            run.state in _MOVING or (run.state == WAITS and run.anchor_us <= ctx.wall_us)
            for run in runs_in_force(reader)
        )
    if moving:
        # Writing takes much that a look at runs that stand still does without.
        from bellbuoy.services.simulations.living import advance

        advance(ctx)
    return moving
