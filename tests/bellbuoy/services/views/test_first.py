"""Whoever has clients of their own sees those first, whatever their role."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.views.first import MINE, MY_BOOK, first_view
from bellbuoy.services.views.reading import find
from core.access.types import Viewer
from tests.fixtures.facts import client, store
from tests.fixtures.stores import NewStore


@pytest.mark.parametrize("role", ["admin", "manager", "rep"])
def test_own_clients_come_first(new_store: NewStore, role: str) -> None:
    ctx = new_store()
    today = ctx.today
    rows = [client("a", today - 100, owner="mei"), client("b", today - 100)]
    store(ctx, "client", rows)
    recompute(ctx)
    for name, wanted in (("mei", MY_BOOK), ("raj", ""), ("", "")):
        assert first_view(replace(ctx, viewer=Viewer(name, role))) == wanted


def test_it_is_a_view_of_the_radar(new_store: NewStore) -> None:
    found = find(new_store(), MY_BOOK)
    assert (found.place, found.query) == ("radar", MINE)
