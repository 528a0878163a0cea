"""Does the queue of incidents cost the same, however much has been closed before?"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from bellbuoy.services import incidents
from bellbuoy.services.analytics import incident_stats
from bellbuoy.services.backup.compacting import compact
from bellbuoy.services.incidents.moves import assign
from bellbuoy.services.making import demo
from bellbuoy.services.overview import overview
from benchmarks.data.bench import Figures, Place, Question, Row, step
from benchmarks.data.clock import opened
from benchmarks.data.spread import spread
from core.incidents.types import IncidentSelection
from core.values.errors import UsageError
from storage.engine.bulk import table_columns
from storage.health.unresolved import count_incidents
from storage.incidents.tables import Incident

CLIENTS = 500
FEW, MANY = 10_000, 100_000
"""Closed incidents of the two histories; ten times as many beside a store of a million."""
CALLS = 200
ACTS = 20
_MILLION = 1_000_000
_CLOSED = "SELECT count(*) FROM incident WHERE open_rank = 1"


def measure(place: Place, _number: int) -> Figures:
    """A store of its own, with the shorter history, then with the longer one."""
    address = _beside(place)
    step(made, address)
    told: Figures = {}
    longest = MANY * 10 if place.size >= _MILLION else MANY
    for name, closed in (("few", FEW), ("many", longest)):
        step(grown, address, closed)
        found = step(asked, address)
        told |= {f"{name} {what}": seconds for what, seconds in found.items()}
    return told


def _beside(place: Place) -> str:
    """The address of a store for the queue alone: a schema beside, or a file."""
    if "://" in place.address:
        return place.address.rpartition("=")[0] + f"=queue_{place.size}"
    return str(place.folder / "queue.db")


def made(address: str) -> Figures:
    """A demo store without the history of a former round."""
    with suppress(UsageError):
        demo(address, clients=CLIENTS, days=5)
    with opened(address).store.unit(durable=False) as unit:
        unit.run("DELETE FROM incident WHERE key LIKE '%+%'")
        count_incidents(unit)
    return {}


def grown(address: str, closed: int) -> Figures:
    """As many closed incidents, each like one that there was."""
    own = ("id", "key", "external_id")
    names = ", ".join(name for name in table_columns(Incident) if name not in own)
    with opened(address).store.unit(durable=False) as unit:
        while (there := int(unit.value(_CLOSED))) < closed:
            unit.run(
                f"INSERT INTO incident (id, key, external_id, {names}) SELECT id + :shift,"
                f" key || :word, external_id || :word, {names} FROM incident"
                " WHERE open_rank = 1 ORDER BY id LIMIT :most",
                {
                    "shift": int(unit.value("SELECT max(id) FROM incident")),
                    "word": f"+{there}",
                    "most": closed - there,
                },
            )
        count_incidents(unit)
    compact(opened(address))  # a server then knows how many there are, as in time it would
    return {}


def asked(address: str) -> Figures:
    """Seconds of what somebody does who works at the queue."""
    ctx = opened(address)
    with ctx.reader() as reader:
        held = ctx.holding(reader)
        first = incidents.page(held, limit=40).rows[0].key
        calls: dict[str, Callable[[], object]] = {
            "page": partial(incidents.page, held, limit=40),
            "due": partial(incidents.page, held, "status:open sla<1h", limit=40),
            "count": partial(overview, held),
            "kinds": partial(incident_stats, held),
            "open kinds": partial(incident_stats, held, "status:open"),
            "due kinds": partial(incident_stats, held, "status:open sla<1h"),
        }
        told = {name: _p99(call) for name, call in calls.items()}

    def act(number: int) -> None:
        assign(ctx, IncidentSelection((first,)), f"person {number}")

    return {**told, "act": spread(act, ACTS, warm=1).p50}


def _p99(call: Callable[[], object]) -> float:
    return spread(lambda _: call(), CALLS, warm=5).p99


QUESTION = Question(
    "queue",
    (
        Row("queue: a page, p99, ten times the history", "many page", "few page", 1.5),
        Row("queue: what is due, p99, ten times the history", "many due", "few due", 1.5),
        Row("queue: counters, p99, ten times the history", "many count", "few count", 1.5),
        Row("queue: by severity and status, p99, the same", "many kinds", "few kinds", 1.5),
        Row("queue: the same of open ones", "many open kinds", "few open kinds", 1.5),
        Row("queue: the same of what is due", "many due kinds", "few due kinds", 1.5),
        Row("queue: an act, ten times the history", "many act", "few act", 1.5),
    ),
    measure,
)
