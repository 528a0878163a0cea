"""Reading the facts themselves: what was told of past days, and known at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.events.reads import MEASURES

DayUse = dict[int, dict[int, tuple[int | None, int | None]]]
"""Client to day to (calls, logins)."""
Told = dict[int, tuple[bool, bool]]
"""Client to whether a row of calls, and of logins, had come."""

_PLACES = (
    "day IN (SELECT value FROM ints(:days)) AND client_id IN (SELECT value FROM ints(:ids))"
)
_KNOWN = "(:known_us IS NULL OR known_us <= :known_us)"
_EVENTS = f"""
SELECT client_id, day, source, kind, sum(value) FROM event
WHERE {_PLACES} AND at_us BETWEEN :from_us AND :until_us
  AND kind IN ('calls', 'logins') AND {_KNOWN}
GROUP BY client_id, day, source, kind ORDER BY client_id, day
"""
# A total as it stands, or as it stood until it was replaced: at most one was known.
_TOTALS = f"""
SELECT client_id, day, source, calls, logins FROM usage_total WHERE {_PLACES} AND {_KNOWN}
UNION ALL
SELECT client_id, day, source, calls, logins FROM usage_total_change
WHERE {_PLACES} AND known_us <= :known_us AND :known_us < until_us
"""
_TOLD = f"""
SELECT client_id, max(calls), max(logins) FROM (
  SELECT client_id, CASE WHEN kind = 'calls' THEN 1 ELSE 0 END AS calls,
    CASE WHEN kind = 'logins' THEN 1 ELSE 0 END AS logins
  FROM event WHERE {_PLACES} AND at_us <= :until_us AND kind IN ('calls', 'logins')
    AND {_KNOWN}
  UNION ALL
  SELECT client_id, CASE WHEN calls IS NULL THEN 0 ELSE 1 END,
    CASE WHEN logins IS NULL THEN 0 ELSE 1 END
  FROM usage_total WHERE {_PLACES} AND {_KNOWN}
  UNION ALL
  SELECT client_id, CASE WHEN calls IS NULL THEN 0 ELSE 1 END,
    CASE WHEN logins IS NULL THEN 0 ELSE 1 END
  FROM usage_total_change WHERE {_PLACES} AND {_KNOWN}
) AS told GROUP BY client_id
"""
# Days behind the first one are looked at in growing spans: nearly always the first
# row of a client was known as soon as any.
_SPANS = (16, 64, 256, 1024)


def use_from_facts(
    rows: Rows,
    ids: Sequence[int],
    *,
    first_day: int,
    last_day: int,
    from_us: int,
    until_us: int,
    known_us: int | None,
) -> DayUse:
    """Calls and logins by client and day from the facts themselves: what happened
    up to `until_us` and was known by `known_us` (None: whenever). A day total
    belongs to its whole day and wins over its source's increments (DEFINITIONS
    1.8); a measure without a row on that day is None."""
    params = {
        "ids": as_list(ids), "days": as_list(range(first_day, last_day + 1)),
        "from_us": from_us, "until_us": until_us, "known_us": known_us,
    }  # fmt: skip
    stated = {
        (client, day, source): told for client, day, source, *told in rows.rows(_TOTALS, params)
    }
    found: DayUse = defaultdict(dict)
    for (client, day, _), amounts in stated.items():
        for measure, amount in enumerate(amounts):
            _add(found, client, day, measure, amount)
    for client, day, source, kind, amount in rows.rows(_EVENTS, params):
        measure = MEASURES.index(kind)
        if stated.get((client, day, source), (None, None))[measure] is None:
            _add(found, client, day, measure, amount)
    return found


def _add(found: DayUse, client: int, day: int, measure: int, amount: int | None) -> None:
    before = found[client].get(day, (None, None))
    if amount is not None:
        amount += before[measure] or 0
    else:
        amount = before[measure]
    pair = (amount, before[1]) if measure == 0 else (before[0], amount)
    found[client][day] = pair


def told_by(
    rows: Rows,
    since: Mapping[int, tuple[int | None, int | None]],
    *,
    day: int,
    until_us: int,
    known_us: int | None,
) -> Told:
    """Whether rows of clients had come by an instant of a local day, and were known.

    `since` gives the day of the first row of each measure, None: none ever came.
    Only those days are looked at, and later ones where the first was not known.
    """
    asked = _Asked(rows, day, until_us, known_us)
    for client, days in since.items():
        asked.begin(client, days)
    asked.look_at_first_days()
    if known_us is not None:
        asked.look_on()
    return asked.told


class _Asked:
    """What is known of clients so far, and what is still `open`: by client, the
    first day of a row of each measure of which that has to be asked."""

    def __init__(self, rows: Rows, day: int, until_us: int, known_us: int | None) -> None:
        self.told: Told = {}
        self.open: dict[int, list[int | None]] = {}
        self._rows = rows
        self._day = day
        self._params: dict[str, Any] = {"until_us": until_us, "known_us": known_us}

    def begin(self, client: int, days: Sequence[int | None]) -> None:
        """Rows of an earlier day had come; when they were known is another matter."""
        ever = self._params["known_us"] is None
        sure = [first is not None and first < self._day and ever for first in days]
        self.told[client] = (sure[0], sure[1])
        left = [
            None if known or first is None or first > self._day else first
            for first, known in zip(days, sure, strict=True)
        ]
        if left != [None, None]:
            self.open[client] = left

    def look_at_first_days(self) -> None:
        by_day: dict[int, set[int]] = defaultdict(set)
        for client, firsts in self.open.items():
            for first in firsts:
                if first is not None:
                    by_day[first].add(client)
        for first, clients in sorted(by_day.items()):
            self.look([first], sorted(clients & self.open.keys()))

    def look_on(self) -> None:
        """Ask on the days behind the first ones, up to the last."""
        begun = [
            first for firsts in self.open.values() for first in firsts if first is not None
        ]
        first = min(begun, default=self._day)
        for span in (*_SPANS, self._day + 1):
            if not self.open or first > self._day:
                return
            last = min(first + span - 1, self._day)
            self.look(range(first, last + 1), sorted(self.open))
            first = last + 1

    def look(self, days: Sequence[int], clients: Sequence[int]) -> None:
        """Ask of some clients on some days; what is answered is open no more."""
        params = {**self._params, "days": as_list(days), "ids": as_list(clients)}
        for client, *found in self._rows.rows(_TOLD, params):
            left, told = self.open[client], self.told[client]
            heard = [told[m] or (left[m] is not None and bool(found[m])) for m in (0, 1)]
            self.told[client] = (heard[0], heard[1])
            left = [None if heard[m] else left[m] for m in (0, 1)]
            if left == [None, None]:
                del self.open[client]
            else:
                self.open[client] = left
