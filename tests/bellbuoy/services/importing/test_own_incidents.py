"""A person's word about an incident outlives imports; what the source says is a step."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bellbuoy.services import incidents
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.linking import link
from bellbuoy.services.incidents.merging import merge
from bellbuoy.services.incidents.moves import move, set_severity
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.undo.taking_back import undo
from core.desk.types import Selection
from tests.bellbuoy.services.incidents.acting import the
from tests.bellbuoy.services.incidents.counted import counters_are_right
from tests.fixtures.facts import client, incident, store
from tests.fixtures.stores import NOW, NewStore
from tests.fixtures.stores import move as set_clock

HOUR = timedelta(hours=1)


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store()
    store(ctx, "client", [client("k"), client("m")])
    said(ctx)
    return ctx


def said(ctx: Context, **rest: Any) -> list[Any]:
    return store(ctx, "incident", [incident("i", "k", NOW - HOUR, **rest)])


def test_a_move_stays_and_the_source_s_word_is_told(ctx: Context) -> None:
    move(ctx, the("i"), "resolve", reason="no_fault")
    set_clock(ctx, NOW + HOUR)
    assert said(ctx, title="other words", status="pending") == ["stored"]
    found = incidents.detail(ctx, "i")
    assert (found.incident.status, found.incident.resolution) == ("resolved", "no_fault")
    assert found.incident.title == "other words"
    last = found.steps[-1]
    assert (last.kind, last.by, last.what) == (
        "said",
        None,
        (("status", "resolved", "pending"),),
    )
    assert said(ctx, title="other words", status="pending") == ["unchanged"]
    recompute(ctx)
    counters_are_right(ctx)


def test_a_severity_stays_and_what_nobody_said_follows_the_source(ctx: Context) -> None:
    set_severity(ctx, the("i"), "low")
    said(ctx, severity="critical", status="acknowledged", acknowledged=NOW - HOUR / 2)
    found = incidents.show(ctx, "i")
    assert (found.severity, found.status) == ("low", "acknowledged")
    assert found.sla.resolve.target_s == 72 * 3600


def test_when_the_person_s_word_is_taken_back_the_source_s_counts_again(ctx: Context) -> None:
    number = move(ctx, the("i"), "ack").change
    assert undo(ctx, number) is not None
    said(ctx, status="resolved", resolved=NOW)
    assert incidents.show(ctx, "i").status == "resolved"


def test_what_others_are_merged_into_still_follows_its_source(ctx: Context) -> None:
    store(ctx, "incident", [incident("other", "m", NOW - HOUR)])
    merge(ctx, the("other"), "i")
    said(ctx, status="resolved", resolved=NOW)
    assert incidents.show(ctx, "i").status == "resolved"
    store(ctx, "incident", [incident("other", "m", NOW - HOUR, status="pending")])
    assert incidents.show(ctx, "other").status == "closed"


def test_a_source_that_names_a_linked_client_first_counts_it_once(ctx: Context) -> None:
    link(ctx, the("i"), Selection(("m",)))
    store(ctx, "incident", [incident("i", "m", NOW - HOUR)])
    recompute(ctx)
    with ctx.reader() as reader:
        told = reader.rows("SELECT key, open_incidents FROM client ORDER BY key")
    assert [tuple(row) for row in told] == [("k", 0), ("m", 1)]
    found = incidents.show(ctx, "i")
    assert (found.clients, found.affects) == (1, ("m",))
    counters_are_right(ctx)
