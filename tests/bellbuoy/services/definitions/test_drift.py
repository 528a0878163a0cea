"""What was changed in a store since definitions were applied: by which change, of whom."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bellbuoy.services import formula
from bellbuoy.services.alerts import quiet, rules
from bellbuoy.services.context import Context
from bellbuoy.services.definitions.listing import listed
from bellbuoy.services.settings import set_formula
from bellbuoy.services.undo.taking_back import redo, undo
from bellbuoy.services.views import writing
from core.health.types import Baseline
from core.views.types import View
from tests.bellbuoy.services.definitions.folders import (
    WEIGHTS,
    apply,
    exported,
    filled,
    of,
    plan,
    wrote,
)
from tests.bellbuoy.services.undo.standing import sets
from tests.fixtures.stores import NewStore


def drift(ctx: Context, folder: Path) -> list[tuple[str, str, int | None, str | None]]:
    """(kind, title, change, who)"""
    return [(each.kind, each.title, each.change, each.who) for each in plan(ctx, folder).drift]


def test_before_the_first_apply_nothing_has_drifted(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store()
    filled(ctx)
    exported(ctx, tmp_path)
    quiet.set_hours(ctx, "off")
    assert drift(ctx, tmp_path) == []
    assert {each.state for each in listed(ctx)} == {"not applied"}


def test_each_change_names_its_number_and_person(new_store: NewStore, tmp_path: Path) -> None:
    ctx = new_store()
    filled(ctx)
    apply(ctx, exported(ctx, tmp_path))
    last = len(sets(ctx))
    mei, raj = of(ctx, "mei"), of(ctx, "raj")
    config = formula.current(ctx)
    set_formula(mei, replace(config, weights=(50, 25, 25)))
    set_formula(raj, replace(formula.current(ctx), baseline=Baseline(7, 7)))
    quiet.set_hours(mei, "off")
    writing.delete(raj, "ana/Late")
    rules.edit(raj, "big-fall", {"active": False})
    assert drift(ctx, tmp_path) == [
        ("changed", "quiet hours", last + 3, "mei"),
        ("changed", "rule big-fall", last + 5, "raj"),
        ("changed", "baseline", last + 2, "raj"),
        ("changed", "weights", last + 1, "mei"),
        ("gone", "view Late", last + 4, "raj"),
    ]
    told = {f"{each.kind} {each.name}".strip(): each for each in listed(ctx)}
    assert (told["weights"].state, told["weights"].who) == ("changed", "mei")
    assert (told["tiers"].state, told["tiers"].applied) == ("as applied", last)
    assert (told["view Late"].state, told["view Late"].change) == ("gone", last + 4)
    set_formula(mei, replace(formula.current(ctx), weights=config.weights))
    assert "weights" not in [title for _, title, _, _ in drift(ctx, tmp_path)]


def test_what_came_besides_drifts_only_where_the_file_prunes(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store()
    apply(ctx, wrote(tmp_path, views="prune = true\n"))
    raj = of(ctx, "raj")
    writing.save(raj, View("Own", "clients"))
    assert drift(ctx, tmp_path) == []
    writing.share(raj, "Own", "rep")
    assert drift(ctx, tmp_path) == [("new", "view Own", len(sets(ctx)), "raj")]
    wrote(tmp_path, views="")
    assert drift(ctx, tmp_path) == []


def test_an_apply_that_is_taken_back_is_no_longer_the_last(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store()
    apply(ctx, wrote(tmp_path, scoring="[baseline]\ncalls = 5000\nlogins = 30\n"))
    apply(ctx, wrote(tmp_path, scoring=WEIGHTS))
    assert plan(ctx, tmp_path).applied["scoring"].change == 2
    undo(ctx)
    assert plan(ctx, tmp_path).applied["scoring"].change == 1
    assert drift(ctx, tmp_path) == []
    redo(ctx)
    last = plan(ctx, tmp_path).applied["scoring"]
    assert (last.change, last.who, last.at) == (2, "ana", ctx.present)
    assert drift(ctx, tmp_path) == []
    assert list(last.marks) == ["weights"]  # the baseline is in the file no more
