"""What is switched on in a terminal for the screens, and off again at their end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Consoles that know none of the newer modes; some print what they do not know.
_OLD = ("dumb", "linux", "vt1", "vt2", "vt52", "ansi", "cons25", "unknown")
# Keys without ambiguity: 1 tells escape apart, 8 and 16 give every key with its text.
_KITTY = "\x1b[>25u"
_KITTY_OFF = "\x1b[<u"
_SCREEN = "1049"
_PASTE = "2004"
# Buttons, and motion only while one is held: a hand that passes by costs no byte.
_MOUSE = ("1000", "1002", "1006")
# Also what we never switch on, in case that something before us did.
_ALL_OFF = ("2026", "2048", "2004", "1016", "1015", "1006", "1004", "1003", "1002", "1000")
_QUIET = "\x1b[?25l\x1b[?7l"
# Cleared before it is left: a terminal without a second screen keeps no remains.
_LEAVE = f"\x1b[2J\x1b[H\x1b[?{_SCREEN}l\x1b[?25h"
_PROBE = "\x1b[1;1H\u25b2\x1b[6n"


@dataclass(frozen=True, slots=True)
class Modes:
    """`on` is written at the start, `off` at the end; `asks` are questions whose
    answers tell what more the terminal can, `probe` where a doubtful sign ends."""

    on: str
    off: str
    asks: str = ""
    probe: str = ""


def modes_of(env: Mapping[str, str], *, mouse: bool, probes: bool = False) -> Modes:
    """The modes for the terminal that TERM names."""
    term = env.get("TERM", "")
    if not term or term.startswith(_OLD):
        return Modes(_set((_SCREEN,), "h") + _QUIET, f"\x1b[m\x1b[?7h{_LEAVE}")
    kitty = env.get("TEXTUAL_DISABLE_KITTY_KEY") != "1"
    wanted = (_SCREEN, *(_MOUSE if mouse else ()), _PASTE)
    on = _set(wanted, "h") + _QUIET + (_KITTY if kitty else "")
    off = _set(_ALL_OFF, "l") + "\x1b[m\x1b[?7h" + (_KITTY_OFF if kitty else "") + _LEAVE
    # Apple's terminal prints the last letter of the question.
    asks = "" if env.get("TERM_PROGRAM") == "Apple_Terminal" else "\x1b[?2026$p"
    return Modes(on, off, asks, _PROBE if probes else "")


def mouse_modes(env: Mapping[str, str], wanted: bool) -> str:
    """What switches the mouse on or off while the screens are shown."""
    term = env.get("TERM", "")
    if not term or term.startswith(_OLD):
        return ""
    return _set(_MOUSE, "h" if wanted else "l")


def _set(modes: tuple[str, ...], how: str) -> str:
    return "".join(f"\x1b[?{mode}{how}" for mode in modes)
