"""The incident list in SQL says what core.incidents says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import incidents
from bellbuoy.services.context import Context
from core.incidents.status import status_at
from core.incidents.types import OPEN_STATUSES, SEVERITIES, STATUSES, Incident
from storage.engine.reader import Reader
from storage.incidents.lists import OPEN_RANK, STATUS
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import client, incident, store
from tests.fixtures.stores import NOW, NewStore, context

time = st.none() | st.integers(0, 6)
row = st.tuples(st.sampled_from(STATUSES), time, time, time)


@given(rows=st.lists(row, min_size=1, max_size=40), now=st.integers(0, 6))
@settings(max_examples=100, deadline=None)
def test_the_status_in_sql_is_that_of_core(
    scratch: Reader, rows: list[tuple[str, int | None, int | None, int | None]], now: int
) -> None:
    number = "CAST(? AS BIGINT)"
    values = ", ".join(f"({number}, ?, {number}, {number}, {number})" for _ in rows)
    sql = (
        f"WITH i(n, status, acknowledged_us, resolved_us, closed_us) AS (VALUES {values})"
        f" SELECT {STATUS}, {OPEN_RANK} FROM i ORDER BY n"
    ).replace(":now", str(now))
    flat = [value for n, each in enumerate(rows) for value in (n, *each)]
    found = scratch.rows(sql, flat)
    assert [status for status, _ in found] == [status_at(*each, now) for each in rows]  # type: ignore[arg-type]
    for (status, rank), (_, _, resolved, closed) in zip(found, rows, strict=True):
        ended = any(t is not None and t <= now for t in (resolved, closed))
        assert rank == int(ended) == int(status not in OPEN_STATUSES)


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    """Forty incidents of every severity and state, in no order."""
    ctx = new_store()
    store(ctx, "client", [client("a", TODAY - 90), client("b", TODAY - 90)])
    facts = []
    for n in range(40):
        opened = NOW - timedelta(hours=((n * 7) % 40 + 1) * 12)
        ended = opened + timedelta(hours=6) if n % 3 == 0 else None
        words = ("resolved", "closed") if ended else ("open", "acknowledged")
        facts.append(
            incident(
                f"i{n:02}", "ab"[n % 2], opened, severity=(*SEVERITIES, None)[n % 5],
                acknowledged=opened + timedelta(hours=1) if n % 2 else None, resolved=ended,
                closed=ended if n % 4 == 1 else None, status=words[n % 4 == 1],
            )
        )  # fmt: skip
    store(ctx, "incident", facts)
    return ctx


def urgency(row: Incident) -> tuple[bool, datetime, int, datetime, int]:
    """Open first, then what breaches next, by severity, the oldest."""
    dues = [each.due for each in (row.sla.respond, row.sla.resolve) if each.due is not None]
    severity = SEVERITIES.index(row.severity or "medium")
    due = min(dues, default=datetime.max.replace(tzinfo=UTC))
    return row.status not in OPEN_STATUSES, due, severity, row.opened, row.id


@pytest.mark.parametrize("back", [0, 3, 11])
def test_the_list_is_in_the_order_of_urgency(ctx: Context, back: int) -> None:
    looking = replace(ctx, as_of=NOW - timedelta(days=back)) if back else ctx
    rows = incidents.page(looking, limit=100).rows
    assert len(rows) == sum(row.opened <= looking.now for row in rows)
    order = [urgency(row) for row in rows]
    assert order == sorted(order)
    with ctx.reader() as reader:
        since = looking.now.timestamp() * 1_000_000
        total = reader.value("SELECT count(*) FROM incident WHERE opened_us <= ?", (since,))
    assert len(rows) == total


def test_a_past_list_does_not_know_what_came_after(ctx: Context) -> None:
    at = NOW - timedelta(days=11)
    for row in incidents.page(replace(ctx, as_of=at), limit=100).rows:
        assert all(t is None or t <= at for t in (row.acknowledged, row.resolved, row.closed))
        assert (row.resolution is None) or row.resolved is not None


def test_a_query_of_a_past_list_reads_the_status_of_then(ctx: Context) -> None:
    at = NOW - timedelta(days=11)
    looking = replace(ctx, as_of=at)
    everything = incidents.page(looking, limit=100).rows
    for status in ("open", "acknowledged", "resolved", "closed"):
        found = incidents.page(looking, f"status:{status}", limit=100).rows
        assert {row.id for row in found} == {
            row.id for row in everything if row.status == status
        }
        assert found


def test_as_known_leaves_out_what_was_told_later(ctx: Context) -> None:
    """All of them were told at NOW; a day before nobody had heard of any."""
    looking = replace(ctx, as_of=NOW - timedelta(days=1), as_known=True)
    assert incidents.page(looking, limit=100).rows == ()
    assert context(ctx.store).info == ctx.info


@pytest.mark.parametrize(
    "query",
    [
        "status:open",
        "status:open,acknowledged",
        "sla<3d",
        "sla>now",
        "sla<1h OR status:pending",
    ],
)
def test_what_only_open_ones_fit_finds_the_same_in_all(ctx: Context, query: str) -> None:
    """The narrowed list and one that no shortcut is taken of: a doubled NOT hides it."""
    told = [row.key for row in incidents.page(ctx, query, limit=100).rows]
    whole = [row.key for row in incidents.page(ctx, f"NOT (NOT ({query}))", limit=100).rows]
    assert told == whole
    with ctx.reader() as reader:
        strange = reader.value(
            "SELECT count(*) FROM incident WHERE (open_rank = 0)"
            " <> (status IN ('open', 'acknowledged', 'pending'))"
        )
    assert strange == 0
