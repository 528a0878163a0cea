"""A look at a past moment: the whole base computed once, and kept."""

from __future__ import annotations

from bellbuoy.services.cache import note_asked
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Progress, moment_at, never, silent
from core.values.errors import ConflictError
from storage.health.config import current_config
from storage.health.past import complete_view

_TRIES = 3


def past_view(
    ctx: Context, *, progress: Progress = silent, cancelled: Cancelled = never
) -> int:
    """The number of the kept picture of `ctx.now`, computed first where there is
    none. It changes no fact, so it is allowed while looking back; facts that
    come in about that day take the picture away, and it is computed again.
    """
    moment = moment_at(ctx.now, ctx.zone)
    with ctx.store.reader() as reader:
        config = current_config(reader)
        for _ in range(_TRIES):
            kept = complete_view(reader, moment.now_us, ctx.as_known, config.version)
            if kept is not None:
                note_asked(ctx, kept)
                return kept
            # It writes, and so loads what reading does without.
            from bellbuoy.services.scoring.picture import keep_picture

            keep_picture(ctx, reader, moment, config, progress, cancelled)
    raise ConflictError("new facts keep coming in for that day", "try again in a moment")
