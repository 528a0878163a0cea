"""How long something took, in words."""

from __future__ import annotations


def took_words(seconds: int) -> str:
    """`45 s`, `12 min`, `3 h 05 min`, `2 d 04 h`."""
    minutes, rest = divmod(max(seconds, 0), 60)
    hours, left = divmod(minutes, 60)
    if not minutes:
        return f"{rest} s"
    if not hours:
        return f"{minutes} min"
    days, over = divmod(hours, 24)
    return f"{days} d {over:02} h" if days else f"{hours} h {left:02} min"


def exact_words(seconds: int) -> str:
    """To the second, for what is added up: `45 s`, `12 min 05 s`, `3 h 05 min 00 s`."""
    minutes, rest = divmod(max(seconds, 0), 60)
    hours, left = divmod(minutes, 60)
    if not minutes:
        return f"{rest} s"
    return f"{hours:,} h {left:02} min {rest:02} s" if hours else f"{minutes} min {rest:02} s"
