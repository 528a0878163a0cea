"""The feed of transactions as a screen shows it: how it stands, and what came in last."""

from __future__ import annotations

from dataclasses import dataclass

from bellbuoy.services import purchases
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.simulations.ledger import told
from core.purchases.types import Purchase
from core.simulations.types import LIVE, Run
from storage.simulations.reads import runs_in_force


@dataclass(frozen=True, slots=True)
class FeedNow:
    """The newest feed in force (None: there is none), and its latest transactions, the
    newest first."""

    run: Run | None
    latest: tuple[Purchase, ...] = ()


@service("simulation:read")
def feed_now(ctx: Context) -> FeedNow:
    """The feed that stands, with its latest ten. Raises DeniedError for who may not read
    transactions."""
    with ctx.reader() as reader:
        feeds = [run for run in runs_in_force(reader) if run.scenario == LIVE]
        if not feeds:
            return FeedNow(None)
        run = told(ctx, reader, feeds[-1:])[0]
    return FeedNow(run, purchases.page(ctx, f"run:{run.number}", limit=purchases.LATEST).rows)
