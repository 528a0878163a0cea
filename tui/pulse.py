"""How fresh the screen is: the worker, the newest scores, the store's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bellbuoy.services.authorise import policy
from bellbuoy.services.context import Context
from core.values.instants import day_text, local_day
from tui.palette import Role

if TYPE_CHECKING:
    from bellbuoy.services.simulations.banner import Banner
    from core.jobs.types import JobRun, WorkerStatus

SCORING = "score-clients"
_FEW = 20
_NO_END = ("running", "skipped")
_WRONG = ("failed", "timed_out", "dead")
_MINUTE = timedelta(minutes=1)
_STALE_MIN = 60


@dataclass(frozen=True, slots=True)
class Pulse:
    """What row 2 and the list of problems are told from. `worker` None: this role
    may not know. `scored` is when the newest run that scored clients ended, by
    the machine's clock; `failed` are the newest runs of their job that failed;
    `alerts` counts those that nobody has taken. `banner`: what is simulated; None:
    nothing is."""

    worker: WorkerStatus | None = None
    scored: datetime | None = None
    failed: tuple[JobRun, ...] = ()
    alerts: int = 0
    banner: Banner | None = None


def may(ctx: Context, action: str) -> bool:
    """Whether it makes sense to ask for it: what a role may not do is not asked
    for in passing, since each refusal is recorded. The service decides."""
    allowed = policy().roles.get(ctx.viewer.role, frozenset())
    return bool(allowed & {"*", f"{action.partition(':')[0]}:*", action})


def read_pulse(ctx: Context) -> Pulse:
    """Read off the event loop, and not before the first frame."""
    from bellbuoy.services import jobs, worker

    status = worker.status(ctx) if may(ctx, "worker:read") else None
    runs = jobs.runs(ctx, limit=_FEW) if may(ctx, "job:read") else []
    scored = [run.ended for run in runs if run.job == SCORING and run.state == "ok"]
    newest = {run.job: run for run in reversed(runs) if run.state not in _NO_END}
    failed = tuple(run for run in newest.values() if run.state in _WRONG)
    newest_scored = max((at for at in scored if at is not None), default=None)
    return Pulse(status, newest_scored, failed, _alerts(ctx), _banner(ctx))


def _banner(ctx: Context) -> Banner | None:
    from bellbuoy.services.simulations import banner

    return banner.banner(ctx) if may(ctx, "simulation:read") else None


def _alerts(ctx: Context) -> int:
    from bellbuoy.services.alerts import listing

    return listing.new(ctx) if may(ctx, "alert:read") else 0


def freshness(
    ctx: Context, pulse: Pulse | None, dot: str, *, away: bool = False
) -> tuple[str, Role]:
    """Row 2, right: what moment the screen shows, and whether it keeps up. `away`:
    the database cannot be reached, so nothing is known of now.

    While it has not been read yet (None) only what the context says is told.
    """
    demo = "DEMO · " if ctx.info.demo else ""
    if away:
        return f"{demo}database away", "at_risk"
    if ctx.as_of is not None:
        day = day_text(local_day(ctx.as_of, ctx.zone))
        return f"{demo}as of {day} · only reads", "at_risk"
    live = ctx.info.clock.mode == "live"
    told: list[tuple[str, Role]] = [] if live else [(_clock(ctx), "")]
    if pulse is not None:
        if pulse.alerts:
            many = "alert" if pulse.alerts == 1 else "alerts"
            told.append((f"{pulse.alerts:,} {many}", "at_risk"))
        if live and pulse.scored is not None:
            told.append(scores_age(ctx.clock.now() - pulse.scored))
        if pulse.worker is not None:
            told.append(_worker(pulse.worker, dot))
    if ctx.read_only:
        told.append(("read-only", "at_risk"))
    roles: list[Role] = [role for _, role in told]
    loudest: Role = "at_risk" if "at_risk" in roles else "healthy" if "healthy" in roles else ""
    return demo + " · ".join(text for text, _ in told), loudest


def scores_age(age: timedelta) -> tuple[str, Role]:
    """`scores 2 min old`; past an hour they are stale."""
    minutes = max(0, age // _MINUTE)
    if minutes < 1:
        return "scores just now", ""
    if minutes < _STALE_MIN:
        return f"scores {minutes} min old", ""
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return f"scores {hours} h {rest} min old", "at_risk"
    return f"scores {hours // 24} days old", "at_risk"


def _worker(status: WorkerStatus, dot: str) -> tuple[str, Role]:
    if status.state == "alive":
        return f"live {dot}", "healthy"
    return ("worker late" if status.state == "late" else "no worker"), "at_risk"


def _clock(ctx: Context) -> str:
    if ctx.info.clock.mode == "shifted":
        return f"clock shifted {ctx.info.clock.seconds:+d} s"
    return f"clock {day_text(local_day(ctx.present, ctx.zone))}"
