"""A change of very many incidents commits portion by portion, and is whole or absent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bellbuoy.services import changes, incidents, stretched
from bellbuoy.services.context import Context, open_context
from bellbuoy.services.incidents import changing
from bellbuoy.services.incidents.changing import How
from bellbuoy.services.incidents.linking import link, set_parent
from bellbuoy.services.incidents.merging import merge
from bellbuoy.services.incidents.moves import assign, move, note, set_severity
from bellbuoy.services.scoring.moment import Progress
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.undo import portions, unfinished
from bellbuoy.services.undo.taking_back import redo, undo
from core.desk.types import Selection
from core.incidents.types import Done, IncidentSelection
from core.values.errors import ConflictError
from storage.audit.unfinished import unfinished as in_the_middle
from tests.bellbuoy.services.desk.test_portioned import killed, middle, nobody_lives
from tests.bellbuoy.services.desk.working import of
from tests.bellbuoy.services.incidents.acting import ALL, DUE, some_incidents, the
from tests.bellbuoy.services.incidents.counted import counters_are_right
from tests.bellbuoy.services.undo.standing import sets, state
from tests.fixtures.stores import NewStore

MANY, CLIENTS = 12, 4
OPEN = IncidentSelection(query="status:open,acknowledged,pending")
Act = Callable[[Context, How], Done]


@pytest.fixture
def ctx(new_store: NewStore, monkeypatch: pytest.MonkeyPatch) -> Context:
    """Twelve incidents of four clients, in portions of three; some of them stand otherwise
    than the rest."""
    ctx = some_incidents(new_store, CLIENTS, CLIENTS)
    for _ in range(2):
        some_more(ctx)
    move(ctx, the("INC-N2"), "pend")
    move(ctx, the("INC-N5", "INC-N8"), "resolve")
    assign(ctx, the("INC-N3"), "pat")
    link(ctx, the("INC-N4"), Selection(("C-1",)))
    monkeypatch.setattr(changing, "PORTION", 3)
    monkeypatch.setattr(portions, "PORTION", 4)
    monkeypatch.setattr(unfinished, "ROWS", 4)
    monkeypatch.setattr(unfinished, "GAP_S", 0)
    monkeypatch.setattr(stretched, "GAP_S", 0)
    return ctx


def some_more(ctx: Context) -> None:
    from bellbuoy.services.incidents.adding import NewIncident, add

    add(ctx, [NewIncident((f"C-{n}",), "more trouble") for n in range(1, CLIENTS + 1)])


ACTS: dict[str, Act] = {
    "ack": lambda ctx, how: move(ctx, ALL, "ack", how=how),
    "resolve": lambda ctx, how: move(ctx, ALL, "resolve", reason="no_fault", how=how),
    "severity": lambda ctx, how: set_severity(ctx, ALL, "critical", how=how),
    "assign": lambda ctx, how: assign(ctx, ALL, "zoe", how=how),
    "note": lambda ctx, how: note(ctx, ALL, "looked at", how=how),
    "link": lambda ctx, how: link(ctx, ALL, Selection(("C-1", "C-2")), how=how),
    "parent": lambda ctx, how: set_parent(ctx, ALL, "INC-N1", how=how),
    "merge": lambda ctx, how: merge(ctx, OPEN, "INC-N1", how=how),
}


def told(progress: Progress) -> How:
    return How(progress=progress)


def kept(ctx: Context) -> dict[str, list[dict[str, Any]]]:
    return {name: rows for name, rows in state(ctx).items() if name not in DUE}


@pytest.mark.parametrize("act", sorted(ACTS))
def test_what_dies_at_any_portion_is_absent_for_whoever_comes_next(
    ctx: Context, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    before, steps = kept(ctx), sets(ctx)
    for at in range(4):
        with monkeypatch.context() as patch:
            killed(ctx, at, lambda progress: ACTS[act](ctx, told(progress)))
            assert [number for number, _ in middle(ctx)] == [len(steps) + 1]
            nobody_lives(patch)
            changes.changes(open_context(ctx.store.address, clock=ctx.clock), 1)
        assert (middle(ctx), kept(ctx), sets(ctx)) == ([], before, steps)
    done = ACTS[act](ctx, How())
    assert len(sets(ctx)) == len(steps) + 1
    assert sets(ctx)[-1][2] == f"{done.changing:,} incidents"
    counters_are_right(ctx)
    after = kept(ctx)
    assert after != before
    undo(ctx)
    assert kept(ctx) == before
    counters_are_right(ctx)
    redo(ctx)
    assert kept(ctx) == after


@pytest.mark.parametrize("act", ["resolve", "link"])
def test_an_undo_that_dies_at_any_portion_is_absent_too(
    ctx: Context, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    before = kept(ctx)
    ACTS[act](ctx, How())
    done, steps = kept(ctx), sets(ctx)
    for at in range(4):
        with monkeypatch.context() as patch:
            killed(ctx, at, lambda progress: undo(ctx, progress=progress))
            nobody_lives(patch)
            changes.changes(open_context(ctx.store.address, clock=ctx.clock), 1)
        assert (middle(ctx), kept(ctx), sets(ctx)) == ([], done, steps)
    undo(ctx)
    assert kept(ctx) == before


@pytest.mark.parametrize("act", sorted(ACTS))
def test_portions_do_what_one_transaction_does(
    ctx: Context, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    looked = ACTS[act](ctx, How(dry_run=True))
    apart = ACTS[act](ctx, How(expect=looked.changing))
    found = alike(kept(ctx))
    assert (looked.change, apart.change) == (None, len(sets(ctx)))
    undo(ctx)
    monkeypatch.setattr(changing, "PORTION", 1_000)
    at_once = ACTS[act](ctx, How())
    assert (at_once.found, at_once.changing, at_once.same) == (
        apart.found, apart.changing, apart.same,
    )  # fmt: skip
    assert (at_once.first, at_once.refused) == (apart.first, apart.refused)
    assert (looked.first, looked.refused) == (apart.first, apart.refused)
    assert alike(kept(ctx)) == found


def alike(found: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Without the numbers of steps, which are given out once."""
    steps = [{**row, "id": 0} for row in found["incident_step"]]
    order = sorted(steps, key=lambda row: (row["incident_id"], row["number"]))
    return {**found, "incident_step": order}


