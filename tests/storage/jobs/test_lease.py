"""One leads at a time, and a former leader can write no more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values.errors import ConflictError
from storage.engine.store import Store
from storage.jobs.lease import acquire, check_fence, give_up, leader
from tests.fixtures.stores import NewStore

TIME = 10


@pytest.fixture
def store(a_store: Store) -> Store:
    return a_store


def take(store: Store, holder: str, now: int) -> int | None:
    with store.unit(durable=False) as unit:
        return acquire(unit, "worker", holder, now, now + TIME)


def test_a_free_lease_is_taken_and_renewed_under_one_fence(store: Store) -> None:
    assert [take(store, "a", now) for now in (0, 5, 14)] == [1, 1, 1]
    assert take(store, "b", 15) is None


def test_one_that_has_run_out_goes_to_the_next_with_a_higher_fence(store: Store) -> None:
    assert take(store, "a", 0) == 1
    assert take(store, "b", 9) is None
    assert take(store, "b", 10) == 2
    assert take(store, "a", 11) is None
    with store.reader() as reader:
        check_fence(reader, "worker", 2)
        with pytest.raises(ConflictError, match="taken the lead"):
            check_fence(reader, "worker", 1)
        assert (leader(reader, "worker", 19), leader(reader, "worker", 20)) == ("b", None)


def test_one_that_lapsed_is_new_even_to_its_holder(store: Store) -> None:
    """Another may have led in between: what it began before is not its own any more."""
    assert take(store, "a", 0) == 1
    assert take(store, "a", 10) == 2


def test_one_that_is_given_up_is_free_at_once(store: Store) -> None:
    assert take(store, "a", 0) == 1
    with store.unit() as unit:
        give_up(unit, "worker", "b")
    assert take(store, "b", 1) is None
    with store.unit() as unit:
        give_up(unit, "worker", "a")
    assert take(store, "b", 2) == 2


def test_leases_of_other_names_are_their_own(store: Store) -> None:
    assert take(store, "a", 0) == 1
    with store.unit() as unit:
        assert acquire(unit, "sync", "b", 0, 9) == 1


@given(
    asks=st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(0, 15), st.booleans()),
        min_size=1,
        max_size=25,
    )
)
@settings(max_examples=30, deadline=None)
def test_fences_only_grow_and_never_have_two_holders(
    new_store: NewStore, asks: list[tuple[str, int, bool]]
) -> None:
    store = new_store().store
    now = highest = 0
    owner: dict[int, str] = {}
    for holder, later, leaves in asks:
        now += later
        fence = take(store, holder, now)
        if fence is None:
            continue
        assert fence >= highest
        assert owner.setdefault(fence, holder) == holder
        highest = fence
        if leaves:
            with store.unit(durable=False) as unit:
                give_up(unit, "worker", holder)
