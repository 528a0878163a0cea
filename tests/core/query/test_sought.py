"""Texts that each row of a query holds in a field."""

from __future__ import annotations

import pytest

from core.query.nouns import CLIENT_FIELDS
from core.query.parse import parse
from core.query.sought import sought
from tests.core.query.drawn import CONTEXT


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("Willow", ("willow",)),
        ('"heron sys" tier:critical', ("heron sys",)),
        ("willow lisbon", ("willow", "lisbon")),
        ("name~low", ("low",)),
        ("name:starts:Will", ("will",)),
        ("name:ends:works", ("works",)),
        ("name:willow", ()),
        ("willow OR lisbon", ()),
        ("-willow", ()),
        ("name!=willow", ()),
        ("name:a,b", ()),
        ("owner:ana", ()),
        ("", ()),
    ],
)
def test_what_each_row_holds(query: str, texts: tuple[str, ...]) -> None:
    tree = parse(query, CLIENT_FIELDS, CONTEXT).where
    assert sought(tree, "name", CLIENT_FIELDS, CONTEXT) == texts
