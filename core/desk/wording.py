"""What a person may write: texts, names, tags. Everything is kept as it was written."""

from __future__ import annotations

import re

from core.values.errors import UsageError
from core.values.text import fold, safe_text

LONGEST_TEXT = 65_536
"""Characters in a note; a task or a reason has `LONGEST_LINE`."""
LONGEST_LINE = 500
LONGEST_NAME = 80
LONGEST_TAG = 40
_TAG = re.compile(r"[^\W_][\w./-]*")


def written(text: str, what: str, longest: int = LONGEST_TEXT) -> str:
    """A text that says something, unchanged. Raises UsageError."""
    if not text.strip():
        raise UsageError(f"{what} is empty")
    if len(text) > longest:
        raise UsageError(f"{what} has {len(text):,} characters; at most {longest:,} are kept")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise UsageError(f"{what} holds bytes that are no UTF-8 text")
    return text


def person(name: str) -> str:
    """The name of a person, without blanks around it. Raises UsageError."""
    found = name.strip()
    if not found or len(found) > LONGEST_NAME or safe_text(found) != found:
        raise UsageError(
            f"a name has 1 to {LONGEST_NAME} characters, and no control characters"
        )
    return found


def tag(word: str) -> str:
    """A tag in the form it compares by: `VIP` is `vip`. Raises UsageError."""
    found = fold(word)
    if len(found) > LONGEST_TAG or not _TAG.fullmatch(found):
        raise UsageError(
            f"“{word}” is no tag: 1 to {LONGEST_TAG} letters, digits, - . / _",
            "bellbuoy client tag 'tier:critical' +vip",
        )
    return found


def tag_words(words: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """(to add, to take away) of `+vip -trial`; a word without a sign is added. Raises
    UsageError for no tag at all, and for one that is to come and go."""
    add: set[str] = set()
    drop: set[str] = set()
    for word in words:
        sign = word[:1]
        (drop if sign == "-" else add).add(tag(word[1:] if sign in ("+", "-") else word))
    if not words:
        raise UsageError("no tag was named", "+vip adds one, -vip takes it away")
    if both := add & drop:
        raise UsageError(f"+{min(both)} and -{min(both)} at once")
    return frozenset(add), frozenset(drop)
