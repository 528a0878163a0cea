"""What a query over incidents implies before it is asked."""

from __future__ import annotations

from core.incidents.types import OPEN_STATUSES
from core.query.types import And, Between, Clause, Keyword, Node, Not, Or, Word

_NEXT = ("sla",)
"""What only an incident has whose clocks go on."""
_COMPARED = ("eq", "lt", "le", "gt", "ge")


def only_open(tree: Node | None) -> bool:
    """Whether nothing that is over can fit: what is closed, however much it is, need not
    be looked at. When in doubt it is not so."""
    match tree:
        case And():
            return any(map(only_open, tree.parts))
        case Or():
            return all(map(only_open, tree.parts))
        case Clause():
            return _of_clause(tree)
        case Not() | None:
            return False
        case _:
            return False


def _of_clause(clause: Clause) -> bool:
    if clause.field == "status" and clause.op == "eq":
        return all(isinstance(v, Word) and v.text in OPEN_STATUSES for v in clause.values)
    if clause.field in _NEXT and clause.op in _COMPARED:
        return not any(isinstance(v, Keyword | Between | Word) for v in clause.values)
    return False
