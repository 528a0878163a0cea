"""Definitions are applied whole or not at all, in one change that can be taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services import formula
from bellbuoy.services.alerts import quiet, rules
from bellbuoy.services.context import Context
from bellbuoy.services.definitions import applying, writing
from bellbuoy.services.playbooks import assigning
from bellbuoy.services.playbooks import definitions as playbooks
from bellbuoy.services.undo.taking_back import redo, undo
from bellbuoy.services.views import reading
from bellbuoy.services.views import writing as views
from core.definitions.types import ApplyDone
from core.desk.types import Selection
from core.health.types import Baseline, HealthConfig
from core.operations.types import UndoConflictError
from core.values.errors import ConflictError, DeniedError
from core.views.types import View
from tests.bellbuoy.services.definitions.folders import (
    LATE,
    MORE,
    WEIGHTS,
    apply,
    done,
    exported,
    filled,
    of,
    plan,
    wrote,
)
from tests.bellbuoy.services.desk.working import some_clients
from tests.bellbuoy.services.undo.standing import State, sets, state
from tests.fixtures.stores import NewStore

RESCUE = (
    '[[playbook]]\nname = "rescue"\ntitle = "Rescue"\nwhen = "tier:critical"\n'
    'steps = [{ text = "call" }]\n'
)
ALL = {
    "scoring": WEIGHTS,
    "views": f"prune = true\n{MORE}",
    "alerts": 'quiet_hours = "21:00-06:00"\nprune = true\n'
              '[[rule]]\nname = "big-fall"\ncondition = "fell>=30"\n',
    "playbooks": 'prune = true\n[[playbook]]\nname = "save-18"\ntitle = "Ours"\n'
                 'when = "tier:critical"\nsteps = [{ text = "call" }]\n',
}  # fmt: skip


def plain(found: State) -> State:
    """Without the names of formulas: one that comes back has the next name."""
    rest = {name: rows for name, rows in found.items() if name != "score_config"}
    rest["setting"] = [row for row in found["setting"] if row["name"] != "health.config"]
    return rest


def formula_of(ctx: Context) -> HealthConfig:
    return replace(formula.current(ctx), version="")


def test_the_store_says_what_the_files_say(new_store: NewStore, tmp_path: Path) -> None:
    ctx = new_store()
    filled(ctx)
    before = len(sets(ctx))
    told = apply(ctx, wrote(tmp_path / "a", **ALL))
    assert sets(ctx)[before:] == [
        ("ana", "definition.apply", "scoring, views, alerts, playbooks")
    ]
    assert told.formula == "health/3"
    assert formula_of(ctx) == HealthConfig("", (50, 25, 25), plans=(("pro", Baseline(9, 8)),))
    own = [view for view in reading.listed(ctx) if view.owner]
    assert [(view.name, view.query, view.shared, view.owner) for view in own] == [
        ("Big", "arr>50000", "rep", "ana")
    ]
    assert rules.show(ctx, "big-fall").rule.condition == "fell>=30"
    assert rules.show(ctx, "tier-critical").rule.severity == "critical"  # as it came
    assert quiet.show(ctx).hours == "21:00-06:00"
    assert [(each.name, each.title) for each in playbooks.definitions(ctx)] == [
        ("save-18", "Ours")
    ]
    assert plan(ctx, tmp_path / "a").differences == ()


def test_a_second_time_there_is_nothing_to_do(new_store: NewStore, tmp_path: Path) -> None:
    ctx = new_store()
    folder = wrote(tmp_path, **ALL)
    assert apply(ctx, folder).change is not None
    before = (state(ctx), sets(ctx))
    assert apply(ctx, folder) == ApplyDone(None)
    assert (state(ctx), sets(ctx)) == before


def test_one_undo_takes_all_of_it_back_and_one_redo_does_it_again(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store()
    filled(ctx)
    before, was = plain(state(ctx)), formula_of(ctx)
    apply(ctx, wrote(tmp_path, **ALL))
    after, now = plain(state(ctx)), formula_of(ctx)
    assert (before != after, was != now) == (True, True)
    for _ in range(2):
        taken = undo(ctx)
        assert taken is not None
        assert (taken.left, taken.note.endswith("is in force")) == (0, True)
        assert (plain(state(ctx)), formula_of(ctx)) == (before, was)
        assert redo(ctx) is not None
        assert (plain(state(ctx)), formula_of(ctx)) == (after, now)


def test_without_a_formula_every_table_is_as_it_was(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store()
    filled(ctx)
    before = state(ctx)
    apply(ctx, wrote(tmp_path, views=ALL["views"], alerts=ALL["alerts"]))
    assert state(ctx) != before
    undo(ctx)
    assert state(ctx) == before


def test_each_version_of_the_formula_says_who_and_what(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store()
    apply(of(ctx, "mei"), wrote(tmp_path, scoring=WEIGHTS))
    undo(of(ctx, "mei"))
    told = {each.config.version: each for each in formula.versions(ctx)}
    assert [told[f"health/{n}"].actor for n in (1, 2, 3)] == [None, "mei", "mei"]
    assert told["health/2"].changed == ("weights 40/30/30 → 50/25/25",)
    assert told["health/3"].changed == ("weights 50/25/25 → 40/30/30",)


def test_whoever_may_not_change_a_subject_is_told_which(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store()
    manager = of(ctx, "mo", "manager")
    folder = wrote(tmp_path, **ALL)
    before = state(ctx)
    for act in (applying.may_apply, applying.apply):
        with pytest.raises(DeniedError, match=r"^alerts: ") as caught:
            act(manager, plan(manager, folder))
        assert "admin" in caught.value.hint
    assert (state(ctx), sets(ctx)) == (before, [])
    (tmp_path / "alerts.toml").unlink()
    assert apply(manager, folder).formula == "health/2"
    undo(manager)
    assert formula_of(ctx) == replace(HealthConfig(), version="")


def test_taking_it_back_needs_the_rights_of_its_subjects(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store()
    apply(ctx, wrote(tmp_path, **ALL))
    number = max(range(len(sets(ctx)))) + 1
    before = state(ctx)
    with pytest.raises(DeniedError, match="alert:configure"):
        undo(of(ctx, "ana", "manager"), number)
    assert state(ctx) == before


def test_another_change_meanwhile_is_a_conflict(new_store: NewStore, tmp_path: Path) -> None:
    ctx = new_store()
    found = plan(ctx, wrote(tmp_path, **ALL))
    rules.edit(of(ctx, "mei"), "job-late", {"severity": "low"})
    before = state(ctx)
    with pytest.raises(ConflictError, match="changed in the store meanwhile"):
        applying.apply(ctx, found)
    assert state(ctx) == before


def test_what_was_changed_since_is_not_taken_back(new_store: NewStore, tmp_path: Path) -> None:
    ctx = new_store()
    apply(ctx, wrote(tmp_path, alerts=ALL["alerts"]))
    rules.edit(of(ctx, "mei"), "big-fall", {"severity": "low"})
    with pytest.raises(UndoConflictError, match=r"by mei"):
        undo(ctx)
    assert rules.show(ctx, "big-fall").rule.severity == "low"


def test_a_fault_in_the_middle_leaves_nothing(
    new_store: NewStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx = new_store()
    filled(ctx)
    folder = wrote(tmp_path, **ALL)
    before = (state(ctx), sets(ctx))

    def broken(*_: Any) -> dict[str, Any]:
        raise RuntimeError("the last subject")

    monkeypatch.setitem(writing.WRITERS, "alerts", broken)
    with pytest.raises(RuntimeError, match="the last subject"):
        apply(ctx, folder)
    assert (state(ctx), sets(ctx)) == before


def test_a_view_stays_with_whom_it_belongs_to(new_store: NewStore, tmp_path: Path) -> None:
    ctx = new_store()
    raj = of(ctx, "raj")
    views.save(raj, LATE)
    views.share(raj, "Late", "rep")
    text = '[[view]]\nname = "late"\nquery = "renews<9d"\nshared = "rep"\n'
    apply(ctx, wrote(tmp_path, views=text))
    found = reading.find(ctx, "raj/Late")
    assert (found.owner, found.query, found.saved_by) == ("raj", "renews<9d", "ana")
    undo(ctx)
    assert reading.find(ctx, "raj/Late").query == "renews<30d"


def test_a_name_that_is_taken_since_stops_the_undo(new_store: NewStore, tmp_path: Path) -> None:
    ctx = new_store()
    filled(ctx)
    apply(ctx, wrote(tmp_path, views="prune = true\n"))
    raj = of(ctx, "raj")
    views.save(raj, View("Late", "radar"))
    views.share(raj, "Late", "rep")
    with pytest.raises(ConflictError, match="shared already"):
        undo(ctx)


def test_files_that_are_true_already_are_only_noted(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store()
    filled(ctx)
    folder = exported(ctx, tmp_path)
    assert plan(ctx, folder).adopts
    before = state(ctx)
    told = apply(ctx, folder)
    assert told.change is not None
    assert [row["name"] for row in state(ctx)["setting"] if row not in before["setting"]] == [
        "definitions.alerts", "definitions.playbooks", "definitions.scoring",
        "definitions.views",
    ]  # fmt: skip
    assert (plan(ctx, folder).adopts, apply(ctx, folder).change) == (False, None)
    undo(ctx)
    assert state(ctx) == before
    assert done(plan(ctx, folder)) == []


def test_a_playbook_that_clients_follow_stays(new_store: NewStore, tmp_path: Path) -> None:
    ctx = some_clients(new_store, 2)
    apply(ctx, wrote(tmp_path, playbooks=RESCUE))
    assigning.assign(ctx, Selection(("C-1",)), "rescue")
    before = state(ctx)
    with pytest.raises(ConflictError, match="1 client follows rescue"):
        apply(ctx, wrote(tmp_path, playbooks=""), prune=True)
    with pytest.raises(ConflictError, match="1 client follows rescue"):
        undo(ctx, 1 + sets(ctx).index(("ana", "definition.apply", "playbooks")))
    assert state(ctx) == before
