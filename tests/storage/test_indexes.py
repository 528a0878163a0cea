"""No operation that people or jobs do often reads a large table whole.

Each runs on a small store while its statements are planned: without statistics
SQLite plans the same at any size. What reads every row, or walks a whole index, of
a table that grows with the base fails here unless a line below says why it may.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bellbuoy.services import (
    cache,
    client_detail,
    client_months,
    clients,
    compare,
    conditions,
    figures,
    health,
    incidents,
    jobs,
    overview,
    quarantine,
    worker,
)
from bellbuoy.services.context import Context
from bellbuoy.services.fields import fields
from bellbuoy.services.scoring.backfill import backfill
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.settings import frozen_at, set_clock
from core.events.types import DayTotalFact
from core.values.errors import NotFoundError
from core.values.instants import day_end
from tests.fixtures.facts import calls, client, incident, store, subscription
from tests.fixtures.stores import DEMO_NOW, context, move
from tests.storage.statements import Planned, recorded

LARGE = frozenset(
    "client client_identity client_arr subscription event usage_day usage_month"
    " usage_total usage_total_change incident score score_history arr_history"
    " changed_client history_due past_client quarantine change_set change_row audit"
    " import_file interaction".split()
)
"""Tables that grow with the base, or with what is told of it."""

Operation = Callable[[Context], object]
# A list page ends at its limit; a question of whether there is any row at the first.
_BOUNDED = re.compile(r":page_limit|\bFROM \w+ LIMIT 1$")
PLAIN_SORTS = ("health", "tier", "name")
"""Orders that an index of `client` holds."""


def pages(sort: str = "", query: str = "") -> Operation:
    """The first two pages of a list."""

    def read(ctx: Context) -> object:
        first = clients.page(ctx, query, sort=sort or None, limit=3)
        return clients.page(ctx, query, sort=sort or None, limit=3, cursor=first.next)

    return read


def incident_pages(ctx: Context) -> object:
    first = incidents.page(ctx, "", limit=3)
    return incidents.page(ctx, "", limit=3, cursor=first.next)


def missing(read: Operation) -> Operation:
    """The same of something that is not there: every way to find it is tried."""

    def tried(ctx: Context) -> object:
        with pytest.raises(NotFoundError):
            read(ctx)
        return None

    return tried


def marked(ctx: Context, run: Operation) -> object:
    fact = incident(f"i{ctx.now:%H%M%S%f}", "C-0001", ctx.now - timedelta(hours=1))
    store(ctx, "incident", [fact], "demo")
    return run(ctx)


def next_day(ctx: Context) -> object:
    move(ctx, ctx.clock.now() + timedelta(days=1))
    return recompute(ctx)


def why(measure: str) -> Operation:
    return lambda ctx: figures.base_figure(ctx, measure)


def why_of(measure: str) -> Operation:
    return lambda ctx: figures.client_figure(ctx, "C-0002", measure)


OFTEN: dict[str, Operation] = {
    "list": pages(),
    **{f"list by {sort}": pages(sort) for sort in PLAIN_SORTS},
    "radar": pages(query="tier:critical,at_risk"),
    "list of an owner": pages(query="owner:ana"),
    "list of a name": pages(query="name:starts:no"),
    "count": lambda ctx: clients.count(ctx, ""),
    "overview": overview.overview,
    "client": lambda ctx: client_detail.show(ctx, "C-0002"),
    "client by name": lambda ctx: client_detail.show(ctx, "oxbow"),
    "client by no name": missing(lambda ctx: client_detail.show(ctx, "nobody")),
    "usage": lambda ctx: client_detail.usage(ctx, "C-0002"),
    "months": lambda ctx: client_months.months(ctx, "C-0002"),
    "heatmap": lambda ctx: client_detail.heatmap(ctx, "C-0002"),
    "explain": lambda ctx: health.explain(ctx, "C-0002"),
    "explain opened": lambda ctx: health.explain(ctx, "C-0002", opened=True),
    **{f"why {name}": why(name) for name in figures.BASE_MEASURES},
    **{f"why {name} of a client": why_of(name) for name in figures.CLIENT_MEASURES},
    "two clients": lambda ctx: compare.two_clients(ctx, "C-0001", "C-0002"),
    "freshness": conditions.freshness,
    "history": lambda ctx: health.history(ctx, "C-0002"),
    "incidents": incident_pages,
    "incident": lambda ctx: incidents.show(ctx, "INC-0002-1"),
    "no incident": missing(lambda ctx: incidents.show(ctx, "INC-9")),
    "quarantine": lambda ctx: quarantine.page(ctx, ""),
    "refused rows": quarantine.waiting,
    "runs": jobs.runs,
    "worker": worker.status,
    "cache": cache.show,
    "import of events": lambda ctx: store(
        ctx, "event", [calls(ctx, "e", "C-0001", ctx.today - n, 3) for n in (0, 4)], "demo"
    ),
    "import of day totals": lambda ctx: store(
        ctx, "day_total", [DayTotalFact("C-0001", ctx.today - 1, 3, 4)], "demo"
    ),
    "import of incidents": lambda ctx: store(
        ctx, "incident", [incident("i", "C-0001", ctx.now)], "demo"
    ),
    "import of subscriptions": lambda ctx: store(
        ctx, "subscription", [subscription("s", "C-0001", ctx.today)], "demo"
    ),
    "import of clients": lambda ctx: store(
        ctx, "client", [client("C-0001"), client("n")], "demo"
    ),
    "recompute": lambda ctx: marked(ctx, recompute),
    "backfill": lambda ctx: marked(ctx, backfill),
    "a new day": next_day,
    "a kept look": lambda ctx: pages()(replace(ctx, as_of=day_end(ctx.today - 3, ctx.zone))),
}

_COUNTED = "an exact count; it comes after the first rows, and can be stopped"
_QUEUE = "counts the queue itself: what waits, not the base"
ALLOWED: dict[tuple[str, str], str] = {
    ("count", "client"): _COUNTED,
    ("cache", "changed_client"): _QUEUE,
    ("cache", "history_due"): _QUEUE,
    ("recompute", "changed_client"): _QUEUE,
    ("backfill", "history_due"): _QUEUE,
}
"""(operation, table): why it may be read whole."""


def read_whole(planned: Planned) -> set[str]:
    """The large tables that a statement reads row by row, or index entry by entry."""
    sorts = any(step.access == "sort" for step in planned.steps)
    if _BOUNDED.search(planned.sql) and not sorts:
        return set()
    return {
        step.table or ""
        for step in planned.steps
        if step.access in ("scan", "walk") and step.table in LARGE
    }


@pytest.fixture(scope="module")
def living(demo_master: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo store with a clock that runs, scored; to be copied."""
    path = Path(shutil.copy(demo_master, tmp_path_factory.mktemp("living") / "demo.db"))
    ctx = context(path, DEMO_NOW)
    recompute(set_clock(ctx, frozen_at(ctx, "live")))
    ctx.store.checkpoint(truncate=True)
    return path


