"""Predicted beside measured, with why they differ."""

from __future__ import annotations

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.simulations.comparing import compare, compare_runs
from bellbuoy.services.simulations.ledger import in_force, show_run
from core.simulations import differing
from core.simulations.types import Difference

MOST = 100


@service("simulation:read")
def differences(ctx: Context, number: int, most: int = MOST) -> tuple[Difference, ...]:
    """The clients of a run, each with why its score is not the predicted one. Raises
    NotFoundError."""
    run = show_run(ctx, number)
    others = any(each.number != number for each in in_force(ctx))
    return tuple(
        Difference(each, differing.why(run, each, others=others))
        for each in compare(ctx, number, most)
    )


@service("simulation:read")
def between(
    ctx: Context, number: int, other: int, most: int = MOST
) -> tuple[tuple[Difference, ...], tuple[str, ...]]:
    """The clients of two runs, where `predicted` is what the other one measured, and in
    what the runs differ. Raises NotFoundError."""
    found = compare_runs(ctx, number, other, most)
    apart = differing.apart(show_run(ctx, number), show_run(ctx, other))
    return tuple(Difference(each, "") for each in found), apart
