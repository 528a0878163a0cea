"""A look tells figures early, exact ones in the end, and reads nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.simulations import reading
from bellbuoy.services.simulations.preview import preview
from core.desk.types import Selection
from core.simulations.types import SoFar
from core.values.errors import BellbuoyError
from tests.bellbuoy.services.alerts.ringing import later
from tests.fixtures.facts import calls, client, store
from tests.fixtures.stores import DEMO_NOW, NewStore

ALL = Selection(query="")


@pytest.fixture
def ctx(new_demo: NewStore) -> Context:
    ctx: Context = new_demo(DEMO_NOW)
    return ctx


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What is read: `clients` or `use`, and of how many."""
    seen: list[tuple[str, int]] = []
    for name, what in (("found_among", "clients"), ("use_of", "use")):
        before = getattr(reading, name)

        def watched(rows: Any, ids: Any, *rest: Any, _f: Any = before, _w: str = what) -> Any:
            seen.append((_w, len(ids)))
            return _f(rows, ids, *rest)

        monkeypatch.setattr(reading, name, watched)
    return seen


@contextmanager
def held(ctx: Context) -> Iterator[Context]:
    with ctx.reader() as reader:
        yield ctx.holding(reader)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifteen clients are many: a sample of 4, then 3 at a time."""
    monkeypatch.setattr(reading, "SAMPLES", (4,))
    monkeypatch.setattr(reading, "PART", 3)


@pytest.mark.usefixtures("small")
def test_a_sample_comes_first_and_the_last_figures_are_exact(ctx: Context) -> None:
    told: list[SoFar] = []
    found = preview(ctx, "decline", ALL, {}, so_far=told.append)
    assert [(each.done, each.total) for each in told] == [(4, 15), (7, 15)]
    assert told[0].words == "so far 4 of 15"
    assert [each.preview.before.clients for each in told] == [4, 7]
    keys = [f"C-{n:04}" for n in range(1, 16)]
    alone = [preview(ctx, "decline", Selection((key,)), {}) for key in keys]
    assert found.after.points == sum(each.after.points for each in alone)
    # Spread over all, in the order of their numbers.
    first = [alone[place] for place in (0, 3, 6, 9)]
    assert told[0].preview.after.points == sum(each.after.points for each in first)
    assert told[0].preview.written.calls == sum(each.written.calls for each in first)


@pytest.mark.usefixtures("small")
def test_a_moved_parameter_reads_no_client_again(
    ctx: Context, reads: list[tuple[str, int]]
) -> None:
    with held(ctx) as mine:
        first = preview(mine, "outage", ALL, {})
        assert reads == [("clients", 4), ("clients", 3), ("clients", 3), ("clients", 3),
                         ("clients", 2)]  # fmt: skip
        reads.clear()
        again = preview(mine, "outage", ALL, {"symptoms": 0})
        assert reads == []
        assert again.written.incidents < first.written.incidents
        assert preview(mine, "decline", ALL, {}) == preview(ctx, "decline", ALL, {})


def test_the_use_of_days_is_read_for_who_asks(
    ctx: Context, reads: list[tuple[str, int]]
) -> None:
    with held(ctx) as mine:
        preview(mine, "outage", ALL, {})
        assert reads == [("clients", 15)]
        preview(mine, "decline", ALL, {})
        preview(mine, "decline", ALL, {"days": 3})
        assert reads == [("clients", 15), ("use", 15)]


def test_what_has_changed_is_read_again(
    new_store: NewStore, reads: list[tuple[str, int]]
) -> None:
    ctx: Context = new_store()
    store(ctx, "client", [client("a", 0)])
    store(ctx, "event", [calls(ctx, "one", "a", ctx.today, 100)])
    with held(ctx) as mine:
        before = preview(mine, "reset", ALL, {})
        store(ctx, "event", [calls(ctx, "two", "a", ctx.today, 50)])
        after = preview(mine, "reset", ALL, {})
    assert reads == [("clients", 1), ("clients", 1)]
    assert after.written.calls == before.written.calls - 50


def test_another_moment_or_other_clients_are_read(
    new_store: NewStore, reads: list[tuple[str, int]]
) -> None:
    ctx: Context = new_store()
    store(ctx, "client", [client("a", 0), client("b", 0)])
    with held(ctx) as mine:
        first = preview(mine, "outage", ALL, {})
        preview(mine, "outage", Selection(query="name~a"), {})
        later(ctx, timedelta(seconds=30))
        preview(mine, "outage", ALL, {})
        reads.clear()
        later(ctx, timedelta(seconds=30))
        assert preview(mine, "outage", ALL, {}).at == first.at + timedelta(seconds=30)
        assert reads == []
        later(ctx, timedelta(minutes=2))
        assert preview(mine, "outage", ALL, {}).at == first.at + timedelta(minutes=3)
    assert reads == [("clients", 2)]


@pytest.mark.usefixtures("small")
def test_of_very_many_the_first_are_kept(
    ctx: Context, reads: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_KEPT", 7)
    with held(ctx) as mine:
        first = preview(mine, "outage", ALL, {})
        reads.clear()
        assert preview(mine, "outage", ALL, {}) == first
    assert reads == [("clients", many) for many in (3, 3, 2)]


@pytest.mark.parametrize("many", [0, 1, 3, 4, 9, 15])
def test_samples_grow_and_everybody_is_looked_at_once(
    many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SAMPLES", (2, 4))
    monkeypatch.setattr(reading, "PART", 3)
    parts = [list(part) for part in reading._parts(range(many))]
    assert [len(part) for part in parts[:2]] == [
        n for n in (min(2, many), min(4, many - 2)) if n > 0
    ]
    assert sorted(each for part in parts for each in part) == list(range(many))


@pytest.mark.usefixtures("small")
def test_a_stopped_look_goes_on_where_it_was(
    ctx: Context, reads: list[tuple[str, int]]
) -> None:
    asked = iter([False, False, True])
    with held(ctx) as mine:
        with pytest.raises(BellbuoyError, match="nothing was written"):
            preview(mine, "outage", ALL, {}, cancelled=lambda: next(asked))
        whole = preview(mine, "outage", ALL, {})
    assert [many for _, many in reads] == [4, 3, 3, 3, 2]
    assert whole == preview(ctx, "outage", ALL, {})
