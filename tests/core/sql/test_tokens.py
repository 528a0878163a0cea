"""A statement as tokens; what two engines read differently is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sql.tokens import place, tokens
from core.values.errors import UsageError


def texts(sql: str) -> list[str]:
    return [token.text for token in tokens(sql)]


def test_words_quotes_numbers_signs() -> None:
    assert texts("select \"a\"\"b\", 'it''s', 1.5e3, x<>y, c::text -- end\n/* c */ from t") == [
        "select", '"a""b"', ",", "'it''s'", ",", "1.5e3", ",", "x", "<>", "y", ",", "c", "::",
        "text", "from", "t",
    ]  # fmt: skip


def test_names_are_folded_unless_they_are_quoted() -> None:
    word, quoted = tokens('Client "Client"')
    assert (word.name, quoted.name) == ("client", "Client")
    assert tokens('"a""b"')[0].name == 'a"b'


@pytest.mark.parametrize(
    ("sql", "where", "what"),
    [
        ("select E'a\\'b'", "line 1, column 8", "an escape string"),
        ("select e'a'", "line 1, column 8", "an escape string"),
        ("select U&'a'", "line 1, column 8", "a Unicode escape"),
        ('select u&"a"', "line 1, column 8", "a Unicode escape"),
        ("select N'a'", "line 1, column 8", "a national string"),
        ("select\n $$a$$", "line 2, column 2", "“$” is not read here"),
        ("select `a`", "line 1, column 8", "a name that does not end"),
        ("select 'a", "line 1, column 8", "a text that does not end"),
        ('select "a', "line 1, column 8", "a name that does not end"),
        ("select /* a", "line 1, column 8", "a comment that does not end"),
        ("select /* /* */ 1", "line 1, column 8", "a comment inside a comment"),
        ("select -- a\rb", "line 1, column 12", "a carriage return inside a comment"),
        ("select :a", "line 1, column 8", "takes no parameters"),
        ("select ?", "line 1, column 8", "“?” is not read here"),
        ("select @a", "line 1, column 8", "“@” is not read here"),
        ("select \x0b1", "line 1, column 8", "is not read here"),
    ],
)
def test_what_is_read_in_two_ways_is_refused_with_its_place(
    sql: str, where: str, what: str
) -> None:
    with pytest.raises(UsageError) as caught:
        tokens(sql)
    assert caught.value.message.startswith(f"{where}: ")
    assert what in caught.value.message


def test_a_prefix_must_touch_its_quote() -> None:
    assert texts("select e 'a'") == ["select", "e", "'a'"]
    assert texts("select u & 'a'") == ["select", "u", "&", "'a'"]
    assert texts("select x'00'") == ["select", "x", "'00'"]


_piece = st.sampled_from(
    ["select", "a", '"b""c"', "'d''e'", "1.5", "::", "(", ")", ",", "--x\n", "/*y*/", " ", "<="]
)


@given(st.lists(_piece, max_size=12))
def test_tokens_lie_where_they_say_and_nothing_between_them_is_lost(pieces: list[str]) -> None:
    sql = " ".join(pieces)
    found = tokens(sql)
    for token in found:
        assert sql[token.at : token.at + len(token.text)] == token.text
    meant = [piece for piece in pieces if piece.strip() and piece[:2] not in ("--", "/*")]
    assert [token.text for token in found] == meant


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = tokens(text)
    except UsageError as fault:
        told = fault.message
    else:
        told = "line "
        ends = [token.at + len(token.text) for token in found]
        assert ends == sorted(ends)
    assert told.startswith("line ")


def test_the_place_counts_lines_and_columns_from_one() -> None:
    assert place("ab\ncd", 0) == "line 1, column 1"
    assert place("ab\ncd", 4) == "line 2, column 2"
