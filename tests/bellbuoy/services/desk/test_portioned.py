"""A change of very many clients commits portion by portion, and is whole or absent."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bellbuoy.services import changes, stretched, worker
from bellbuoy.services.clients import page
from bellbuoy.services.context import Context, open_context
from bellbuoy.services.desk import many, tasks
from bellbuoy.services.desk.assign import as_imported, assign
from bellbuoy.services.desk.snooze import snooze
from bellbuoy.services.desk.tags import tag
from bellbuoy.services.integrations import import_path, load_mapping
from bellbuoy.services.undo import portions, unfinished
from bellbuoy.services.undo.taking_back import redo, undo
from core.desk.types import Selection
from core.operations.types import UndoConflictError
from core.values.errors import ConflictError
from storage.audit.unfinished import unfinished as in_the_middle
from tests.bellbuoy.services.desk.test_many import facets_are_right
from tests.bellbuoy.services.desk.working import of, some_clients
from tests.bellbuoy.services.undo.standing import sets, state
from tests.fixtures.stores import NOW, NewStore, move

ALL = Selection(query="")
MANY = 11
Told = Callable[[int, int], None]


class DiedError(BaseException):
    """The process ends here."""


class Killer:
    """Ends the process before its n-th portion: nothing that it would do then is done."""

    def __init__(self, patch: pytest.MonkeyPatch, at: int) -> None:
        self._patch, self._at, self._seen = patch, at, 0

    def told(self, _done: int, _total: int) -> None:
        self._seen += 1
        if self._seen > self._at:
            self._patch.setattr(stretched, "go_back", lambda *_: False)
            raise DiedError


@pytest.fixture
def ctx(new_store: NewStore, monkeypatch: pytest.MonkeyPatch) -> Context:
    """Eleven clients, in portions of three."""
    monkeypatch.setattr(many, "PORTION", 3)
    monkeypatch.setattr(portions, "PORTION", 4)
    monkeypatch.setattr(unfinished, "ROWS", 4)
    monkeypatch.setattr(unfinished, "GAP_S", 0)
    monkeypatch.setattr(stretched, "GAP_S", 0)
    return some_clients(new_store, MANY)


def middle(ctx: Context) -> list[tuple[int, str]]:
    with ctx.reader() as reader:
        return [(each.step.id, each.words) for each in in_the_middle(reader)]


def owners(ctx: Context) -> dict[str, str | None]:
    return {row.key: row.owner for row in page(ctx, sort="id").rows}


def killed(ctx: Context, at: int, act: Callable[[Told], object]) -> None:
    """Do something until the process dies at its portion; nobody lives from then on."""
    with pytest.MonkeyPatch.context() as patch, pytest.raises(DiedError):
        act(Killer(patch, at).told)


def nobody_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "process_lives", lambda _pid: False)


ACTS: dict[str, Callable[[Context, Told], object]] = {
    "assign": lambda ctx, told: assign(ctx, ALL, "zoe", progress=told),
    "as imported": lambda ctx, told: as_imported(ctx, ALL, progress=told),
    "tag": lambda ctx, told: tag(ctx, ALL, ["+vip", "-old"], progress=told),
    "snooze": lambda ctx, told: snooze(ctx, ALL, ctx.today + 5, "later", progress=told),
}


def laid_out(ctx: Context) -> None:
    """Some of everything that a change of many writes over."""
    tasks.add(of(ctx, "raj"), ["C-3", "C-6"], "call")
    for keys in (("C-1", "C-2", "C-3"), ("C-5", "C-7"), ("C-9", "C-10", "C-11")):
        assign(ctx, Selection(keys), "pat")
        tag(ctx, Selection(keys[:2]), ["+old"])
        snooze(ctx, Selection(keys[1:]), ctx.today + 2, "busy")


@pytest.mark.parametrize("act", sorted(ACTS))
def test_what_dies_at_any_portion_is_absent_for_whoever_comes_next(
    ctx: Context, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    laid_out(ctx)
    before, steps = state(ctx), sets(ctx)
    for at in range(4):
        with monkeypatch.context() as patch:
            killed(ctx, at, lambda told: ACTS[act](ctx, told))
            assert [number for number, _ in middle(ctx)] == [len(steps) + 1]
            nobody_lives(patch)
            again = open_context(ctx.store.address, clock=ctx.clock)
            assert [each.undo for each in changes.changes(again, 1)] == [""]
        assert middle(ctx) == []
        assert state(ctx) == before
        assert sets(ctx) == steps
    ACTS[act](ctx, lambda _done, _all: None)
    assert len(sets(ctx)) == len(steps) + 1
    undo(ctx)
    assert state(ctx) == before


@pytest.mark.parametrize("act", sorted(ACTS))
def test_an_undo_that_dies_at_any_portion_is_absent_too(
    ctx: Context, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    laid_out(ctx)
    before = state(ctx)
    ACTS[act](ctx, lambda _done, _all: None)
    done, steps = state(ctx), sets(ctx)
    for at in range(4):
        with monkeypatch.context() as patch:
            killed(ctx, at, lambda told: undo(ctx, progress=told))
            nobody_lives(patch)
            undo_told = changes.changes(open_context(ctx.store.address, clock=ctx.clock), 1)
        assert (undo_told[0].id, undo_told[0].undo) == (len(steps), "")
        assert state(ctx) == done
        assert sets(ctx) == steps
    undo(ctx)
    assert state(ctx) == before
    redo(ctx)
    assert state(ctx) == done


def test_taking_back_that_dies_is_gone_on_with(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(ctx)
    killed(ctx, 3, lambda told: assign(ctx, ALL, "zoe", progress=told))
    nobody_lives(monkeypatch)
    left = []
    for _ in range(9):
        with monkeypatch.context() as patch:
            naps = iter(range(1))
            patch.setattr(unfinished, "sleep", lambda _s, naps=naps: _nap(naps))
            try:
                unfinished.settle_unfinished(ctx)
            except DiedError:
                left += [words for _, words in middle(ctx)]
            else:
                break
    assert left == [f"being taken back, {rows} rows left" for rows in (12, 6, 0)]
    assert state(ctx) == before
    assert sets(ctx) == []


def _nap(naps: object) -> None:
    """One transaction behind the claim is all that is had."""
    if next(naps, None) is None:  # type: ignore[call-overload]
        raise DiedError


def test_others_see_that_it_is_in_progress(ctx: Context) -> None:
    seen: list[tuple[str, str, object]] = []

    def told(done: int, _total: int) -> None:
        if 0 < done < MANY:
            newest = changes.changes(ctx, 1)[0]
            owned = sum(owner == "zoe" for owner in owners(ctx).values())
            seen.append((newest.undo, newest.why, owned))
            with pytest.raises(ConflictError, match=rf"change 1 .* in progress, {done} of 11"):
                undo(ctx)

    assign(ctx, ALL, "zoe", progress=told)
    assert [(undone, owned) for undone, _, owned in seen] == [
        ("cannot", done) for done in (3, 6, 9)
    ]
    assert seen[0][1].startswith("in progress, 3 of 11")
    assert [each.undo for each in changes.changes(ctx, 1)] == [""]
    with ctx.reader() as reader:
        assert reader.rows("SELECT action, outcome, change_id FROM audit") == [
            ("client.assign", "done", 1)
        ]


def test_another_person_changes_what_is_not_written_and_is_refused_what_is(
    ctx: Context,
) -> None:
    raj = of(ctx, "raj")
    refused: list[str] = []

    def told(done: int, _total: int) -> None:
        if done == 6:
            assign(raj, Selection(("C-10",)), "kim")
            tag(raj, Selection(("C-1",)), ["+vip"])
            with pytest.raises(ConflictError) as error:
                assign(raj, Selection(("C-1",)), "eve")
            refused.append(str(error.value))

    done = assign(ctx, ALL, "zoe", progress=told)
    assert done.change == 1
    assert refused == [
        "client 1 belongs to change 1 (client.assign by ana), which is in progress, 6 of 11"
    ]
    assert set(owners(ctx).values()) == {"zoe"}
    undo(ctx, 1)
    assert owners(ctx)["C-10"] == "kim"
    assert owners(ctx)["C-1"] == "kim"  # of before, not by the refused one


def test_a_stopped_one_leaves_nothing_and_a_stopped_undo_leaves_all(ctx: Context) -> None:
    before = state(ctx)
    stops = iter([False, False, True])
    found = assign(ctx, ALL, "zoe", cancelled=lambda: next(stops))
    assert (found.changing, found.change) == (MANY, None)
    assert (state(ctx), sets(ctx), middle(ctx)) == (before, [], [])
    assign(ctx, ALL, "zoe")
    done = state(ctx)
    stops = iter([False, False, True])
    assert undo(ctx, cancelled=lambda: next(stops)) is None
    assert (state(ctx), len(sets(ctx)), middle(ctx)) == (done, 1, [])


def test_a_living_process_keeps_its_change_and_a_silent_one_loses_it(ctx: Context) -> None:
    def told(done: int, _total: int) -> None:
        if done == 6:
            assert unfinished.settle_unfinished(ctx) == 0
            move(ctx, NOW + unfinished.SILENT + timedelta(seconds=1))
            assert unfinished.settle_unfinished(ctx) == 1

    before = state(ctx)
    with pytest.raises(ConflictError, match="change 1 was taken back: nothing was heard"):
        assign(ctx, ALL, "zoe", progress=told)
    assert (state(ctx), sets(ctx), middle(ctx)) == (before, [], [])


def test_a_conflict_between_the_look_and_its_turn_takes_the_undo_back(ctx: Context) -> None:
    assign(ctx, ALL, "zoe")

    def told(done: int, _total: int) -> None:
        if done:
            with ctx.store.unit() as unit:
                unit.run("UPDATE client SET owner = 'eve' WHERE id = 1")

    with pytest.raises(UndoConflictError, match="client 1 was changed since change 1"):
        undo(ctx, progress=told)
    assert middle(ctx) == []
    assert {**owners(ctx), "C-1": "zoe"} == dict.fromkeys(owners(ctx), "zoe")
    assert owners(ctx)["C-1"] == "eve"
    assert len(sets(ctx)) == 1


@pytest.mark.parametrize("act", ["assign", "as imported"])
def test_what_sources_say_meanwhile_outlives_the_taking_back(
    ctx: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """As if the change had never begun: a person's owner stays, and the sources' word
    stands beside it, or is the owner."""

    def facts(word: str) -> dict[str, str]:
        lines = ["id,name,owner,plan", *(f"{name},{name},{word}-{name},Pro" for name in "abc")]
        (tmp_path / "client.csv").write_text("\n".join(lines) + "\n", "utf-8")
        import_path(of(ctx, "raj"), tmp_path, load_mapping(None, None, "crm", "USD"))
        return {row.name: row.key for row in page(ctx).rows if row.name in "abc"}

    keys = facts("old")
    assign(ctx, Selection((keys["b"], keys["c"])), "pat")
    assign(ctx, Selection(("C-1", "C-5", "C-9", "C-10")), "pat")
    killed(ctx, 2 if act == "as imported" else 5, lambda told: ACTS[act](ctx, told))
    written = {name: owners(ctx)[keys[name]] for name in "abc"}
    assert written == (
        dict.fromkeys("abc", "zoe")
        if act == "assign"
        else {name: f"old-{name}" for name in "abc"}
    )
    facts("new")
    nobody_lives(monkeypatch)
    unfinished.settle_unfinished(ctx)
    now = owners(ctx)
    assert [now[keys[name]] for name in "abc"] == ["new-a", "pat", "pat"]
    with ctx.reader() as reader:
        said = reader.rows("SELECT imported FROM client_owner WHERE client_id > 11 ORDER BY 1")
    assert said == [("new-b",), ("new-c",)]
    facets_are_right(ctx)


PEOPLE = st.sampled_from(["zoe", "raj", "kim"])
MOVE = st.tuples(PEOPLE, st.integers(0, 5), PEOPLE, st.integers(1, MANY), st.booleans())


class Rival:
    """Another person, who gives one client to somebody when six are done."""

    def __init__(self, ctx: Context, key: str, owner: str) -> None:
        self._ctx, self._key, self._owner = of(ctx, "eve"), key, owner
        self._tried = self.gave = False

    def told(self, done: int) -> None:
        if done == 6 and not self._tried:
            self._tried = True
            with suppress(ConflictError):
                said = assign(self._ctx, Selection((self._key,)), self._owner)
                self.gave = said.change is not None


def given_to(ctx: Context, who: str, dies: int, rival: Rival) -> bool:
    """All clients given to somebody by a process that may die; whether they were."""
    with pytest.MonkeyPatch.context() as patch:
        killer = Killer(patch, dies)

        def told(done: int, total: int) -> None:
            rival.told(done)
            killer.told(done, total)

        try:
            return assign(ctx, ALL, who, progress=told).change is not None
        except DiedError:
            nobody_lives(patch)
            unfinished.settle_unfinished(ctx)
            return False


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(MOVE, min_size=1, max_size=4))
def test_two_writers_and_deaths_leave_whole_changes_alone(
    ctx: Context, moves: list[tuple[str, int, str, int, bool]]
) -> None:
    """Each move: all to somebody, dying before the n-th portion (5: it lives), while
    another person gives one client to somebody; then perhaps it is taken back."""
    model = owners(ctx)
    for who, dies, other, client, back in moves:
        key, stood = f"C-{client}", dict(model)
        rival = Rival(ctx, key, other)
        whole = given_to(ctx, who, dies, rival)
        had_it = model[key] == who  # so the change is not about that client
        if rival.gave:
            stood[key] = other
        model = dict.fromkeys(stood, who) if whole else stood
        if rival.gave and had_it:
            model[key] = other
        assert owners(ctx) == model
        assert middle(ctx) == []
        if back and whole:
            assert undo(ctx) is not None
            model = stood
            assert owners(ctx) == model


def test_any_writer_takes_back_what_the_dead_left_and_a_reader_does_not(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(ctx, 2, lambda told: tag(ctx, ALL, ["+vip"], progress=told))
    nobody_lives(monkeypatch)
    page(ctx)
    only_reads = replace(ctx, read_only=True)
    assert changes.changes(only_reads, 1)[0].why.startswith("in progress, 6 of 11")
    assert len(middle(ctx)) == 1
    tasks.add(of(ctx, "raj"), ["C-3"], "call")
    assert middle(ctx) == []
    assert [action for _, action, _ in sets(ctx)] == ["task.add"]
