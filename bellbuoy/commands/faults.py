"""What went wrong, in one line and a hint, and the exit code that says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

from bellbuoy.commands.exit_codes import ExitCode
from bellbuoy.commands.formats.json_text import json_text
from bellbuoy.commands.signals import Terminated, TimedOut
from core.values.errors import BellbuoyError, UsageError
from core.values.text import safe_text


@dataclass(frozen=True, slots=True)
class Told:
    """`lead` is the first word of the line; `error` the name in JSON."""

    code: int
    error: str
    message: str
    hint: str = ""
    lead: str = "error: "


def tell(fault: BaseException, *, as_json: bool, debug: bool, stderr: TextIO) -> int:
    """Tell a fault on stderr and give its exit code (DEFINITIONS 18).

    With `debug` a traceback comes first, unless the fault is JSON: that is one
    object and nothing else.
    """
    told = _told(fault)
    if as_json:
        stderr.write(
            json_text(
                {
                    "error": told.error,
                    "code": told.code,
                    "message": told.message,
                    "hint": told.hint,
                }
            )
            + "\n"
        )
        return told.code
    if debug:
        import traceback

        for line in "".join(traceback.format_exception(fault)).splitlines():
            stderr.write(safe_text(line, 2000) + "\n")
    stderr.write(safe_text(told.lead + told.message, 2000) + "\n")
    if told.hint:
        stderr.write(safe_text(f"hint: {told.hint}", 2000) + "\n")
    return told.code


def asked_for_json(words: Sequence[str]) -> bool:
    """Whether a command line, readable or not, wants its errors as JSON."""
    for place, word in enumerate(words):
        if word == "--":
            return False
        if word in ("--json", "--jsonl", "--format=json", "--format=jsonl"):
            return True
        if word == "--format" and words[place + 1 : place + 2] in (["json"], ["jsonl"]):
            return True
    return False


def asked_for_debug(words: Sequence[str]) -> bool:
    """Whether a command line, readable or not, asks for tracebacks."""
    flags = words[: words.index("--")] if "--" in words else words
    return "--debug" in flags or "-d" in flags


def _told(fault: BaseException) -> Told:
    match fault:
        case BellbuoyError():
            usage = isinstance(fault, UsageError)
            look = _looked_up(fault) if usage else _noted(fault)
            return Told(fault.exit_code, fault.name, fault.message, fault.hint or look)
        case KeyboardInterrupt():
            return Told(int(ExitCode.INTERRUPTED), "interrupted", "interrupted", lead="")
        case Terminated():
            return Told(int(ExitCode.TERMINATED), "terminated", "terminated", lead="")
        case TimedOut():
            hint = "a longer --timeout, or a smaller query"
            return Told(int(ExitCode.FAILURE), "failure", "not done in time", hint, "failed: ")
        case _:
            return _unexpected(fault)


def _looked_up(fault: BellbuoyError) -> str:
    """Where the words are listed that would have been right; a fault with a column is
    one of a query."""
    return (
        "bellbuoy fields lists the words of queries"
        if hasattr(fault, "column")
        else ("bellbuoy --help")
    )


def _unexpected(fault: BaseException) -> Told:
    message = f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__
    return Told(
        int(ExitCode.FAILURE),
        "failure",
        f"{message}; details with --debug",
        _noted(fault),
        lead="failed: ",
    )


def _noted(fault: BaseException) -> str:
    """Where more is kept of a fault that nobody foresaw."""
    notes: list[str] = getattr(fault, "__notes__", [])
    return notes[-1] if notes else ""
