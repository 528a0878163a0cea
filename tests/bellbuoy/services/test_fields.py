"""The fields of lists, for help and completion."""

from __future__ import annotations

import pytest

from bellbuoy.services.fields import field_set, fields, query_starting
from core.query.nouns import FIELD_SETS
from core.values.errors import NotFoundError


@pytest.mark.parametrize("noun", FIELD_SETS)
def test_every_field_of_a_noun_is_told(noun: str) -> None:
    found = fields(noun)
    assert [info.name for info in found] == list(field_set(noun).names)
    assert {info.noun for info in found} == {noun}
    assert all(info.doc and info.label and info.ops for info in found)


def test_all_nouns_are_told_at_once() -> None:
    assert fields() == tuple(info for noun in FIELD_SETS for info in fields(noun))


def test_a_noun_without_a_list_is_not_found() -> None:
    with pytest.raises(NotFoundError, match="no list of “moon”") as caught:
        fields("moon")
    assert "client" in caught.value.hint
    assert query_starting("moon", "a") == []


def test_a_query_is_completed_in_place() -> None:
    assert "tier:critical" in query_starting("client", "tier:cr")
    assert "health>5 tier:" in query_starting("client", "health>5 tie")
