"""From one set of colours and weights to the next, in as few bytes as it takes."""

from __future__ import annotations

from functools import lru_cache

Look = tuple[frozenset[str], str, str]
"""Weights, colour of the text, colour of the ground; empty: the terminal's own."""
_LONG = {"5": 3, "2": 5}


@lru_cache(maxsize=512)
def parts(codes: str) -> Look:
    """The codes of a style (`1;38;5;253;48;5;233`) taken apart."""
    weights: list[str] = []
    text = ground = ""
    words = codes.split(";") if codes else []
    at = 0
    while at < len(words):
        word = words[at]
        long = (
            _LONG.get(words[at + 1], 1) if word in ("38", "48") and at + 1 < len(words) else 1
        )
        whole = ";".join(words[at : at + long])
        at += long
        if word in ("38", "39") or (word[0] == "3" and len(word) == 2) or _bright(word, 90):
            text = "" if word == "39" else whole
        elif word in ("48", "49") or (word[0] == "4" and len(word) == 2) or _bright(word, 100):
            ground = "" if word == "49" else whole
        else:
            weights.append(word)
    return frozenset(weights), text, ground


def _bright(word: str, first: int) -> bool:
    return first <= int(word) < first + 8


@lru_cache(maxsize=2048)
def turn(before: str, after: str) -> str:
    """The sequence that goes from one style to another. `before` is `?` where nobody
    knows what the terminal stands at."""
    if not after:
        return "\x1b[m"
    whole = f"\x1b[0;{after}m"
    if before == "?":
        return whole
    (weights, text, ground), (new_weights, new_text, new_ground) = parts(before), parts(after)
    if not weights <= new_weights:
        return whole
    added = sorted(new_weights - weights)
    if text != new_text:
        added.append(new_text or "39")
    if ground != new_ground:
        added.append(new_ground or "49")
    less = f"\x1b[{';'.join(added)}m" if added else ""
    return min(less, whole, key=len)
