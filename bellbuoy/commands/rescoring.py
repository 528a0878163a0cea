"""Scores and history after something set them all due again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy.commands.options import Options
from bellbuoy.commands.watch import watching

if TYPE_CHECKING:
    from bellbuoy.services.context import Context


def worker_serves(ctx: Context) -> bool:
    """Whether a living worker takes what is due."""
    from bellbuoy.services import worker

    return worker.status(ctx).state == "alive"


STAND = ("client stands differently", "clients stand differently")
"""What scoring again comes to, of one and of many."""


def rescore(ctx: Context, options: Options) -> int:
    """Score every client that is due, here and now, and how many differed; then
    the history that is due. For a store that no worker serves."""
    from bellbuoy.services.integrations import settle_history
    from bellbuoy.services.scoring.recompute import recompute

    with watching("scores", options) as progress:
        changed = recompute(ctx, progress=progress.update).changed
    settle_history(ctx)
    return changed
