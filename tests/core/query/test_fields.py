"""The registry of fields."""

from __future__ import annotations

import pytest

from core.query.fields import Field, FieldSet
from core.query.nouns import CLIENT_FIELDS


def _field(name: str, **more: object) -> Field:
    return Field(name, "text", name, "", **more)  # type: ignore[arg-type]


def test_names_and_aliases_find_the_field_in_any_case() -> None:
    assert CLIENT_FIELDS.find("SCORE") is CLIENT_FIELDS["health"]
    assert CLIENT_FIELDS.find("nosuch") is None
    with pytest.raises(KeyError):
        CLIENT_FIELDS["nosuch"]


def test_a_close_name_is_offered() -> None:
    assert CLIENT_FIELDS.nearest("tierr") == "did you mean `tier`?"
    assert CLIENT_FIELDS.nearest("q") == ""


def test_two_fields_never_share_a_name() -> None:
    with pytest.raises(ValueError, match="share a name"):
        FieldSet("x", (_field("a"), _field("b", aliases=("a",))))


def test_a_field_reads_only_what_is_there() -> None:
    with pytest.raises(ValueError, match="reads one"):
        FieldSet("x", (_field("a", of="b"),))


def test_mrr_reads_arr() -> None:
    mrr = CLIENT_FIELDS["mrr"]
    assert (mrr.reads, mrr.per) == ("arr", 12)
    assert CLIENT_FIELDS["arr"].reads == "arr"


def test_bare_words_look_in_the_name_fields() -> None:
    assert [field.name for field in CLIENT_FIELDS.searched] == ["name"]
