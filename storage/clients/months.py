"""Reading what a client used month by month, where months have no single days."""

from __future__ import annotations

from collections.abc import Sequence

from storage.engine.params import as_list
from storage.engine.reader import Rows


def usage_months(
    rows: Rows, client_id: int, months: Sequence[int]
) -> dict[int, tuple[int, int, int]]:
    """First day of a month to (calls, logins, days with any use) of what has been
    folded into it."""
    found = rows.rows(
        "SELECT month, calls, logins, days FROM usage_month"
        " WHERE month IN (SELECT value FROM ints(:months)) AND client_id = :client"
        " ORDER BY month",
        {"months": as_list(months), "client": client_id},
    )
    return {month: (calls, logins, days) for month, calls, logins, days in found}
