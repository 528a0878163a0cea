"""Words that name rows: looked up, then bound."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from core.query.errors import QueryError
from core.query.evaluate import matches
from core.query.parse import parse
from core.query.references import Lookup, bind, lookups
from core.query.types import Clause, Found, Keyword, Node, Reference, Word
from tests.core.query.drawn import CONTEXT, THINGS

ACME = Reference("C-1", "Acme")
ACME_UK = Reference("C-2", "Acme UK")
OTHER = Reference("C-3", "ACME")


def _where(text: str) -> Node:
    where = parse(text, THINGS, CONTEXT).where
    assert where is not None
    return where


def _bound(text: str, rows: Sequence[Reference]) -> Node:
    where = _where(text)
    found = dict.fromkeys(lookups(where, THINGS, CONTEXT), rows)
    return bind(where, THINGS, CONTEXT, found)


def test_what_is_looked_up() -> None:
    where = _where(
        "(owner:me,An OR client!=Straße) client~x owner:none,any NOT name:acme client:strasse"
    )
    assert lookups(where, THINGS, CONTEXT) == (
        Lookup("owner", "ana", whole=True),
        Lookup("owner", "an"),
        Lookup("client", "strasse"),
    )
    assert lookups(None, THINGS, CONTEXT) == ()


@pytest.mark.parametrize(
    ("typed", "rows", "keys"),
    [
        ("acme", [ACME, ACME_UK], ("C-1",)),
        ("acm", [ACME], ("C-1",)),
        ('"acme u"', [ACME, ACME_UK], ("C-2",)),
        ("c-2", [ACME_UK, Reference("X", "C-2 Ltd")], ("C-2",)),
        ("zoe", [], ()),
    ],
)
def test_the_best_fit_counts(typed: str, rows: list[Reference], keys: tuple[str, ...]) -> None:
    bound = _bound(f"client:{typed}", rows)
    assert bound == Clause("client", "eq", (Found(Word(typed.strip('"')), keys),))


@pytest.mark.parametrize(
    ("typed", "rows", "message"),
    [
        ("a client:acme", [ACME, OTHER], "`acme` fits several at 10, ACME (C-3), Acme (C-1)"),
        ("client:x,ac", [ACME, ACME_UK], "`ac` fits several at 10, Acme (C-1), Acme UK (C-2)"),
    ],
)
def test_several_fits_are_an_error_that_lists_them(
    typed: str, rows: list[Reference], message: str
) -> None:
    with pytest.raises(QueryError) as caught:
        _bound(typed, rows)
    assert caught.value.message == message


def test_a_long_list_is_cut() -> None:
    rows = [Reference(f"C-{n}", f"Acme {n}") for n in range(8)]
    with pytest.raises(QueryError, match=r"Acme 4 \(C-4\) and 3 more"):
        _bound("client:acme", rows)


def test_spellings_of_one_owner_are_one() -> None:
    rows = [Reference("Ana", "Ana"), Reference("ana", "ana"), Reference("Anatol", "Anatol")]
    assert _bound("owner:me", rows) == Clause(
        "owner", "eq", (Found(Keyword("me"), ("Ana", "ana")),)
    )
    assert _bound("owner:ANA", rows) == Clause(
        "owner", "eq", (Found(Word("ANA"), ("Ana", "ana")),)
    )


def test_me_is_never_the_beginning_of_another() -> None:
    assert _bound("owner:me", [Reference("Anatol", "Anatol")]) == Clause(
        "owner", "eq", (Found(Keyword("me"), ()),)
    )


def test_bound_values_compare_by_key() -> None:
    row = {"client": Reference("C-1", "Acme")}
    assert matches(_bound("client:acme", [ACME, ACME_UK]), row, THINGS, CONTEXT)
    assert not matches(_bound("client:acm", [ACME_UK]), row, THINGS, CONTEXT)
    assert not matches(_bound("client:zoe", []), row, THINGS, CONTEXT)
    assert matches(_bound("NOT (client:zoe OR client!=acme)", [ACME]), row, THINGS, CONTEXT)


def test_words_that_were_not_looked_up_stay() -> None:
    where = _where("client:acme owner:raj x")
    assert bind(where, THINGS, CONTEXT, {}) == where
