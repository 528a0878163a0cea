"""A plan says who moves, what finds how many, what would ring; it writes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services import formula
from bellbuoy.services.alerts import rules
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.views import writing
from core.definitions.types import Counted
from core.health.types import HealthConfig
from core.views.types import EVERYBODY
from tests.bellbuoy.services.alerts.ringing import keep, quiet_store, settle, trouble
from tests.bellbuoy.services.definitions.folders import (
    LATE,
    MORE,
    WEIGHTS,
    done,
    filled,
    of,
    plan,
    wrote,
)
from tests.bellbuoy.services.undo.standing import sets, state
from tests.fixtures.stores import NewStore


def test_who_moves_is_what_the_formula_itself_says(new_store: NewStore, tmp_path: Path) -> None:
    ctx = quiet_store(new_store)
    trouble(ctx, "k1")
    recompute(ctx)
    before = (state(ctx), sets(ctx))
    found = plan(ctx, wrote(tmp_path, scoring=WEIGHTS))
    assert done(found) == [("change", "scoring", "weights")]
    assert found.preview == formula.preview(ctx, HealthConfig(weights=(50, 25, 25)))
    assert found.preview.rescored == 2  # k2 and k3, whose incidents weigh less
    assert (state(ctx), sets(ctx)) == before


def test_a_view_and_a_rule_say_how_many(new_store: NewStore, tmp_path: Path) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1")
    trouble(ctx, "k1")
    settle(ctx)
    writing.save(ctx, LATE)
    writing.share(ctx, "Late", EVERYBODY)
    rule = '[[rule]]\nname = "{}"\ncondition = "{}"\nseverity = "{}"\nchannels = ["screen"]\n'
    view = '[[view]]\nname = "Late"\nquery = "status:active"\nsort = "renews"\n'
    asks = wrote(tmp_path, views=view, alerts=rule.format("mine", "incidents>=0", "high"))
    found = plan(ctx, asks)
    assert found.counted == {
        ("views", "view late"): Counted(0, 3),
        ("alerts", "rule mine"): Counted(None, 3, rings=3, ends=1),
    }
    # Only louder: whom it fits is the same, and what stands open stays.
    found = plan(ctx, wrote(tmp_path, alerts=rule.format("mine", "incidents>=1", "low")))
    assert found.counted["alerts", "rule mine"] == Counted(None, 1)
    off = rule.format("mine", "incidents>=1", "high") + "active = false\n"
    found = plan(ctx, wrote(tmp_path, alerts=off))
    assert found.counted["alerts", "rule mine"] == Counted(ends=1)
    # A manager may look, and is not told what only who configures alerts may ask.
    found = plan(
        of(ctx, "mo", "manager"), wrote(tmp_path, alerts=rule.format("n2", "arr>0", "low"))
    )
    assert found.counted["alerts", "rule n2"] == Counted()


def test_what_no_file_names_is_left_alone_unless_it_is_pruned(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store()
    filled(ctx)
    folder = wrote(tmp_path, views=MORE, alerts="", scoring="", playbooks="")
    found = plan(ctx, folder)
    assert done(found) == [("add", "views", "view Big")]
    assert [one.title for one in found.left] == [
        "plan pro", "view Late", "rule big-fall", "rule tier-critical",
        "playbook rescue",
    ]  # fmt: skip
    found = plan(ctx, wrote(tmp_path, views=f"prune = true\n{MORE}"))
    assert done(found) == [("add", "views", "view Big"), ("remove", "views", "view Late")]
    found = plan(ctx, folder, prune=True)
    assert [title for verb, _, title in done(found) if verb == "remove"] == [
        "plan pro", "view Late", "rule big-fall", "rule tier-critical",
        "playbook rescue",
    ]  # fmt: skip
    assert found.left == ()


def test_a_playbook_says_whom_it_is_for(new_store: NewStore, tmp_path: Path) -> None:
    ctx = quiet_store(new_store)
    recompute(ctx)
    filled(ctx)
    text = (
        '[[playbook]]\nname = "{}"\ntitle = "{}"\nwhen = "status:active"\n'
        'steps = [{{ text = "call", kind = "call" }}, {{ text = "ask", days = 3 }}]\n'
    )
    folder = wrote(tmp_path, playbooks=text.format("rescue", "Rescue") + text.format("n2", "N"))
    found = plan(ctx, folder)
    assert done(found) == [
        ("change", "playbooks", "playbook rescue"), ("add", "playbooks", "playbook n2"),
    ]  # fmt: skip
    assert [field.name for field in found.differences[0].fields] == ["when"]
    assert found.counted == {
        ("playbooks", "playbook rescue"): Counted(0, 3),
        ("playbooks", "playbook n2"): Counted(None, 3),
    }


def test_a_rule_of_the_program_as_it_came_is_no_difference(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store()
    shipped = rules.show(ctx, "health-drop").rule
    text = (
        f'[[rule]]\nname = "{shipped.name}"\ncondition = "{shipped.condition}"\n'
        f'severity = "{shipped.severity}"\ndays = {shipped.days}\n'
    )
    assert plan(ctx, wrote(tmp_path, alerts=text)).differences == ()
    found = plan(ctx, wrote(tmp_path, alerts=text.replace("high", "low")))
    assert done(found) == [("change", "alerts", "rule health-drop")]


def test_of_two_views_of_a_name_the_shared_one_is_meant(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store()
    writing.save(ctx, LATE)
    raj = of(ctx, "raj")
    writing.save(raj, LATE)
    text = '[[view]]\nname = "Late"\nquery = "renews<30d"\nsort = "renews"\n'
    found = plan(raj, wrote(tmp_path, views=text))
    # One's own private view of that name is shared; that of somebody else is not met.
    assert done(found) == [("change", "views", "view Late")]
    assert [(each.before, each.after) for each in found.differences[0].fields] == [
        ("nobody", "all")
    ]
    writing.share(ctx, "Late", EVERYBODY)
    assert plan(raj, tmp_path).differences == ()
    assert done(plan(of(ctx, "eva"), wrote(tmp_path, views=text.replace("30d", "9d")))) == [
        ("change", "views", "view Late")
    ]


def test_a_rep_may_not_plan(new_store: NewStore, tmp_path: Path) -> None:
    ctx = of(new_store(), "rita", "rep")
    with pytest.raises(Exception, match="rep") as caught:
        plan(ctx, wrote(tmp_path, views=""))
    assert caught.value.exit_code == 5  # type: ignore[attr-defined]
