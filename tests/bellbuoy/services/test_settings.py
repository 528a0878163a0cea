"""The store's clock and its formula, set by a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bellbuoy.services.context import Context, reread
from bellbuoy.services.settings import clock_words, frozen_at, set_clock, set_formula
from core.health.types import Baseline, HealthConfig
from core.store.types import ClockSetting
from core.values.errors import UsageError
from storage.health.config import config_of, current_config
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import client, store
from tests.fixtures.stores import NOW, NewStore, context


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store("America/New_York")
    store(ctx, "client", [client("a", TODAY - 90), client("b", TODAY - 90)])
    with ctx.store.unit() as unit:
        unit.rows("DELETE FROM changed_client")
    return ctx


def marks(ctx: Context) -> list[tuple[int, str]]:
    with ctx.reader() as reader:
        return [
            (client, reason)
            for client, reason in reader.rows("SELECT client_id, reason FROM changed_client")
        ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-12-31", "2025-01-01T04:59:59.999999Z"),
        ("2024-12-31T08:00:00Z", "2024-12-31T08:00:00Z"),
        ("2024-12-31T08:00:00+02:00", "2024-12-31T06:00:00Z"),
    ],
)
def test_a_clock_is_told_as_a_day_or_an_instant(ctx: Context, text: str, expected: str) -> None:
    frozen = ClockSetting("frozen", instant=datetime.fromisoformat(expected))
    assert frozen_at(ctx, text) == frozen
    assert frozen_at(ctx, "live") == ClockSetting("live")


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2024-13-01", "2024-12-31T08:00", "2024-2-1"]
)
def test_another_text_is_no_clock(ctx: Context, text: str) -> None:
    with pytest.raises(UsageError, match="no day or instant"):
        frozen_at(ctx, text)


LONG_AGO = datetime(2024, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("clock", "present", "words"),
    [
        (ClockSetting("frozen", LONG_AGO), LONG_AGO, "clock 2024-01-05"),
        (
            ClockSetting("shifted", seconds=-60),
            NOW - timedelta(minutes=1),
            "clock shifted -60 s",
        ),
    ],
)
def test_a_clock_that_is_set_holds_for_whoever_opens_the_store(
    ctx: Context, clock: ClockSetting, present: datetime, words: str
) -> None:
    after = set_clock(ctx, clock)
    assert (after.present, after.info.clock) == (present, clock)
    assert clock_words(after) == words
    assert reread(ctx).info == after.info == context(ctx.store.path).info
    assert marks(ctx) == [(1, "clock"), (2, "clock")]
    back = set_clock(after, ClockSetting("live"))
    assert (back.present, clock_words(back)) == (NOW, "")
    assert reread(back) is back


def test_a_formula_gets_the_next_name_and_stays_readable(ctx: Context) -> None:
    first = HealthConfig(
        weights=(50, 25, 25), plans=(("Pro", Baseline(9, 8)),), healthy_from=80
    )
    one = set_formula(ctx, first)
    two = set_formula(ctx, HealthConfig())
    assert (one.version, two.version) == ("health/2", "health/3")
    with ctx.reader() as reader:
        assert current_config(reader) == two
        assert config_of(reader, "health/2") == one
        assert config_of(reader, "health/1") == HealthConfig()
    assert marks(ctx) == [(1, "formula"), (2, "formula")]


def test_the_same_formula_keeps_its_name(ctx: Context) -> None:
    one = set_formula(ctx, HealthConfig(weights=(50, 25, 25)))
    assert set_formula(ctx, one) == one
    assert set_formula(ctx, HealthConfig(weights=(50, 25, 25))) == one


def test_marks_count_on(ctx: Context) -> None:
    for _ in range(2):
        set_clock(ctx, ClockSetting("shifted", seconds=5))
        set_clock(ctx, ClockSetting("live"))
    with ctx.reader() as reader:
        assert reader.rows("SELECT DISTINCT gen FROM changed_client") == [(4,)]
