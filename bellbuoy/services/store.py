"""The store itself: its size, its soundness, its form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.at import standings_at
from bellbuoy.services.scoring.moment import Cancelled, Progress, moment_at, never, silent
from core.store.types import Check, StoreStats
from core.values.errors import BellbuoyError, UsageError
from storage.clients.walk import count_clients, next_clients
from storage.engine.checkpoint import wal_bytes
from storage.engine.integrity import Finding, full_findings, quick_findings
from storage.engine.reader import Reader
from storage.engine.store import parse_url, schema_of
from storage.engine.version import SCHEMA
from storage.health.config import current_config
from storage.health.queue import waiting
from storage.health.recheck import differing_scores
from storage.health.standings import arr_of_clients, standing_columns, stored_standings
from storage.store.sizes import table_sizes, usage_span

CHUNK = 500


@service("store:read")
def stats(ctx: Context) -> StoreStats:
    """Bytes, rows by table, and the span of usage."""
    with ctx.reader() as reader:
        tables = table_sizes(reader)
        first, last = usage_span(reader)
    return StoreStats(
        info=ctx.info,
        bytes=ctx.store.path.stat().st_size,
        wal_bytes=wal_bytes(ctx.store.path),
        tables=tables,
        first_day=first,
        last_day=last,
    )


@service("store:read")
def check(
    ctx: Context,
    *,
    full: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> tuple[Check, ...]:
    """The file, its references, and that scores follow from their inputs.

    `full` also compares rollups with facts, window sums with rollups, and every
    stored standing with a fresh one; scores that wait for the recompute are not
    compared.
    """
    with ctx.store.reader() as reader:
        findings = quick_findings(reader)
        config = current_config(reader)
        queued = waiting(reader, "changed_client")
        if queued == 0:
            wrong = differing_scores(reader, config)
            findings.append(
                Finding("scores", len(wrong), "scores that differ from their inputs")
            )
        if full:
            findings += full_findings(reader)
            if queued == 0:
                findings.append(_standings(ctx, reader, progress, cancelled))
    checks = [_told(finding) for finding in findings]
    if queued:
        checks.append(
            Check(
                "queue",
                "warn",
                f"{queued:,} clients wait for their score",
                "bellbuoy job run score-clients",
            )
        )
    return tuple(checks)


def _standings(
    ctx: Context, reader: Reader, progress: Progress, cancelled: Cancelled
) -> Finding:
    """Stored standings against fresh ones, from the same window sums."""
    config = current_config(reader)
    moment = moment_at(ctx.present, ctx.zone)
    total, done, after, wrong = count_clients(reader), 0, 0, 0
    while clients := next_clients(reader, after, CHUNK):
        if cancelled():
            raise BellbuoyError("stopped; the check did not reach its end")
        ids = [client.id for client in clients]
        stored, arrs = stored_standings(reader, ids), arr_of_clients(reader, ids)
        fresh = standings_at(reader, ids, moment, config)
        wrong += sum(
            stored[standing.id] != standing_columns(standing, config.version, ctx.info.currency)
            or arrs.get(standing.id, ()) != standing.arr
            for standing in fresh
        )
        done += len(ids)
        after = ids[-1]
        progress(done, max(total, done))
    return Finding("standings", wrong, "clients whose stored standing differs from a fresh one")


def _told(finding: Finding) -> Check:
    if finding.broken == 0:
        return Check(finding.name, "ok", f"no {finding.what}")
    return Check(
        finding.name,
        "fail",
        f"{finding.broken:,} {finding.what}",
        "restore a backup, or import into a new store",
    )


def failures(checks: Sequence[Check]) -> int:
    """How many checks failed."""
    return sum(each.state == "fail" for each in checks)


def plan_migration(url: str) -> tuple[int, int]:
    """(form of the store, form of this program)."""
    return schema_of(parse_url(url)), SCHEMA


def migrate(url: str) -> Path | None:
    """Bring a store up to date; the verified copy taken first, None if it was."""
    from storage.engine.migrate import migrate as bring_up

    path = parse_url(url)
    if schema_of(path) > SCHEMA:
        raise UsageError("a newer store cannot be taken back")
    return bring_up(path)
