"""A query as a WHERE condition: portable SQL, every value a bound parameter.

The condition is two-valued: each atom guards against NULL itself, so it is
true or false and its NOT is the other (DEFINITIONS 12.1). The guard stands
beside the comparison, not around it as coalesce() would, and leaves an index
usable.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.query.context import QueryContext
from core.query.fields import FieldSet
from core.query.meaning import (
    Among,
    Atom,
    Like,
    Matching,
    Meaning,
    Missing,
    Same,
    Within,
    meaning,
)
from core.query.types import And, Node, Not, Or
from storage.query.columns import ColumnSql

Param = str | int | float
Params = dict[str, Param]
TRUE = "1 = 1"
FALSE = "1 = 0"
_LAST_CHAR = "\U0010ffff"


def compile_where(
    node: Node | None,
    fields: FieldSet,
    columns: Mapping[str, ColumnSql],
    context: QueryContext,
) -> tuple[str, Params]:
    """The condition and its parameters `q0`, `q1` …; no query is `1 = 1`.

    `columns` is keyed by field name; a field that reads another (`mrr`) needs
    none of its own. Raises KeyError for a field without a column.
    """
    writer = _Writer(fields, columns, context)
    sql = TRUE if node is None else writer.node(node)
    return sql, writer.params


def after_prefix(prefix: str) -> str | None:
    """The least text above all that begin with `prefix`; None: there is none."""
    kept = prefix.rstrip(_LAST_CHAR)
    if not kept:
        return None
    following = ord(kept[-1]) + 1
    return kept[:-1] + chr(0xE000 if 0xD800 <= following <= 0xDFFF else following)


def like_escaped(text: str) -> str:
    """Text that means itself inside LIKE … ESCAPE '\\'."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


class _Writer:
    def __init__(
        self, fields: FieldSet, columns: Mapping[str, ColumnSql], context: QueryContext
    ) -> None:
        self.fields = fields
        self.columns = columns
        self.context = context
        self.params: Params = {}

    def bound(self, value: Param) -> str:
        name = f"q{len(self.params)}"
        self.params[name] = value
        return f":{name}"

    def node(self, node: Node) -> str:
        if isinstance(node, And | Or):
            glue = " AND " if isinstance(node, And) else " OR "
            return f"({glue.join(self.node(part) for part in node.parts)})"
        if isinstance(node, Not):
            return f"NOT ({self.node(node.part)})"
        return self.test(meaning(node, self.fields, self.context))

    def test(self, test: Meaning) -> str:
        found = self.any_of(test.any_of)
        return f"({found} AND NOT {self.any_of(test.unless)})" if test.unless else found

    def any_of(self, atoms: tuple[Atom, ...]) -> str:
        return f"({' OR '.join(self.atom(atom) for atom in atoms)})" if atoms else FALSE

    def atom(self, atom: Atom) -> str:
        column = self.columns[atom.field.reads]
        if column.among is not None:
            return self.one_among(atom, column, column.among)
        if isinstance(atom, Missing):
            return f"NOT ({column.present})" if column.present else FALSE
        sql = self.comparison(atom, column)
        if not sql:
            return column.present or TRUE
        return f"({sql} AND {column.present})" if column.present else f"({sql})"

    def one_among(self, atom: Atom, column: ColumnSql, among: str) -> str:
        """The test on a field of many values: one of them fits."""
        if isinstance(atom, Missing):
            return f"(NOT EXISTS (SELECT 1 FROM {among}))"
        sql = self.comparison(atom, column) or TRUE
        return f"(EXISTS (SELECT 1 FROM {among} AND {sql}))"

    def comparison(self, atom: Atom, column: ColumnSql) -> str:
        """The test on a value that is there; empty when every value passes."""
        match atom:
            case Within():
                return self.within(atom, column)
            case Among():
                return self.one_of(column.sql, atom.tokens)
            case Same():
                stored = column.folded if column.folded and not column.name else None
                return self.one_of(stored or f"fold({column.sql})", atom.texts)
            case Like():
                return self.like(atom, column)
            case Matching():
                text = column.name or column.sql
                return f"bb_match({self.bound(atom.pattern)}, {text})"
            case _:
                return ""

    def within(self, atom: Within, column: ColumnSql) -> str:
        parts: list[str] = []
        if atom.currency is not None:
            if column.currency is None:
                raise KeyError(f"the currency of {atom.field.name}")
            parts.append(f"{column.currency} = {self.bound(atom.currency)}")
        if atom.low is not None and atom.low == atom.high:
            closed = not (atom.low_open or atom.high_open)
            parts.append(f"{column.sql} = {self.bound(atom.low)}" if closed else FALSE)
            return " AND ".join(parts)
        if atom.low is not None:
            parts.append(
                f"{column.sql} {'>' if atom.low_open else '>='} {self.bound(atom.low)}"
            )
        if atom.high is not None:
            parts.append(
                f"{column.sql} {'<' if atom.high_open else '<='} {self.bound(atom.high)}"
            )
        return " AND ".join(parts)

    def one_of(self, sql: str, texts: tuple[str, ...]) -> str:
        if not texts:
            return FALSE
        bound = [self.bound(text) for text in texts]
        return f"{sql} = {bound[0]}" if len(bound) == 1 else f"{sql} IN ({', '.join(bound)})"

    def like(self, atom: Like, column: ColumnSql) -> str:
        if not atom.text:
            return ""
        if atom.how == "starts" and column.folded:
            following = after_prefix(atom.text)
            low = f"{column.folded} >= {self.bound(atom.text)}"
            return f"{low} AND {column.folded} < {self.bound(following)}" if following else low
        before = "" if atom.how == "starts" else "%"
        behind = "" if atom.how == "ends" else "%"
        pattern = self.bound(before + like_escaped(atom.text) + behind)
        return f"{column.text} LIKE {pattern} ESCAPE '\\'"
