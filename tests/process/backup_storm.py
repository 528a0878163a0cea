"""A live restore, killed with -9 at one point after the other, on either engine:
`python -m tests.process.backup_storm STORE BACKUP STRIDE`.

Each try is a process of its own, forked from this one, which itself never opens a
store. A point is an opened, renamed or removed file, a new connection, or a step of
the progress. After each kill a further process looks at what is left; the walk ends
with the first try that reaches its end. Prints how it went as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module

from bellbuoy.services.backup import live
from bellbuoy.services.context import Context, open_context
from bellbuoy.services.store import check, failures
from storage.engine.content import content_of
from storage.engine.opening import open_store

_EVENTS = {
    "open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "sqlite3.connect",
}  # fmt: skip
_CODE = (".py", ".pyc", ".so", "__pycache__", "site-packages")
BY_ITSELF = {
    "alert", "alert_delivery", "alert_due", "audit", "backup", "change_row", "change_set",
    "lease", "worker",
}  # fmt: skip


class Points:
    """Counts them, and ends the process at one."""

    def __init__(self, last: int) -> None:
        self._left = last

    def hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in _EVENTS and not str(arguments[0]).endswith(_CODE):
            self.step()

    def step(self, *_: object) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def forked(work: Callable[[], object]) -> int:
    """Run in a process of its own; how that ended."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        except Exception:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def said(url: str) -> dict[str, str]:
    """What each table of a store says, but those that the work itself adds to."""
    with open_store(url).reader() as reader:
        found = content_of(reader).tables
    return {each.name: each.sha256 for each in found if each.name not in BY_ITSELF}


def opened(url: str) -> Context:
    return open_context(url, user="test")


def look(store: str, old: dict[str, str], new: dict[str, str]) -> None:
    """Raise AssertionError for anything half done."""
    assert said(store) in (old, new)
    assert failures(check(opened(store))) == 0


def preload() -> None:
    """Imports once, for all that are forked."""
    for name in (
        "storage.schema", "storage.engine.sqlite_unit", "storage.engine.migrate",
        "storage.engine.copy", "storage.engine.postgresql_store", "storage.audit.writes",
        "storage.engine.postgresql_unit", "storage.engine.postgresql_schema",
        "storage.backup.live", "storage.backup.lead", "storage.backup.restoring",
        "storage.backup.proof", "storage.backup.writes", "bellbuoy.services.settings",
        "storage.migrations.env", "alembic.command", "storage.jobs.writes",
        "sqlalchemy.dialects.postgresql", "psycopg",
    ):  # fmt: skip
        with suppress(ImportError, AttributeError):
            import_module(name)


def main(store: str, backup: str, stride: str) -> None:
    preload()
    reader, writer = os.pipe()

    def before() -> None:
        os.write(writer, json.dumps([said(store), said(backup)]).encode())

    assert forked(before) == 0
    old, new = json.loads(os.read(reader, 65_536))
    point, killed = 1, 0
    while True:
        points = Points(point)

        def armed(points: Points = points) -> None:
            sys.addaudithook(points.hook)
            live.restore_live(opened(store), backup, progress=points.step)

        code = forked(armed)
        assert code in (0, -signal.SIGKILL), f"point {point}: {code}"
        assert forked(lambda: look(store, old, new)) == 0, f"point {point}"
        if code == 0:
            break
        killed += 1
        point += int(stride)
    print(json.dumps({"points": point, "killed": killed}))


if __name__ == "__main__":
    main(*sys.argv[1:])
