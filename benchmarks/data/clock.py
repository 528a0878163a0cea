"""Moving a demo store's clock, so that days come that nothing was said about."""

from __future__ import annotations

from datetime import timedelta

from bellbuoy.services.context import Context, open_context, reread
from bellbuoy.services.settings import set_clock
from core.store.types import ClockSetting


def opened(address: str) -> Context:
    """The store as its owner sees it."""
    return open_context(address, user="bench", role="admin")


def ahead(ctx: Context, days: int) -> Context:
    """The same store some days later."""
    setting = ClockSetting("frozen", instant=ctx.present + timedelta(days=days))
    return reread(set_clock(ctx, setting))
