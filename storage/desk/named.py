"""The tags that there are."""

from __future__ import annotations

from storage.engine.reader import Rows


def most_used_tags(rows: Rows, limit: int) -> list[tuple[str, int]]:
    """(tag, how many clients have it), the most used first."""
    return [
        (str(tag), int(n))
        for tag, n in rows.rows(
            "SELECT tag, count(*) FROM client_tag GROUP BY tag ORDER BY 2 DESC, 1 LIMIT ?",
            (limit,),
        )
    ]
