"""What views show: the same rows as the command line that is written of them."""

from __future__ import annotations

import shlex
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from bellbuoy.services.groups import client_groups
from bellbuoy.services.views import reading, writing
from core.access.types import Viewer
from core.values.errors import NotFoundError, UsageError
from core.views.types import View
from tests.fixtures.stores import DEMO_NOW, NewStore

WHERES = (
    "", "tier:critical,at_risk", "owner:none", "industry:any", "health>=50 OR calls>0",
    "NOT plan:pro", "renews:any", "arr>100", "zzz-nobody",
)  # fmt: skip
SORTS = ("", "-arr", "name", "renews,-health", "-seen")
BYS = ("", "owner", "tier", "industry", "plan", "renews")


@pytest.fixture(scope="module")
def demo(new_demo: NewStore) -> Context:
    return new_demo(DEMO_NOW)


def ids(ctx: Context, query: str, sort: str | None = None) -> list[str]:
    return [row.key for row in clients.page(ctx, query, sort=sort, limit=10_000).rows]


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(WHERES), st.sampled_from(WHERES), st.sampled_from(SORTS))
def test_a_view_its_command_line_and_its_rows(
    demo: Context, where: str, extra: str, sort: str
) -> None:
    view = writing.readable(demo, View("V", "clients", where, sort=sort))
    words = shlex.split(reading.command_line(demo, view))
    assert words[:3] == ["bellbuoy", "client", "list"]
    asked = words[3] if len(words) > 3 else ""
    rows = ids(demo, asked)
    assert rows == ids(demo, where, sort or None)
    assert reading.count(demo, view) == len(rows)
    both = ids(demo, reading.shown(demo, view, extra).query)
    assert both == [key for key in rows if key in set(ids(demo, extra))]


@settings(max_examples=30)
@given(st.sampled_from(WHERES), st.sampled_from(BYS[1:]))
def test_groups_of_a_view_add_up_to_its_rows(demo: Context, where: str, by: str) -> None:
    view = writing.readable(demo, View("V", "clients", where, by=by))
    found = client_groups(demo, reading.shown(demo, view).query)
    assert [measure.key for measure in found.measures] == ["sum_arr", "avg_health"]
    assert found.totals.n == sum(group.n for group in found.groups) == len(ids(demo, where))


def test_a_count_ends_somewhere(demo: Context) -> None:
    everybody = View("All", "clients")
    many = reading.count(demo, everybody)
    assert reading.count(demo, everybody, 7) == 7
    assert reading.count(demo, replace(everybody, query="limit:5")) == 5
    assert many > 7


def test_starters_are_there_until_their_name_is_taken(new_store: NewStore) -> None:
    ctx = new_store()
    starters = [view.name for view in reading.listed(ctx) if not view.owner]
    assert starters[:2] == ["My book", "At risk"]
    writing.save(ctx, View("my BOOK", "clients", "owner:me tier:critical"))
    found = reading.listed(ctx)
    assert [view.name for view in found][:2] == ["my BOOK", "At risk"]
    assert reading.find(ctx, "My book").query == "owner:me tier:critical"


def test_a_view_of_another_list(new_store: NewStore) -> None:
    ctx = new_store()
    writing.save(ctx, View("Open", "incidents", "status:open"))
    assert [view.name for view in reading.listed(ctx, "incident")] == ["Open", "SLA at stake"]
    with pytest.raises(UsageError, match="is one of incidents"):
        reading.find(ctx, "Open", "client")
    with pytest.raises(NotFoundError) as caught:
        reading.find(ctx, "Opne")
    assert "`open`" in caught.value.hint


def test_me_is_whoever_looks(demo: Context) -> None:
    owners = {row.owner for row in clients.page(demo, "owner:any", limit=999).rows}
    counts = []
    for owner in sorted(str(each) for each in owners):
        ctx = replace(demo, viewer=Viewer(owner, "rep"))
        counts.append(reading.count(ctx, reading.find(ctx, "My book")))
    assert sum(counts) == len(ids(demo, "owner:any"))
