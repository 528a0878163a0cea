"""Moves, severities, owners and notes: what they do, whom they refuse, and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bellbuoy.services import incidents
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.changing import How
from bellbuoy.services.incidents.moves import assign, move, note, set_severity
from bellbuoy.services.incidents.targets import set_target
from bellbuoy.services.undo.taking_back import undo
from core.incidents.targets import Target
from core.incidents.types import Done
from core.operations.types import UndoConflictError
from core.values.errors import ConflictError, DeniedError, NotFoundError, UsageError
from tests.bellbuoy.services.desk.working import HOSTILE, of
from tests.bellbuoy.services.incidents.acting import (
    ALL,
    some_incidents,
    stands,
    the,
    there_and_back,
)
from tests.bellbuoy.services.undo.standing import sets
from tests.fixtures.stores import NOW, NewStore
from tests.fixtures.stores import move as set_clock

HOUR = timedelta(hours=1)
ONE = the("INC-N1")


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    return some_incidents(new_store)


def figures(done: Done) -> tuple[int, int, int, int]:
    return done.found, done.changing, done.same, len(done.refused)


def test_a_whole_life_is_told_step_by_step(ctx: Context) -> None:
    for hours, verb in enumerate(("ack", "pend", "resume", "resolve", "close", "reopen"), 1):
        set_clock(ctx, NOW + hours * HOUR)
        assert figures(move(ctx, ONE, verb, note=f"now {verb}")) == (1, 1, 0, 0)  # type: ignore[arg-type]
    found = incidents.detail(ctx, "INC-N1")
    kinds = "opened acknowledged pended resumed resolved closed reopened".split()
    assert [step.kind for step in found.steps] == kinds
    assert [step.number for step in found.steps] == list(range(1, 8))
    assert found.steps[1].what == (("status", "open", "acknowledged"),)
    assert (found.steps[4].text, found.steps[4].by) == ("now resolve", "ana")
    assert found.incident.reopened == 1
    # High: open for 2 h, pending for 1, then worked at for 1, over for 2.
    assert [(row.counts, row.used // 3_600_000_000) for row in found.ledger] == [
        (True, 2), (False, 2), (True, 3), (False, 3), (True, 3),
    ]  # fmt: skip
    sla = found.incident.sla
    assert (sla.respond.state, sla.respond.used_s) == ("met", 3600)
    assert (sla.resolve.state, sla.resolve.used_s, sla.resolve.target_s) == (
        "running", 3 * 3600, 8 * 3600,
    )  # fmt: skip
    assert sla.next == sla.resolve.due == NOW + 11 * HOUR


def test_what_may_not_be_is_refused_with_the_reason(ctx: Context) -> None:
    before = stands(ctx)
    for verb, words in (
        ("close", "it is open: only a resolved one is closed"),
        ("reopen", "it is open: only what is over is reopened"),
    ):
        with pytest.raises(ConflictError, match=f"INC-N1 stays: {words}"):
            move(ctx, ONE, verb)  # type: ignore[arg-type]
    with pytest.raises(ConflictError, match="does not repeat itself"):
        move(ctx, ONE, "resolve", reason="duplicate", duplicate_of="INC-N1")
    with pytest.raises(NotFoundError, match="INC-9"):
        move(ctx, the("INC-9"), "ack")
    assert stands(ctx) == before


def test_of_many_those_that_may_not_are_told_and_the_others_change(ctx: Context) -> None:
    move(ctx, the("INC-N2"), "resolve")
    move(ctx, the("INC-N3"), "ack")
    done = move(ctx, ALL, "ack")
    assert figures(done) == (3, 1, 1, 1)
    assert (done.refused[0].key, done.first[0].key) == ("INC-N2", "INC-N1")
    assert [row.status for row in incidents.page(ctx, sort="id").rows] == [
        "acknowledged", "resolved", "acknowledged",
    ]  # fmt: skip


def test_the_same_again_changes_nothing(ctx: Context) -> None:
    assert move(ctx, ONE, "ack").change is not None
    before, told = stands(ctx), sets(ctx)
    again = move(ctx, ONE, "ack")
    assert (figures(again), again.change) == ((1, 0, 1, 0), None)
    assert (stands(ctx), sets(ctx)) == (before, told)


def test_a_dry_run_tells_the_scores_and_keeps_nothing(ctx: Context) -> None:
    before = stands(ctx)
    shown = set_severity(ctx, ONE, "critical", how=How(dry_run=True))
    assert (figures(shown), shown.change) == ((1, 1, 0, 0), None)
    assert [client for client, _, _ in shown.scores] == ["C-1"]
    assert stands(ctx) == before
    with pytest.raises(ConflictError, match="no longer 2"):
        move(ctx, ALL, "ack", how=How(expect=2))


CHANGES: dict[str, Callable[[Context], Done]] = {
    "ack": lambda c: move(c, ALL, "ack"),
    "pend": lambda c: move(c, ONE, "pend", note=HOSTILE),
    "resolve": lambda c: move(c, ALL, "resolve", reason="no_fault"),
    "duplicate": lambda c: move(c, ONE, "resolve", reason="duplicate", duplicate_of="INC-N2"),
    "severity": lambda c: set_severity(c, ALL, "low"),
    "assign": lambda c: assign(c, ALL, "mei"),
    "note": lambda c: note(c, ALL, HOSTILE, visible=True),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_goes_back_and_again_in_one_step(ctx: Context, name: str) -> None:
    set_clock(ctx, NOW + HOUR)
    before = stands(ctx)
    there_and_back(ctx, CHANGES[name](ctx), before)


def test_a_pause_and_its_end_go_back_one_by_one(ctx: Context) -> None:
    states = [stands(ctx)]
    for hours, verb in enumerate(("pend", "resume", "resolve", "close", "reopen"), 1):
        set_clock(ctx, NOW + hours * HOUR)
        move(ctx, ONE, verb)  # type: ignore[arg-type]
        states.append(stands(ctx))
    for before in states[-2::-1]:
        undo(ctx)
        assert stands(ctx) == before


def test_two_people_on_one_incident(ctx: Context) -> None:
    seen = incidents.show(ctx, "INC-N1").rev
    move(of(ctx, "mei"), ONE, "ack")
    with pytest.raises(ConflictError, match="INC-N1 was changed meanwhile"):
        move(of(ctx, "raj"), ONE, "resolve", how=How(rev=seen))
    move(of(ctx, "raj"), ONE, "resolve", how=How(rev=seen + 1))
    before = stands(ctx)
    with pytest.raises(UndoConflictError):
        undo(of(ctx, "mei"))
    assert stands(ctx) == before
    assert undo(of(ctx, "raj")) is not None
    assert incidents.show(ctx, "INC-N1").status == "acknowledged"


def test_owner_note_and_update(ctx: Context) -> None:
    assign(ctx, ONE, " mei ")
    note(ctx, ONE, HOSTILE)
    note(ctx, ONE, "we are on it", visible=True)
    found = incidents.detail(ctx, "INC-N1")
    assert found.incident.owner == "mei"
    assert [(s.kind, s.text, s.visible) for s in found.steps[-2:]] == [
        ("note", HOSTILE, False), ("update", "we are on it", True),
    ]  # fmt: skip
    assert [row.key for row in incidents.page(ctx, "owner:mei").rows] == ["INC-N1"]
    with pytest.raises(UsageError, match="the note is empty"):
        note(ctx, ONE, " ")


def test_the_queue_by_what_breaches_next(ctx: Context) -> None:
    set_severity(ctx, the("INC-N3"), "critical")
    set_severity(ctx, the("INC-N2"), "low")
    move(ctx, ONE, "ack")
    move(ctx, ONE, "pend")
    assert [row.key for row in incidents.page(ctx).rows] == ["INC-N3", "INC-N2", "INC-N1"]
    set_clock(ctx, NOW + HOUR)
    for query, keys in (
        ("sla<1h", []),
        ("sla<4h", ["INC-N3"]),
        ("sla:none", ["INC-N1"]),
        ("breached:yes", ["INC-N3"]),
        ("respond:met", ["INC-N1"]),
        ("resolve:paused", ["INC-N1"]),
        ("resolve:running,at_risk", ["INC-N2", "INC-N3"]),
    ):
        assert [row.key for row in incidents.page(ctx, query, sort="id").rows] == keys, query


def test_another_target_counts_from_the_opening_and_a_breach_stays(ctx: Context) -> None:
    hour = 3_600_000_000
    set_clock(ctx, NOW + 2 * HOUR)
    assert incidents.show(ctx, "INC-N1").sla.respond.state == "breached"
    before = stands(ctx)
    set_target(ctx, "high", Target(10 * hour, 20 * hour))
    sla = incidents.show(ctx, "INC-N1").sla
    assert (sla.respond.state, sla.respond.breached) == ("breached", NOW + HOUR)
    assert (sla.resolve.state, sla.resolve.target_s) == ("running", 20 * 3600)
    undo(ctx)
    back = incidents.show(ctx, "INC-N1").sla
    assert back.resolve.target_s == 8 * 3600
    left_out = {"incident"}
    assert {k: v for k, v in stands(ctx).items() if k not in left_out} == {
        k: v for k, v in before.items() if k not in left_out
    }


def test_who_may_what(ctx: Context) -> None:
    before = stands(ctx)
    for role in ("analyst", "auditor"):
        for act in CHANGES.values():
            with pytest.raises(DeniedError):
                act(of(ctx, "eve", role))
    with pytest.raises(DeniedError):
        set_target(of(ctx, "eve", "rep"), "high", Target(1, 1))
    assert {k: v for k, v in stands(ctx).items() if k != "audit"} == before
    assert move(of(ctx, "eve", "rep"), ONE, "ack").changing == 1
