"""From the bytes of a terminal to whole units: a key's sequence, a character, a paste.

What a terminal sends may be cut anywhere by a slow line, and may be junk. A unit
is only given out whole; what cannot become one is dropped, so that half a sequence
never runs as the keys that it is written with, and pasted text never runs at all.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

ESC = "\x1b"
ESCAPE_S = 0.1
"""How long a sequence may pause before its escape was a key of its own."""
PASTE_S = 2.0
"""How long a paste may pause before it is taken to have lost its end."""
MOST_PASTED = 1 << 16
_PASTE_START, _PASTE_END = "\x1b[200~", "\x1b[201~"
# Characters that arrive at once and are no held key: nobody types that fast.
_BURST, _BURST_KINDS = 64, 8
_LONGEST = 4_096
_WHOLE = re.compile(
    r"\x1b\[M[\s\S]{3}"  # a click as terminals without mode 1006 tell it
    r"|\x1b\[\[[A-E]"  # F1 to F5 of the Linux console
    r"|\x1b\[[0-?]*[ -/]*[@-Z\\-~]"
    r"|\x1bO[ -~]"
    r"|\x1b\][0-9]+;[^\x07\x1b]*(?:\x07|\x1b\\)"  # an answer about colours
    r"|\x1bP[^\x1b]*\x1b\\"  # an answer about the terminal
    r"|\x1b[bf\x7f]"  # a word to the left, to the right, delete a word
)
_BEGUN = re.compile(
    r"\x1b(?:\[(?:M[\s\S]{0,2}|\[?|[0-?]+[ -/]*)|O|\](?:[0-9]+(?:;[^\x07\x1b]*\x1b?)?)?"
    r"|P[^\x1b]*\x1b?)?\Z"
)
# Escape, then a key that happens to begin a sequence.
_TWO_KEYS = frozenset({"\x1b[", "\x1bO", "\x1b]", "\x1bP"})
_BROKEN = re.compile(r"\x1b\[[0-?]*[ -/]*")


@dataclass(frozen=True, slots=True)
class Pasted:
    """Text that came in one go."""

    text: str


Unit = str | Pasted
"""One character, one whole sequence (it begins with escape), or a paste."""


class Units:
    """Cuts a stream of bytes. `feed` gives what has become whole; when nothing more
    comes for `waits` seconds, `expire` gives what the rest turns out to be."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""
        self._paste: list[str] | None = None
        self._pasted = 0
        self._burst = False

    @property
    def waits(self) -> float | None:
        """Seconds after which `expire` is due; None when nothing is under way."""
        if self._paste is not None:
            return PASTE_S
        return ESCAPE_S if self._rest or self._burst else None

    def feed(self, data: bytes) -> list[Unit]:
        """The units that these bytes complete, in their order."""
        self._rest += self._decode(data)
        found: list[Unit] = []
        while self._rest and self._step(found):
            pass
        return self._without_bursts(found)

    def expire(self) -> list[Unit]:
        """Nothing more has come: the units in what was still open."""
        self._burst = False
        if self._paste is not None:
            self._paste.append(self._rest)
            self._rest = ""
            return [self._end_paste()]
        rest, self._rest = self._rest, ""
        if rest == ESC:
            return [ESC]
        return [ESC, rest[1:]] if rest in _TWO_KEYS else []

    def _step(self, found: list[Unit]) -> bool:
        """Take one unit off the front; False when it has to wait for more."""
        if self._paste is not None:
            return self._paste_on(found)
        text = self._rest
        if text[0] != ESC:
            self._take(1, found)
        elif whole := _WHOLE.match(text):
            if whole[0] == _PASTE_START:
                self._paste, self._pasted = [], 0
                self._rest = text[whole.end() :]
            else:
                self._take(whole.end(), found)
        elif _BEGUN.match(text):
            if len(text) <= _LONGEST:
                return False
            self._rest = ""
        elif broken := _BROKEN.match(text):
            self._rest = text[max(2, broken.end()) :]
        else:
            self._take(1, found)
        return True

    def _take(self, length: int, found: list[Unit]) -> None:
        found.append(self._rest[:length])
        self._rest = self._rest[length:]

    def _paste_on(self, found: list[Unit]) -> bool:
        assert self._paste is not None
        text, end, rest = self._rest.partition(_PASTE_END)
        if not end:
            # The end may itself be cut in two.
            keep = next((n for n in range(5, 0, -1) if text.endswith(_PASTE_END[:n])), 0)
            text, rest = text[: len(text) - keep], text[len(text) - keep :]
        room = max(0, MOST_PASTED - self._pasted)
        self._paste.append(text[:room])
        self._pasted += len(text[:room])
        self._rest = rest
        if end:
            found.append(self._end_paste())
        return bool(end)

    def _end_paste(self) -> Pasted:
        text = "".join(self._paste or ())
        self._paste = None
        return Pasted(text)

    def _without_bursts(self, units: list[Unit]) -> list[Unit]:
        """A paste into a terminal that does not mark pastes is told by its speed."""
        plain = [unit for unit in units if isinstance(unit, str) and len(unit) == 1]
        many = len(plain) > _BURST and len(set(plain)) > _BURST_KINDS
        if not many and not self._burst:
            return units
        self._burst = True
        kept: list[Unit] = []
        for unit in units:
            last = kept[-1] if kept else None
            if isinstance(unit, Pasted) or len(unit) > 1 or unit == ESC:
                kept.append(unit)
            elif isinstance(last, Pasted):
                kept[-1] = Pasted(last.text + unit)
            else:
                kept.append(Pasted(unit))
        return kept
