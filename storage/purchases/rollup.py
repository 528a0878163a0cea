"""What follows from purchases: the day on which each client last bought.

Refunds are no purchases, and neither is what a simulation run made up.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from storage.engine.finding import Finding
from storage.engine.params import as_list
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit

COUNTS = "b.amount_minor >= 0 AND b.run_id IS NULL"
"""What a purchase `b` has to be."""
_LAST = (
    "(SELECT b.day FROM purchase b WHERE b.client_id = {client}"
    f" AND {COUNTS} ORDER BY b.day DESC LIMIT 1)"
)
_ROLL_UP = f"""
UPDATE client SET last_bought_day = {_LAST.format(client="client.id")}
WHERE id IN (SELECT value FROM ints(:ids))
  AND last_bought_day IS DISTINCT FROM {_LAST.format(client="client.id")}
"""
# Purchases by client against what clients have: each is met once.
_WRONG = f"""
SELECT count(*), min(c.key) FROM client c LEFT JOIN (
  SELECT b.client_id, max(b.day) AS day FROM purchase b
  WHERE b.client_id IS NOT NULL AND {COUNTS} GROUP BY b.client_id) AS l ON l.client_id = c.id
WHERE c.last_bought_day IS DISTINCT FROM l.day
"""
_UP_TO = f"""
SELECT b.client_id, max(b.day) FROM purchase b
WHERE b.client_id IN (SELECT value FROM ints(:ids)) AND b.at_us <= :until AND {COUNTS}
  AND (:known IS NULL OR b.known_us <= :known) GROUP BY b.client_id
"""


def roll_up_bought(unit: Unit, clients: Collection[int]) -> None:
    """Let some clients say when they last bought, from the purchases themselves."""
    unit.run(_ROLL_UP, {"ids": as_list(sorted(clients))})


def bought_by(
    rows: Rows, ids: Sequence[int], until_us: int, known_us: int | None
) -> dict[int, int]:
    """Client to the day of its last purchase up to an instant, of what was known by
    `known_us` (None: is known today); who had not bought is left out."""
    found = rows.rows(_UP_TO, {"ids": as_list(ids), "until": until_us, "known": known_us})
    return {int(client): int(day) for client, day in found}


def anybody_bought(rows: Rows) -> bool:
    """Whether a purchase of any client is known."""
    found = rows.value("SELECT 1 FROM client WHERE last_bought_day IS NOT NULL LIMIT 1")
    return found is not None


def wrong_bought(rows: Rows) -> Finding:
    """Clients whose last purchase is not that of their purchases."""
    found = rows.one(_WRONG)
    assert found is not None
    what = "clients whose last purchase differs from their purchases"
    return Finding("purchases", int(found[0]), what, found[1] or "")
