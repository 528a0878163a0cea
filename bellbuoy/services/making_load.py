"""A demo store's rows into a draft: sets of new clients, nothing looked up first.

What stands in the store at the end is what the ordinary writers
(`importing.writers`) would have made of the same facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from itertools import count

from bellbuoy.services.context import Context
from bellbuoy.services.making_ahead import chapters_ahead
from bellbuoy.services.making_rows import ChapterRows, chapters, known_us
from bellbuoy.services.scoring.backfill import backfill
from bellbuoy.services.scoring.moment import Progress
from bellbuoy.services.scoring.recompute import recompute
from core.simulations.demo.facts import DemoFacts
from core.simulations.demo.stories import CRM_SOURCE, USAGE_SOURCE
from core.values.instants import day_start, to_micros
from storage.audit.actor import Actor
from storage.audit.writes import Change
from storage.clients.loading import insert_used_clients
from storage.clients.writes import CLIENT_COLUMNS, put_identities, put_subscriptions
from storage.engine.unit import Unit
from storage.events.loading import fill_sum, insert_days, insert_totals
from storage.health.facets import count_new_clients
from storage.health.loading import insert_used_scores
from storage.health.marks import mark_history_of_everyone
from storage.health.unresolved import following_unresolved
from storage.incidents.still import first_turns, note_turns
from storage.incidents.writes import put_incidents
from storage.integrations.writes import put_source
from storage.store.reads import settings

MANY = 5_000
"""From so many clients on, a second process makes them."""
_OTHER_FACTS = 5
"""What a client has besides its day totals: about so many facts."""
_LOG_BYTES = 64 * 1024 * 1024

Phase = Callable[[str], None]
"""Called with a word for what begins now; its progress starts at 0 again."""


def nameless(_phase: str) -> None:
    """No phase wanted."""


def fill(ctx: Context, facts: DemoFacts, progress: Progress, phase: Phase) -> None:
    """A demo into an empty store: its facts, the history of its scores, and those of
    today, which look back on it."""

    def told(done: int, total: int) -> None:
        settle(ctx)
        progress(done, total)

    phase("facts")
    load(ctx, facts, told)
    phase("history")
    backfill(ctx, days=facts.days, alone=True, progress=told)
    phase("scores")
    recompute(ctx, alone=True, progress=told)


def load(ctx: Context, facts: DemoFacts, progress: Progress) -> None:
    """Store every fact of a demo, with rollups, window sums and marks. `progress`
    counts facts; how many they will be is an estimate."""
    actor = Actor("bellbuoy", "system", "demo", to_micros(facts.as_of))
    with ctx.store.unit() as unit:
        for source, feeds in ((USAGE_SOURCE, True), (CRM_SOURCE, False)):
            put_source(unit, source, feeds, feeds, actor.at_us)
    total = facts.size * (facts.days + facts.run_in + _OTHER_FACTS)
    counted: Counter[str] = Counter()
    days: set[int] = set()
    told = chapters_ahead(facts) if facts.size >= MANY else chapters(facts)
    with closing(told), ctx.store.reader() as reader:
        settings(reader)  # an open reader keeps the log from being emptied each time
        for chapter in told:
            with ctx.store.unit(durable=False) as unit:
                _store(unit, facts, chapter, first_incident=counted["incident"] + 1)
            counted.update(chapter.counts())
            days.update(chapter.use.days)
            progress(counted.total(), max(counted.total(), total))
        for day in sorted(days):
            with ctx.store.unit(durable=False) as unit:
                fill_sum(unit, day)
    with ctx.store.unit(durable=False) as unit:
        mark_history_of_everyone(unit)  # today's scores are due with any new day
        change = Change(unit, actor, "store.demo", "facts")
        for table, rows in counted.items():
            change.inserted(table, 1, rows)
        change.close(counted)
    progress(counted.total(), counted.total())


def settle(ctx: Context) -> None:
    """Empty the log of a draft when it has grown: nobody else will."""
    if ctx.store.size().log_bytes > _LOG_BYTES:
        ctx.store.checkpoint(truncate=False)


def _store(unit: Unit, facts: DemoFacts, chapter: ChapterRows, first_incident: int) -> None:
    insert_used_clients(unit, to_micros(facts.as_of), chapter.clients)
    columns = [dict(zip(CLIENT_COLUMNS, row, strict=False)) for row in chapter.clients]
    count_new_clients(unit, columns)
    insert_used_scores(unit, facts.today, chapter.scores)
    put_identities(unit, chapter.identities)
    put_subscriptions(unit, chapter.subscriptions)
    numbers = count(first_incident)
    incidents = [(next(numbers), *row) for row in chapter.incidents]
    with following_unresolved(unit, [row[0] for row in incidents]):
        put_incidents(unit, incidents)
    note_turns(unit, first_turns(incidents), to_micros(facts.as_of))
    use = chapter.use
    known = {day: known_us(facts, day_start(day, facts.zone)) for day in set(use.days)}
    known_at = map(known.__getitem__, use.days)
    insert_totals(unit, chapter.use_source, zip(*use.columns, known_at, strict=True))
    insert_days(unit, zip(use.days, use.clients, use.calls, use.logins, strict=True))
