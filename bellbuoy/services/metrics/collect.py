"""All figures, read over one connection; a name holds its unit and never changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from bellbuoy.services import worker
from bellbuoy.services.authorise import service
from bellbuoy.services.backup import keeping as backups
from bellbuoy.services.context import Context
from bellbuoy.services.metrics.pace import p95_ms
from bellbuoy.services.problems.found import listed
from bellbuoy.services.trace import age
from bellbuoy.version import VERSION
from core.operations.problems import SCORING
from core.operations.scale import nearest_rank
from core.operations.types import Family, Sample
from core.values.instants import from_micros, to_micros
from storage.operations.figures import counts, newest_end_us, run_states, run_times

_QUANTILES = (("0.5", 0.5), ("0.95", 0.95))


@service("metrics:read")
def collect(
    ctx: Context, engines: Mapping[str, str], engine: str | None = None
) -> tuple[Family, ...]:
    """Every family in its order. `engines` tells which engine a job belongs to;
    with `engine` only the runs of that one are told."""
    runs = _runs(ctx, engines, engine)
    if engine is not None:
        return runs
    return (*_store(ctx), *_work(ctx), *runs, *_ages(ctx))


def _gauge(name: str, told: str, *samples: Sample) -> Family:
    return Family(f"bellbuoy_{name}", "gauge", told, samples)


def _one(
    name: str, told: str, value: float, type_: Literal["gauge", "counter"] = "gauge"
) -> Family:
    return Family(f"bellbuoy_{name}", type_, told, (Sample(value),))


def _store(ctx: Context) -> tuple[Family, ...]:
    with ctx.reader() as reader:
        found = counts(reader)
    size = ctx.store.size()
    labels = (
        ("version", VERSION),
        ("engine", ctx.store.engine),
        ("form", str(ctx.info.schema)),
    )
    pace = [
        Sample(milliseconds / 1000, (("kind", kind), ("quantile", "0.95")))
        for kind, milliseconds in sorted(p95_ms(ctx).items())
    ]
    return (
        _gauge("info", "What runs, on what.", Sample(1, labels)),
        _one("clients", "Clients in the store.", found.clients),
        _one("events_total", "Events ever taken in.", found.events, "counter"),
        _one("quarantine_rows", "Refused rows that wait.", found.quarantined),
        _one("queue_clients", "Clients that wait for their score.", found.marks),
        _one("queue_history_clients", "Clients that wait for their history.", found.history),
        _one("queue_requests", "Requests that wait for a worker.", found.requests),
        _one("store_bytes", "Size of the store.", size.bytes),
        _one("store_log_bytes", "Size of the log that a checkpoint empties.", size.log_bytes),
        _gauge(
            "heartbeat_seconds",
            "How long the worker's heartbeat of the last 24 hours took, its read and its"
            " commit, at most.",
            *pace,
        ),
    )


def _work(ctx: Context) -> tuple[Family, ...]:
    status = worker.status(ctx)
    kinds: dict[str, int] = {}
    for problem in listed(ctx):
        kinds[problem.kind] = kinds.get(problem.kind, 0) + 1
    problems = (Sample(count, (("kind", kind),)) for kind, count in sorted(kinds.items()))
    return (
        _one("worker_up", "Whether a worker lives.", status.state == "alive"),
        _gauge("problems", "Problems of Bellbuoy itself, by kind.", *problems),
    )


def _runs(ctx: Context, engines: Mapping[str, str], engine: str | None) -> tuple[Family, ...]:
    with ctx.reader() as reader:
        states = run_states(reader)
        times = run_times(reader)

    def labels(job: str, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        return (("engine", engines.get(job, "")), ("job", job), *more)

    def wanted(job: str) -> bool:
        return engine is None or engines.get(job) == engine

    kept = {job: told for job, told in times.items() if wanted(job)}
    return (
        Family(
            "bellbuoy_job_runs_total", "counter", "Runs of jobs, by how they ended.",
            tuple(
                Sample(count, labels(job, ("state", state)))
                for job, state, count in states if wanted(job)
            ),
        ),
        Family(
            "bellbuoy_job_run_seconds", "summary", "How long the last 100 runs of a job took.",
            tuple(
                sample for job, told in kept.items()
                for sample in _summary([seconds for seconds, _, _ in told], labels(job))
            ),
        ),
        _gauge(
            "job_run_rows", "Rows that the last 100 runs of a job looked at.",
            *(Sample(sum(r for _, r, _ in told), labels(job)) for job, told in kept.items()),
        ),
        _gauge(
            "job_run_changed_rows", "Rows that the last 100 runs of a job changed.",
            *(Sample(sum(c for _, _, c in told), labels(job)) for job, told in kept.items()),
        ),
    )  # fmt: skip


def _summary(seconds: list[float], labels: tuple[tuple[str, str], ...]) -> Iterable[Sample]:
    for name, share in _QUANTILES:
        value = nearest_rank(seconds, share)
        if value is not None:
            yield Sample(value, (*labels, ("quantile", name)))
    yield Sample(round(sum(seconds), 6), labels, "_sum")
    yield Sample(len(seconds), labels, "_count")


def _ages(ctx: Context) -> tuple[Family, ...]:
    """What has never happened has no age, and no sample."""
    now = ctx.clock.now()
    data = age(ctx)
    backup = backups.state(ctx).newest
    with ctx.reader() as reader:
        ended_us = newest_end_us(reader, SCORING)
    scored = None if ended_us is None else from_micros(ended_us)
    told = (
        ("score_age_seconds", "Since clients were last scored.", scored),
        ("import_age_seconds", "Since the newest import ended.", data.imported),
        ("backup_age_seconds", "Since the newest backup was made.", backup),
    )
    return tuple(
        _gauge(
            name, words,
            *(() if at is None else (Sample((to_micros(now) - to_micros(at)) / 1e6),)),
        )
        for name, words, at in told
    )  # fmt: skip
