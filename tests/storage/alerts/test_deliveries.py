"""The outbox: each thing once, each claim one caller's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from storage.alerts.deliveries import (
    Claimed,
    Posted,
    any_due,
    claim,
    due,
    finish,
    give_back,
    hold_lane,
    newest_seq,
    one,
    post,
    put_off,
    replay,
    show,
    shown_since,
)
from storage.engine.store import Store


def posted(uid: str, channel: str = "ops") -> Posted:
    return Posted(uid, None, "mine", channel, "ring", "hold", "{}")


def put(store: Store, *uids: str, now: int = 10) -> list[int]:
    with store.unit() as unit:
        return post(unit, [posted(uid) for uid in uids], now)


def take(store: Store, number: int, now: int = 10) -> Claimed | None:
    with store.unit() as unit:
        return claim(unit, number, now)


def test_what_is_posted_twice_is_there_once(a_store: Store) -> None:
    assert put(a_store, "a", "b") == [1, 2]
    assert put(a_store, "b", "c") == [3]


def test_of_many_at_once_one_claims(a_store: Store) -> None:
    numbers = put(a_store, *(f"u{n}" for n in range(12)))
    with ThreadPoolExecutor(4) as pool:
        claims = list(pool.map(lambda n: take(a_store, n), numbers * 4))
    mine = [each.id for each in claims if each is not None]
    assert sorted(mine) == numbers


def test_a_delivery_waits_its_time_and_ends_once(a_store: Store) -> None:
    (number,) = put(a_store, "a")
    assert take(a_store, number, 9) is None
    with a_store.unit() as unit:
        assert not any_due(unit, 9)
        assert due(unit, 10, 5) == [(number, "ops")]
        assert claim(unit, number, 10) is not None
        put_off(unit, number, 50, "held back", None, tried=False)
        assert claim(unit, number, 49) is None
        again = claim(unit, number, 50)
        assert again is not None
        assert again.attempts == 1
        assert finish(unit, number, "dead", 60, "no")
        assert not finish(unit, number, "done", 61, "late")
        assert replay(unit, [number, 99], 70) == 1
        assert replay(unit, [number], 70) == 0
        assert any_due(unit, 70)


def test_only_what_was_cut_off_long_ago_goes_back(a_store: Store) -> None:
    old, fresh = put(a_store, "a", "b")
    take(a_store, old, 10)
    take(a_store, fresh, 90)
    with a_store.unit() as unit:
        assert give_back(unit, 90, 100) == 1
        states = [found.state for n in (old, fresh) if (found := one(unit, n))]
    assert states == ["waiting", "sending"]


def test_a_lane_is_held_alone(a_store: Store) -> None:
    with a_store.unit() as unit:
        post(unit, [posted("a", "ops"), posted("b", "log")], 10)
        hold_lane(unit, "ops", 40)
        assert due(unit, 10, 5) == [(2, "log")]
        assert due(unit, 40, 5) == [(2, "log"), (1, "ops")]


def test_screens_count_upwards_whatever_order(a_store: Store) -> None:
    put(a_store, "a", "b")
    with a_store.unit() as unit:
        assert newest_seq(unit) == 0
        for number in (2, 1):
            claim(unit, number, 10)
            show(unit, number, 11)
        assert newest_seq(unit) == 2
        assert [seq for seq, _, _ in shown_since(unit, 0, 9)] == [1, 2]
        assert shown_since(unit, 2, 9) == []
