"""Values as the type of their field asks."""

from __future__ import annotations

import pytest

from core.query.errors import QueryError
from core.query.fields import Field
from core.query.grammar import RawClause, tokens
from core.query.types import Keyword, Value, Word
from core.query.values import MAX_TEXT, read_values
from tests.core.query.drawn import THINGS, ZONE


def _values(text: str) -> tuple[Value, ...]:
    (raw,) = tokens(text)
    assert isinstance(raw, RawClause)
    return read_values(raw, THINGS[raw.field], ZONE)


def test_keywords_mean_something_only_where_they_fit() -> None:
    assert _values("owner:me,none,*") == (Keyword("me"), Keyword("none"), Keyword("any"))
    assert _values("client:me") == (Word("me"),)
    assert _values("due!=past") == (Keyword("past"),)
    assert _values('name:"*",past') == (Word("*"), Word("past"))
    assert _values("name:ends:none") == (Word("none"),)
    assert _values("tier:any,unknown") == (Keyword("any"), Word("unknown"))


def test_words_remember_where_they_stood() -> None:
    found = _values('client:x,"y z"')
    assert [value.at for value in found if isinstance(value, Word)] == [8, 10]


def test_tokens_are_found_in_any_spelling() -> None:
    for written in ("at_risk", "AT_RISK", '"At  Risk"', "at-risk", "ａｔ_risk"):
        assert _values(f"tier:{written}") == (Word("at_risk"),)
    for written in ("yes", "TRUE", "1"):
        assert _values(f"partial:{written}") == (Word("yes"),)


def test_folded_text_has_a_longest() -> None:
    # One letter that folds to eighteen.
    letters = "\ufdfa" * (MAX_TEXT // 18)
    assert _values(f"name:{letters}") == (Word(letters),)
    with pytest.raises(QueryError, match="too long at 6, 1000 characters at most"):
        _values(f"name:{letters}xxxxxxxxxxxxx")


def test_a_field_without_a_direction_takes_no_span() -> None:
    (raw,) = tokens("day:3d")
    assert isinstance(raw, RawClause)
    with pytest.raises(QueryError, match="`day` takes no span at 5"):
        read_values(raw, Field("day", "day", "day", ""), ZONE)


@pytest.mark.parametrize(
    ("text", "place"),
    [("renews:today..now..", 8), ("arr:1..x", 5), ("score!=..x", 8), ("tier:critical,", 15)],
)
def test_faults_name_the_value(text: str, place: int) -> None:
    with pytest.raises(QueryError) as caught:
        _values(text)
    assert caught.value.column == place
