"""The nearest known word for one that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, or None."""
    from difflib import get_close_matches  # needed after a slip only

    found = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return found[0] if found else None


def hint(word: str, known: Iterable[str], otherwise: str) -> str:
    """`did you mean “client”?`, or what helps when nothing is near."""
    found = nearest(word, known)
    return f"did you mean “{found}”?" if found else otherwise
