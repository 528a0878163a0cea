"""What a person should know of this installation, a line each with what to do."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from bellbuoy.services import worker
from bellbuoy.services.backup.freshness import freshness
from bellbuoy.services.backup.left import leftovers
from bellbuoy.services.context import Context, open_context
from bellbuoy.services.doctor_parts import clock, libraries
from bellbuoy.services.problems.found import others
from bellbuoy.services.store import check
from core.store.types import Check
from core.values.errors import BellbuoyError
from storage.engine.opening import open_store
from storage.engine.sqlite_store import SqliteStore
from storage.engine.sqlite_version import SQLITE, version_verdict
from storage.engine.store import Store

PACKAGES = ("bellbuoy", "core", "jobs", "storage", "themes", "tui")
_LEAST_FREE = 512 * 1024 * 1024


def checks(url: str | None) -> tuple[Check, ...]:
    """Program, SQLite, package names, terminal, disk; and with a store its
    soundness, clock and worker. Nothing is fetched from anywhere."""
    found = [_python(), _sqlite(), libraries(), _owners(), _terminal()]
    if url is None:
        return tuple(found)
    try:
        store = open_store(url)
        found.append(_disk(store.path) if isinstance(store, SqliteStore) else _server(store))
        ctx = open_context(url)
    except BellbuoyError as fault:
        found.append(Check("store", "fail", fault.message, fault.hint))
        return tuple(found)
    found += check(ctx)
    if any(each.name == "file" and each.state == "fail" for each in found):
        # What is read from a damaged store tells nothing.
        return tuple(found)
    found += [clock(ctx), _worker(ctx), freshness(ctx), *leftovers(store), *_problems(ctx)]
    return tuple(found)


def _python() -> Check:
    return Check("python", "ok", f"Python {platform.python_version()} in {sys.prefix}")


def _sqlite() -> Check:
    if version_verdict():
        return Check("sqlite", "ok", f"SQLite {SQLITE}")
    return Check(
        "sqlite",
        "warn",
        f"SQLite {SQLITE} has the WAL-reset fault (mended in 3.51.3);"
        " Bellbuoy checkpoints in one process only, which avoids it",
        "a newer Python brings a newer SQLite",
    )


def _owners() -> Check:
    """Other distributions that own a package of the same name would be imported."""
    owners = packages_distributions()
    foreign = {
        name: sorted(set(owners.get(name, [])) - {"bellbuoy"})
        for name in PACKAGES
        if set(owners.get(name, [])) - {"bellbuoy"}
    }
    if not foreign:
        return Check("packages", "ok", "nobody else owns a package of ours")
    told = ", ".join(f"{name} ({', '.join(by)})" for name, by in sorted(foreign.items()))
    return Check(
        "packages",
        "fail",
        f"other distributions own packages of the same name: {told}",
        "install Bellbuoy into an environment of its own",
    )


def _terminal() -> Check:
    term = os.environ.get("TERM", "")
    size = shutil.get_terminal_size((0, 0))
    if not term or term == "dumb":
        return Check("terminal", "warn", f"TERM is “{term}”", "commands work; use --plain")
    shown = f"{term}, {size.columns}x{size.lines}" if size.columns else term
    if 0 < size.columns < 80 or 0 < size.lines < 24:
        return Check("terminal", "warn", f"{shown} is below 80x24", "it runs, and shows less")
    return Check("terminal", "ok", shown)


def _disk(path: Path) -> Check:
    folder = path.absolute().parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    text = f"{free / 1024**3:,.1f} GiB free at {folder}"
    if free < _LEAST_FREE:
        return Check("disk", "warn", text, "free some space before an import")
    return Check("disk", "ok", text)


def _server(store: Store) -> Check:
    """Raises RemoteError when it is away."""
    return Check("server", "ok", store.version())


def _worker(ctx: Context) -> Check:
    found = worker.status(ctx)
    if found.state == "alive":
        return Check("worker", "ok", f"alive, pid {found.pid}")
    if found.state == "late":
        return Check(
            "worker", "warn", f"pid {found.pid} has not been heard for a while",
            "bellbuoy worker stop, then: bellbuoy worker start",
        )  # fmt: skip
    return Check(
        "worker", "warn", "none is running: scores wait",
        "the app starts one; or: bellbuoy worker start",
    )  # fmt: skip


def _problems(ctx: Context) -> tuple[Check, ...]:
    """Faults that were met in the last days: no check says no for them, since what
    failed then may work now."""
    met = others(ctx)
    if not met:
        return (Check("faults", "ok", "none in the last 7 days"),)
    times = sum(problem.count for problem in met)
    text = f"{times:,} in the last 7 days, the last: {met[0].words}"
    return (Check("faults", "warn", text, "bellbuoy problem list kind:error"),)
