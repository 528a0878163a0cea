"""What the three streams lead to: a person's terminal, or a pipe, file or program."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class Stream(Protocol):
    def isatty(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Terminal:
    """`width` in cells; `plain`: the surroundings ask for no colour."""

    stdin_tty: bool = False
    stdout_tty: bool = False
    stderr_tty: bool = False
    width: int = 80
    plain: bool = False


def look(
    env: Mapping[str, str], stdin: Stream | None, stdout: Stream | None, stderr: Stream | None
) -> Terminal:
    """The surroundings of this process.

    NO_COLOR counts when it is set and not empty. A stream may be missing
    (closed before the start): it is no terminal.
    """
    return Terminal(
        stdin_tty=_is_tty(stdin),
        stdout_tty=_is_tty(stdout),
        stderr_tty=_is_tty(stderr),
        width=max(shutil.get_terminal_size((80, 24)).columns, 1),
        plain=bool(env.get("NO_COLOR")) or env.get("TERM") == "dumb",
    )


def _is_tty(stream: Stream | None) -> bool:
    return stream is not None and stream.isatty()
