"""The store itself: its size, its soundness, its form."""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from core.store.types import Check, StoreStats
from core.values.counting import counted
from core.values.text import safe_text
from storage.engine.faults import StoreDamagedError
from storage.engine.integrity import Finding, full_findings, quick_findings
from storage.engine.opening import open_store
from storage.engine.version import SCHEMA
from storage.health.checks import key_of
from storage.health.config import current_config
from storage.health.queue import unscored
from storage.health.recheck import differing_scores
from storage.purchases.rollup import wrong_bought
from storage.store.sizes import client_day_bytes, index_sizes, table_sizes, usage_span
from storage.store.space import space


@service("store:read")
def stats(ctx: Context) -> StoreStats:
    """Bytes and rows by table, bytes by index, and the span of usage. It counts
    every row and, on SQLite, reads every page."""
    with ctx.reader() as reader:
        found = space(reader, ctx.store.engine)
        tables = table_sizes(reader, found)
        first, last = usage_span(reader)
    size = ctx.store.size()
    return StoreStats(
        info=ctx.info,
        bytes=size.bytes,
        wal_bytes=size.log_bytes,
        tables=tables,
        first_day=first,
        last_day=last,
        indexes=index_sizes(found),
        client_day_bytes=client_day_bytes(tables),
        estimated=any(each.estimated for each in found),
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

    `full` also compares rollups with facts, window sums with rollups, counters with
    a count, days with the history, and every stored standing with a fresh one.
    Where scores wait for the recompute, none is compared. Of a store that is too
    damaged to be read, that is the one finding.
    """
    try:
        return _checks(ctx, full, progress, cancelled)
    except StoreDamagedError as fault:
        return (Check("file", "fail", fault.message, fault.hint),)


def _checks(
    ctx: Context, full: bool, progress: Progress, cancelled: Cancelled
) -> tuple[Check, ...]:
    with ctx.store.patient().reader() as reader:
        findings = quick_findings(reader)
        config = current_config(reader)
        queued = unscored(reader, f"{ctx.today} {config.version}")
        if queued == 0:
            wrong = differing_scores(reader, config)
            example = key_of(reader, wrong[0]) if wrong else ""
            what = "scores that differ from their inputs"
            findings.append(Finding("scores", len(wrong), what, example))
        if full:
            from bellbuoy.services.scoring.checking import scoring_findings

            findings += [*full_findings(reader), wrong_bought(reader)]
            findings += scoring_findings(
                ctx, reader, settled=queued == 0, progress=progress, cancelled=cancelled
            )
    checks = [_told(finding) for finding in findings]
    if queued:
        checks.append(
            Check(
                "queue",
                "warn",
                counted(queued, "client waits for its score", "clients wait for their score"),
                "bellbuoy job run score-clients",
            )
        )
    return tuple(checks)


def _told(finding: Finding) -> Check:
    if finding.broken == 0:
        return Check(finding.name, "ok", f"no {finding.what}")
    example = f", such as {safe_text(finding.example)}" if finding.example else ""
    return Check(
        finding.name,
        "fail",
        f"{finding.broken:,} {finding.what}{example}",
        "restore a backup, or import into a new store",
    )


def failures(checks: Sequence[Check]) -> int:
    """How many checks failed."""
    return sum(each.state == "fail" for each in checks)


def plan_migration(url: str) -> tuple[int, int]:
    """(form of the store, form of this program)."""
    return open_store(url).schema(), SCHEMA


def migrate(url: str, *, progress: Progress = silent) -> str | None:
    """Bring a store up to date; where the verified copy is that was taken first,
    None if it was. Raises ConflictError for a newer store."""
    return open_store(url).migrate(told=progress)
