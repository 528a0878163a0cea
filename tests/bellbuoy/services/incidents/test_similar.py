"""Solved incidents like another, out of a store, on each engine."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.incidents.similar import search, similar
from core.events.types import IncidentFact, SaidFact
from core.values.errors import NotFoundError, UsageError
from tests.fixtures.facts import client, store
from tests.fixtures.stores import NOW, NewStore

THEN = NOW - timedelta(days=20)


def incident(key: str, title: str, **more: Any) -> IncidentFact:
    fields: dict[str, Any] = {
        "client": "A", "severity": "high", "status": "resolved", "opened": THEN,
        "resolved": THEN + timedelta(hours=3), **more,
    }  # fmt: skip
    return IncidentFact(key, title=title, **fields)


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store(at=NOW)
    store(ctx, "client", [client("A"), client("B")])
    store(
        ctx,
        "incident",
        [
            incident("S-1", "Login fails with a timeout", components=("auth",)),
            incident("S-2", "Export to CSV hangs", client="B"),
            incident("S-3", "LOGIN page is blank", client="B"),
            incident("S-4", "Login timeout", resolution="duplicate"),
            incident(
                "S-5", "Login timeout", status="open", resolved=None, components=("auth",)
            ),
            incident("S-6", "Login timeout", planned=True),
            incident(
                "S-7",
                "Ärger with reports",
                updates=(SaidFact(THEN, "acknowledged", "x", "the export timeout was raised"),),
            ),
        ],
    )
    return ctx


def keys(found: Any) -> list[str]:
    return [each.key for each in found]


def test_the_likest_solved_ones_of_an_open_one(ctx: Context) -> None:
    found = similar(ctx, "S-5")
    assert keys(found) == ["S-1", "S-3"]
    first = found[0]
    assert first.why.total == 100
    assert {part.id for part in first.why.parts} == {
        "word:login", "word:timeout", "components", "client",
    }  # fmt: skip
    assert first.took_s == 3 * 3600
    assert [part.id for part in found[1].why.parts] == ["word:login"]


def test_a_text_is_compared_with_titles_and_with_what_was_said(ctx: Context) -> None:
    assert keys(similar(ctx, "export timeout hangs")) == ["S-2", "S-1"]
    assert keys(similar(ctx, "ÄRGER über reports")) == ["S-7"]
    by_words = search(ctx).like("reports timeout")
    assert dict(zip(keys(by_words), [e.why.total for e in by_words], strict=True))["S-7"] == 100


def test_a_rare_word_tells_more_than_a_common_one(ctx: Context) -> None:
    found = {each.key: each.why.total or 0 for each in search(ctx).like("login csv")}
    assert found["S-2"] > found["S-3"]


def test_a_search_is_asked_as_often_as_one_types(ctx: Context) -> None:
    typed = search(ctx)
    assert [keys(typed.like(text)) for text in ("exp", "export", "export csv")] == [
        [], ["S-2"], ["S-2"],
    ]  # fmt: skip


def test_nothing_of_the_future_is_like_it(ctx: Context) -> None:
    early = ctx.looking_at(THEN + timedelta(hours=1))
    assert similar(early, "login timeout") == ()


def test_what_tells_nothing_is_refused(ctx: Context) -> None:
    with pytest.raises(UsageError, match="no word"):
        similar(ctx, "it is on the")
    with pytest.raises(NotFoundError):
        similar(ctx, "S-99")
