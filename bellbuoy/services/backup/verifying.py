"""Whether a backup is what was written: it needs no store, and opens none but itself."""

from __future__ import annotations

from pathlib import Path

from bellbuoy.services.scoring.moment import Progress, silent
from core.store.types import Check


def verify(path: str, progress: Progress = silent) -> tuple[Check, ...]:
    """Seal, file, soundness and tables of a backup; `progress` counts rows.

    Raises NotFoundError where no backup or no seal is, UsageError for a file that
    is none, ConflictError for one that a newer program made.
    """
    from storage.backup.proof import checks

    return checks(Path(path).expanduser(), progress)
