"""JSON that could be read in two ways, or not kept, is refused by name."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.integrations.strict_json import DEEPEST, payload_text, read_object
from core.values.errors import RowError


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("tru", "json.syntax"),
        ("{}{}", "json.syntax"),
        ("{'a': 1}", "json.syntax"),
        ("", "json.syntax"),
        ("[]", "json.type"),
        ("null", "json.type"),
        ("42", "json.type"),
        ('{"a": 1, "a": 1}', "json.duplicate_key"),
        ('{"x": {"a": 1, "a": 2}}', "json.duplicate_key"),
        ('{"a": NaN}', "json.constant"),
        ('{"a": -Infinity}', "json.constant"),
        ('{"a": 1e999}', "json.number"),
        ('{"a": 1e-999}', "json.number"),
        ('{"a": 1e99999999999999999999}', "json.number"),
        ('{"a": ' + "9" * 5000 + "}", "json.number"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "json.depth"),
        ("[" * 100_000, "json.depth"),
        ('{"a": "\\u0000"}', "text.nul"),
        ('{"\\u0000": 1}', "text.nul"),
        ('{"a": ["x\\ud800"]}', "text.encoding"),
    ],
)
def test_what_is_refused(text: str, code: str) -> None:
    with pytest.raises(RowError) as error:
        read_object(text)
    assert error.value.code == code


def test_numbers_keep_their_digits() -> None:
    found = read_object('{"a": 19.90, "b": 123456789012345678901234567890, "c": 0.0}')
    assert found == {"a": Decimal("19.90"), "b": 123456789012345678901234567890, "c": 0}
    assert str(found["a"]) == "19.90"


def test_the_deepest_nesting_allowed_is_read_and_one_more_is_not() -> None:
    inner = "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)
    assert read_object('{"a":' + inner + "}")
    with pytest.raises(RowError):
        read_object('{"a":[' + inner + "]}")


def test_brackets_inside_text_are_no_depth() -> None:
    assert read_object('{"a": "' + "[" * 500 + '"}') == {"a": "[" * 500}


def test_escapes_that_look_like_a_nul_or_half_a_pair_are_kept() -> None:
    found = read_object('{"a": "\\\\u0000 \\ud83d\\ude00"}')
    assert found == {"a": "\\u0000 😀"}


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), JSON, max_size=4))
def test_equal_content_is_equal_text_in_any_order_of_keys(value: dict[str, object]) -> None:
    backwards = dict(reversed(list(value.items())))
    assert payload_text(value) == payload_text(backwards)


def test_payload_text_is_short_and_readable() -> None:
    assert payload_text({"b": Decimal("99.90"), "a": "é"}) == '{"a":"é","b":99.9}'


@given(st.text(alphabet='{}[]",:\\ud80e19.-+ab \x00', max_size=40))
def test_any_text_is_an_object_or_refused_never_worse(text: str) -> None:
    with contextlib.suppress(RowError):
        assert isinstance(read_object(text), dict)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", ['"\\"' * 300_000 + "[" * 70, '"' + "\\" * 600_001 + "[" * 70])
def test_a_text_that_is_never_closed_is_looked_at_once(text: str) -> None:
    with pytest.raises(RowError):
        read_object(text)
