"""A field of many values: one of them fits, in the database as in Python."""

from __future__ import annotations

import sqlite3

from hypothesis import given, settings
from hypothesis import strategies as st

from core.query.evaluate import Row, matches
from core.query.fields import Field, FieldSet
from core.query.parse import parse
from core.values.text import fold
from storage.query.columns import ColumnSql
from storage.query.compile import compile_where
from tests.core.query.drawn import CONTEXT

FIELDS = FieldSet("thing", (Field("tag", "text", "tags", "words on it", many=True),))
COLUMNS = {
    "tag": ColumnSql(
        "x.tag",
        folded="x.tag",
        order="(SELECT min(x.tag) FROM thing_tag x WHERE x.thing_id = t.id)",
        among="thing_tag x WHERE x.thing_id = t.id",
    )
}
WORDS = ("vip", "trial", "via", "q1")
CLAUSES = (
    "tag:vip", "tag:VIP,q1", "tag!=vip", "tag!=vip,trial", "tag:none", "tag:any", "NOT tag:vip",
    "tag~i", "tag:starts:v", "tag:ends:l", "tag:matches:^v.p$", "tag:vip tag:trial",
    "tag:vip OR NOT tag:any", "tag:none,vip", "-tag~q",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sets(st.sampled_from(WORDS)), min_size=1, max_size=6), st.sampled_from(CLAUSES)
)
def test_one_of_them_fits(drawn: list[set[str]], text: str) -> None:
    node = parse(text, FIELDS, CONTEXT).where
    rows: list[Row] = [{"tag": tuple(sorted(tags))} for tags in drawn]
    expected = [n for n, row in enumerate(rows) if matches(node, row, FIELDS, CONTEXT)]
    connection = sqlite3.connect(":memory:")
    connection.create_function("fold", 1, fold)
    connection.create_function("bb_match", 2, lambda _pattern, value: value == "vip")
    connection.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY)")
    connection.execute("CREATE TABLE thing_tag (thing_id INTEGER, tag TEXT)")
    for number, tags in enumerate(drawn):
        connection.execute("INSERT INTO thing VALUES (?)", (number,))
        pairs = [(number, tag) for tag in tags]
        connection.executemany("INSERT INTO thing_tag VALUES (?, ?)", pairs)
    where, params = compile_where(node, FIELDS, COLUMNS, CONTEXT)
    found = connection.execute(f"SELECT t.id FROM thing t WHERE {where} ORDER BY 1", params)
    assert [number for (number,) in found] == expected
    connection.close()
