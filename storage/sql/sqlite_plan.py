"""EXPLAIN QUERY PLAN of SQLite as steps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from core.sql.types import PlanStep
from storage.sql.plan_words import step

_READS = re.compile(
    r"(?P<how>SCAN|SEARCH) (?:TABLE )?(?:main\.)?(?P<what>\S+)(?: AS (?P<alias>\S+))?"
    r"(?: USING (?P<index>.*))?"
)
_NAMED = re.compile(r"(?:COVERING )?INDEX (\S+)")
# What stands beside a step and is none: left out, or told in words.
_WORDS = (
    ("USE TEMP B-TREE FOR ORDER BY", "sort", "sorts what it has found"),
    ("USE TEMP B-TREE FOR RIGHT PART OF ORDER BY", "sort", "sorts ties"),
    ("USE TEMP B-TREE FOR LAST", "sort", "sorts ties"),
    ("USE TEMP B-TREE FOR GROUP BY", "sort", "sorts to form groups"),
    ("USE TEMP B-TREE FOR DISTINCT", "sort", "drops what comes twice"),
    ("USE TEMP B-TREE FOR count(DISTINCT)", "sort", "drops what comes twice"),
    ("USE TEMP B-TREE", "sort", "sorts or compares rows"),
    ("UNION USING TEMP B-TREE", "sort", "puts parts together without doubles"),
    ("INTERSECT USING TEMP B-TREE", "sort", "keeps what both parts have"),
    ("EXCEPT USING TEMP B-TREE", "sort", "takes one part off the other"),
    ("MATERIALIZE", "build", "makes a table of a part first"),
    ("BLOOM FILTER", "build", "makes a filter first"),
    ("CO-ROUTINE", "step", "a part, row by row"),
    ("CORRELATED", "step", "a part, for each row anew"),
    ("SCALAR SUBQUERY", "step", "a part that gives one value"),
    ("LIST SUBQUERY", "step", "a part that gives a list"),
    ("REUSE", "step", "a part, used again"),
    ("COMPOUND QUERY", "step", "parts put together"),
    ("LEFT-MOST SUBQUERY", "step", "the first part"),
    ("UNION ALL", "step", "the next part"),
    ("MULTI-INDEX OR", "step", "either of these"),
    ("MERGE", "step", "merges parts that are in order"),
    ("SETUP", "step", "where it begins"),
    ("RECURSIVE STEP", "step", "what is done again and again"),
    ("RIGHT-JOIN", "step", "rows without a partner"),
    ("SCAN CONSTANT ROW", "step", "a row of fixed values"),
    ("SCAN ", "step", ""),
)


def sqlite_steps(rows: Sequence[Sequence[Any]], named: Mapping[str, str]) -> list[PlanStep]:
    """The steps of (id, parent, _, detail) rows; `named` are the tables of the
    statement by the names that it gives them."""
    depths: dict[int, int] = {0: -1}
    steps: list[PlanStep] = []
    for number, parent, _, detail in rows:
        depth = depths.get(parent, -1) + 1
        depths[number] = depth
        steps.append(_step(depth, str(detail), named))
    return steps


def _step(depth: int, detail: str, named: Mapping[str, str]) -> PlanStep:
    found = _READS.match(detail)
    table = named.get(found["alias"] or found["what"]) if found else None
    if found is None or table is None:
        return _other(depth, detail, found["what"] if found else "")
    using = found["index"] or ""
    if using.startswith("AUTOMATIC"):
        return PlanStep(depth, "build", f"makes an index of {table} of its own first", table)
    index = _NAMED.match(using)
    if index is not None:
        return step(depth, "index" if found["how"] == "SEARCH" else "walk", table, index[1])
    return step(depth, "key" if found["how"] == "SEARCH" else "scan", table)


def _other(depth: int, detail: str, what: str) -> PlanStep:
    for beginning, access, words in _WORDS:
        if detail.startswith(beginning) and words:
            return PlanStep(depth, access, words)  # type: ignore[arg-type]
    if what:
        automatic = " AUTOMATIC " in detail
        access = "build" if automatic else "step"
        return PlanStep(depth, access, f"reads {what}, a part of the statement")  # type: ignore[arg-type]
    return PlanStep(depth, "step", detail.lower())
