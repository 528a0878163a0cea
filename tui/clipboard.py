"""Text to the clipboard of whoever sits at the terminal, also over SSH (OSC 52).

A multiplexer in between keeps the sequence to itself: tmux hands on what is wrapped for
it (where `allow-passthrough` is on; with `set-clipboard on` it also takes the plain one),
GNU screen what comes in pieces of a device control string.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

from core.values.text import safe_text

MOST_CHARACTERS = 50_000
"""Terminals take 75,000 to 100,000 bytes of base64; what is longer is cut here, where it
can be said."""
_SCREEN_PIECE = 240
_OLD = ("dumb", "linux", "vt1", "vt2", "vt52", "ansi", "cons25", "unknown")


def clipped(text: str) -> tuple[str, bool]:
    """The text made harmless, and whether it had to be cut. Line ends and tabs stay."""
    lines = text[: MOST_CHARACTERS + 1].splitlines()
    whole = "\n".join(_safe_line(line) for line in lines)
    return whole[:MOST_CHARACTERS], len(whole) > MOST_CHARACTERS


def _safe_line(line: str) -> str:
    return "\t".join(safe_text(cell, 2 * MOST_CHARACTERS) for cell in line.split("\t"))


def sequence(text: str, env: Mapping[str, str]) -> str:
    """What puts a text on the clipboard of this terminal; empty for one that has none.
    The text must be safe already."""
    term = env.get("TERM", "")
    if not term or term.startswith(_OLD):
        return ""
    code = base64.b64encode(text.encode("utf-8")).decode("ascii")
    plain = f"\x1b]52;c;{code}\x1b\\"
    if env.get("TMUX"):
        inner = plain.replace("\x1b", "\x1b\x1b")
        return f"{plain}\x1bPtmux;{inner}\x1b\\"
    if env.get("STY") or term.startswith("screen"):
        return _in_pieces(f"\x1b]52;c;{code}\x07")
    return plain


def _in_pieces(text: str) -> str:
    """screen takes no long string at once, and none that holds its end."""
    starts = range(0, len(text), _SCREEN_PIECE)
    return "".join(f"\x1bP{text[at : at + _SCREEN_PIECE]}\x1b\\" for at in starts)
