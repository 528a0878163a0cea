"""Undo and redo: which change, whose, by whom; and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services import cache, scaling
from bellbuoy.services.alerts import acts, channels, rules
from bellbuoy.services.authorise import authorise
from bellbuoy.services.backup.rules import set_rule
from bellbuoy.services.changes import changes, listed, show
from bellbuoy.services.context import Context
from bellbuoy.services.integrations import import_path, load_mapping
from bellbuoy.services.supervision import schedule
from bellbuoy.services.undo.taking_back import redo, undo
from core.access.types import Viewer
from core.alerts.types import Channel
from core.operations.types import TakenBack, UndoConflictError
from core.values.errors import ConflictError, DeniedError, NotFoundError, UsageError
from storage.alerts.rules import rules as stored_rules
from tests.bellbuoy.services.alerts.ringing import alerts, keep, quiet_store, settle, trouble
from tests.bellbuoy.services.supervision.leading import PLAN, Leader
from tests.bellbuoy.services.undo.standing import sets, state
from tests.fixtures.stores import NewStore, context


def of(ctx: Context, name: str, role: str = "admin") -> Context:
    return replace(ctx, viewer=Viewer(name, role))


def severity(ctx: Context, name: str = "tier-critical") -> str:
    with ctx.store.reader() as reader:
        return stored_rules(reader)[name].severity


def paint(ctx: Context, severity: str) -> int:
    """Change a rule; the number of the change."""
    rules.edit(ctx, "tier-critical", {"severity": severity})
    return len(sets(ctx))


def take_in(ctx: Context, folder: Path) -> None:
    (folder / "client.csv").write_text("id,name\na,First\n", encoding="utf-8")
    import_path(ctx, folder, load_mapping(None, None, "crm", "USD"))


def back(found: TakenBack | None) -> tuple[int, int | None]:
    assert found is not None
    return found.change, found.number


def test_ones_own_changes_go_back_one_by_one_and_come_again(new_store: NewStore) -> None:
    ctx = new_store()
    paint(ctx, "low")  # 1
    paint(of(ctx, "mei"), "high")  # 2
    set_rule(ctx, "backup.keep", "3")  # 3
    cache.set_lifetime(ctx, 30)  # 4
    assert back(undo(ctx)) == (4, 5)
    assert back(undo(ctx)) == (3, 6)
    assert back(redo(ctx)) == (3, 7)
    assert back(redo(ctx)) == (4, 8)
    assert redo(ctx) is None
    assert back(undo(ctx)) == (4, 9)
    scaling.set_most(ctx, 2)  # 10: what was taken back before it is not done again
    assert redo(ctx) is None
    assert back(undo(ctx)) == (10, 11)
    assert back(undo(ctx)) == (3, 12)
    assert back(undo(of(ctx, "mei"))) == (2, 13)
    assert back(undo(ctx)) == (1, 14)
    before = state(ctx)
    assert undo(ctx) is None
    assert state(ctx) == before


def test_a_change_of_a_number_and_of_an_undo(new_store: NewStore) -> None:
    ctx = new_store()
    first = paint(ctx, "low")
    set_rule(ctx, "backup.keep", "3")
    assert back(undo(ctx, first)) == (first, 3)
    assert severity(ctx) == "critical"
    again = undo(ctx, 3)
    assert again is not None
    assert (again.change, again.number, again.redo) == (first, 4, True)
    assert severity(ctx) == "low"
    assert back(undo(ctx)) == (first, 5)  # done last, though not the newest
    for number, by in ((first, 5), (3, 5), (4, 5)):
        ledger = sets(ctx)
        found = undo(ctx, number)
        assert found is not None
        assert (found.number, found.note) == (
            None, f"change {number} is taken back already, by {by}",
        )  # fmt: skip
        assert sets(ctx) == ledger
    with pytest.raises(NotFoundError, match="no change 99"):
        undo(ctx, 99)


def test_a_row_that_somebody_changed_since_stays_and_is_named(new_store: NewStore) -> None:
    ctx = new_store()
    first = paint(ctx, "low")
    paint(of(ctx, "mei"), "high")
    before = state(ctx), sets(ctx)
    with pytest.raises(UndoConflictError) as told:
        undo(ctx)
    assert (state(ctx), sets(ctx)) == before
    (row,) = told.value.rows
    assert (row.table, row.key, row.there, row.who, row.change) == (
        "alert_rule", "tier-critical", True, "mei", 2,
    )  # fmt: skip
    versions = {each.column: (each.before, each.after, each.now) for each in row.differences}
    assert versions["severity"] == ("critical", "low", "high")
    assert told.value.exit_code == 6
    assert told.value.message == (
        "alert_rule tier-critical was changed since change 1: severity was critical, the"
        " change made it low, now it is high (change 2 by mei)"
    )
    assert back(undo(of(ctx, "mei"))) == (2, 3)
    assert back(undo(ctx)) == (first, 4)


def test_the_address_of_a_channel_is_in_no_message(new_store: NewStore) -> None:
    """Messages are logged, and an address may hold a token."""
    ctx = new_store()
    channels.add(ctx, Channel("ops", "webhook", ("https://hooks.example.com/T0KEN",)))
    channels.delete(of(ctx, "mei"), "ops")
    channels.add(
        of(ctx, "mei"), Channel("ops", "webhook", ("https://other.example.com/0THER",))
    )
    with pytest.raises(UndoConflictError, match="target was ••••••") as told:
        undo(ctx)
    assert "T0KEN" not in told.value.message
    assert "0THER" not in told.value.message


def test_a_row_that_is_gone_or_there_again_is_a_conflict(new_store: NewStore) -> None:
    ctx = new_store()
    keep(ctx, "incidents>=1")  # 1
    rules.edit(ctx, "mine", {"severity": "low"})  # 2
    rules.delete(of(ctx, "mei"), "mine")  # 3
    with pytest.raises(UndoConflictError, match=r"now the row is gone .change 3 by mei"):
        undo(ctx)
    keep(ctx, "incidents>=2")  # 4
    with pytest.raises(UndoConflictError, match="now it is"):
        undo(of(ctx, "mei"))


def test_an_acknowledged_alert_that_is_over_stays_over(new_store: NewStore) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1")
    trouble(ctx, "k1")
    settle(ctx)
    acts.acknowledge(ctx, "A-1")
    number = len(sets(ctx))
    rules.edit(of(ctx, "mei"), "mine", {"active": False})
    with pytest.raises(UndoConflictError, match=r"alert 1 was changed .* now it is resolved"):
        undo(ctx, number)


def test_alerts_that_moved_on_stay_while_their_rule_goes_back(new_store: NewStore) -> None:
    """They follow from the rule: what rang under it meanwhile ends with it."""
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1")
    trouble(ctx, "k1")
    settle(ctx)
    rules.edit(ctx, "mine", {"condition": "incidents>=1 tier:critical,at_risk,healthy"})
    settle(ctx)
    assert [(row[2], row[3]) for row in alerts(ctx)] == [("resolved", 1), ("new", 2)]
    found = undo(ctx)
    assert found is not None
    assert [(row[2], row[3]) for row in alerts(ctx)] == [("new", 1), ("resolved", 2)]
    settle(ctx)
    assert [row[2] for row in alerts(ctx)] == ["new", "resolved"]
    assert back(redo(ctx))[0] == found.change
    settle(ctx)
    assert [row[2] for row in alerts(ctx)] == ["resolved", "new"]


def test_what_rests_on_another_is_refused(new_store: NewStore) -> None:
    ctx = new_store()
    channels.add(ctx, Channel("ops", "file", ("/tmp/a",)))  # 1
    keep(ctx, "incidents>=1", channels=("ops",))  # 2
    before = state(ctx)
    with pytest.raises(ConflictError, match="rules ring through ops: mine"):
        undo(ctx, 1)
    assert state(ctx) == before
    rules.delete(ctx, "mine")  # 3
    undo(ctx, 1)
    with pytest.raises(ConflictError, match="rule mine would ring through ops"):
        undo(ctx, 3)


def test_what_cannot_be_taken_back_says_why_and_what_can(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store()
    cache.set_lifetime(ctx, 30)
    take_in(ctx, tmp_path)
    number = len(sets(ctx))
    for named in (None, number):
        with pytest.raises(ConflictError, match="cannot be taken back: facts that") as told:
            undo(ctx, named)
    assert "bellbuoy import" in told.value.hint
    with pytest.raises(ConflictError) as told:
        undo(ctx)
    assert told.value.hint.endswith("bellbuoy undo 1 takes back the one before")
    assert back(undo(ctx, 1))[0] == 1
    assert back(redo(ctx))[0] == 1


def test_rows_of_another_version_are_left_alone(new_store: NewStore) -> None:
    ctx = new_store()
    paint(ctx, "low")
    for body in ('{"colour": "red"}', '{"severity": null}', None):
        with ctx.store.unit() as unit:
            unit.run("UPDATE change_row SET before = ?, after = ?", (body, body))
        with pytest.raises(ConflictError, match="another version kept too little"):
            undo(ctx)
    with ctx.store.unit() as unit:
        unit.run("UPDATE change_row SET table_name = 'sqlite_master; --'")
    with pytest.raises(ConflictError, match="another version kept too little"):
        undo(ctx)


def test_ones_own_with_the_right_of_the_change_those_of_others_as_admin(
    new_store: NewStore,
) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1")
    rule = len(sets(ctx))
    trouble(ctx, "k1")
    settle(ctx)
    rep = of(ctx, "zoe", "rep")
    acts.acknowledge(rep, "A-1")
    own = len(sets(ctx))
    with pytest.raises(DeniedError, match="change:undo-others"):
        undo(of(ctx, "bob", "manager"), own)
    with pytest.raises(DeniedError, match="alert:configure"):
        undo(rep, rule)
    with pytest.raises(DeniedError, match="change:undo"):
        undo(of(ctx, "zoe", "analyst"), own)
    assert back(undo(rep)) == (own, own + 1)
    assert back(redo(rep))[0] == own
    assert back(undo(ctx, own))[0] == own  # by the admin
    with pytest.raises(DeniedError, match="change:undo-others"):
        undo(rep, own + 3)  # what an admin took back
    assert redo(rep) is None


def test_an_admin_who_became_less_may_not(new_store: NewStore) -> None:
    ctx = new_store()
    paint(ctx, "low")
    with pytest.raises(DeniedError, match="alert:configure"):
        undo(of(ctx, "ana", "rep"))
    with ctx.store.reader() as reader:
        assert reader.value("SELECT outcome FROM audit ORDER BY id DESC LIMIT 1") == "denied"


def test_a_look_at_a_past_day_and_a_store_to_read_change_nothing(new_store: NewStore) -> None:
    ctx = new_store()
    paint(ctx, "low")
    for looking in (
        ctx.looking_at(ctx.present - timedelta(days=3)),
        replace(ctx, read_only=True),
    ):
        for call in (undo, redo):
            with pytest.raises(UsageError):
                call(looking)
    assert severity(ctx) == "low"


def test_a_dry_run_says_what_would_be_and_changes_nothing(new_store: NewStore) -> None:
    ctx = new_store()
    paint(ctx, "low")
    before = state(ctx), sets(ctx)
    found = undo(ctx, dry_run=True)
    assert found is not None
    assert (found.change, found.number, found.rows, found.dry_run) == (1, None, 1, True)
    assert (state(ctx), sets(ctx)) == before


def test_it_is_one_transaction(new_store: NewStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """What raises between the rows and their change set leaves nothing."""
    from bellbuoy.services.undo import rows
    from storage.audit.rows import put_rows
    from storage.audit.writes import Change

    ctx = new_store()
    channels.add(ctx, Channel("ops", "file", ("/tmp/a",)))
    before = state(ctx), sets(ctx)
    put: list[str] = []
    kept = put_rows

    def noted(unit: object, found: Iterable[tuple[str, str, Any, Any]]) -> None:
        these = list(found)
        kept(unit, these)  # type: ignore[arg-type]
        put.extend(table for table, *_ in these)

    def fails(*_: object) -> int:
        raise OSError("the power is gone")

    monkeypatch.setattr(rows, "put_rows", noted)
    monkeypatch.setattr(Change, "close", fails)
    with pytest.raises(OSError, match="power"):
        undo(ctx)
    assert put == ["alert_channel"]
    assert (state(ctx), sets(ctx)) == before


def test_slots_that_went_by_are_settled_as_when_a_person_does_it(new_store: NewStore) -> None:
    leader = Leader(new_store())
    assert leader.look() is None
    schedule.pause(leader.ctx, PLAN)
    leader.later(minutes=25)
    undo(leader.ctx)
    assert leader.look() is None
    assert leader.runs()[-1].error == "2 slots went by while it was paused by ana"
    schedule.set_every(leader.ctx, PLAN, "@hourly")
    leader.later(minutes=60)
    undo(leader.ctx)
    assert leader.look() is None
    assert leader.runs()[-1].error == "1 slot went by while the schedule changed"


def test_the_list_says_what_is_undone_and_what_cannot(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store()
    take_in(ctx, tmp_path)
    paint(ctx, "low")
    number = len(sets(ctx))
    undo(ctx)
    told = {each.id: each for each in changes(ctx)}
    assert told[number].undo == f"undone by {number + 1}"
    assert told[number + 1].undo == ""
    assert told[1].undo == "cannot"
    assert told[1].why.startswith("facts that came in stay; ")
    redo(ctx)
    told = {each.id: each for each in changes(ctx)}
    assert [told[number + n].undo for n in range(3)] == ["", f"undone by {number + 2}", ""]
    assert listed(ctx) == changes(ctx)
    assert listed(ctx, "action:undo:alert.rule") == (told[number + 1],)
    assert show(ctx, number + 1)[0] == told[number + 1]


def test_another_process_that_was_faster_is_told(
    new_store: NewStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bellbuoy.services.undo import taking_back

    ctx = new_store()
    paint(ctx, "low")
    kept = authorise

    def slowly(looking: Context, action: str, *, writes: bool = False) -> None:
        kept(looking, action, writes=writes)
        monkeypatch.setattr(taking_back, "authorise", kept)
        undo(context(ctx.store, user="ana"))

    monkeypatch.setattr(taking_back, "authorise", slowly)
    with pytest.raises(ConflictError, match="was taken back, or done again, meanwhile"):
        undo(ctx)
    assert [action for _, action, _ in sets(ctx)] == ["alert.rule", "undo:alert.rule"]
