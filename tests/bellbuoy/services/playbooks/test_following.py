"""How far clients are, and what comes of it: outcomes, dropped steps, the comparison."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.desk import tasks
from bellbuoy.services.playbooks.assigning import assign
from bellbuoy.services.playbooks.following import (
    close,
    finished_by,
    of_client,
    one,
    results,
    show,
)
from bellbuoy.services.undo.taking_back import redo, undo
from core.desk.types import Selection
from core.playbooks.types import Counts, Side
from core.values.errors import ConflictError, NotFoundError, UsageError
from tests.bellbuoy.services.desk.working import HOSTILE, of, some_clients
from tests.bellbuoy.services.undo.standing import sets, state
from tests.fixtures.stores import NOW, NewStore, move


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = some_clients(new_store, 6)
    assign(ctx, Selection(("C-1", "C-2")), "silent")
    return ctx


def test_closing_drops_what_is_open_and_goes_back(ctx: Context) -> None:
    tasks.end(ctx, "T-1", "asked")
    before = state(ctx)
    found = close(ctx, "P-1", "lost", HOSTILE)
    assert (found.outcome, found.said, found.running, found.end) == (
        "lost", HOSTILE, False, ctx.today,
    )  # fmt: skip
    (followed,) = of_client(ctx, "C-1")
    assert [(step.state, step.outcome) for step in followed.steps] == [
        ("done", "asked"), ("dropped", "silent ended: lost"), ("dropped", "silent ended: lost"),
    ]  # fmt: skip
    assert one(ctx, "p-2").follow.open_steps == 3
    assert sets(ctx)[-1] == ("ana", "playbook.close", "P-1")
    after = state(ctx)
    undo(ctx)
    assert state(ctx) == before
    redo(ctx)
    assert state(ctx) == after


def test_it_ends_once(ctx: Context) -> None:
    ended = close(ctx, "P-1", "kept", "fine")
    for note in ("", "fine"):
        assert close(ctx, "1", "kept", note) == ended
    for outcome, note in (("lost", ""), ("kept", "other")):
        with pytest.raises(ConflictError, match="ended already: kept"):
            close(ctx, "P-1", outcome, note)  # type: ignore[arg-type]
    with pytest.raises(ConflictError, match="meanwhile"):
        close(ctx, "P-2", "kept", expect=9)
    with pytest.raises(UsageError, match="no outcome"):
        close(ctx, "P-2", "won")  # type: ignore[arg-type]
    for key in ("P-9", "x"):
        with pytest.raises(NotFoundError):
            close(ctx, key, "kept")
    assert len(sets(ctx)) == 2


def test_the_last_step_offers_closing(ctx: Context) -> None:
    assert finished_by(ctx, "T-1") is None
    for task in ("T-1", "T-2"):
        tasks.end(ctx, task)
        assert finished_by(ctx, task) is None
    tasks.end(ctx, "T-3", state="dropped")
    waiting = finished_by(ctx, "T-3")
    assert waiting is not None
    assert (waiting.key, waiting.done_steps) == ("P-1", 3)
    close(ctx, "P-1", "grown")
    assert finished_by(ctx, "T-3") is None
    tasks.add(ctx, ["C-3"], "none of a playbook")
    assert finished_by(ctx, "T-7") is None


def test_what_began_again_is_not_followed_twice(ctx: Context) -> None:
    close(ctx, "P-1", "stopped")
    assign(ctx, Selection(("C-1",)), "silent")
    before = state(ctx)
    with pytest.raises(ConflictError, match="C-1 follows silent again: P-3"):
        undo(ctx, 2)
    assert state(ctx) == before
    undo(ctx)
    assert undo(ctx, 2) is not None
    assert one(ctx, "P-1").follow.running
    assign(ctx, Selection(("C-1",)), "renewal")


def test_a_colleague_ends_what_another_began(ctx: Context) -> None:
    ended = close(of(ctx, "mei"), "P-2", "shrunk")
    assert (ended.made_by, ended.outcome) == ("ana", "shrunk")
    with pytest.raises(ConflictError):
        undo(ctx)  # the assignment of before: its rows have moved on


def test_who_follows_it(ctx: Context) -> None:
    close(ctx, "P-1", "kept")
    playbook, follows = show(ctx, "silent")
    assert playbook.name == "silent"
    assert [(each.key, each.running) for each in follows] == [("P-2", True), ("P-1", False)]
    found = results(ctx, "silent")
    assert (found.counts, found.outcomes) == (Counts(2, 1, 1), (("kept", 1),))
    assert results(ctx, "renewal").counts == Counts()


def stands(ctx: Context, day: int, rows: list[tuple[int, str, int, int]]) -> None:
    """(client, tier, score, ARR) at the end of a day."""
    with ctx.store.unit() as unit:
        for client, tier, score, arr in rows:
            unit.run(
                "INSERT INTO score_history (client_id, day, score, tier, config, recorded_us,"
                " backfilled) VALUES (?, ?, ?, ?, 'x', 0, 0)",
                (client, day, score, tier),
            )
            unit.run("INSERT INTO arr_history VALUES (?, ?, 1, ?)", (client, day, arr))


def test_beside_clients_like_them_that_did_not(ctx: Context) -> None:
    day = ctx.today
    at_risk, healthy = "at_risk", "healthy"
    stands(ctx, day - 3, [(1, at_risk, 50, 1_000), (2, "critical", 20, 10),
                          (3, at_risk, 55, 200), (4, at_risk, 60, 200),
                          (5, healthy, 90, 5_000)])  # fmt: skip
    move(ctx, NOW + timedelta(days=20))
    stands(ctx, day + 10, [(1, healthy, 71, 900), (2, at_risk, 45, 10), (3, at_risk, 45, 100),
                           (4, at_risk, 58, 200), (5, healthy, 10, 0)])  # fmt: skip
    close(ctx, "P-1", "kept")
    close(ctx, "P-2", "kept")
    found = results(ctx, "silent")
    # C-1 is compared with C-3 and C-4; of the tier of C-2 there is nobody else.
    assert found.followers == Side(1, 21.0, 0.9)
    assert found.others == Side(2, -6.0, 0.75)
    assert found.left_out == 1


def test_what_was_given_up_is_not_compared(ctx: Context) -> None:
    stands(ctx, ctx.today, [(1, "at_risk", 50, 1), (3, "at_risk", 50, 1)])
    close(ctx, "P-1", "stopped")
    found = results(ctx, "silent")
    assert (found.followers.n, found.left_out, found.counts.ended) == (0, 0, 1)
    close(ctx, "P-2", "kept")  # it never had a score
    assert results(ctx, "silent").left_out == 1
