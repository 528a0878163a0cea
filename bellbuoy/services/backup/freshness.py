"""Whether there is a backup to go back to, for `doctor`."""

from __future__ import annotations

from bellbuoy.services.authorise import service
from bellbuoy.services.backup.keeping import state
from bellbuoy.services.context import Context
from core.store.types import Check

_ONCE = "bellbuoy store backup --to DIR, or each night: bellbuoy config set backup.dir DIR"
_NOW = "bellbuoy job run backup, and bellbuoy job show backup tells why it did not run"


@service("store:read")
def freshness(ctx: Context) -> Check:
    """How old the newest backup is: a failed check when backups are to be made each
    night and it is too old, a warning where none are. A demo store needs none."""
    found = state(ctx)
    if found.newest is None:
        if ctx.info.demo and found.rules.folder is None:
            return Check("backup", "ok", "none; a demo store is drawn again from its seed")
        if found.late:
            return Check("backup", "fail", "there is no backup yet", _NOW)
        return Check("backup", "warn", "there is no backup", _ONCE)
    age = f"the newest is {found.hours:,} h old"
    if found.late:
        allowed = f"{age}; backup.alarm_hours is {found.rules.alarm_hours:,}"
        return Check("backup", "fail", allowed, _NOW)
    if found.rules.folder is None:
        return Check("backup", "ok", f"{age}; none are made by themselves", _ONCE)
    return Check("backup", "ok", f"{age}, in {found.rules.folder}")
