"""The rollup is what DEFINITIONS 1.8 says, whatever comes in which order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services.context import Context
from core.health.types import WINDOW
from core.values.instants import day_end
from storage.engine.integrity import full_findings
from tests.fixtures.depth import examples
from tests.fixtures.drawn import NAMES, TODAY, Told, usage
from tests.fixtures.facts import batch_of, client, codes, link, store
from tests.fixtures.ledger import Ledger
from tests.fixtures.stores import NOW, NewStore

ZONE = "America/New_York"
SPAN = 40


def known_clients(new_store: NewStore) -> tuple[Context, Ledger]:
    """A store in which both sources know the same three clients."""
    ctx = new_store(ZONE)
    facts = [client(name) for name in NAMES]
    store(ctx, "client", facts)
    link(ctx, "crm", NAMES)
    ledger = Ledger(ctx.zone)
    ledger.take("app", facts, NOW)
    return ctx, ledger


def apply(ctx: Context, told: list[Told]) -> list[list[str]]:
    batches = {source: batch_of(ctx, source) for source in ("app", "crm")}
    return [codes(store(ctx, t.kind, t.facts, batch=batches[t.source])) for t in told]


def rollup(ctx: Context) -> dict[tuple[str, int], tuple[int, int]]:
    with ctx.reader() as reader:
        rows = reader.rows(
            "SELECT c.key, u.day, u.calls, u.logins FROM usage_day u JOIN client c"
            " ON c.id = u.client_id WHERE u.calls <> 0 OR u.logins <> 0"
        )
    return {(key, day): (calls, logins) for key, day, calls, logins in rows}


def broken(ctx: Context) -> list[str]:
    """What a full check finds wrong."""
    with ctx.reader() as reader:
        return [each.name for each in full_findings(reader) if each.broken]


def sums(ctx: Context) -> dict[str, tuple[object, ...]]:
    with ctx.reader() as reader:
        rows = reader.rows(
            "SELECT c.key, s.window_day, s.calls_30, s.logins_30, s.calls_since,"
            " s.logins_since, c.last_seen_day, c.last_login_day"
            " FROM client c JOIN score s ON s.client_id = c.id"
        )
    return {row[0]: row[1:] for row in rows}


def expected_rollup(ledger: Ledger) -> dict[tuple[str, int], tuple[int, int]]:
    days = range(TODAY - SPAN - 2, TODAY + 2)
    used = {(name, day): ledger.use(name, day) for name in NAMES for day in days}
    return {place: amounts for place, amounts in used.items() if amounts != (0, 0)}


def expected_sums(ledger: Ledger) -> dict[str, tuple[object, ...]]:
    found: dict[str, tuple[object, ...]] = {}
    days = range(TODAY - SPAN - 2, TODAY + 2)
    for name in NAMES:
        window = [ledger.use(name, day) for day in range(TODAY - WINDOW + 1, TODAY + 1)]
        since = [
            next((day for day in days if _row_came(ledger, name, measure, day)), None)
            for measure in (0, 1)
        ]
        found[name] = (
            TODAY, sum(day[0] for day in window), sum(day[1] for day in window), *since,
            *ledger.last_use(name, TODAY),
        )  # fmt: skip
    return found


def _row_came(ledger: Ledger, name: str, measure: int, day: int) -> bool:
    return ledger.heard(name, measure, day_end(day, ledger.zone), 2**62, whole=True)


@given(told=st.lists(usage(SPAN), min_size=1, max_size=10))
@settings(max_examples=examples(15, 300), deadline=None)
def test_the_rollup_and_its_sums_follow_from_the_facts(
    new_store: NewStore, told: list[Told]
) -> None:
    ctx, ledger = known_clients(new_store)
    expected = [ledger.take(t.source, t.facts, NOW) for t in told]

    assert apply(ctx, told) == expected
    assert broken(ctx) == []
    assert rollup(ctx) == expected_rollup(ledger)
    assert sums(ctx) == expected_sums(ledger)

    before = rollup(ctx), sums(ctx)
    again = apply(ctx, told)
    assert (rollup(ctx), sums(ctx)) == before
    events = [verdicts for t, verdicts in zip(told, again, strict=True) if t.kind == "event"]
    assert "stored" not in {verdict for verdicts in events for verdict in verdicts}
