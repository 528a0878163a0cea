"""Who may change which definitions: the right of each subject, as everywhere else."""

from __future__ import annotations

from collections.abc import Iterable

from bellbuoy.services.authorise import authorise
from bellbuoy.services.context import Context
from core.values.errors import DeniedError

RIGHTS = {
    "scoring": "health:configure",
    "views": "view:share",
    "alerts": "alert:configure",
    "playbooks": "playbook:write",
}
_TABLES = {
    "saved_view": "views",
    "alert_rule": "alerts",
    "alert": "alerts",
    "playbook": "playbooks",
    "setting alerts.quiet": "alerts",
    "setting health.config": "scoring",
}


def refuse_subjects(ctx: Context, subjects: Iterable[str]) -> None:
    """Raise DeniedError that names the first subject that the viewer may not change."""
    for subject in dict.fromkeys(subjects):
        try:
            authorise(ctx, RIGHTS[subject], writes=True)
        except DeniedError as error:
            raise DeniedError(f"{subject}: {error.message}", error.hint) from None


def rights_of_rows(rows: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The rights that a change of rows (table, key) needs, each once."""
    subjects = (_TABLES.get(table) or _TABLES.get(f"{table} {key}") for table, key in rows)
    return tuple(dict.fromkeys(RIGHTS[each] for each in subjects if each is not None))
