"""Findings of `doctor` and `store check`: a line each, with what to do."""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column
from bellbuoy.commands.options import Options
from bellbuoy.commands.to_json import record
from core.store.types import Check
from core.values.errors import CheckFailedError
from core.values.text import safe_text

_SIGNS = {"ok": "   ok", "warn": "!  warn", "fail": "!! fail"}
_SIGN_WIDTH = 9

CHECKS = (
    Column("name", "check"),
    Column("state", "state"),
    Column("text", "finding"),
    Column("hint", "what to do"),
)


def checks_answer(checks: Sequence[Check], options: Options, *notes: str) -> Answer:
    """The findings; exit code 8 when one failed, 0 with mere warnings."""
    failed = [check for check in checks if check.state == "fail"]
    failure = None
    if failed:
        names = ", ".join(check.name for check in failed)
        failure = CheckFailedError(f"{len(failed)} failed: {names}", failed[0].hint)
    if options.format == "table" and options.cols is None:
        lines = [line for check in checks for line in _lines(check, checks, options)]
        return Answer("check", text=("\n".join(lines),), notes=notes, failure=failure)
    rows = [record(check) for check in checks]
    return Answer("check", rows, total=len(rows), notes=notes, failure=failure)


def _lines(check: Check, checks: Sequence[Check], options: Options) -> list[str]:
    """The sign and name of a check, its finding, and below it what to do; wrapped
    on a terminal, where a cut line would keep half of it back."""
    from tui.charts.words import wrap

    name = max(len(each.name) for each in checks)
    margin = _SIGN_WIDTH + name + 2
    told = [safe_text(check.text), *([f"> {safe_text(check.hint)}"] if check.hint else [])]
    if options.width is not None:
        room = max(20, options.width - margin)
        told = [piece for line in told for piece in wrap(line, room)]
    head = f"{_SIGNS[check.state]:{_SIGN_WIDTH}}{check.name:{name}}  "
    return [head + told[0], *(" " * margin + line for line in told[1:])]
