"""Reading what the conditions of alert rules ask about some clients and their incidents."""

from __future__ import annotations

from collections.abc import Sequence

from core.clients.types import ClientRow
from core.incidents.types import Incident
from core.query.nouns import CLIENT_FIELDS
from storage.clients.changed import Now, changed_among
from storage.clients.lists import client_listing, client_row
from storage.clients.risk import silence_of
from storage.desk.clients import acted_among
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.incidents.lists import incident_listing, incidents

_MONTH_US = 30 * 86_400_000_000


def client_rows(
    rows: Rows, ids: Sequence[int], today: int, now: Now, *, changed: bool, silent: bool
) -> dict[int, ClientRow]:
    """Client to its row of the list at `now`, without its sparkline and risk score;
    `changed`: also when it last changed, `silent`: also the days since its last contact."""
    which = {"ids": as_list(ids)}
    listing = client_listing(
        CLIENT_FIELDS, (), "c.id IN (SELECT value FROM ints(:ids))", which, None, now
    )
    acted = acted_among(rows, ids, today)
    when = changed_among(rows, ids, now, None) if changed else {}
    found = rows.rows(
        f"SELECT {listing.select} FROM {listing.relation} WHERE {listing.where}", listing.params
    )
    spoken = silence_of(rows, ids, now) if silent else {}
    return {
        row[0]: client_row(
            row, (), acted[row[0]], when.get(row[0]), risk=(None, spoken.get(row[0]))
        )
        for row in found
    }


def open_incidents(
    rows: Rows, ids: Sequence[int], now_us: int, window_us: int
) -> list[Incident]:
    """The open incidents of which one of these clients is the first, by number."""
    # The plus keeps the index of all open ones out: these clients have few among them.
    where = "i.client_id IN (SELECT value FROM ints(:ids)) AND +i.open_rank = 0"
    listing = incident_listing(
        CLIENT_FIELDS, (), where, {"ids": as_list(ids)}, past=False, now_us=now_us
    )
    raw = rows.rows(
        f"SELECT {listing.select} FROM {listing.relation} WHERE {listing.where} ORDER BY i.id",
        listing.params,
    )
    return incidents(rows, raw, now_us, window_us)


def opened_lately(rows: Rows, ids: Sequence[int], now_us: int) -> dict[int, int]:
    """Client to how many incidents of it opened in 30 days; who has none is left out."""
    found = rows.rows(
        "SELECT client_id, count(*) FROM incident"
        " WHERE client_id IN (SELECT value FROM ints(:ids))"
        " AND opened_us > :since AND opened_us <= :now GROUP BY client_id",
        {"ids": as_list(ids), "since": now_us - _MONTH_US, "now": now_us},
    )
    return {int(client): int(many) for client, many in found}
