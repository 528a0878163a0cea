"""Facts of an older store in their new form: nothing that was known is lost."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from bellbuoy.services.context import Context
from core.values.instants import day_start, to_micros
from storage.engine.opening import open_store
from storage.engine.store import Store
from storage.events.facts import use_from_facts
from tests.fixtures.drawn import TODAY
from tests.fixtures.stores import context

FORM = 4
DAYS = range(TODAY - 6, TODAY)
SOURCES = ("app", "crm")
Place = tuple[str, int, int]
Statement = tuple[int | None, int | None, int]
"""Calls and logins as they were told, and from when on that was known."""


def statements(random: Random) -> dict[Place, list[Statement]]:
    """None to five of each place: of one measure, of both, the same again, and now
    and then known sooner than what they replace."""
    count = (None, 0, 5, 7)
    found: dict[Place, list[Statement]] = {}
    for source in SOURCES:
        for client in (1, 2, 3):
            for day in DAYS:
                told = [(random.choice(count), random.choice(count)) for _ in range(5)]
                known = sorted(random.sample(range(1, 50), 5))
                if random.random() < 0.2:
                    random.shuffle(known)
                pairs = zip(told, known, strict=True)
                some = [(*pair, at) for pair, at in pairs if pair != (None, None)]
                found[source, client, day] = some[: random.randrange(6)]
    return found


def states(told: list[Statement]) -> list[tuple[int | None, int | None, int]]:
    """How a total stood after each statement, and from when on."""
    found: list[tuple[int | None, int | None, int]] = []
    for calls, logins, known in told:
        before = found[-1] if found else (None, None, 0)
        found.append(
            (
                before[0] if calls is None else calls,
                before[1] if logins is None else logins,
                max(before[2], known),
            )
        )
    return found


@pytest.fixture
def told() -> dict[Place, list[Statement]]:
    return statements(Random(5))


@pytest.fixture
def old(new_url: str, told: dict[Place, list[Statement]]) -> Store:
    """A store of the older form: each statement kept, in the order in which they came."""
    made = open_store(new_url)
    made.create(FORM)
    with made.unit() as unit:
        for number in (1, 2, 3):
            unit.run(
                "INSERT INTO client (id, key, name, name_key, status, created_us, rev,"
                " arr_minor, health_rank, tier, partial, open_incidents, top_reason)"
                " VALUES (?, ?, ?, ?, 'active', 0, 1, 0, 101, 'unknown', 0, 0, '')",
                (number, f"C-{number}", f"Client {number}", f"client {number}"),
            )
            unit.run(
                "INSERT INTO score (client_id, window_day, calls_30, logins_30, penalty, days,"
                " config) VALUES (?, ?, 0, 0, 0, 0, '')",
                (number, TODAY),
            )
            unit.run(
                "INSERT INTO event (id, source, external_id, client_id, at_us, day, known_us,"
                " backfilled, kind, value, payload, digest) VALUES"
                " (?, 'app', ?, ?, ?, ?, 30, 1, 'calls', 9, '{}', 'abc')",
                (number, f"e{number}", number, (TODAY - 2) * 86_400_000_000, TODAY - 2),
            )
        rounds = sorted(
            (n, place) for place, all_of in told.items() for n in range(len(all_of))
        )
        for number, (n, place) in enumerate(rounds, start=1):
            unit.run(
                "INSERT INTO usage_total_change (id, source, client_id, day, calls, logins,"
                " known_us) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, *place, *told[place][n]),
            )
        for place, all_of in told.items():
            if all_of:
                unit.run(
                    "INSERT INTO usage_total (source, client_id, day, calls, logins, known_us,"
                    " backfilled, flagged) VALUES (?, ?, ?, ?, ?, ?, 1, 0)",
                    (*place, *states(all_of)[-1][:2], all_of[-1][2]),
                )
        for day in DAYS:
            unit.run(
                "INSERT INTO usage_day VALUES (?, 1, ?, 2), (?, 2, 3, -2)", (day, day, day)
            )
        unit.run("INSERT INTO usage_day VALUES (1, 1, 0, 0)")
    return made


@pytest.fixture
def ctx(old: Store) -> Context:
    """Opening it brings it up to date."""
    return context(old)


def every(ctx: Context, sql: str) -> list[tuple[Any, ...]]:
    with ctx.reader() as reader:
        return reader.rows(sql)


def test_a_total_stands_once_and_what_it_replaced_apart(
    ctx: Context, told: dict[Place, list[Statement]]
) -> None:
    totals = every(
        ctx, "SELECT source, client_id, day, calls, logins, known_us FROM usage_total"
    )
    assert {row[:3]: row[3:] for row in totals} == {
        place: states(all_of)[-1] for place, all_of in told.items() if all_of
    }
    replaced: dict[Place, list[tuple[Any, ...]]] = defaultdict(list)
    for row in every(
        ctx,
        "SELECT source, client_id, day, calls, logins, known_us, until_us"
        " FROM usage_total_change ORDER BY id",
    ):
        replaced[row[:3]].append(row[3:])
    expected = {}
    for place, all_of in told.items():
        stood = states(all_of)
        if len(stood) > 1:
            expected[place] = [(*state, after[2]) for state, after in pairwise(stood)]
    assert replaced == expected
    assert len(expected) > 10


def test_events_are_whole_and_found_by_their_days(ctx: Context) -> None:
    names = "external_id, client_id, at_us, day, known_us, kind, value, payload"
    at = (TODAY - 2) * 86_400_000_000
    assert every(ctx, f"SELECT {names} FROM event ORDER BY id") == [
        (f"e{n}", n, at, TODAY - 2, 30, "calls", 9, "{}") for n in (1, 2, 3)
    ]


def test_the_whole_base_is_added_up(ctx: Context) -> None:
    assert every(ctx, "SELECT day, calls, logins FROM usage_sum ORDER BY day") == [
        (day, day + 3, 0) for day in DAYS
    ]


@pytest.mark.parametrize("known", [None, 1, 10, 25, 40, 49])
def test_what_was_known_then_is_what_was_told_by_then(
    ctx: Context, told: dict[Place, list[Statement]], known: int | None
) -> None:
    """By statements whose knowledge came in their order."""
    with ctx.reader() as reader:
        found = use_from_facts(
            reader,
            [1, 2, 3],
            first_day=DAYS[0],
            last_day=DAYS[-1],
            from_us=0,
            until_us=to_micros(day_start(TODAY + 1, ctx.zone)),
            known_us=known,
        )
    for client in (1, 2, 3):
        for day in DAYS:
            stood: list[tuple[int | None, ...]] = [
                next(
                    (
                        s
                        for s in reversed(states(told[source, client, day]))
                        if _is_known(s, known)
                    ),
                    (None, None),
                )
                for source in SOURCES
            ]
            event = day == TODAY - 2 and (known is None or known >= 30)
            if event and stood[0][0] is None:
                stood[0] = (9, stood[0][1])
            expected = tuple(
                None if pair == (None, None) else sum(n or 0 for n in pair)
                for pair in zip(*(s[:2] for s in stood), strict=True)
            )
            assert found.get(client, {}).get(day, (None, None)) == expected


def _is_known(state: tuple[Any, ...], known: int | None) -> bool:
    return known is None or state[2] <= known
