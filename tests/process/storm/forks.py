"""Work in processes that are forked off: each starts in no time, and dies alone."""

from __future__ import annotations

import atexit
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

STOPPED = "T"
_QUIET = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
_HEAD = ("bellbuoy", "core", "jobs", "storage", "themes", "tests")


def alone() -> None:
    """Raise AssertionError where this process has threads, which a fork would lose.
    To be called before anything is loaded."""
    for name in _QUIET:
        os.environ[name] = "1"
    assert threading.active_count() == 1


def begin(work: Callable[[], object], *, stopped: bool = False) -> int:
    """Fork a process that does the work and ends with 0, or with 1 and a traceback on
    stderr; its number. `stopped` holds it until SIGCONT."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        if stopped:
            os.kill(os.getpid(), signal.SIGSTOP)
        code = _code(work())
        # What a process does as it ends belongs to what is tried: it closes files.
        atexit._run_exitfuncs()
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _code(answer: object) -> int:
    return answer if isinstance(answer, int) else 0


def ended(child: int) -> int:
    """Wait for the end: the exit code, or the number of the signal below zero."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def asked(question: Callable[[], object]) -> Any:
    """An answer that a process of its own found, as JSON carries it. Raises
    AssertionError where it raised, with what it said."""
    out, into = os.pipe()

    def answer() -> None:
        os.close(out)
        with os.fdopen(into, "w") as file:
            try:
                json.dump({"answer": question()}, file)
            except BaseException:
                json.dump({"fault": traceback.format_exc()}, file)

    child = begin(answer)
    os.close(into)
    with os.fdopen(out) as file:
        told = file.read()
    ended(child)
    assert told, "it ended without an answer"
    found = json.loads(told)
    assert "answer" in found, found["fault"]
    return found["answer"]


def load_for(work: Callable[[], object]) -> None:
    """Do the work once in a process of its own, and load here whatever it loaded, so
    that none of those who are forked has to."""

    def names() -> list[str]:
        work()
        return sorted(sys.modules)

    for name in asked(names):
        if name not in sys.modules:
            with suppress(Exception):
                import_module(name)
    assert len(list(Path("/proc/self/task").iterdir())) == 1, "loading began a thread"
