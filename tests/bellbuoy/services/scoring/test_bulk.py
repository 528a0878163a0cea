"""What is written of thousands in arrays is what is written of each alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services.context import Context
from bellbuoy.services.scoring import recompute as module
from bellbuoy.services.scoring.bulk import Bulk
from bellbuoy.services.scoring.few import Few
from bellbuoy.services.scoring.moment import Target, moment_at
from bellbuoy.services.scoring.recompute import recompute
from core.health.types import Baseline, HealthConfig
from storage.health.rewrites import Rewrite
from tests.fixtures.depth import examples
from tests.fixtures.drawn import TODAY, Story, stories
from tests.fixtures.facts import client, store, subscription
from tests.fixtures.stores import NOW, NewStore, move
from tests.fixtures.told import tell

FORMULAS = (
    HealthConfig(),
    HealthConfig(version="health/2", weights=(10, 60, 30), plans=(("Pro", Baseline(40, 2)),)),
)


def told(rewrite: Rewrite) -> dict[str, Any]:
    names = ("placed", "shown", "scores", "weeks", "arr_of", "arr", "lives", "history")
    return {
        **{name: sorted(getattr(rewrite, name)) for name in names},
        "facets": {key: sums for key, sums in rewrite.facets.items() if any(sums)},
        "bins": {key: sums for key, sums in rewrite.bins.items() if any(sums)},
        "changed": rewrite.changed,
    }


@given(
    story=stories(),
    scored=st.lists(st.integers(-20, 3), max_size=2),
    hours=st.integers(-50, 24 * 9),
    config=st.sampled_from(FORMULAS),
    trust=st.booleans(),
)
@settings(max_examples=examples(20, 300), deadline=None)
def test_arrays_write_what_one_after_the_other_writes(
    new_store: NewStore,
    story: Story,
    scored: list[int],
    hours: int,
    config: HealthConfig,
    trust: bool,
) -> None:
    ctx, _ = tell(new_store, story)
    for days in scored:
        move(ctx, NOW + timedelta(days=days))
        recompute(ctx)
    target = Target(
        moment_at(NOW + timedelta(hours=hours), ctx.zone), config, "USD", 3, trust=False
    )
    ids = [1, 2, 3]
    with ctx.reader() as reader:
        few, bulk = Few(reader, ids, target), Bulk(reader, ids, target)
        assert without_bins(bulk.rewrite(ids)) == without_bins(few.rewrite(ids))
        assert without_bins(bulk.rewrite([2])) == without_bins(few.rewrite([2]))
        if trust and scored:
            # A row's own word about its history is as good as asking.
            last = replace(target, moment=moment_at(ctx.present, ctx.zone), trust=True)
            asked = Few(reader, ids, last).rewrite(ids)
            if scored[-1] == max(scored):
                assert told(Bulk(reader, ids, last).rewrite(ids)) == told(asked)


def without_bins(rewrite: Rewrite) -> dict[str, Any]:
    """Where later days have been counted already, the bins are not asked for."""
    return {name: value for name, value in told(rewrite).items() if name != "bins"}


@pytest.fixture
def rich(new_store: NewStore) -> Context:
    ctx = new_store()
    store(ctx, "client", [client(name, TODAY - 200) for name in "abc"])
    amounts = [subscription("s1", "b", TODAY - 90, 2**58, period="day", quantity=99)]
    amounts += [subscription("s2", "c", TODAY - 90, 100)]
    with ctx.store.unit() as unit:
        unit.run("DELETE FROM changed_client")
    store(ctx, "subscription", amounts[1:])
    return ctx


def test_an_arr_beyond_arrays_is_assessed_one_by_one(
    rich: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FEW", 0)
    met: list[int] = []
    whole = module.Few

    class Seen(whole):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any) -> None:
            met.append(len(args[1]))
            super().__init__(*args)

    monkeypatch.setattr(module, "Few", Seen)
    monkeypatch.setattr("core.clients.revenue_arrays._LARGEST", 1.0)
    recompute(rich)
    assert met == [3]
    with rich.reader() as reader:
        assert reader.rows("SELECT client_id, arr_minor FROM client_arr") == [(3, 1200)]