@pytest.fixture
def ctx(living: Path, tmp_path: Path) -> Context:
    return context(Path(shutil.copy(living, tmp_path / "demo.db")), DEMO_NOW)


@pytest.mark.parametrize("name", list(OFTEN))
def test_no_large_table_is_read_whole(ctx: Context, name: str) -> None:
    if name == "a kept look":
        OFTEN[name](ctx)
    with recorded() as found:
        OFTEN[name](ctx)
    assert found, "nothing was asked of the store"
    wrong = {
        (name, table): planned.sql
        for planned in found
        for table in read_whole(planned)
        if (name, table) not in ALLOWED
    }
    assert wrong == {}
    stale = {key for key in ALLOWED if key[0] == name} - {
        (name, table) for planned in found for table in read_whole(planned)
    }
    assert stale == set(), "a line of ALLOWED that nothing needs any more"


def test_an_order_without_an_index_sorts_the_base_and_is_told_so(ctx: Context) -> None:
    """What the other orders cost: any of these may get an index, and a line above."""
    for field in fields("client"):
        with recorded() as found:
            pages(field.name)(ctx)
        whole = {table for planned in found for table in read_whole(planned)}
        assert whole <= {"client", "score"}, field.name
        assert bool(whole) == (field.name not in PLAIN_SORTS), field.name


def test_the_audit_sees_a_whole_table() -> None:
    """Every kind of plan that is to be found, on a table with an index."""

    def planned(sql: str, *accesses: str) -> Planned:
        from storage.sql.plan_words import step

        return Planned(sql, tuple(step(0, access, "client", "i") for access in accesses))  # type: ignore[arg-type]

    assert read_whole(planned("SELECT 1 FROM client", "scan")) == {"client"}
    assert read_whole(planned("SELECT count(*) FROM client", "walk")) == {"client"}
    assert read_whole(planned("SELECT 1 FROM client LIMIT 1", "scan")) == set()
    assert read_whole(planned("SELECT … LIMIT :page_limit", "walk")) == set()
    assert read_whole(planned("SELECT … WHERE id = ?", "key")) == set()
