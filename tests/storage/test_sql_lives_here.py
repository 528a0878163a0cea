"""SQL is text of storage alone: nothing else holds a statement, or runs one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# How a statement begins or goes on, as no sentence does.
STATEMENT = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM"
    r"|CREATE\s+(UNIQUE\s+)?(TABLE|INDEX|VIEW|TRIGGER)|ALTER\s+TABLE|DROP\s+(TABLE|INDEX)"
    r"|PRAGMA\s+\w+|BEGIN\s+IMMEDIATE|ON\s+CONFLICT|GROUP\s+BY|ORDER\s+BY|LEFT\s+JOIN"
    r"|VACUUM|WITH\s+RECURSIVE)\b",
    re.DOTALL,
)


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """String literals that are no docstrings; the fixed parts of f-strings too."""
    tree = ast.parse(path.read_text("utf-8"))
    spoken = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in spoken:
            yield node.lineno, str(node.value)


def found_in(path: Path) -> list[str]:
    return [f"{path}:{line}" for line, text in texts(path) if STATEMENT.search(text)]


@pytest.mark.parametrize("folder", ["bellbuoy", "core", "jobs", "tui", "themes"])
def test_no_other_floor_holds_a_statement(folder: str) -> None:
    paths = sorted((ROOT / folder).rglob("*.py"))
    assert paths
    assert [place for path in paths for place in found_in(path)] == []


def test_the_search_finds_statements() -> None:
    holding = [path for path in (ROOT / "storage").rglob("*.py") if found_in(path)]
    assert len(holding) > 20


@pytest.mark.parametrize(
    "text",
    [
        "select a row from the list",
        "Delete from here?",
        "update set",
        "ordered by name",
        "begin",
    ],
)
def test_the_search_leaves_sentences_alone(text: str) -> None:
    assert not STATEMENT.search(text)
