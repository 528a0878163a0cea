"""Single cells: what is kept exactly, what is trimmed, what is refused and why."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.integrations import cells
from core.values.errors import RowError


def code_of(parse: Callable[[Any], Any], value: Any) -> str:
    with pytest.raises(RowError) as error:
        parse(value)
    return error.value.code


def fault_of(parse: Callable[[Any], Any], value: Any) -> RowError | None:
    try:
        parse(value)
    except RowError as error:
        return error
    return None


def test_text_is_kept_exactly() -> None:
    parse = cells.text("name")
    for value in (" padded ", "NA", "\x1b[2J", "a\u202eb", "Zoë", "=1+1"):
        assert parse(value) == value
    assert parse(17) == "17"
    assert parse(Decimal("1.50")) == "1.50"


@pytest.mark.parametrize("value", [True, ["a"], {"a": 1}, None])
def test_what_is_no_text_is_refused(value: object) -> None:
    assert code_of(cells.text("name"), value) == "type.name"


def test_blank_text_is_missing_where_it_is_required() -> None:
    assert code_of(cells.text("name", required=True), " \t\u3000") == "required.name"
    assert cells.text("name")(" ") == " "


def test_the_kind_of_an_event_is_short() -> None:
    parse = cells.short("kind")
    assert parse("e" * 200) == "e" * 200
    assert code_of(parse, "e" * 201) == "size.kind"


@pytest.mark.parametrize("value", ["C-1", "0042", "é1", "-1", "a b", "株", "x" * 200, 17])
def test_ids_are_kept(value: object) -> None:
    assert cells.identifier("id")(value) == str(value)


def test_blanks_around_an_id_are_no_part_of_it() -> None:
    assert cells.identifier("id")(" D1\t") == "D1"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("a|b", "id.syntax"),
        ("a\nb", "id.syntax"),
        ("D1\u200b", "id.syntax"),
        ("a\u202eb", "id.syntax"),
        ("x" * 201, "id.syntax"),
        ("  ", "required.client"),
        (True, "type.client"),
        (["a"], "type.client"),
        (Decimal("1.5"), "type.client"),
    ],
)
def test_ids_that_cannot_be_shown_or_told_apart_are_refused(value: object, code: str) -> None:
    assert code_of(cells.identifier("client"), value) == code


@pytest.mark.parametrize(
    ("value", "number"),
    [("0", 0), ("17", 17), (" 17 ", 17), ("+5", 5), ("5.0", 5), (5, 5), (Decimal("5.00"), 5),
     ("-0", 0), (str(10**15), 10**15), ("0" * 30 + "7", 7)],
)  # fmt: skip
def test_whole_numbers(value: object, number: int) -> None:
    assert cells.whole("value")(value) == number


@pytest.mark.parametrize(
    ("value", "code"),
    [("-1", "range.negative"), (-1, "range.negative"), ("5.5", "type.value"),
     ("1,000", "type.value"), ("1_000", "type.value"), ("1e3", "type.value"),
     ("NaN", "type.value"), ("١٢٣", "type.value"), (True, "type.value"), ("²", "type.value"),
     ([], "type.value"), ("9" * 40, "range.large"), ("9" * 41, "type.value"),
     (10**15 + 1, "range.large"), (10**30, "range.large")],
)  # fmt: skip
def test_what_is_no_whole_number(value: object, code: str) -> None:
    assert code_of(cells.whole("value"), value) == code


def test_truth_has_a_few_words_and_those_of_the_mapping() -> None:
    parse = cells.boolean("trial", (("ja", "yes"), ("2", "true"), ("-", "")))
    assert [parse(v) for v in ("True", " no ", "1", "F", True, "JA", 2)] == [
        True, False, True, False, True, True, True,
    ]  # fmt: skip
    assert parse("-") is None
    assert code_of(parse, "maybe") == "type.trial"


def test_words_are_folded_and_translated() -> None:
    known = (("critical", "critical"), ("sev1", "critical"), ("low", "low"))
    parse = cells.word("severity", (*known, ("Urgent", "sev1"), ("none", "")))
    assert parse(" CRITICAL ") == parse("sev1") == parse("urgent") == "critical"
    assert parse("none") is None
    assert code_of(parse, "apocalyptic") == "enum.severity"
    assert code_of(parse, {"a": 1}) == "type.severity"


def test_time_zones_are_names_of_iana() -> None:
    parse = cells.iana("timezone")
    assert parse(" Europe/Berlin ") == "Europe/Berlin"
    for value in ("Mars/Olympus", "../../etc/passwd", "/etc/passwd", "x" * 9999, "Europe"):
        assert code_of(parse, value) == "enum.timezone"


def test_payloads_are_objects() -> None:
    parse = cells.json_object("payload")
    assert parse('{"b": 1, "a": "x"}') == parse({"a": "x", "b": 1}) == '{"a":"x","b":1}'
    for value in ("text", "[1]", [1], 5, True):
        assert code_of(parse, value) == "type.payload"
    assert code_of(parse, '{"a": 1') == "json.syntax"


def test_values_inside_a_payload_have_types() -> None:
    assert cells.payload_value("n", "integer", ())("-5") == -5
    assert cells.payload_value("n", "number", ())("4.03") == Decimal("4.03")
    assert cells.payload_value("n", "boolean", ())("yes") is True
    assert cells.payload_value("n", "string", ())(7) == "7"
    assert cells.payload_value("n", None, ())([1]) == [1]
    assert cells.payload_value("n", "integer", (("n/a", ""),))("n/a") is None
    assert code_of(cells.payload_value("n", "number", ()), "1e5") == "type.n"


def test_exact_values_are_translated_and_empty_means_none() -> None:
    parse = cells.translated(cells.text("plan"), (("P", "Pro"), ("NULL", ""), ("1", "One")))
    assert [parse(v) for v in ("P", "p", "NULL", 1, "X")] == ["Pro", "p", None, "One", "X"]


ANY_CELL = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["1e5", "NaN", "９", "-", "+", ".", "5.", "²", "\x00", "{}", "{", "Europe/"]
    ),
    st.integers(),
    st.booleans(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


@given(ANY_CELL)
def test_a_parser_gives_a_value_or_a_row_error(value: object) -> None:
    for parse in (
        cells.text("a"),
        cells.short("a"),
        cells.identifier("a"),
        cells.whole("a"),
        cells.integer("a"),
        cells.number("a"),
        cells.boolean("a", ()),
        cells.word("a", (("x", "x"),)),
        cells.iana("a"),
        cells.json_object("a"),
        cells.translated(cells.text("a"), (("x", "y"),)),
    ):
        fault = fault_of(parse, value)
        assert fault is None or (fault.code and len(fault.reason) < 400)
