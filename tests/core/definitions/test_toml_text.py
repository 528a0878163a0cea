"""What is written as TOML is read again as the same, by the reader of the language."""

from __future__ import annotations

import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from core.definitions.toml_text import file_of, lines_of, table_of, text_of, without

_texts = st.text(st.characters(exclude_categories=["Cs"]))
_values = st.one_of(
    st.booleans(), st.integers(-(2**62), 2**62), _texts, st.lists(_texts, max_size=3).map(tuple)
)
_fields = st.dictionaries(_texts, _values, max_size=5).map(lambda each: tuple(each.items()))


def plain(fields: tuple[tuple[str, object], ...]) -> dict[str, object]:
    return {name: list(v) if isinstance(v, tuple) else v for name, v in fields}


@settings(max_examples=100, deadline=None)
@given(_fields)
def test_every_field_comes_back(fields: tuple[tuple[str, object], ...]) -> None:
    assert tomllib.loads(lines_of(fields)) == plain(fields)  # type: ignore[arg-type]


@settings(max_examples=50, deadline=None)
@given(_texts)
def test_a_text_is_one_line_without_controls(text: str) -> None:
    written = text_of(text)
    assert tomllib.loads(f"a = {written}") == {"a": text}
    assert not any(ord(char) < 32 or ord(char) == 127 for char in written)


def test_a_file_has_a_comment_and_its_parts() -> None:
    text = file_of("one\ntwo", ["", "a = 1", table_of("[[b]]", [("c", "d")])])
    assert text == '# one\n# two\n\na = 1\n\n[[b]]\nc = "d"\n'


def test_what_holds_anyway_is_not_written() -> None:
    assert without([("a", 1), ("b", 2), ("c", 3)], {"a": 1, "b": 1}) == (("b", 2), ("c", 3))
