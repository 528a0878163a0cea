"""How a command ended, for whoever looks later: a line of the log, a kept fault."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from bellbuoy.commands.command import Command
from bellbuoy.commands.exit_codes import ExitCode
from bellbuoy.commands.options import Options
from core.values.errors import BellbuoyError

if TYPE_CHECKING:
    from core.operations.types import Level, Plain

_WELL = (ExitCode.OK, ExitCode.INTERRUPTED, ExitCode.TERMINATED)
_UNTOLD = (ExitCode.OK, ExitCode.USAGE, ExitCode.NOT_FOUND)
"""Of a command that only reads these are no news."""


def watched(command: Command, options: Options, run: Callable[[], int]) -> int:
    """Run a command under a trace of its own, and keep how it ended.

    A fault that nobody foresaw is kept with its place, and passes on with a note of
    its reference; on a damaged store it becomes the damage that caused it.
    """
    from bellbuoy.services.tracing import tracing

    began = time.perf_counter()
    with tracing():
        try:
            code = run()
        except BellbuoyError as fault:
            _log(command, fault.exit_code, began, fault)
            if fault.unexplained:
                _raise_kept(command, options, fault)
            raise
        except (KeyboardInterrupt, SystemExit) as end:
            interrupted = isinstance(end, KeyboardInterrupt)
            _log(command, ExitCode.INTERRUPTED if interrupted else _code(end), began)
            raise
        except BrokenPipeError:
            raise  # whoever read has seen enough
        except OSError as fault:
            # A full disk, a closed pipe: of the machine, not of the program.
            _log(command, int(ExitCode.FAILURE), began, fault)
            raise
        except Exception as fault:
            _log(command, int(ExitCode.FAILURE), began, fault)
            _raise_kept(command, options, fault)
            raise
        _log(command, code, began)
        return code


def _code(end: BaseException) -> int:
    code = end.code if isinstance(end, SystemExit) else None
    return code if isinstance(code, int) else int(ExitCode.FAILURE)


def _log(command: Command, code: int, began: float, fault: BaseException | None = None) -> None:
    """Writes and failures are told; a read that went well only when asked for."""
    quiet = code in _UNTOLD and (not command.writes or code != ExitCode.OK)
    from bellbuoy.services.logs.level import is_written

    level: Level = "debug" if quiet else "info" if code in _WELL else "warning"
    if not is_written(level):
        return
    from bellbuoy.services.logs.writing import log

    milliseconds = round((time.perf_counter() - began) * 1000, 1)
    told: dict[str, Plain] = {"words": command.words, "code": int(code), "ms": milliseconds}
    if fault is not None:
        if isinstance(fault, BellbuoyError):
            told |= {"error": fault.name, "text": fault.message}
        else:
            # Its text may hold anything; what may be kept of it is in its report.
            told["error"] = type(fault).__name__
    log(level, "command", told)


def _raise_kept(command: Command, options: Options, fault: Exception) -> None:
    """Raise what it turns out to be; come back where it is what it is."""
    from bellbuoy.paths import default_store
    from bellbuoy.services.problems.met import met

    store = options.store or default_store()
    cause = met(fault, command.words, store, read_only=options.read_only)
    if cause is not fault:
        raise cause from fault
