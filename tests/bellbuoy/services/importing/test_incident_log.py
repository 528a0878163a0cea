"""Lines of logs become incidents; in one go, in pieces, or twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bellbuoy.services import incidents
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.moves import move
from core.events.types import IncidentLogFact
from core.incidents.types import STATUSES, IncidentSelection
from tests.fixtures.facts import batch_of, client, codes, store
from tests.fixtures.stores import NOW, NewStore

T0 = datetime(2026, 3, 1, 9, tzinfo=UTC)
KEPT = (
    "SELECT i.external_id, i.title, i.severity, i.status, i.opened_us, i.acknowledged_us,"
    " i.resolved_us, i.closed_us, i.reopen_count, i.still_us, i.paused_us, i.respond_due_us,"
    " i.resolve_due_us, i.respond_breach_us, i.resolve_breach_us, i.due_us"
    " FROM incident i ORDER BY i.external_id"
)


def line(minutes: int, status: str, case: str = "I-1", **more: Any) -> IncidentLogFact:
    fields: dict[str, Any] = {
        "client": "C", "title": f"state {status}", "severity": "high", "opened": T0, **more,
    }  # fmt: skip
    return IncidentLogFact(case, status=status, at=T0 + timedelta(minutes=minutes), **fields)


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store(at=NOW)
    store(ctx, "client", [client("C")])
    return ctx


def rows_of(ctx: Context, sql: str) -> list[tuple[Any, ...]]:
    with ctx.reader() as reader:
        return reader.rows(sql)


def test_a_log_becomes_an_incident_with_its_clocks(ctx: Context) -> None:
    said = store(
        ctx,
        "incident_log",
        [
            line(0, "open"),
            line(30, "acknowledged", components=("api",)),
            line(60, "pending"),
            line(120, "acknowledged"),
            line(300, "resolved", resolved=T0 + timedelta(minutes=300), components=("api",)),
        ],
    )
    assert codes(said) == ["stored"] * 5
    found = incidents.show(ctx, "I-1")
    assert (found.status, found.title) == ("resolved", "state resolved")
    assert found.acknowledged == T0 + timedelta(minutes=30)
    assert found.resolved == T0 + timedelta(minutes=300)
    assert found.sla.resolve.used_s == 240 * 60
    assert found.sla.resolve.state == found.sla.respond.state == "met"
    assert rows_of(ctx, "SELECT component FROM incident_component") == [("api",)]


def test_the_same_lines_again_change_nothing_and_another_in_its_place_is_refused(
    ctx: Context,
) -> None:
    lines = [line(0, "open"), line(9, "resolved")]
    store(ctx, "incident_log", lines)
    before = rows_of(ctx, KEPT)
    assert codes(store(ctx, "incident_log", lines)) == ["unchanged", "unchanged"]
    assert codes(store(ctx, "incident_log", [line(9, "closed")])) == ["id.conflict"]
    assert rows_of(ctx, KEPT) == before
    stranger = line(0, "open", "I-2", client="nobody")
    assert codes(store(ctx, "incident_log", [stranger])) == ["ref.client"]


def test_the_count_of_the_source_stands_above_that_of_the_lines(ctx: Context) -> None:
    lines = [line(0, "resolved"), line(5, "open"), line(9, "resolved", reopened=3)]
    store(ctx, "incident_log", lines)
    store(ctx, "incident_log", [line(at, s, "I-2") for at, s in ((0, "closed"), (5, "open"))])
    found = rows_of(ctx, "SELECT external_id, reopen_count FROM incident ORDER BY 1")
    assert found == [("I-1", 3), ("I-2", 1)]


def test_what_a_person_said_of_an_incident_stands(ctx: Context) -> None:
    store(ctx, "incident_log", [line(0, "open")])
    move(ctx, IncidentSelection(("I-1",)), "pend")
    clocks = "SELECT status, paused_us, still_us FROM incident"
    before = rows_of(ctx, clocks)
    store(ctx, "incident_log", [line(60, "resolved")])
    assert rows_of(ctx, clocks) == before
    assert before[0][0] == "pending"


def test_a_file_that_has_ends_and_leaves_one_out_does_not_know_it(ctx: Context) -> None:
    batch = batch_of(ctx)
    batch.tells_end = True
    known = line(9, "closed", "known", resolved=T0 + timedelta(minutes=5))
    store(ctx, "incident_log", [known, line(9, "closed", "unknown")], batch=batch)
    found = rows_of(
        ctx,
        "SELECT i.external_id, r.end_unsaid FROM incident i"
        " LEFT JOIN incident_record r ON r.incident_id = i.id ORDER BY 1",
    )
    assert found == [("known", None), ("unknown", 1)]


@st.composite
def logs(draw: st.DrawFn) -> list[IncidentLogFact]:
    found = []
    for case in ("I-1", "I-2"):
        moments = draw(st.lists(st.integers(0, 600), min_size=1, max_size=6, unique=True))
        found += [line(at, draw(st.sampled_from(STATUSES)), case) for at in sorted(moments)]
    return found


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(logs(), st.integers(1, 11), st.booleans())
def test_pieces_in_any_order_give_what_the_whole_gives(
    new_store: NewStore, lines: list[IncidentLogFact], cut: int, backwards: bool
) -> None:
    def told(pieces: Sequence[Sequence[IncidentLogFact]]) -> list[list[tuple[Any, ...]]]:
        ctx = new_store(at=NOW)
        store(ctx, "client", [client("C")])
        for piece in pieces:
            store(ctx, "incident_log", piece)
        still = "SELECT i.external_id, s.from_us, s.until_us FROM incident_still s JOIN"
        still += " incident i ON i.id = s.incident_id ORDER BY 1, 2"
        said = "SELECT i.external_id, u.at_us, u.status FROM incident_update u JOIN"
        said += " incident i ON i.id = u.incident_id ORDER BY 1, 2"
        return [rows_of(ctx, sql) for sql in (KEPT, still, said)]

    pieces = [piece for piece in (lines[:cut], lines[cut:]) if piece]
    assert told(pieces[::-1] if backwards else pieces) == told([lines])
