r"""Regular expressions of the `matches` operator, read into a tree.

Literals, `.`, classes `[a-z]` `[^0-9]`, `\d \w \s` and their capitals, `^`, `$`,
groups, `|`, `* + ? {2} {2,} {2,5}` (lazy forms find the same). Letters are folded
as the text is. What no automaton can do in linear time (backreferences,
look-around), and `\b`, is refused.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from core.values.text import fold

MAX_DEPTH = 20
_MAX_REPEAT = 200
_CLASSES = "dwsDWS"
_ESCAPED_BLANKS = {"n": "\n", "t": "\t"}
_COUNT = re.compile(r"\{(\d{1,4})(,(\d{0,4}))?\}", re.ASCII)
_SIGNS: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}


class PatternError(ValueError):
    """The pattern is malformed, too large, or needs more than linear time."""


class Chars(NamedTuple):
    """One character: in a range or a class of `items`, or in none of them."""

    items: tuple[tuple[str, str] | str, ...]
    negated: bool = False

    def accepts(self, char: str) -> bool:
        return any(_in(item, char) for item in self.items) is not self.negated


class Edge(NamedTuple):
    """The start (`^`) or the end (`$`) of the text."""

    start: bool


class Sequence(NamedTuple):
    parts: tuple[Part, ...]


class Choice(NamedTuple):
    parts: tuple[Part, ...]


class Repeat(NamedTuple):
    part: Part
    least: int
    most: int | None


Part = Chars | Edge | Sequence | Choice | Repeat


def _in(item: tuple[str, str] | str, char: str) -> bool:
    if isinstance(item, tuple):
        low, high = item
        # The text is folded: [A-Z] has to find its small letters.
        upper = char.upper()
        return low <= char <= high or (len(upper) == 1 and low <= upper <= high)
    kind = item.lower()
    if kind == "d":
        found = char.isdecimal()
    elif kind == "w":
        found = char.isalnum() or char == "_"
    else:
        found = char.isspace()
    return found is not item.isupper()


def read_pattern(text: str) -> Part:
    """The tree of a pattern. Raises PatternError."""
    reader = _Reader(text)
    part = reader.choice(0)
    if reader.at < len(text):
        raise PatternError("a `)` closes nothing")
    return part


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def take(self, what: str) -> str:
        if self.at >= len(self.text):
            raise PatternError(f"{what} is missing at the end of the pattern")
        self.at += 1
        return self.text[self.at - 1]

    def choice(self, depth: int) -> Part:
        if depth > MAX_DEPTH:
            raise PatternError(f"more than {MAX_DEPTH} groups inside each other")
        parts = [self.sequence(depth)]
        while self.peek() == "|":
            self.at += 1
            parts.append(self.sequence(depth))
        return parts[0] if len(parts) == 1 else Choice(tuple(parts))

    def sequence(self, depth: int) -> Part:
        parts: list[Part] = []
        while self.peek() not in ("", "|", ")"):
            parts.append(self.repeated(self.atom(depth)))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def atom(self, depth: int) -> Part:
        char = self.take("a character")
        if char == "(":
            return self.group(depth)
        if char == "[":
            return self.char_class()
        if char == ".":
            return Chars((("\n", "\n"),), negated=True)
        if char in "^$":
            return Edge(start=char == "^")
        if char in "*+?" or (char == "{" and _COUNT.match(self.text, self.at - 1)):
            raise PatternError(f"there is nothing before `{char}` to repeat")
        if char == "\\":
            return self.escape()
        return self.literal(char)

    def literal(self, char: str) -> Part:
        """A letter with the marks that belong to it, folded: ß is two letters."""
        while self.peek() and unicodedata.combining(self.peek()):
            char += self.take("a mark")
        parts = tuple(Chars(((c, c),)) for c in fold(char))
        return parts[0] if len(parts) == 1 else Sequence(parts)

    def group(self, depth: int) -> Part:
        if self.text.startswith("?:", self.at):
            self.at += 2
        elif self.peek() == "?":
            raise PatternError("look-around and named groups are not available")
        part = self.choice(depth + 1)
        if self.take("a `)`") != ")":
            raise PatternError("a `(` is never closed")
        return part

    def escape(self) -> Part:
        char = self.take("the escaped character")
        if char in _CLASSES:
            return Chars((char,))
        return self.literal(self.plain(char))

    def plain(self, char: str) -> str:
        if char in _ESCAPED_BLANKS:
            return _ESCAPED_BLANKS[char]
        if char.isalnum():
            raise PatternError(f"`\\{char}` is not available")
        return char

    def char_class(self) -> Part:
        negated = self.peek() == "^"
        self.at += negated
        items: list[tuple[str, str] | str] = []
        while self.peek() != "]" or not items:
            low = self.member()
            is_range = self.peek() == "-" and self.text[self.at + 1 : self.at + 2] != "]"
            if len(low) > 1 or not is_range:
                items.append(low[1] if len(low) > 1 else self.single(low))
                continue
            self.at += 1
            high = self.member()
            if len(high) > 1 or high < low:
                raise PatternError("a range of a class runs from a lower to a higher letter")
            items.append((low, high))
        self.at += 1
        return Chars(tuple(items), negated)

    def member(self) -> str:
        """A character of a class, or a class such as `\\d` with its backslash."""
        char = self.take("a `]`")
        if char != "\\":
            return char
        char = self.take("the escaped character")
        return "\\" + char if char in _CLASSES else self.plain(char)

    def single(self, char: str) -> tuple[str, str]:
        folded = fold(char)
        if len(folded) != 1:
            raise PatternError(f"`{char}` is more than one letter: not in a class")
        return folded, folded

    def repeated(self, part: Part) -> Part:
        bounds = self.bounds(self.peek())
        if bounds is None:
            return part
        if self.peek() == "?":
            self.at += 1
        sign = self.peek()
        if self.bounds(sign) is not None:
            raise PatternError(f"`{sign}` repeats a repetition")
        return Repeat(part, *bounds)

    def bounds(self, sign: str) -> tuple[int, int | None] | None:
        if sign in _SIGNS:
            self.at += 1
            return _SIGNS[sign]
        found = _COUNT.match(self.text, self.at)
        if not found:
            return None
        self.at = found.end()
        least = int(found[1])
        most = least if found[2] is None else int(found[3]) if found[3] else None
        if max(least, most or 0) > _MAX_REPEAT or (most is not None and most < least):
            raise PatternError(f"`{found[0]}` does not run upwards to at most {_MAX_REPEAT}")
        return least, most
