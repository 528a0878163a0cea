"""What a rule would have rung in 30 days, against what really happened on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bellbuoy.services.alerts.replay import DAYS, rang, replayed
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.recompute import recompute
from core.access.types import Viewer
from core.alerts.types import Rule
from core.values.errors import DeniedError
from tests.bellbuoy.services.alerts.ringing import (
    DAY,
    keep,
    later,
    quiet_store,
    rule_of,
    settle,
    trouble,
)
from tests.fixtures.stores import NewStore


@pytest.fixture
def fallen(new_store: NewStore) -> Context:
    """Two clients got into trouble: k1 three days ago, k2 yesterday."""
    ctx = quiet_store(new_store)
    recompute(ctx)
    later(ctx, DAY)
    trouble(ctx, "k1")
    recompute(ctx)
    later(ctx, 2 * DAY)
    trouble(ctx, "k2")
    recompute(ctx)
    later(ctx, DAY)
    recompute(ctx)
    return ctx


def score_now(ctx: Context, key: str) -> int:
    with ctx.reader() as reader:
        found = reader.value("SELECT score FROM client WHERE key LIKE ?", (f"%{key}%",))
    return int(found)


def test_each_client_counts_on_the_day_on_which_it_began(fallen: Context) -> None:
    with fallen.reader() as reader:
        worst, best = reader.one("SELECT min(score), max(score) FROM client") or (0, 0)
    assert worst < best
    told = replayed(fallen, rule_of(f"health<{best}"))
    assert len(told.days) == DAYS
    assert told.days[-4:] == (1, 0, 1, 0)
    assert told.total == told.now == 2
    assert told.as_now == ()


def test_what_was_before_has_to_hold_too(fallen: Context) -> None:
    with fallen.reader() as reader:
        best = reader.value("SELECT max(score) FROM client")
    both = rule_of(f"health<{best}", was=f"health>={best}")
    assert replayed(fallen, both).days[-4:] == (1, 0, 1, 0)
    none = rule_of(f"health<{best}", was=f"health<{best}")
    assert replayed(fallen, none).total == 0


def test_a_fall_counts_from_the_days_of_the_rule(fallen: Context) -> None:
    told = replayed(fallen, rule_of("fell>=1", days=1))
    assert told.days[-4:] == (1, 0, 1, 0)


def test_of_fields_without_a_past_it_says_so(fallen: Context) -> None:
    told = replayed(fallen, rule_of("incidents>=1 health<=100"))
    assert told.as_now == ("incidents",)
    assert told.now == 2


def test_incidents_count_on_the_day_they_were_opened(fallen: Context) -> None:
    told = replayed(fallen, rule_of("severity:critical", subject="incident"))
    assert told.total == 2
    assert told.days[-4:] == (1, 0, 1, 0)


def test_of_jobs_and_the_store_only_now_is_known(fallen: Context) -> None:
    store = replayed(fallen, rule_of("quarantine>=0", subject="store"))
    assert (store.days, store.now) == ((), 1)


def test_it_can_be_stopped_and_tells_how_far_it_is(fallen: Context) -> None:
    seen: list[tuple[int, int]] = []
    told = replayed(
        fallen,
        rule_of("health<=100"),
        progress=lambda days, sum_: seen.append((days, sum_)),
        cancelled=lambda: len(seen) >= 5,
    )
    assert [days for days, _ in seen] == [1, 2, 3, 4, 5]
    assert len(told.days) == 5


def test_who_may_not_configure_may_not_count(fallen: Context) -> None:
    rep = replace(fallen, viewer=Viewer("zoe", "rep"))
    with pytest.raises(DeniedError):
        replayed(rep, Rule("mine", "client", "health<50", "high"))


def test_what_really_rang_is_counted_by_day(new_store: NewStore) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1")
    settle(ctx)
    trouble(ctx, "k1")
    settle(ctx)
    assert rang(ctx, 3) == {"mine": (0, 0, 1)}
    later(ctx, DAY + timedelta(hours=1))
    trouble(ctx, "k2")
    settle(ctx)
    assert rang(ctx, 3) == {"mine": (0, 1, 1)}
    assert rang(ctx, 1) == {"mine": (1,)}
