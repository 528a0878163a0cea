"""Where scheduled backups go, how many stay, and when the newest is too old."""

from __future__ import annotations

from pathlib import Path

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.store.types import BackupRules
from core.values.errors import UsageError
from storage.store.reads import settings

FOLDER, KEEP, DAYS, ALARM = "backup.dir", "backup.keep", "backup.days", "backup.alarm_hours"
KEYS = (FOLDER, KEEP, DAYS, ALARM)
_USUAL = {KEEP: 7, DAYS: 28, ALARM: 26}
_MOST = {KEEP: 1_000, DAYS: 3_650, ALARM: 8_784}
OFF = "off"


@service("store:read")
def rules(ctx: Context) -> BackupRules:
    """The rules of this store; backups are off until they have a folder."""
    with ctx.reader() as reader:
        return rules_of(settings(reader))


def rules_of(found: dict[str, str]) -> BackupRules:
    """The rules that the settings of a store make."""
    numbers = {key: int(found.get(key, usual)) for key, usual in _USUAL.items()}
    return BackupRules(found.get(FOLDER) or None, numbers[KEEP], numbers[DAYS], numbers[ALARM])


@service("store:read")
def rule(ctx: Context, key: str) -> str:
    """One rule as it is written."""
    with ctx.reader() as reader:
        return _text(settings(reader), key)


@service("backup:configure", writes=True)
def set_rule(ctx: Context, key: str, value: str) -> str:
    """Set one rule; what it was. `backup.dir` takes a folder that is there, or off.

    Raises UsageError for a value that does not fit.
    """
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change
    from storage.store.writes import put_setting

    text = checked(key, value)
    with ctx.store.unit() as unit:
        before = _text(settings(unit), key)
        kept = "" if text == OFF else text
        if before != text:
            change = Change(unit, actor_of(ctx), "backup.configure", key)
            change.watch("setting", [key], usual={"value": before})
            put_setting(unit, key, kept)
            change.close()
    return before


def checked(key: str, value: str) -> str:
    """A value as it is kept. Raises UsageError for one that does not fit."""
    if key == FOLDER:
        return value if value == OFF else _folder(value)
    most = _MOST[key]
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= most):
        raise UsageError(f"{key} takes 1 to {most:,}")
    return str(int(value))


def _folder(value: str) -> str:
    found = Path(value).expanduser().absolute()
    if not value.strip() or not found.is_dir():
        raise UsageError(f"no folder “{value}”", "make it first, or write off")
    return str(found)


def _text(found: dict[str, str], key: str) -> str:
    if key == FOLDER:
        return found.get(FOLDER) or OFF
    return str(int(found.get(key, _USUAL[key])))
