from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellbuoy.commands.formats.json_text import json_text


@pytest.mark.parametrize(
    ("char", "text"),
    [
        ("\x1b", "\\u001b"),
        ("\x7f", "\\u007f"),
        ("\x9b", "\\u009b"),
        ("\u202e", "\\u202e"),
        ("\u2028", "\\u2028"),
        ("\ufeff", "\\ufeff"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\udb40\\udc41"),
        ("é", "é"),
        ("�", "�"),
        ("北", "北"),
        ("🛟", "🛟"),
    ],
)
def test_only_what_harms_is_escaped(char: str, text: str) -> None:
    assert json_text(f"a{char}b") == f'"a{text}b"'


@given(st.text(st.characters(codec=None)))
def test_it_reads_back_exactly(text: str) -> None:
    assert json.loads(json_text({text: [text]})) == {text: [text]}


def test_numbers_without_a_form_are_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_text(float("nan"))
