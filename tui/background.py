"""Ask the terminal for its background.

One question before the app starts, with one limit for the answer. Behind it stands a
request that every terminal answers (its attributes), so that the end of the answer is
known and none of it is left for the app to read as keys. Nobody is asked who might not
understand: a pipe, a dumb terminal.
"""

from __future__ import annotations

import os
import re
import select
import sys
import termios
import time
from collections.abc import Callable, Mapping

from themes.contrast import luminance
from tui.surroundings import Ground, Surroundings

LIMIT_S = 0.1
MOST_BYTES = 512
_SIMPLE = frozenset({"", "dumb", "linux", "vt100", "vt102", "vt220", "cons25", "emacs"})
# The background, then the attributes.
QUESTION = b"\x1b]11;?\x1b\\\x1b[c"
_END = re.compile(rb"\x1b\[\?[0-9;]*c")
_COLOUR = re.compile(
    rb"\x1b\]11;rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})"
)
# Lighter than this the text on it must be dark (WCAG: as far from black as from white).
_MIDDLE = 0.179

Exchange = Callable[[bytes], bytes]


def around(
    env: Mapping[str, str], encoding: str, exchange: Exchange | None = None
) -> Surroundings:
    """The surroundings, with what the terminal told; without an answer as if it had not
    been asked. `exchange` sends bytes and gives the answer."""
    if env.get("TERM", "") in _SIMPLE:
        return Surroundings(env, encoding)
    return Surroundings(env, encoding, ground_of((exchange or ask_terminal)(QUESTION)))


def ground_of(answer: bytes) -> Ground:
    """Dark or light, from an answer to OSC 11; empty where there is none in it."""
    found = _COLOUR.search(answer)
    if found is None:
        return ""
    channels = (int(part, 16) * 255 // (16 ** len(part) - 1) for part in found.groups())
    colour = "#{:02x}{:02x}{:02x}".format(*channels)
    return "light" if luminance(colour) > _MIDDLE else "dark"


def ask_terminal(question: bytes) -> bytes:
    """Write a question to the terminal and read its answer, at most LIMIT_S long.

    The line is in raw mode meanwhile and as it was afterwards. Empty where either end
    is no terminal, or where keys are waiting already: they are the app's.
    """
    source, target = sys.__stdin__, sys.__stderr__
    if source is None or target is None or not (source.isatty() and target.isatty()):
        return b""
    number = source.fileno()
    if select.select([number], [], [], 0)[0]:
        return b""
    try:
        before = termios.tcgetattr(number)
        _quietly(number, before)
    except termios.error:
        return b""
    try:
        os.write(target.fileno(), question)
        return _answer(number)
    except OSError:
        return b""
    finally:
        # What came too late is thrown away here; what comes later still is a whole
        # sequence of its own, which the driver knows and drops.
        termios.tcsetattr(number, termios.TCSAFLUSH, before)


def _quietly(number: int, before: list[object]) -> None:
    """No echo, no waiting for a line; ctrl+c stays what it is."""
    modes = list(before)
    assert isinstance(modes[3], int)
    modes[3] &= ~(termios.ICANON | termios.ECHO)
    termios.tcsetattr(number, termios.TCSANOW, modes)  # type: ignore[arg-type]


def _answer(number: int) -> bytes:
    end = time.monotonic() + LIMIT_S
    answer = b""
    while (left := end - time.monotonic()) > 0 and len(answer) < MOST_BYTES:
        if not select.select([number], [], [], left)[0]:
            break
        answer += os.read(number, MOST_BYTES)
        if _END.search(answer):
            break
    return answer
