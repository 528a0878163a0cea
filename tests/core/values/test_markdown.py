"""Text from outside inside Markdown."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from core.values.markdown import markdown_text
from core.values.text import safe_text


def test_markup_is_text() -> None:
    assert markdown_text("a|b [x](y) <b> *c* `d` # e") == (
        "a\\|b \\[x\\](y) \\<b\\> \\*c\\* \\`d\\` \\# e"
    )
    assert markdown_text("one\ntwo") == markdown_text(safe_text("one\ntwo"))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_it_is_one_line_of_which_each_sign_of_markup_is_escaped(value: str) -> None:
    found = markdown_text(value)
    assert "\n" not in found
    bare = re.sub(r"\\[\\|<>\[\]*_`~&#]", "", found)
    assert not set(bare) & set("\\|<>[]*_`~&#")
    assert re.sub(r"\\(.)", r"\1", found) == safe_text(value, 2_000).strip()
