"""Incidents: the list by cursor, and one by either of its names."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bellbuoy.services import incidents
from bellbuoy.services.context import Context
from core.health.penalty import incident_penalty
from core.values.errors import NotFoundError
from core.values.instants import day_start
from tests.fixtures.stores import DEMO_NOW, NewStore


@pytest.fixture(scope="module")
def demo(new_demo: NewStore) -> Context:
    return new_demo()


def test_the_list_of_the_demo(demo: Context) -> None:
    rows = incidents.page(demo).rows
    assert len(rows) == 14
    queue = [
        row.sla.resolve.due if row.acknowledged else row.sla.respond.due
        for row in rows
        if row.resolved is None
    ]
    assert len(queue) == 7
    assert queue == sorted(queue, key=str)
    window = day_start(demo.today - 29, demo.zone)
    for row in rows:
        assert row.penalty == incident_penalty(
            row.severity, row.opened, row.resolved, row.resolution, demo.now, window
        )


def test_a_query_finds_by_client_severity_and_state(demo: Context) -> None:
    assert {r.client_key for r in incidents.page(demo, "client:C-0002").rows} == {"C-0002"}
    assert len(incidents.page(demo, "client:coral status:open").rows) == 2
    assert [r.key for r in incidents.page(demo, "sev:sev1").rows] == ["INC-0002-1"]
    assert len(incidents.page(demo, "opened>=2026-11-10").rows) == 6


def test_a_cursor_walks_on(demo: Context) -> None:
    first = incidents.page(demo, limit=9)
    second = incidents.page(demo, limit=9, cursor=first.next)
    assert first.rows + second.rows == incidents.page(demo).rows
    assert second.next is None


def test_one_by_its_key(demo: Context) -> None:
    found = incidents.show(demo, "INC-0002-2")
    assert found in incidents.page(demo).rows
    assert found == incidents.show(demo, found.external_id)


def test_one_that_is_not_there_or_not_yet_is_not_found(demo: Context) -> None:
    for ctx, key in (
        (demo, "INC-9"),
        (demo.looking_at(DEMO_NOW - timedelta(days=6)), "INC-0002-2"),
    ):
        with pytest.raises(NotFoundError, match="not found"):
            incidents.show(ctx, key)


def test_one_as_it_stood(demo: Context) -> None:
    before = incidents.show(demo.looking_at(DEMO_NOW - timedelta(days=24)), "INC-0010-1")
    after = incidents.show(demo, "INC-0010-1")
    assert (before.status, before.resolved, before.resolution) == ("open", None, None)
    assert (after.status, before.penalty, after.penalty) == ("resolved", 20, 10)
