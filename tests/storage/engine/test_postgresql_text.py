"""Text with characters that PostgreSQL cannot hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storage.engine.postgresql_text import read, written

texts = st.text(
    st.sampled_from("\x00\x01\x02\x03ab") | st.characters(exclude_categories=["Cs"])
)


@given(text=texts)
def test_what_is_written_is_read_again_and_holds_no_nul(text: str) -> None:
    assert read(written(text)) == text
    assert "\x00" not in written(text)


@given(one=texts, other=texts)
def test_the_order_stays(one: str, other: str) -> None:
    assert (one < other) == (written(one) < written(other))


@given(one=texts, other=texts)
def test_a_beginning_stays_one(one: str, other: str) -> None:
    assert written(one + other) == written(one) + written(other)


@given(text=st.text(st.characters(min_codepoint=2, exclude_categories=["Cs"])))
def test_usual_text_stays_as_it_is(text: str) -> None:
    assert written(text) is text
    assert read(text) is text
