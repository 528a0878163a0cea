"""The columns table: what each key means, and how a slip is told."""

import pytest

from core.integrations.mapping_columns import read_columns, read_words
from core.integrations.mapping_types import Column, Kind
from core.integrations.toml_place import Place
from core.values.errors import UsageError

PLACE = Place("m.toml", "columns")


def one(field: str, value: object, kind: Kind = "incident") -> Column:
    columns, _, _ = read_columns(PLACE, kind, {field: value}, {})
    return columns[0]


def fault(field: str, value: object, kind: Kind = "incident") -> UsageError:
    with pytest.raises(UsageError) as error:
        read_columns(PLACE, kind, {"opened": "o", field: value}, {})
    return error.value


@pytest.mark.parametrize(
    ("field", "value", "kind", "told"),
    [
        ("openend", "x", "incident", "columns: unknown key “openend”"),
        ("kind", "x", "usage", "columns: unknown key “kind”"),
        ("opened", {}, "incident", "opened: needs one of column, template, const"),
        ("opened", {"column": "a", "const": "b"}, "incident", "needs one of"),
        ("opened", {"colum": "a"}, "incident", "opened: unknown key “colum”"),
        ("opened", {"column": ""}, "incident", "opened.column: “” should be text"),
        ("opened", {"column": "a", "format": "%Q"}, "incident", "%Q is not understood"),
        ("opened", {"column": "a", "format": "%"}, "incident", "opened.format"),
        ("opened", {"column": "a", "format": "%H:%M"}, "incident", "has no full date"),
        ("opened", {"const": "soon"}, "incident", "opened.const: “soon” is no time"),
        ("title", {"column": "a", "format": "%Y"}, "incident", "title: unknown key “format”"),
        ("title", {"template": "{a"}, "incident", "title.template"),
        ("title", {"template": "{a!r}"}, "incident", "a column name between braces"),
        ("title", {"template": "{}"}, "incident", "a column name between braces"),
        ("severity", {"column": "a", "words": {"x": "worst"}}, "incident",
         "severity.words.x: “worst” is not known"),
        ("severity", {"const": "worst"}, "incident", "severity.const"),
        ("severity", {"column": "a", "default": "worst"}, "incident", "severity.default"),
        ("client", {"column": "a", "via": "incident"}, "usage", "client.via"),
        ("acknowledged", {"column": "a", "after": "opened"}, "incident", "after and unit"),
        ("acknowledged", {"column": "a", "after": "opened", "unit": "year"}, "incident",
         "acknowledged.unit: “year” is not known"),
        ("acknowledged", {"column": "a", "after": "closed", "unit": "h"}, "incident",
         "acknowledged.after: “closed” is not known"),
        ("acknowledged", {"column": "a", "after": "acknowledged", "unit": "h"}, "incident",
         "acknowledged.after"),
        ("quantity", {"const": -1}, "subscription", "quantity.const: “-1” is below 0"),
        ("trial", {"column": "a", "words": {"x": "perhaps"}}, "subscription", "trial.words.x"),
        ("amount", {"const": "1,5"}, "subscription", "amount.const"),
        ("amount", {"column": "a", "minor": 1}, "subscription", "amount.minor"),
        ("payload", {"n": {"column": "a", "type": "int"}}, "usage", "payload.n.type"),
        ("payload", [1], "usage", "columns.payload: “1” should be text"),
        ("extra", {"n": {"column": "a", "type": "integer"}}, "client", "unknown key “type”"),
    ],
)  # fmt: skip
def test_slips_are_told_by_key(field: str, value: object, kind: Kind, told: str) -> None:
    if kind != "incident":
        with pytest.raises(UsageError) as error:
            read_columns(PLACE, kind, {field: value}, {})
        assert told in error.value.message
    else:
        assert told in fault(field, value).message


def test_a_slip_comes_with_what_was_meant() -> None:
    assert fault("openend", "x").hint == "did you mean “opened”?"
    assert fault("opened", {"colum": "a"}).hint == "did you mean “column”?"


def test_a_name_alone_is_a_column() -> None:
    assert one("opened", "created") == Column("opened", column="created")


def test_constants_may_be_numbers_and_truth_values() -> None:
    assert one("quantity", {"const": 1}, "subscription").const == "1"
    assert one("trial", {"const": False}, "subscription").const == "false"
    term = one("term_months", {"column": "b", "words": {"annual": 12, "-": ""}}, "subscription")
    assert term.words == (("annual", "12"), ("-", ""))


def test_words_of_the_mapping_yield_to_those_of_the_column() -> None:
    words = read_words(PLACE, {"severity": {"a": "low", "b": "high"}})
    given = {"severity": {"column": "s", "words": {"a": "medium"}}}
    columns, _, _ = read_columns(PLACE, "incident", given, words)
    assert columns[0].words == (("a", "medium"), ("b", "high"))
    columns, _, _ = read_columns(PLACE, "incident", {"severity": "s"}, words)
    assert columns[0].words == (("a", "low"), ("b", "high"))


def test_a_payload_is_gathered_or_one_column() -> None:
    _, payload, _ = read_columns(PLACE, "usage", {"payload": ["a", "b"]}, {})
    assert payload == (Column("a", column="a"), Column("b", column="b"))
    given = {"payload": {"x": "a", "n": {"column": "b", "type": "integer"}}}
    _, payload, _ = read_columns(PLACE, "usage", given, {})
    assert payload == (Column("x", column="a"), Column("n", column="b", type="integer"))
    columns, payload, _ = read_columns(PLACE, "usage", {"payload": "properties"}, {})
    assert columns == (Column("payload", column="properties"),)
    assert payload == ()
