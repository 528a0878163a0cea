"""The settings `backup.…`: where backups go by themselves, and how many stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from core.values.errors import UsageError

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

BACKUP_MEANINGS = {
    "backup.dir": "the folder of the nightly backup; off: none is made",
    "backup.keep": "so many stay, however old",
    "backup.days": "all of so many days stay",
    "backup.alarm_hours": "the newest may be so old",
}
BACKUP_KEYS = tuple(BACKUP_MEANINGS)


def backup_value(ctx: Context, key: str) -> str:
    """The setting as it is written."""
    from bellbuoy.services.backup.rules import rule

    return rule(ctx, key)


def set_backup(options: Options, key: str, value: str | None) -> tuple[Context, str]:
    """Set one; what to say of it. Raises UsageError for a value that does not fit."""
    from bellbuoy.services.backup import rules

    if value is None:
        what = "DIR, or off," if key == rules.FOLDER else "a number"
        raise UsageError(f"{what} is missing", f"config set {key} VALUE")
    ctx = open_present(options)
    if options.dry_run:
        wanted, now = rules.checked(key, value), rules.rule(ctx, key)
        return ctx, f"a dry run: it would be {wanted}; it is {now}"
    before = rules.set_rule(ctx, key, value)
    return ctx, "nothing changed" if before == rules.rule(ctx, key) else f"it was {before}"
