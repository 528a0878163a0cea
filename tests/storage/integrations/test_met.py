"""Which ids a run has met, kept outside of memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.integrations.met import MetIds

ID = st.sampled_from(["a", "b", "A", "ä", "a'b", " "]) | st.text(max_size=3)
TOLD = st.lists(st.tuples(st.sampled_from(("client", "incident")), st.lists(ID)), max_size=6)


@pytest.fixture
def met() -> Iterator[MetIds]:
    found = MetIds()
    yield found
    found.close()


@given(TOLD)
def test_an_id_is_met_once(told: list[tuple[str, list[str]]]) -> None:
    found = MetIds()
    seen: set[tuple[str, str]] = set()
    for kind, ids in told:
        expected = []
        for each in ids:
            expected.append((kind, each) not in seen)
            seen.add((kind, each))
        assert found.meet(kind, ids) == expected
    found.close()


def test_many_are_kept_apart(met: MetIds) -> None:
    ids = [f"id-{n}" for n in range(5_000)]
    assert all(met.meet("client", ids))
    assert all(met.meet("incident", ids))
    assert not any(met.meet("client", ids[::-1]))
