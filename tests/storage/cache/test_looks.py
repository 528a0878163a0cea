"""Kept looks: found, let go of a few rows at a time, with or without a head."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services.context import Context
from storage.cache import looks
from tests.fixtures.stores import context

ROW = (
    "INSERT INTO past_client (view_id, client_id, key, status, arr_minor, health_rank, tier,"
    " partial, open_incidents, top_reason, penalty, days)"
    " SELECT ?, id, key, 'active', 0, 1, 'healthy', 0, 0, '', 0, 30 FROM client"
)
HEAD = (
    "INSERT INTO past_view (id, as_of_us, day, as_known, complete, config, computed_us,"
    " asked_us) VALUES (?, ?, 0, 0, 1, 'health/1', 0, ?)"
)


@pytest.fixture
def ctx(demo_store: Path) -> Context:
    """Looks 3 and 7 with heads, 5 without; 15 clients each."""
    found = context(demo_store)
    with found.store.unit() as unit:
        for number in (3, 5, 7):
            unit.run(ROW, (number,))
        unit.run(HEAD, (3, 300, 30))
        unit.run(HEAD, (7, 700, 0))
    return found


def test_looks_with_the_newest_moment_first(ctx: Context) -> None:
    with ctx.reader() as reader:
        assert [look.id for look in looks.looks(reader)] == [7, 3]
        assert [look.id for look in looks.looks(reader, 30)] == [7]
        assert looks.clients_of_look(reader, 3) == 15
        assert looks.asked_at(reader, 3) == 30
        assert looks.asked_at(reader, 99) == 0


def test_rows_without_a_head_are_found(ctx: Context) -> None:
    with ctx.reader() as reader:
        assert looks.looks_without_head(reader) == [5]


@pytest.mark.parametrize("most", [1, 4, 5, 14, 15, 16])
def test_rows_go_a_few_at_a_time_and_the_head_with_the_last(ctx: Context, most: int) -> None:
    left = []
    more = True
    while more:
        with ctx.store.unit() as unit:
            more = looks.drop_some(unit, 3, most)
            left.append(looks.clients_of_look(unit, 3))
            heads = [look.id for look in looks.looks(unit)]
            assert (3 in heads) == more
    assert left == [max(0, 15 - most * n) for n in range(1, len(left) + 1)]
    assert left[-1] == 0
    with ctx.reader() as reader:
        assert looks.clients_of_look(reader, 7) == 15


def test_a_retired_look_is_served_to_nobody(ctx: Context) -> None:
    from storage.health.past import complete_view

    with ctx.store.unit() as unit:
        assert complete_view(unit, 300, False, "health/1") == 3
        looks.retire(unit, [3])
        assert complete_view(unit, 300, False, "health/1") is None


def test_who_asked_is_kept(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        looks.note_asked(unit, 7, 123)
        assert looks.asked_at(unit, 7) == 123
