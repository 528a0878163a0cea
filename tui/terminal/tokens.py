"""From the units of a terminal to Textual's events; what means nothing gives none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from textual import events
from textual._xterm_parser import XTermParser
from textual.keys import Keys
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from tui.terminal.units import ESC, Pasted, Unit

_MOUSE = re.compile(r"\x1b\[<-?\d+;-?\d+;-?\d+[Mm]\Z")
_CURSOR = re.compile(r"\x1b\[\d{1,4};(\d{1,4})R\Z")
_SYNCHRONISED = re.compile(r"\x1b\[\?2026;[123]\$y\Z")
_UNKNOWN = "\ufffd"


class Tokens:
    """Keeps what a sequence means only after another: where the mouse was, and
    that the place of the cursor was asked for (`asks_column`)."""

    def __init__(self, column: Callable[[int], object] | None = None) -> None:
        self._parser = XTermParser()
        self._column = column
        self._asked = False

    def asks_column(self) -> None:
        """The next answer about the cursor goes to `column`: without a question the
        same bytes are shift+F3."""
        self._asked = True

    def events(self, unit: Unit) -> Iterator[Message]:
        """What a unit tells the app."""
        if isinstance(unit, Pasted):
            if text := clean(unit.text):
                yield events.Paste(text)
        elif len(unit) == 1:
            yield from self._character(unit)
        else:
            yield from self._sequence(unit)

    def _character(self, char: str) -> Iterator[Message]:
        if char == ESC:
            yield events.Key("escape", ESC)
        elif char != _UNKNOWN and not "\x80" <= char <= "\x9f":
            yield from self._keys(char)

    def _sequence(self, sequence: str) -> Iterator[Message]:
        if _MOUSE.match(sequence):
            event = self._parser.parse_mouse_code(sequence)
            if event is not None:
                yield event
        elif _SYNCHRONISED.match(sequence):
            yield TerminalSupportsSynchronizedOutput()
        elif self._asked and (place := _CURSOR.match(sequence)):
            self._asked = False
            if self._column is not None:
                self._column(int(place[1]))
        else:
            yield from self._keys(sequence)

    def _keys(self, sequence: str) -> Iterator[Message]:
        try:
            keys = list(self._parser._sequence_to_key_events(sequence))  # noqa: SLF001  # noqa: SLF001
        except (ValueError, OverflowError):
            return  # the number of a character that there is not
        for key in keys:
            if key.key != Keys.Ignore and not _surrogate(key.character):
                yield key


def _surrogate(text: str | None) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text or "")


def clean(text: str) -> str:
    """Pasted text without what is no text: lines end in \\n, tabs stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        char
        for char in lines
        if char in "\n\t" or (unicodedata.category(char) not in {"Cc", "Cs"})
    )
