"""A look at a past moment says what its facts say, and is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from bellbuoy.services.scoring import picture
from bellbuoy.services.scoring.past import past_view
from bellbuoy.services.settings import set_formula
from core.clients.churn import churn_tier, counted_from
from core.clients.standing import shown_arr
from core.events.types import DayTotalFact
from core.health.trend import delta, trend_of
from core.health.types import HealthConfig
from core.values.errors import BellbuoyError, ConflictError
from core.values.instants import day_end, local_day, to_micros
from core.values.money import Money
from storage.integrations.writes import put_source
from tests.fixtures.depth import examples
from tests.fixtures.drawn import TODAY, Story, stories
from tests.fixtures.facts import (
    calls,
    client,
    codes,
    incident,
    link,
    logins,
    store,
    subscription,
)
from tests.fixtures.ledger import ALWAYS, Ledger
from tests.fixtures.stores import NOW, NewStore, move
from tests.fixtures.told import BEFORE, tell


def rows_at(ctx: Context, moment: datetime, *, known: bool = False) -> dict[str, Any]:
    looking = replace(ctx, as_of=moment, as_known=known)
    return {row.key: row for row in clients.page(looking).rows}


def expected_row(ledger: Ledger, key: str, moment: datetime, *, known: bool) -> dict[str, Any]:
    """What a row of the list should say, each from the facts alone."""
    told, day = ledger.clients[key], local_day(moment, ledger.zone)
    known_us = to_micros(moment) if known else ALWAYS
    standing = ledger.standing(key, moment, known_us)

    def score(when: datetime) -> int | None:
        return ledger.score(key, when, to_micros(when) if known else ALWAYS)

    week_before = score(day_end(day - 7, ledger.zone))
    change = delta(standing.health.score, week_before)
    currency, minor = shown_arr(standing.arr, "USD")
    bought = ledger.last_bought(key, moment, known_us)
    since = counted_from(day, bought, told.start, local_day(BEFORE, ledger.zone))
    sparks = [score(day_end(day - 3 * back, ledger.zone)) for back in range(9, 0, -1)]
    return {
        "status": "churned" if told.ended is not None and told.ended <= day else "active",
        "score": standing.health.score,
        "tier": standing.health.tier,
        "partial": standing.health.partial,
        "delta7": change,
        "trend": trend_of(change),
        "arr": None if currency is None else Money(minor, currency),
        "renews": standing.renews,
        "open_incidents": standing.open_incidents,
        "top_reason": standing.top_reason,
        "calls_30": standing.facts.calls,
        "logins_30": standing.facts.logins,
        "last_bought": bought,
        "churn_tier": None if since is None else churn_tier(day - since),
        "last_seen": ledger.last_use(key, day, moment, known_us)[0],
        "spark": (*sparks, standing.health.score),
    }


@given(
    story=stories(),
    back=st.integers(0, 24 * 40 * 2),
    whole=st.booleans(),
    known=st.booleans(),
    arrays=st.booleans(),
)
@settings(max_examples=examples(20, 300), deadline=None)
def test_a_past_list_says_what_the_facts_up_to_then_say(
    new_store: NewStore, story: Story, back: int, whole: bool, known: bool, arrays: bool
) -> None:
    ctx, ledger = tell(new_store, story)
    moment = NOW - timedelta(minutes=30 * back + 1)
    if whole:
        moment = day_end(local_day(moment, ledger.zone) - 1, ledger.zone)
    day = local_day(moment, ledger.zone)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(picture, "FEW", 0 if arrays else 200)
        found = rows_at(ctx, moment, known=known)

    started = {k for k, c in ledger.clients.items() if c.start is None or c.start <= day}
    assert found.keys() == started
    for key, row in found.items():
        expected = expected_row(ledger, key, moment, known=known)
        assert {name: getattr(row, name) for name in expected} == expected, key


WEEK_AGO = NOW - timedelta(days=7)


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    """One client, three incidents and some use, told as it came."""
    ctx = new_store("America/New_York", NOW - timedelta(days=60))
    store(ctx, "client", [client("a"), client("later", TODAY - 3), client("b")])
    move(ctx, NOW)
    store(
        ctx,
        "event",
        [calls(ctx, f"e{back}", "a", TODAY - back, 100, hours=12) for back in range(40)],
    )
    store(ctx, "incident", [incident("i1", "a", NOW - timedelta(days=20))])
    return ctx


def pictures(ctx: Context) -> list[tuple[Any, ...]]:
    with ctx.reader() as reader:
        return reader.rows("SELECT as_of_us, as_known, complete FROM past_view ORDER BY id")


def computed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one each time that a picture is computed."""
    times: list[int] = []
    whole = picture.keep_picture

    def counted(*args: Any) -> None:
        times.append(1)
        whole(*args)

    monkeypatch.setattr(picture, "keep_picture", counted)
    return times


