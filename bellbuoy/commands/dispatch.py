"""Run one command: refuse what cannot work, call it, write its answer."""

from __future__ import annotations

from typing import TextIO

from bellbuoy.commands.atomic import check_target
from bellbuoy.commands.command import Command
from bellbuoy.commands.ending import watched
from bellbuoy.commands.options import Options
from bellbuoy.commands.output import check_columns, with_columns, write
from core.values.errors import UsageError


def dispatch(command: Command, options: Options, stdout: TextIO, stderr: TextIO) -> int:
    """Call a command and write what it found; give the exit code.

    What the frame can refuse, it refuses before the command has done anything.
    """
    _check(command, options)
    return watched(command, options, lambda: _run(command, options, stdout, stderr))


def _run(command: Command, options: Options, stdout: TextIO, stderr: TextIO) -> int:
    if not options.debug or command.writes:
        return _answer(command, options, stdout, stderr)
    from bellbuoy.commands.debug import debugging

    with debugging(options, stderr) as noted:
        return _answer(command, noted, stdout, stderr)


def _answer(command: Command, options: Options, stdout: TextIO, stderr: TextIO) -> int:
    answer = command.function(options)
    if isinstance(answer, int):
        return answer
    if options.fail_if is not None or options.max_age is not None:
        from bellbuoy.commands.failing import checked

        answer = checked(answer, options)
    return write(with_columns(answer, command.columns), options, stdout, stderr)


def _check(command: Command, options: Options) -> None:
    """Raises UsageError for a write under --read-only, a bad -o, an unknown --cols."""
    if options.read_only and command.writes and not options.dry_run:
        hint = "drop --read-only, or add --dry-run"
        raise UsageError(f"{command.words} would change the store", hint)
    if options.output is not None:
        check_target(options.output)
    if options.cols is None:
        return
    if command.columns:
        check_columns(command.columns, options.cols)
    elif command.writes:
        # Without known columns a wrong name would be found after the write.
        raise UsageError(f"--cols does nothing for {command.words}", "drop --cols")
