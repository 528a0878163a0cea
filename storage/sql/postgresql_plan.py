"""EXPLAIN (FORMAT JSON) of PostgreSQL as steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.sql.types import Access, PlanStep
from storage.sql.plan_words import step

Node = Mapping[str, Any]
_KEY = "_pkey"
# Nodes that read no table by themselves: how they count, and in which words.
_WORDS: Mapping[str, tuple[Access, str]] = {
    "Sort": ("sort", "sorts what it has found"),
    "Incremental Sort": ("sort", "sorts ties"),
    "Unique": ("sort", "drops what comes twice"),
    "Group": ("sort", "forms groups"),
    "WindowAgg": ("step", "looks at neighbouring rows"),
    "Hash": ("build", "makes a table of a part first"),
    "Materialize": ("build", "makes a table of a part first"),
    "Memoize": ("build", "keeps what it has looked up"),
    "Nested Loop": ("step", "for each row of the first, the second"),
    "Hash Join": ("step", "joins by a table in memory"),
    "Merge Join": ("step", "joins parts that are in order"),
    "Append": ("step", "parts put together"),
    "Merge Append": ("step", "merges parts that are in order"),
    "Recursive Union": ("step", "what is done again and again"),
    "Limit": ("step", "takes the first rows"),
    "Result": ("step", "a row of fixed values"),
    "ProjectSet": ("step", "rows from values"),
    "Subquery Scan": ("step", "a part, row by row"),
    "CTE Scan": ("step", "reads a named part"),
    "WorkTable Scan": ("step", "reads what the last round gave"),
    "Values Scan": ("step", "reads given values"),
    "Function Scan": ("step", "reads what a function gives"),
    "SetOp": ("sort", "compares two parts"),
    "BitmapAnd": ("step", "both of these"),
    "BitmapOr": ("step", "either of these"),
    "Gather": ("step", "several processes at once"),
    "Gather Merge": ("step", "several processes at once, in order"),
}


def postgresql_steps(plan: Node) -> list[PlanStep]:
    """The steps of a plan: the value under `Plan`."""
    return list(_walk(plan, 0, None))


def relations(plan: Node) -> set[tuple[str, str]]:
    """(schema, table) of everything that a plan made with VERBOSE reads."""
    found = {(plan["Schema"], plan["Relation Name"])} if "Relation Name" in plan else set()
    for child in plan.get("Plans", ()):
        found |= relations(child)
    return found


def _walk(node: Node, depth: int, table: str | None) -> Iterator[PlanStep]:
    table = node.get("Relation Name", table)
    yield _step(node, depth, table)
    for child in node.get("Plans", ()):
        # An index below a bitmap scan does not say whose it is.
        yield from _walk(child, depth + 1, table if "Bitmap" in node["Node Type"] else None)


def _step(node: Node, depth: int, table: str | None) -> PlanStep:
    kind = node["Node Type"]
    index = node.get("Index Name")
    if index is not None:
        of = table or "its table"
        if not any(name in node for name in ("Index Cond", "Order By")):
            return step(depth, "walk", of, index)
        return step(depth, "key" if index.endswith(_KEY) else "index", of, index)
    if kind in ("Seq Scan", "Sample Scan") and table is not None:
        return step(depth, "scan", table)
    if kind == "Bitmap Heap Scan":
        return PlanStep(depth, "step", f"reads rows of {table} that an index names", table)
    if kind == "Aggregate":
        plain = node.get("Strategy") == "Plain"
        return PlanStep(
            depth, "step" if plain else "sort", "adds up" if plain else "forms groups"
        )
    access, words = _WORDS.get(kind, ("step", kind.lower()))
    return PlanStep(depth, access, words)
