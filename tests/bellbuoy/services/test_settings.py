"""The store's clock and its formula, set by a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bellbuoy.services.context import Context, reread
from bellbuoy.services.settings import clock_words, frozen_at, set_clock, set_formula
from core.health.types import Baseline, HealthConfig
from core.store.types import ClockSetting
from core.values.errors import ConflictError, UsageError
from storage.health.config import config_of, current_config
from storage.health.formulas import formula_named
from storage.health.queue import CHANGED, waiting
from storage.health.sweep import current_sweep
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


def due(ctx: Context) -> tuple[int, str]:
    """How many clients wait for their score, and why."""
    with ctx.reader() as reader:
        return waiting(reader, CHANGED), current_sweep(reader).reason


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
    assert reread(ctx).info.clock == clock
    assert context(ctx.store).info.clock == clock
    assert due(ctx) == (2, "clock")
    back = set_clock(after, ClockSetting("live"))
    assert (back.present, clock_words(back)) == (NOW, "")
    assert reread(back).info.clock == ClockSetting("live")


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
    assert due(ctx) == (2, "formula")


def test_the_same_formula_keeps_its_name(ctx: Context) -> None:
    one = set_formula(ctx, HealthConfig(weights=(50, 25, 25)))
    assert set_formula(ctx, one) == one
    assert set_formula(ctx, HealthConfig(weights=(50, 25, 25))) == one


def test_each_change_makes_everybody_due_anew(ctx: Context) -> None:
    numbers = []
    for _ in range(2):
        set_clock(ctx, ClockSetting("shifted", seconds=5))
        set_clock(ctx, ClockSetting("live"))
        with ctx.reader() as reader:
            numbers.append(current_sweep(reader).number)
    assert numbers[1] - numbers[0] == 2


def test_the_formula_before_is_written_down_too(ctx: Context) -> None:
    set_formula(ctx, HealthConfig(weights=(50, 25, 25)))
    with ctx.reader() as reader:
        assert formula_named(reader, "health/1") == HealthConfig()


def test_a_formula_that_is_expected_to_stand_must_stand(ctx: Context) -> None:
    set_formula(ctx, HealthConfig(weights=(50, 25, 25)), expect="health/1")
    with pytest.raises(ConflictError, match="is health/2 by now"):
        set_formula(ctx, HealthConfig(), expect="health/1")


def test_what_is_no_formula_is_refused(ctx: Context) -> None:
    with pytest.raises(UsageError, match="do not fit"):
        set_formula(ctx, HealthConfig(healthy_from=10))
    assert set_formula(ctx, HealthConfig(weights=(2, 1, 1))).weights == (50, 25, 25)
