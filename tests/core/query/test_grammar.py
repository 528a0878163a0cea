"""Tokens and their columns."""

from __future__ import annotations

import pytest

from core.query.errors import QueryError
from core.query.grammar import MAX_LENGTH, Item, Mark, Phrase, RawClause, Token, tokens


def _clause(field: str, op: str, sign: str, at: int, op_at: int, *items: Item) -> RawClause:
    return RawClause(field, op, sign, items, at, op_at)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \t\u3000 ", []),
        ("northwind", [Phrase("northwind", 1)]),
        ('a "export api"', [Phrase("a", 1), Phrase("export api", 3)]),
        (r'"say \"hi\" \\ \d"', [Phrase('say "hi" \\ \\d', 1)]),
        ("(a)", [Mark("(", 1), Phrase("a", 2), Mark(")", 3)]),
        ("a OR b", [Phrase("a", 1), Mark("OR", 3), Phrase("b", 6)]),
        ("or", [Phrase("or", 1)]),
        ('"OR"', [Phrase("OR", 1)]),
        ("-a", [Mark("-", 1), Phrase("a", 2)]),
        ("Acme - North", [Phrase("Acme", 1), Phrase("-", 6), Phrase("North", 8)]),
        ("--x", [Phrase("--x", 1)]),
        ("e-mail", [Phrase("e-mail", 1)]),
        ("10:30 R&D>x a.b,c", [Phrase("10:30", 1), Phrase("R&D>x", 7), Phrase("a.b,c", 13)]),
        ("tier:critical", [_clause("tier", "eq", ":", 1, 5, Item("critical", False, 6))]),
        (
            'segment:"At risk",Hibernating',
            [
                _clause(
                    "segment",
                    "eq",
                    ":",
                    1,
                    8,
                    Item("At risk", True, 9),
                    Item("Hibernating", False, 19),
                )
            ],
        ),
        ("amount:gt:500", [_clause("amount", "gt", ":gt:", 1, 7, Item("500", False, 11))]),
        (
            "at>=2026-11-01T10:30",
            [_clause("at", "ge", ">=", 1, 3, Item("2026-11-01T10:30", False, 5))],
        ),
        (" x!=-5", [_clause("x", "ne", "!=", 2, 3, Item("-5", False, 5))]),
        (
            'event."Order Placed".d30>=3',
            [_clause('event."Order Placed".d30', "ge", ">=", 1, 25, Item("3", False, 27))],
        ),
        ("owner.team:a", [_clause("owner.team", "eq", ":", 1, 11, Item("a", False, 12))]),
        (
            "-(a:b)",
            [
                Mark("-", 1),
                Mark("(", 2),
                _clause("a", "eq", ":", 3, 4, Item("b", False, 5)),
                Mark(")", 6),
            ],
        ),
    ],
)
def test_tokens(text: str, expected: list[Token]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tier:", "a value is missing after `tier:` at 6"),
        ("tier: critical", "a value is missing after `tier:` at 6"),
        ("tier:critical,", "a value is missing after the comma at 15"),
        ("tier:(a)", "a value is missing after `tier:` at 6"),
        ("mrr:>5", "`>5` is no value at 5, quote it if it is meant"),
        ("mrr >5", "a field is missing before `>` at 5"),
        ('a "b', "the quote is never closed at 3"),
        ('name:"b', "the quote is never closed at 6"),
        ('name:"a"b', "a blank is missing at 9"),
        ("name:a(b)", "a blank is missing at 7"),
        ('x ""', "nothing stands between the quotes at 3"),
        ("ab\x00c", "there is a control character at 3"),
        ("ab\udc80", "there is a control character at 3"),
        ("x\x1b[2J", "there is a control character at 2"),
        (
            "x" * (MAX_LENGTH + 1),
            f"the query is too long at {MAX_LENGTH + 1}, {MAX_LENGTH} at most",
        ),
    ],
)
def test_faults_name_their_column(text: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        tokens(text)
    assert caught.value.message == message


def test_the_longest_query_is_read() -> None:
    assert tokens("x" * MAX_LENGTH) == [Phrase("x" * MAX_LENGTH, 1)]
