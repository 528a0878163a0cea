"""Kept looks at past days: how old, how large, and when they go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bellbuoy.services import cache, clients
from bellbuoy.services.context import Context
from core.values.errors import BellbuoyError, ConflictError, DeniedError, UsageError
from core.values.instants import day_end
from storage.cache import looks
from tests.fixtures.dump import dump
from tests.fixtures.facts import calls, store
from tests.fixtures.stores import NOW, context, move

DAY = 86_400


@pytest.fixture
def ctx(demo_store: Path) -> Context:
    return context(demo_store)


def look(ctx: Context, days_ago: int, *, known: bool = False) -> list[str]:
    """Ask for the list of a past day; its ids, worst first."""
    then = day_end(ctx.today - days_ago, ctx.zone)
    past = replace(ctx, as_of=then, as_known=known)
    return [row.key for row in clients.page(past).rows]


def kept(ctx: Context) -> list[tuple[int, bool]]:
    """Days ago, and whether only the known counts."""
    return [
        (ctx.today - round(found.at.timestamp() // DAY), found.known)
        for found in cache.show(ctx).looks
    ]


def test_looks_are_shown_with_size_and_age(ctx: Context) -> None:
    look(ctx, 3)
    rows = look(ctx, 9, known=True)
    report = cache.show(ctx)
    assert kept(ctx) == [(3, False), (9, True)]
    assert [found.asked for found in report.looks] == [NOW, NOW]
    assert [found.state for found in report.looks] == ["kept", "kept"]
    assert report.looks[1].clients == len(rows)
    assert all((found.bytes or 0) > 0 for found in report.looks)
    assert report.days == 7
    assert [figures.waiting for figures in report.figures] == [0, 0, 0, 0]


def test_that_somebody_asked_is_kept_once_a_day(ctx: Context) -> None:
    look(ctx, 3)
    move(ctx, NOW + timedelta(hours=23))
    look(ctx, 3)
    assert cache.show(ctx).looks[0].asked == NOW
    move(ctx, NOW + timedelta(hours=24))
    look(ctx, 3)
    assert cache.show(ctx).looks[0].asked == NOW + timedelta(hours=24)


def test_a_read_only_viewer_leaves_no_mark(ctx: Context) -> None:
    look(ctx, 3)
    move(ctx, NOW + timedelta(days=3))
    look(replace(ctx, read_only=True), 3)
    assert cache.show(ctx).looks[0].asked == NOW


def test_a_busy_store_serves_the_look_all_the_same(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(ctx, 3)
    move(ctx, NOW + timedelta(days=2))

    def busy(*_: object) -> None:
        raise ConflictError("locked")

    monkeypatch.setattr(looks, "note_asked", busy)
    assert look(ctx, 3)


def test_those_that_nobody_asked_for_go_and_it_is_in_the_audit(ctx: Context) -> None:
    look(ctx, 3)
    move(ctx, NOW + timedelta(days=2))
    look(ctx, 5)
    before = dump(ctx.store.path)  # type: ignore[attr-defined]
    assert [found.id for found in cache.clearable(ctx, DAY)] == [1]
    assert dump(ctx.store.path) == before  # type: ignore[attr-defined]
    gone = cache.clear(ctx, DAY)
    assert len(gone) == 1
    assert kept(ctx) == [(5, False)]
    with ctx.reader() as reader:
        assert reader.one("SELECT action, outcome FROM audit ORDER BY id DESC LIMIT 1") == (
            "cache.clear", "done",
        )  # fmt: skip
        assert looks.looks_without_head(reader) == []


def test_all_go_in_small_transactions(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = look(ctx, 3)
    look(ctx, 5)
    steps: list[bool] = []
    drop_some = looks.drop_some

    def counted(unit: object, number: int) -> bool:
        more = drop_some(unit, number, 4)  # type: ignore[arg-type]
        steps.append(more)
        return more

    monkeypatch.setattr(looks, "drop_some", counted)
    cache.clear(ctx)
    assert kept(ctx) == []
    assert len(steps) == 2 * (len(rows) // 4 + 1)
    assert look(ctx, 3) == rows, "what went is computed again"


def test_stopped_half_way_it_goes_on(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = look(ctx, 3)
    drop_some = looks.drop_some
    calls_of: list[int] = []

    def failing(unit: object, number: int) -> bool:
        calls_of.append(number)
        if len(calls_of) == 2:
            raise BellbuoyError("killed")
        return drop_some(unit, number, 4)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(looks, "drop_some", failing)
        with pytest.raises(BellbuoyError, match="killed"):
            cache.clear(ctx)
    (half,) = cache.show(ctx).looks
    assert (half.state, half.clients) == ("half", len(rows) - 4)
    assert look(ctx, 3) == rows, "a half look is never served"
    cache.clear(ctx)
    assert kept(ctx) == []


def test_what_facts_took_away_is_swept_up(ctx: Context) -> None:
    look(ctx, 3)
    look(ctx, 9)
    fact = calls(ctx, "late", "C-0001", ctx.today - 5, 10)
    assert store(ctx, "event", [fact], "demo") == ["stored"]
    assert kept(ctx) == [(9, False)], "a look of a later day no longer holds"
    cache.expire(ctx)
    with ctx.reader() as reader:
        assert looks.looks_without_head(reader) == []
    assert kept(ctx) == [(9, False)]


def test_the_job_keeps_to_the_setting(ctx: Context) -> None:
    look(ctx, 3)
    move(ctx, NOW + timedelta(days=7))
    assert cache.expire(ctx) == 0
    move(ctx, NOW + timedelta(days=7, seconds=1))
    assert cache.set_lifetime(ctx, 30) == 7
    assert cache.expire(ctx) == 0
    assert cache.set_lifetime(ctx, 1) == 30
    assert cache.lifetime(ctx) == 1
    assert cache.expire(ctx) == 1
    assert kept(ctx) == []


@pytest.mark.parametrize("days", [0, -1, 3_651])
def test_a_lifetime_has_bounds(ctx: Context, days: int) -> None:
    with pytest.raises(UsageError, match="1 to 3,650"):
        cache.set_lifetime(ctx, days)


def test_an_old_fence_takes_nothing_away(ctx: Context) -> None:
    look(ctx, 3)
    with pytest.raises(ConflictError):
        cache.clear(ctx, fence=41)
    assert kept(ctx) == [(3, False)]


def test_roles(demo_store: Path) -> None:
    ctx = context(demo_store, role="analyst")
    assert cache.show(ctx).looks == ()
    with pytest.raises(DeniedError):
        cache.clear(ctx)