def test_a_stopped_one_leaves_nothing(ctx: Context) -> None:
    before, steps = kept(ctx), sets(ctx)
    stops = iter([False, False, True])
    found = move(ctx, ALL, "resolve", how=How(cancelled=lambda: next(stops)))
    assert (found.changing, found.change) == (MANY - 2, None)
    assert (kept(ctx), sets(ctx), middle(ctx)) == (before, steps, [])


def test_one_of_few_that_is_stopped_leaves_nothing(ctx: Context) -> None:
    before = kept(ctx)
    found = move(ctx, the("INC-N1", "INC-N3"), "ack", how=How(cancelled=lambda: True))
    assert (found.changing, found.change) == (2, None)
    assert kept(ctx) == before


def test_clients_are_marked_once_with_the_last_of_it_and_then_scored(ctx: Context) -> None:
    recompute(ctx)
    marks: list[list[tuple[Any, ...]]] = []

    def look(_done: int, _all: int) -> None:
        with ctx.reader() as reader:
            marks.append(reader.rows("SELECT client_id FROM changed_client"))

    move(ctx, ALL, "resolve", how=told(look))
    assert marks == [[]] * len(marks)
    assert recompute(ctx).rows == CLIENTS
    undo(ctx, progress=look)
    assert marks == [[]] * len(marks)
    assert recompute(ctx).rows == CLIENTS


def test_another_person_changes_what_is_not_written_and_is_refused_what_is(
    ctx: Context,
) -> None:
    raj, refused = of(ctx, "raj"), []

    def look(done: int, _all: int) -> None:
        if done == 6:
            move(raj, the("INC-N10"), "resolve")
            with pytest.raises(ConflictError) as error:
                assign(raj, the("INC-N1"), "eve")
            refused.append(str(error.value))

    done = move(ctx, ALL, "ack", how=told(look))
    assert done.changing == MANY - 2
    (words,) = refused
    assert f"belongs to change {done.change} (incident.move by ana), which is in" in words
    assert incidents.show(ctx, "INC-N10").status == "resolved"
    undo(ctx, done.change)
    assert incidents.show(ctx, "INC-N10").status == "resolved"
    assert incidents.show(ctx, "INC-N1").status == "open"


def test_others_are_told_how_far_it_is(ctx: Context) -> None:
    seen: list[str] = []

    def look(_done: int, _all: int) -> None:
        with ctx.reader() as reader:
            seen.extend(each.words for each in in_the_middle(reader))

    assign(ctx, ALL, "zoe", how=told(look))
    assert seen == [f"in progress, {done} of {MANY}" for done in range(0, MANY + 1, 3)]


def test_a_count_that_was_shown_holds(ctx: Context) -> None:
    before = kept(ctx)
    with pytest.raises(ConflictError, match="10 incidents would change by now"):
        move(ctx, ALL, "resolve", how=How(expect=9))
    assert kept(ctx) == before


def test_a_merge_into_one_that_somebody_ends_meanwhile_leaves_nothing(ctx: Context) -> None:
    raj, before = of(ctx, "raj"), kept(ctx)

    def look(done: int, _all: int) -> None:
        if done == 6:
            move(raj, the("INC-N1"), "resolve")

    with pytest.raises(ConflictError, match="INC-N1 is resolved: nothing is merged into it"):
        ACTS["merge"](ctx, told(look))
    assert middle(ctx) == []
    assert sets(ctx)[-1][0] == "raj"
    undo(raj)
    assert kept(ctx) == before


def test_whom_somebody_links_meanwhile_is_counted_once_and_stays(ctx: Context) -> None:
    def look(done: int, _all: int) -> None:
        if done == 0:
            link(of(ctx, "raj"), the("INC-N1"), Selection(("C-4",)))

    def linked() -> int:
        return next(row["linked"] for row in kept(ctx)["incident"] if row["key"] == "INC-N1")

    done = ACTS["merge"](ctx, told(look))
    affected = incidents.detail(ctx, "INC-N1").affected
    assert [client.key for client in affected] == ["C-1", "C-2", "C-3", "C-4"]
    assert linked() == CLIENTS - 1
    undo(ctx, done.change)
    assert linked() == 1
    counters_are_right(ctx)
