"""Keeping a fault: in the store when it can be written, else in the state folder.

A fault is met wherever the program is, so nothing here asks who is looking: what is
kept holds no content of the store. It must never raise, or it would hide the fault.
"""

from __future__ import annotations

import platform
import traceback
from datetime import UTC, datetime

from bellbuoy.services.logs.writing import log
from bellbuoy.services.problems import state_file
from bellbuoy.services.tracing import trace_of_now
from bellbuoy.version import VERSION
from core.operations.report import kept_message, reference, report_lines, shortened
from core.operations.types import Fault, Frame, Plain, Report
from storage.engine.store import Store


def keep(error: BaseException, word: str, store: Store | None, *, trace: str = "") -> Fault:
    """Keep an unexpected fault. `word` is the command, job or screen that met it;
    `store` is where it is kept, None for one that may not be written."""
    at = datetime.now(UTC)
    fault = Fault(_report(error, word), at, at, 1, trace or trace_of_now())
    told: dict[str, Plain] = {"ref": fault.report.ref, "type": fault.report.type, "word": word}
    log("error", "fault", told, trace=fault.trace)
    if store is None or not _in_store(store, fault):
        state_file.append(fault)
    return fault


def _in_store(store: Store, fault: Fault) -> bool:
    """Whether the store has it now: it may be older, locked, full or damaged."""
    try:
        from storage.engine.version import SCHEMA
        from storage.operations.faults import put_fault

        if store.schema() != SCHEMA:
            return False
        with store.unit() as unit:
            put_fault(unit, fault)
    except Exception:
        return False
    return True


def reference_of(error: BaseException) -> str:
    """The name under which a fault is kept."""
    return reference(type(error).__name__, _frames(error))


def lines_of(fault: Fault) -> list[str]:
    """A fault as a block that can be copied."""
    return list(report_lines(fault))


def _frames(error: BaseException) -> tuple[Frame, ...]:
    steps = traceback.extract_tb(error.__traceback__)
    return shortened([Frame(step.filename, step.lineno or 0, step.name) for step in steps])


def _report(error: BaseException, word: str) -> Report:
    steps = traceback.extract_tb(error.__traceback__)
    composed = not steps or (steps[-1].line or "raise").lstrip().startswith("raise")
    kind = type(error).__name__
    short = _frames(error)
    return Report(
        ref=reference(kind, short),
        type=kind,
        message=kept_message(str(error), composed=composed),
        word=word,
        frames=short,
        version=VERSION,
        surroundings=f"Python {platform.python_version()}, {platform.system()}",
    )
