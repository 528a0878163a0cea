"""Whom a story is about: the client of the store that it fits best."""

from __future__ import annotations

import pytest

from bellbuoy.services.simulations.stories import listed, told, words
from core.values.errors import NoDataError, NotFoundError
from tests.fixtures.stores import NewStore


def test_each_story_finds_its_client_in_a_demo_store(new_demo: NewStore) -> None:
    ctx = new_demo()
    found = {each.id: told(ctx, each.id) for each in listed(ctx)}
    assert {name: each.client for name, each in found.items()} == {
        "outage": "C-0010", "recovery": "C-0002", "champion": "C-0013",
    }  # fmt: skip
    first = found["outage"].lines[0]
    assert first.says == "Hawthorn Bank is well: no incident is open."
    assert words(first, [])[:3] == ("client", "list", "id:C-0010")


def test_nobody_and_nothing_are_told(new_store: NewStore) -> None:
    ctx = new_store()
    with pytest.raises(NoDataError, match="nobody is as the story outage needs it"):
        told(ctx, "outage")
    with pytest.raises(NotFoundError, match="no story “none”"):
        told(ctx, "none")
