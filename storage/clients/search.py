"""Whose name holds a text: by its trigrams, so that nobody reads every name.

`client_search(…)` is the index itself on SQLite (FTS5), and a function over one (GIN)
on PostgreSQL; both take words joined by AND and give numbers of clients. They may
give too many: the order of trigrams is not in the index, so the condition that they
narrow still stands beside them.
"""

from __future__ import annotations

from collections.abc import Sequence

from storage.engine.reader import Rows

FEW = 2_000
"""Where more names may fit, walking the list in its order finds a page sooner."""

_GRAM = 3
_GRAMS = 40
_UNKEPT = frozenset("\x00\x01")
"""PostgreSQL keeps these as two characters, and SQLite ends a text at the first."""

_COUNT = """
SELECT count(*) FROM (SELECT rowid FROM client_search(:sought) LIMIT :most) AS found
"""
_NARROW = "c.id IN (SELECT rowid FROM client_search(:sought))"


def narrowing(rows: Rows, texts: Sequence[str]) -> tuple[str, dict[str, str]]:
    """A condition over client `c`, with its parameter, that holds wherever a name
    holds all of these folded texts; empty where it would not help."""
    grams = grams_of(texts)
    if not grams:
        return "", {}
    words = " AND ".join('"' + gram.replace('"', '""') + '"' for gram in grams)
    few = rows.value(_COUNT, {"sought": words, "most": FEW + 1}) <= FEW
    return (_NARROW, {"sought": words}) if few else ("", {})


def grams_of(texts: Sequence[str]) -> list[str]:
    """Different trigrams of texts, in their order; of long texts the first ones."""
    found = dict.fromkeys(
        text[at : at + _GRAM] for text in texts for at in range(len(text) - _GRAM + 1)
    )
    return [gram for gram in found if _UNKEPT.isdisjoint(gram)][:_GRAMS]
