"""Incidents by severity and status."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.analytics.incident_stats import incident_table
from core.incidents.types import SEVERITIES, STATUSES

NOW = datetime(2026, 3, 15, tzinfo=UTC)
cells = st.tuples(st.none() | st.sampled_from(SEVERITIES), st.sampled_from(STATUSES))


@given(st.dictionaries(cells, st.integers(1, 50)))
def test_rows_and_columns_add_up(counts: dict[tuple[str | None, str], int]) -> None:
    found = incident_table(counts, NOW)
    assert [row.severity for row in found.rows] == list(SEVERITIES)
    assert found.totals.n == sum(counts.values()) == sum(row.n for row in found.rows)
    for row in (*found.rows, found.totals):
        assert row.n == sum(row.statuses.values())
    for status in STATUSES:
        assert found.totals.statuses[status] == sum(r.statuses[status] for r in found.rows)
        there = sum(n for (_, s), n in counts.items() if s == status)
        assert found.totals.statuses[status] == there


def test_a_missing_severity_is_medium_and_told() -> None:
    found = incident_table(
        {(None, "open"): 2, ("medium", "open"): 1, ("low", "closed"): 4}, NOW
    )
    medium = found.rows[2]
    assert (medium.severity, medium.n, medium.unrated) == ("medium", 3, 2)
    assert (found.totals.unrated, found.rows[3].unrated) == (2, 0)
