"""The words of a text, as similar incidents are found by them."""

from __future__ import annotations

import re

from core.values.text import fold

_WORD = re.compile(r"[^\W_]+(?:[.'-][^\W_]+)*")
_LONGEST_TEXT = 4_000
_LONGEST_WORD = 40
# Words that stand in every report and tell none from another.
_EMPTY = frozenset(
    "a an and are as at be but by can for from had has have in into is it its no not of on or"
    " our so that the their then there they this to was we were when which will with you your"
    " der die das den dem ein eine einer und oder ist im mit von zu auf bei nicht".split()
)


def words_of(text: str) -> tuple[str, ...]:
    """The different words of a text in their order, folded: of at least two characters,
    without those that tell nothing. Of a long text the beginning."""
    found = (word[:_LONGEST_WORD] for word in _WORD.findall(fold(text[:_LONGEST_TEXT])))
    return tuple(dict.fromkeys(w for w in found if len(w) > 1 and w not in _EMPTY))
