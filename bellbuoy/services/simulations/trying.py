"""What could be done with a run, without doing it."""

from __future__ import annotations

from typing import cast

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.simulations.ledger import show_run
from core.simulations import runs
from core.simulations.types import Run


@service("simulation:run")
def could(ctx: Context, number: int, verb: str) -> Run:
    """The run, where it may step, pause, resume or stop as it stands. Raises
    NotFoundError, and ConflictError where it may not."""
    found = show_run(ctx, number)
    runs.may(verb, cast("runs.State", found.state))
    return found
