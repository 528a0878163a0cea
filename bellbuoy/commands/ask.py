"""A question on stderr, answered by a person or by a flag, never by chance."""

from __future__ import annotations

from typing import TextIO

from bellbuoy.commands.options import Options
from core.values.errors import UsageError
from core.values.text import safe_text


def confirm(question: str, options: Options, stdin: TextIO, stderr: TextIO) -> bool:
    """Whether to go on. --yes is a yes; the end of input, or anything else, a no.

    Raises UsageError when nobody can answer (--no-input, or no terminal).
    """
    return options.yes or _answer(f"{question} [y/N] ", options, stdin, stderr) in ("y", "yes")


def confirm_typed(
    question: str, expected: str, options: Options, stdin: TextIO, stderr: TextIO
) -> bool:
    """Whether a person typed exactly `expected` (a count or a name); --yes is a yes.

    For what cannot be undone. Raises UsageError when nobody can answer.
    """
    asked = f"{question}\ntype {expected} to go on: "
    return options.yes or _answer(asked, options, stdin, stderr) == expected.strip().lower()


def _answer(question: str, options: Options, stdin: TextIO, stderr: TextIO) -> str:
    if not options.asks:
        line = question.partition("\n")[0].removesuffix(" [y/N] ")
        raise UsageError(f"this needs an answer: {line}", "--yes goes on without asking")
    stderr.write("\n".join(safe_text(line) for line in question.split("\n")))
    stderr.flush()
    return stdin.readline().strip().lower()
