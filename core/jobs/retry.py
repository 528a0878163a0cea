"""When a failed run is tried again, and when it is given up."""

from __future__ import annotations

from datetime import timedelta

from core.jobs.types import JobPlan
from core.values.seed import draw


def wait_before(plan: JobPlan, run: int, attempt: int) -> timedelta | None:
    """How long to wait after attempt number `attempt` failed; None: no more tries.

    Doubles with each attempt up to the cap, spread by a quarter either way, so
    that several jobs that failed together do not come back together. The same
    run and attempt give the same wait.
    """
    if attempt > plan.retries:
        return None
    # 2**40 seconds are beyond any cap: no need for larger numbers.
    wait = min(plan.backoff_cap_s, plan.backoff_s * 2 ** min(attempt - 1, 40))
    spread = 0.75 + 0.5 * draw(0, str(run), plan.id, attempt)
    return timedelta(seconds=wait * spread)
