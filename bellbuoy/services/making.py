"""Making a store: empty, or a demo. It appears under its name when it is whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from bellbuoy.services.clock import FixedClock
from bellbuoy.services.context import Context, open_context
from bellbuoy.services.importing.batch import STORED, Batch, Write
from bellbuoy.services.importing.writers import WRITERS
from bellbuoy.services.scoring.backfill import backfill
from bellbuoy.services.scoring.moment import Progress, silent
from bellbuoy.services.scoring.recompute import recompute
from core.simulations.demo.facts import DemoFacts, demo_facts
from core.store.types import ClockSetting
from core.values.errors import BellbuoyError, UsageError
from core.values.instants import to_micros, zone
from storage.audit.actor import Actor
from storage.audit.writes import Change
from storage.engine.store import Store, parse_url
from storage.integrations.writes import put_source
from storage.store.reads import clock_text
from storage.store.writes import put_setting

DEMO_NOW = datetime(2026, 11, 16, 14, 0, tzinfo=UTC)
"""The Monday on which every demo store stands, whenever it is made."""

BATCH = 5_000
Item = TypeVar("Item")
_ACTOR = Actor("bellbuoy", "system", "demo", to_micros(DEMO_NOW))


def init(url: str, *, timezone: str = "UTC", currency: str = "USD") -> Path:
    """Make an empty store with a live clock; its path. Raises UsageError when
    something is there already, or the zone is unknown."""
    path = parse_url(url)
    zone(timezone)
    if len(currency) != 3 or not currency.isascii() or not currency.isupper():
        raise UsageError(f"“{currency}” is no currency code", "use ISO 4217: USD, EUR, JPY")
    _make(path, {"timezone": timezone, "currency": currency, "clock": "live"}, None)
    return path


def demo(
    url: str,
    *,
    clients: int = 15,
    days: int = 30,
    seed: int = 7,
    progress: Progress = silent,
) -> Path:
    """Make a demo store: the same seed gives the same bytes, its clock frozen."""
    path = parse_url(url)
    clock = clock_text(ClockSetting("frozen", instant=DEMO_NOW))
    settings = {
        "timezone": "UTC", "currency": "USD", "clock": clock,
        "demo": f"seed {seed}, {clients} clients, {days} days",
    }  # fmt: skip
    facts = demo_facts(seed, clients, days, as_of=DEMO_NOW, zone=zone("UTC"))
    _make(path, settings, lambda ctx: _fill(ctx, facts, progress))
    return path


def _make(path: Path, settings: dict[str, str], fill: Callable[[Context], None] | None) -> None:
    from storage.engine.migrate import create, discard, publish

    if os.path.lexists(path):
        raise UsageError(f"{path} exists already", "choose another path, or remove it first")
    draft = path.with_name(path.name + ".draft")
    try:
        discard(draft)
        create(draft)
        with Store(draft).unit() as unit:
            for name, value in sorted(settings.items()):
                put_setting(unit, name, value)
        if fill is not None:
            clock = FixedClock(DEMO_NOW)
            fill(open_context(str(draft), user="bellbuoy", role="admin", clock=clock))
        publish(draft, path)
    except OSError as error:
        why = error.strerror or error
        raise BellbuoyError(f"cannot make {path}: {why}", "choose another path") from error
    finally:
        with suppress(OSError):
            discard(draft)


def _fill(ctx: Context, facts: DemoFacts, progress: Progress) -> None:
    batches: dict[str, Batch] = {}
    done = 0
    with ctx.store.unit() as unit:
        for source, feeds in (("demo", True), ("crm", False)):
            put_source(unit, source, feeds, feeds, _ACTOR.at_us)
            batches[source] = Batch(
                source=source, run=0, recorded_us=_ACTOR.at_us, today=ctx.today,
                zone=ctx.zone, historical=True,
            )  # fmt: skip
    # Client by client there are some 50 facts; good enough to tell progress by.
    total = facts.size * (facts.days + 20)
    streams: tuple[tuple[str, Iterable[tuple[str, Any]]], ...] = (
        ("client", facts.clients()),
        ("subscription", facts.subscriptions()),
        ("event", facts.events()),
        ("incident", facts.incidents()),
    )
    for kind, stream in streams:
        for chunk in chunks(stream, BATCH):
            for source, batch in batches.items():
                _store(ctx, batch, kind, [fact for name, fact in chunk if name == source])
            done += len(chunk)
            progress(min(done, total), total)
    recompute(ctx)
    backfill(ctx, days=facts.days)
    recompute(ctx)
    progress(total, total)


def _store(ctx: Context, batch: Batch, kind: str, facts: list[Any]) -> None:
    if not facts:
        return
    with ctx.store.unit(durable=False) as unit:
        change = Change(unit, _ACTOR, "store.demo", kind)
        verdicts = WRITERS[kind](Write(unit, batch, change), facts)
        change.close({"rows": len(facts)})
    if wrong := [verdict for verdict in verdicts if verdict != STORED]:
        raise AssertionError(f"a demo fact was refused: {wrong[0]}")


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Lists of at most `size` items, in order."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
