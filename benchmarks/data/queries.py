"""Do pages and counts of every kind of filter stay fast, and acts on a tenth of all?

Eight kinds: what an index serves, two fields, something rare that no index knows, words,
what begins a name, what changed lately, groups, and the values of a field.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import perf_counter

from bellbuoy.services import clients
from bellbuoy.services.desk.assign import assign
from bellbuoy.services.groups import client_groups
from bellbuoy.services.undo.taking_back import undo
from bellbuoy.services.views.facets import facets
from benchmarks.data.bench import Figures, Place, Question, Row, beside_small
from benchmarks.data.clock import opened
from benchmarks.data.spread import spread
from benchmarks.data.waiting import kept_waiting
from core.desk.types import Selection

LISTED = {
    "indexed": "tier:critical",
    "two fields": "owner:raj health<60",
    "rare, no index": "logins:1 calls<3 country:none",
    "words": '"heron sys"',
    "beginning": "name:starts:wil",
    "changed": "changed<3d",
}
GROUPED = ("groups", "facet")
CALLS = 20
PAGES = ("first", "next", "count")
ACTED = ("assign, a client", "undo, a client", "assign, a writer waits", "undo, a writer waits")


def measure(place: Place, _number: int) -> Figures:
    """Both sides: the store, and the smallest one."""
    here, small = beside_small(place, asked)
    done, least = beside_small(place, acted)
    both = (("here", here | done), ("small", small | least))
    return {f"{side} {name}": value for side, found in both for name, value in found.items()}


def asked(address: str) -> Figures:
    """Seconds of every kind, in the middle and at the 99th percentile."""
    ctx = opened(address)
    figures: Figures = {}
    with ctx.reader() as reader:
        held = ctx.holding(reader)
        for kind, query in LISTED.items():
            page = partial(clients.page, held, query, limit=100)
            calls: dict[str, Callable[[], object]] = {
                "first": page,
                "count": partial(clients.count, held, query),
            }
            following = page().next
            if following is not None:
                calls["next"] = partial(page, cursor=following)
            for name, call in calls.items():
                figures |= _spread(f"{kind}, {name}", call)
        figures |= _spread("groups", partial(client_groups, held, "health<60 by:owner"))
        figures |= _spread("facet", partial(facets, held, "client", "health<60", "plan"))
    return figures


def _spread(name: str, call: Callable[[], object]) -> Figures:
    found = spread(lambda _: call(), CALLS, warm=1)
    return {f"{name} p50": found.p50, f"{name} p99": found.p99}


def acted(address: str) -> Figures:
    """Seconds a client to give a tenth of them an owner, and to take that back; the
    store holds the same facts again afterwards, and two changes more. With the longest
    that another writer waited meanwhile."""
    ctx = opened(address)
    many = max(1, clients.count(ctx) // 10)
    meant = Selection(query=f"limit:{many}", sort="id")
    taken: Figures = {}
    for name, act in (
        ("assign", lambda: assign(ctx, meant, "bench")),
        ("undo", lambda: undo(ctx)),
    ):
        with kept_waiting(ctx.store) as waited:
            taken[f"{name}, a client"] = _timed(act) / many
        taken[f"{name}, a writer waits"] = waited.longest
    return taken


def _timed(act: Callable[[], object]) -> float:
    begin = perf_counter()
    act()
    return perf_counter() - begin


def _rows() -> tuple[Row, ...]:
    names = [f"{kind}, {page}" for kind in LISTED for page in PAGES] + list(GROUPED)
    of_lists = [f"{name} {point}" for name in names for point in ("p50", "p99")]
    return tuple(
        Row(f"{name} / smallest store", f"here {name}", f"small {name}")
        for name in (*of_lists, *ACTED)
    )


QUESTION = Question("queries", _rows(), measure)
