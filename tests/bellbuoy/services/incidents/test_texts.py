"""Drafts and post-mortems out of a store, on each engine."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.incidents.adding import NewIncident, add
from bellbuoy.services.incidents.detail import detail
from bellbuoy.services.incidents.drafts import draft_for
from bellbuoy.services.incidents.moves import move, note
from bellbuoy.services.incidents.post_mortem import post_mortem_of
from bellbuoy.services.store import check
from core.events.types import IncidentFact, SaidFact
from core.values.errors import NotFoundError
from tests.bellbuoy.services.incidents.acting import the
from tests.fixtures.facts import client, store
from tests.fixtures.stores import NOW, NewStore
from tests.fixtures.stores import move as at_time

HOSTILE = "pipe | <img src=x> [link](javascript:x) \x1b]0;t\x07 {sender} # ``"


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store(at=NOW)
    store(ctx, "client", [client("A"), client("B")])
    add(ctx, [NewIncident(("A", "B"), HOSTILE, "high")])
    return ctx


def test_a_reply_is_for_one_and_a_notice_for_all_whom_it_hurts(ctx: Context) -> None:
    reply = draft_for(ctx, "INC-N1")
    assert reply.to == ("A",)
    assert reply.draft.body.startswith("Hello Client A,")
    assert draft_for(ctx, "INC-N1", client="B").draft.body.startswith("Hello Client B,")
    notice = draft_for(ctx, "INC-N1", "notice")
    assert notice.to == ("A", "B")
    assert notice.draft.body.endswith("ana")
    for made in (reply.draft, notice.draft):
        assert "\x1b" not in made.subject + made.body
        assert "{sender}" in made.subject
    with pytest.raises(NotFoundError, match="does not hurt"):
        draft_for(ctx, "INC-N1", client="Z")


def test_what_was_said_last_to_the_clients_is_in_it(ctx: Context) -> None:
    note(ctx, the("INC-N1"), "between us")
    note(ctx, the("INC-N1"), "we found the cause", visible=True)
    assert "we found the cause" in draft_for(ctx, "INC-N1", "notice").draft.body
    assert "between us" not in draft_for(ctx, "INC-N1", "notice").draft.body


def test_a_draft_writes_nothing(ctx: Context) -> None:
    with ctx.reader() as reader:
        before = reader.value("SELECT count(*) FROM change_set")
    draft_for(ctx, "INC-N1")
    post_mortem_of(ctx, "INC-N1")
    with ctx.reader() as reader:
        assert reader.value("SELECT count(*) FROM change_set") == before
    assert check(ctx) is not None


def test_a_post_mortem_has_the_whole_life(ctx: Context) -> None:
    at_time(ctx, NOW + timedelta(minutes=20))
    move(ctx, the("INC-N1"), "ack")
    at_time(ctx, NOW + timedelta(hours=10))
    move(ctx, the("INC-N1"), "resolve")
    key, text = post_mortem_of(ctx, "INC-N1")
    assert key == "INC-N1"
    lines = text.splitlines()
    heads = [line for line in lines if line.startswith("#")]
    assert heads[0].startswith("# Post-mortem: pipe \\| \\<img src=x\\> \\[link\\]")
    assert heads[1:] == [
        "## Summary", "## Impact", "## Timeline", "## What was promised", "## What happened",
        "## Five whys", "## What went well", "## What we change",
    ]  # fmt: skip
    assert "- Lasted: 10 h 00 min" in lines
    assert "\x1b" not in text
    times = [line for line in lines if line.startswith("| 2026-03-15 18:50 UTC | ana | ack")]
    assert len(times) == 1
    assert "| to answer | 1 h 00 min | 20 min | met |  |" in lines
    assert any(
        line.startswith("| to resolve | 8 h 00 min | 10 h 00 min | breached") for line in lines
    )
    assert "| Client A | A |  |" in text


def test_what_a_source_said_stands_in_the_timeline(ctx: Context) -> None:
    then = NOW - timedelta(days=2)
    said = SaidFact(then + timedelta(minutes=5), None, "Update", "a *workaround*\nexists")
    fact = IncidentFact("S-1", "A", "t", "low", "open", then, updates=(said,))
    store(ctx, "incident", [fact])
    text = post_mortem_of(ctx, "S-1")[1]
    assert "| the source | Update | a \\*workaround\\*" in text
    line = detail(ctx, "S-1").timeline
    assert [(each.kind, each.by, each.text) for each in line] == [
        ("opened", None, ""), ("said", None, "a *workaround*\nexists"),
    ]  # fmt: skip
    early = ctx.looking_at(then + timedelta(minutes=1))
    assert "workaround" not in post_mortem_of(early, "S-1")[1]
    with pytest.raises(NotFoundError):
        post_mortem_of(ctx, "S-2")
