"""The views that come with the program, as text: they stand in no store.

`{month}` is the month of the day that is looked at. A starter whose fields this
version does not have is not here: a view that shows something else under its name
would be worse than none.
"""

from __future__ import annotations

import tomllib
from functools import cache

from core.views.types import View

_TEXT = """
[[view]]
name = "My book"
place = "radar"
query = "owner:me"

[[view]]
name = "At risk"
place = "radar"
query = "tier:critical,at_risk NOT snoozed:any"

[[view]]
name = "Renewing in 60 days"
place = "clients"
query = "renews<=60d"
sort = "renews"

[[view]]
name = "Silent champions"
place = "clients"
query = "logins>=20 login>14d"
sort = "-arr"

[[view]]
name = "New this month"
place = "clients"
query = "since:{month}"
sort = "-since"

[[view]]
name = "SLA at stake"
place = "incidents"
query = "status:open,acknowledged,pending (sla<4h OR breached:yes)"

[[view]]
name = "Changed since yesterday"
place = "radar"
query = "changed<=1d"
sort = "-changed"

[[view]]
name = "No owner"
place = "clients"
query = "owner:none"
"""


@cache
def _read() -> tuple[View, ...]:
    return tuple(View(**each) for each in tomllib.loads(_TEXT)["view"])


def starters(month: str) -> tuple[View, ...]:
    """The starters as they read in a month (`2026-11`)."""
    return tuple(
        View(
            each.name, each.place, each.query.replace("{month}", month),
            sort=each.sort, refresh_s=each.refresh_s,
        )
        for each in _read()
    )  # fmt: skip
