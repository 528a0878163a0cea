"""The start of every process: read the command line, run one command, end with its code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from bellbuoy.commands import streams
from bellbuoy.commands.signals import terminable, time_limit
from bellbuoy.commands.terminal import look


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line (without the program's name) and give the exit code.

    Nothing escapes: every fault is one line on stderr and a code of
    DEFINITIONS 18. A reader that has gone away is no fault.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    streams.open_missing()
    try:
        with terminable():
            code = _run(words)
            sys.stdout.flush()
    except BaseException as fault:  # whatever ends the process ends it with a code
        code = _end(fault, words)
    streams.settle(sys.stdout)
    streams.settle(sys.stderr)
    return code


def _run(words: list[str]) -> int:
    if words[:1] == ["__complete"]:
        from bellbuoy.commands.complete import run as complete

        return complete(words[1:], sys.stdout)
    from bellbuoy.commands.parser import Help, parse

    found = parse(words, look(os.environ, sys.stdin, sys.stdout, sys.stderr))
    if isinstance(found, Help):
        sys.stdout.write(found.text)
        return 0
    from bellbuoy.commands.dispatch import dispatch

    with time_limit(found.options.timeout):
        return dispatch(found.command, found.options, sys.stdout, sys.stderr)


def _end(fault: BaseException, words: list[str]) -> int:
    if isinstance(fault, BrokenPipeError) and _reader_is_gone():
        return 0
    from bellbuoy.commands import faults

    as_json, debug = faults.asked_for_json(words), faults.asked_for_debug(words)
    try:
        return faults.tell(fault, as_json=as_json, debug=debug, stderr=sys.stderr)
    except OSError:
        # stderr cannot be written: the code alone has to say it.
        code = fault.code if isinstance(fault, SystemExit) else 1
        return code if isinstance(code, int) else 1


def _reader_is_gone() -> bool:
    return any(streams.reader_is_gone(stream) for stream in (sys.stdout, sys.stderr))


if __name__ == "__main__":
    sys.exit(main())
