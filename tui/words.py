"""Commands as they are typed: what a view is called on the shell."""

from __future__ import annotations

import shlex

from bellbuoy.paths import default_store
from bellbuoy.services.context import Context
from core.values.address import shown_address
from core.values.instants import day_end, day_text, iso, local_day


def shared_options(ctx: Context) -> str:
    """` --as-of 2024-06-30 --store /tmp/demo.db`: what is not as usual."""
    options = ""
    if ctx.as_of is not None:
        options += f" --as-of {_moment(ctx)}"
    if ctx.store.url != shown_address(default_store()):
        options += f" --store {shlex.quote(ctx.store.url)}"
    return options


def _moment(ctx: Context) -> str:
    """The day where its end is looked at, else the instant."""
    assert ctx.as_of is not None
    day = local_day(ctx.as_of, ctx.zone)
    return day_text(day) if ctx.as_of == day_end(day, ctx.zone) else iso(ctx.as_of)