def test_a_second_look_reads_what_the_first_has_kept(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = computed(monkeypatch)
    first = rows_at(ctx, WEEK_AGO)
    assert rows_at(ctx, WEEK_AGO) == first
    assert len(times) == 1
    assert pictures(ctx) == [(to_micros(WEEK_AGO), 0, 1)]
    assert "later" not in first


def test_a_fact_of_that_day_or_before_takes_the_picture_away(ctx: Context) -> None:
    before = rows_at(ctx, WEEK_AGO)["a"].calls_30
    store(ctx, "event", [calls(ctx, "new", "a", TODAY - 7, 7, hours=1)])
    assert pictures(ctx) == []
    assert rows_at(ctx, WEEK_AGO)["a"].calls_30 == before + 7


def test_a_fact_of_that_very_moment_takes_the_picture_away(ctx: Context) -> None:
    assert rows_at(ctx, WEEK_AGO)["a"].open_incidents == 1
    store(ctx, "incident", [incident("i2", "a", WEEK_AGO)])
    assert rows_at(ctx, WEEK_AGO)["a"].open_incidents == 2


def test_a_later_fact_leaves_the_picture(ctx: Context) -> None:
    first = rows_at(ctx, WEEK_AGO)
    store(ctx, "event", [calls(ctx, "new", "a", TODAY - 6, 7)])
    store(ctx, "incident", [incident("i2", "a", WEEK_AGO + timedelta(microseconds=1))])
    assert len(pictures(ctx)) == 1
    assert rows_at(ctx, WEEK_AGO) == first


@pytest.mark.parametrize(
    ("kind", "fact"),
    [
        ("incident", incident("i2", "b", WEEK_AGO - timedelta(days=3))),
        ("subscription", subscription("s1", "b", TODAY - 400)),
        ("client", client("b", baseline_calls=1)),
    ],
)
def test_facts_of_every_kind_take_the_picture_away(ctx: Context, kind: str, fact: Any) -> None:
    rows_at(ctx, WEEK_AGO)
    store(ctx, kind, [fact])
    assert pictures(ctx) == []


def test_a_day_total_takes_away_the_pictures_of_its_whole_day(ctx: Context) -> None:
    before = rows_at(ctx, WEEK_AGO)["b"]
    assert (before.calls_30, before.score) == (None, None)
    store(ctx, "day_total", [DayTotalFact("b", TODAY - 7, 30, None)])
    assert rows_at(ctx, WEEK_AGO)["b"].calls_30 == 30


def test_an_incident_that_is_moved_takes_away_what_stood_before(ctx: Context) -> None:
    """It was told to have opened 20 days ago, and then 3: a look at a week ago
    that was made in between has to forget it."""
    assert rows_at(ctx, WEEK_AGO)["a"].open_incidents == 1
    store(ctx, "incident", [incident("i1", "a", NOW - timedelta(days=3))])
    assert rows_at(ctx, WEEK_AGO)["a"].open_incidents == 0


def test_a_picture_that_facts_have_overtaken_is_computed_again(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = picture._rows_of
    late = [calls(ctx, "late", "a", TODAY - 8, 5)]

    def slow(*args: Any) -> Any:
        rows = whole(*args)
        if late:
            store(ctx, "event", [late.pop()])
        return rows

    monkeypatch.setattr(picture, "_rows_of", slow)
    found = rows_at(ctx, WEEK_AGO)["a"].calls_30
    monkeypatch.undo()
    assert found == rows_at(ctx, WEEK_AGO - timedelta(microseconds=1))["a"].calls_30
    assert late == []


def test_facts_that_never_stop_coming_are_a_conflict(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = iter(range(100))
    whole = picture._rows_of

    def busy(*args: Any) -> Any:
        rows = whole(*args)
        store(ctx, "event", [calls(ctx, f"x{next(number)}", "a", TODAY - 8, 1)])
        return rows

    monkeypatch.setattr(picture, "_rows_of", busy)
    with pytest.raises(ConflictError, match="keep coming"):
        rows_at(ctx, WEEK_AGO)


def test_a_look_that_is_stopped_keeps_nothing_that_counts(ctx: Context) -> None:
    with pytest.raises(BellbuoyError, match="stopped"):
        past_view(replace(ctx, as_of=WEEK_AGO), cancelled=lambda: True)
    assert [complete for _, _, complete in pictures(ctx)] == [0]
    seen: list[tuple[int, int]] = []
    past_view(replace(ctx, as_of=WEEK_AGO), progress=lambda *at: seen.append(at))
    assert seen == [(3, 3)]
    assert [complete for _, _, complete in pictures(ctx)] == [1]


def test_as_known_leaves_out_what_came_later(ctx: Context) -> None:
    """Everything but the clients was told today; a week ago nothing was known."""
    today, then = rows_at(ctx, WEEK_AGO)["a"], rows_at(ctx, WEEK_AGO, known=True)["a"]
    assert (today.calls_30, today.open_incidents) == (3000, 1)
    assert (then.calls_30, then.open_incidents, then.score) == (None, 0, None)
    assert then.last_seen is None
    assert set(then.spark) == {None}


def test_a_total_counts_from_when_it_was_known(ctx: Context) -> None:
    """Increments, then a total of the same source and day, then another one."""
    day = TODAY - 5
    for days, said in ((4, 50), (2, 70)):
        move(ctx, NOW - timedelta(days=days))
        store(ctx, "day_total", [DayTotalFact("b", day, said, None)])
    move(ctx, NOW)
    store(ctx, "event", [logins(ctx, "l", "b", day, 9), calls(ctx, "c", "b", day, 1000)])
    seen = [
        rows_at(ctx, NOW - timedelta(days=days), known=True)["b"].calls_30
        for days in (5, 4, 3, 2, 1)
    ]
    assert seen == [None, 50, 50, 70, 70]
    today = rows_at(ctx, NOW - timedelta(microseconds=1))["b"]
    assert (today.calls_30, today.logins_30) == (70, 9)


def test_a_source_that_feeds_a_measure_makes_silence_a_zero(ctx: Context) -> None:
    link(ctx, "crm", ["b"])
    with ctx.store.unit() as unit:
        put_source(unit, "crm", True, False, 0)
    assert rows_at(ctx, WEEK_AGO)["b"].calls_30 == 0
    assert rows_at(ctx, WEEK_AGO)["b"].logins_30 is None
    assert codes(store(ctx, "event", [logins(ctx, "l", "b", TODAY - 8, 1)])) == ["stored"]
    assert rows_at(ctx, WEEK_AGO)["b"].logins_30 == 1


def test_another_formula_makes_another_picture(ctx: Context) -> None:
    first = rows_at(ctx, WEEK_AGO)["a"].score
    set_formula(ctx, HealthConfig(weights=(100, 0, 0)))
    assert rows_at(ctx, WEEK_AGO)["a"].score == 60 != first
