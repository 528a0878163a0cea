"""Counters of incidents against a count from nothing."""

from __future__ import annotations

from bellbuoy.services.context import Context
from bellbuoy.services.store import check
from storage.health.unresolved import COUNTED, UNRESOLVED


def counters_are_right(ctx: Context) -> None:
    """What is kept is what a count finds, and the whole check finds no fault."""
    with ctx.reader() as reader:
        kept = reader.rows(
            "SELECT value, n FROM facet_count WHERE dimension = ? AND n <> 0 ORDER BY value",
            (UNRESOLVED,),
        )
        counted = reader.rows(
            f"SELECT value, n FROM ({COUNTED[UNRESOLVED]}) AS c ORDER BY value"
        )
        clocks = reader.value(
            "SELECT count(*) FROM incident i WHERE i.still_us <> coalesce((SELECT"
            " CAST(sum(s.until_us - s.from_us) AS BIGINT) FROM incident_still s"
            " WHERE s.incident_id = i.id AND s.until_us IS NOT NULL), 0)"
            " OR (i.paused_us IS NULL) = (EXISTS (SELECT 1 FROM incident_still s WHERE"
            " s.incident_id = i.id AND s.until_us IS NULL))"
        )
        links = reader.value(
            "SELECT count(*) FROM incident i WHERE i.linked <> (SELECT count(*) FROM"
            " incident_client l WHERE l.incident_id = i.id AND l.client_id <> i.client_id)"
        )
    assert (kept, clocks, links) == (counted, 0, 0)
    bad = [(each.name, each.text) for each in check(ctx, full=True) if each.state == "fail"]
    assert bad == []
