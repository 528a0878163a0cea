"""A formula that is taken back comes into force again under the next name: scores
and days that are over name the one that they were made with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services import formula
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.settings import set_formula
from bellbuoy.services.undo.taking_back import redo, undo
from core.access.types import Viewer
from core.health.types import Baseline, HealthConfig
from core.operations.types import UndoConflictError
from storage.health.sweep import current_sweep
from tests.fixtures.facts import client, store
from tests.fixtures.scored import stored
from tests.fixtures.stores import NewStore

OTHER = HealthConfig(baseline=Baseline(9, 9))


def plain(ctx: Context) -> HealthConfig:
    return replace(formula.current(ctx), version="")


def sweep(ctx: Context) -> int:
    with ctx.store.reader() as reader:
        return current_sweep(reader).number


def test_it_says_the_same_under_the_next_name_and_all_are_due(new_store: NewStore) -> None:
    ctx = new_store()
    store(ctx, "client", [client("a"), client("b")])
    recompute(ctx)
    before, scores = plain(ctx), stored(ctx)
    set_formula(ctx, OTHER)
    after = plain(ctx)
    recompute(ctx)
    due = sweep(ctx)
    undo(ctx)
    assert (plain(ctx), formula.current(ctx).version) == (before, "health/3")
    assert sweep(ctx) == due + 1
    recompute(ctx)
    assert stored(ctx) == scores
    redo(ctx)
    assert (plain(ctx), formula.current(ctx).version) == (after, "health/4")
    undo(ctx)
    assert (plain(ctx), formula.current(ctx).version) == (before, "health/5")


def test_each_version_says_who_put_it_in_force(new_store: NewStore) -> None:
    ctx = new_store()
    set_formula(ctx, OTHER)
    mei = replace(ctx, viewer=Viewer("mei", "admin"))
    undo(mei, 1)
    told = {each.config.version: each for each in formula.versions(ctx)}
    assert [told[f"health/{n}"].actor for n in (1, 2, 3)] == [None, "ana", "mei"]
    assert told["health/3"].created == ctx.present
    assert told["health/3"].changed[0].startswith("calls 9 → ")


def test_another_formula_since_is_a_conflict(new_store: NewStore) -> None:
    ctx = new_store()
    set_formula(ctx, OTHER)
    set_formula(replace(ctx, viewer=Viewer("mei", "admin")), replace(OTHER, at_risk_from=20))
    with pytest.raises(UndoConflictError, match="health/2, now it is health/3"):
        undo(ctx)
    assert formula.current(ctx).version == "health/3"
