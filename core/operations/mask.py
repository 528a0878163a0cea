"""What a log or a report must not hold: secrets, and what the store says of people.

Messages are made for the person at the screen, so they name clients and paths. What
is kept longer keeps their shape and loses their content.
"""

from __future__ import annotations

import re
from functools import cache

MASK = "…"
_SECRET_WORD = r"[\w.-]*(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|credential)[\w.-]*"  # noqa: S105


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What is found, and what stands there instead; made when first needed."""
    return (
        # user:password@ in an address; the name of the server stays
        (re.compile(r"(?<=://)[^/?#\s@]*@"), MASK + "@"),
        (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]+"), rf"\1 {MASK}"),
        (
            re.compile(
                rf"(?i)\b({_SECRET_WORD})[\"']?\s*([=:])\s*(\"[^\"]*\"|'[^']*'|[^\s&;,]+)"
            ),
            rf"\1\2{MASK}",
        ),
        (re.compile(r"[^\s@<>\"'“”:;,/…]+@[\w-]+(?:\.[\w-]+)+"), MASK),
        # what a message quotes is what somebody gave, or what the store holds
        (re.compile(r"“[^”]*”?"), f"“{MASK}”"),
        (re.compile(r"\"[^\"]*\"?"), f'"{MASK}"'),
        (re.compile(r"(?<!\w)'[^']*'?"), f"'{MASK}'"),
        (re.compile(r"`[^`]*`?"), f"`{MASK}`"),
        # the last part of a path says enough
        (re.compile(r"(?<![\w/…:])~?/(?:[^\s/:,;]+/)+([^\s/:,;]*)"), rf"{MASK}/\1"),
        # card, phone and token-like runs
        (re.compile(r"\b\d(?:[ -]?\d){8,}\b"), MASK),
        (re.compile(r"\b(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{24,}\b"), MASK),
    )


def mask(text: str) -> str:
    """`text` without secrets, quoted content, e-mail addresses and long numbers;
    paths are cut to their last part. Masking twice changes nothing more."""
    for pattern, instead in _rules():
        text = pattern.sub(instead, text)
    return text
