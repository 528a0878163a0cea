"""The index of names gives every client whose name holds a text, and few others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from bellbuoy.services.copying import copy
from core.values.text import fold
from storage.clients import search
from storage.clients.search import grams_of, narrowing
from storage.engine.store import Store
from tests.fixtures.facts import client, store
from tests.fixtures.stores import NewStore, context

NAMES = ("Willow Systems", "Pillow & Söhne", 'Said "Low"', "lo", "Löwe\x01x", "Ǆamija 10%_x")
letters = st.sampled_from('wilo "%_\\\x01öß𐐀Ǆ10')


def found(ctx: Context, text: str) -> set[int]:
    with ctx.reader() as reader:
        where, params = narrowing(reader, [fold(text)])
        assert where
        return {n for (n,) in reader.rows(f"SELECT c.id FROM client c WHERE {where}", params)}


def named(ctx: Context, *names: str) -> None:
    told = [replace(client(f"c{n}"), name=name) for n, name in enumerate(names)]
    store(ctx, "client", told)


@given(
    names=st.lists(st.text(letters, min_size=1, max_size=8), min_size=1, max_size=6),
    text=st.text(letters, min_size=3, max_size=4),
)
@settings(max_examples=40, deadline=None)
def test_nobody_whose_name_holds_it_is_missed(
    new_store: NewStore, names: list[str], text: str
) -> None:
    ctx = new_store()
    named(ctx, *names)
    if not grams_of([fold(text)]):
        return
    holding = {n for n, name in enumerate(names, 1) if fold(text) in fold(name)}
    with_grams = {
        n
        for n, name in enumerate(names, 1)
        if all(gram in fold(name) for gram in grams_of([fold(text)]))
    }
    assert holding <= found(ctx, text) == with_grams


def test_it_follows_every_change_of_a_name(new_store: NewStore) -> None:
    ctx = new_store()
    named(ctx, "Willow Systems", "Pillow")
    assert found(ctx, "willow") == {1}
    named(ctx, "Heron", "Pillow")
    assert (found(ctx, "willow"), found(ctx, "heron"), found(ctx, "illo")) == (set(), {1}, {2})
    with ctx.store.unit() as unit:
        unit.run("DELETE FROM facet_count")
        for table in ("score_history", "score", "client_identity", "changed_client",
                      "history_due"):  # fmt: skip
            unit.run(f"DELETE FROM {table}")
        unit.run("DELETE FROM client WHERE id = 1")
    assert found(ctx, "heron") == set()


def test_a_copy_has_its_own(new_store: NewStore, new_url: str) -> None:
    ctx = new_store()
    named(ctx, "Willow Systems")
    copy(ctx, new_url)
    assert found(context(new_url), "willow") == {1}


@pytest.mark.parametrize("few", [0, 2_000])
def test_a_list_says_the_same_with_and_without(
    a_demo: Store, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(search, "FEW", few)
    ctx = context(a_demo)
    for query in (
        "coral",
        '"al net"',
        "co",
        "name:ends:works",
        "-coral",
        "coral OR sun",
        "coral s",
    ):
        keys = [row.key for row in clients.page(ctx, query).rows]
        told = [row.key for row in clients.page(ctx).rows if holds(row.name, query)]
        assert keys == told, query


def holds(name: str, query: str) -> bool:
    name = name.lower()
    return {
        "coral": "coral" in name, '"al net"': "al net" in name, "co": "co" in name,
        "name:ends:works": name.endswith("works"), "-coral": "coral" not in name,
        "coral OR sun": "coral" in name or "sun" in name,
        "coral s": "coral" in name and "s" in name,
    }[query]  # fmt: skip
