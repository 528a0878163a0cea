"""Text with U+0000, which PostgreSQL cannot hold: written otherwise, read back.

U+0000 becomes U+0001 U+0001, and U+0001 itself U+0001 U+0002: reversible, and
two texts stand in the same order before and after. Only texts that hold one of
the two differ from what they say.
"""

from __future__ import annotations

import re

NUL, LEAD = "\x00", "\x01"
_TO_WRITE = {NUL: LEAD + LEAD, LEAD: LEAD + "\x02"}
_TO_READ = {written: char for char, written in _TO_WRITE.items()}
_RARE = re.compile("[\x00\x01]")
_WRITTEN = re.compile("\x01[\x01\x02]")


def written(text: str) -> str:
    """What is stored for a text."""
    if NUL not in text and LEAD not in text:
        return text
    return _RARE.sub(lambda found: _TO_WRITE[found[0]], text)


def read(text: str) -> str:
    """The text again."""
    if LEAD not in text:
        return text
    return _WRITTEN.sub(lambda found: _TO_READ[found[0]], text)
