"""Problems in words, of what a caller has read already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.jobs.types import JobRun, WorkerStatus
from core.operations.problems import State, age_words, problems_of
from core.operations.types import Problem
from core.store.types import BackupState

__all__ = ["age_words", "in_words"]


def in_words(
    *,
    failed: Sequence[JobRun],
    worker: WorkerStatus | None,
    scored: datetime | None,
    quarantined: int | None,
    live: bool,
    now: datetime,
    backup: BackupState | None = None,
    others: Sequence[Problem] = (),
) -> list[Problem]:
    """See `core.operations.problems.State`; the gravest first."""
    return problems_of(
        State(
            tuple(failed),
            worker,
            scored,
            quarantined,
            live,
            now,
            backup=backup,
            others=tuple(others),
        )
    )
