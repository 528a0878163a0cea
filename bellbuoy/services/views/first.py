"""Which view the radar opens with: whoever has clients sees those first."""

from __future__ import annotations

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from storage.health.facets import owns_any

MY_BOOK = "My book"
MINE = "owner:me"
"""What it asks for, unless somebody has kept another under its name."""


@service("view:read")
def first_view(ctx: Context) -> str:
    """The name of a view; empty: that of everybody at risk."""
    who = ctx.viewer.name
    with ctx.reader() as reader:
        return MY_BOOK if who and owns_any(reader, who) else ""
