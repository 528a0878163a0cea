"""Bytes on their way to a reader: lines wherever they are cut, UTF-16 as UTF-8."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.integrations.feed import BytesFeed, skipped, split_lines, transcoded, unicode_of
from core.integrations.layout import Dialect, Layout


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(st.binary(max_size=200), st.integers(1, 20), st.sampled_from([b"\n", b"\r"]))
def test_lines_join_to_the_data_and_end_where_they_should(
    data: bytes, size: int, newline: bytes
) -> None:
    data = data.replace(b"\x01", b"\n").replace(b"\x02", b"\r")
    lines = list(split_lines(pieces(data, size), newline))
    assert b"".join(lines) == data
    assert all(line.endswith(newline) and line.count(newline) == 1 for line in lines[:-1])
    assert all(lines)


@given(st.binary(max_size=100), st.integers(1, 9), st.integers(0, 120))
def test_skipping_leaves_the_rest(data: bytes, size: int, count: int) -> None:
    assert b"".join(skipped(pieces(data, size), count)) == data[count:]


@given(st.text(max_size=50), st.integers(1, 7), st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_utf_16_becomes_utf_8_wherever_it_is_cut(text: str, size: int, encoding: str) -> None:
    data = text.encode(encoding)
    assert b"".join(transcoded(pieces(data, size), encoding)) == text.encode()


@settings(max_examples=150)
@given(st.binary(max_size=60), st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_bytes_of_utf_16_come_back_from_what_is_read(data: bytes, encoding: str) -> None:
    """Also halves of surrogate pairs; only half a character at the end is told as
    what was read of it."""
    layout = Layout("csv", Dialect(), ("a",), encoding)
    read = b"".join(transcoded([data], encoding))
    if len(data) % 2:
        assert read.endswith(b"\xff")
        assert layout.as_filed(read) == read
        layout.as_read(read)
    else:
        assert layout.as_filed(read) == data
        assert layout.as_read(data) == read


def test_the_mark_tells_the_unicode() -> None:
    assert unicode_of(b"\xff\xfea\0", "utf-8") == "utf-16-le"
    assert unicode_of(b"\xfe\xff\0a", "utf-8") == "utf-16-be"
    assert unicode_of(b"\xff\xfe\0\0", "utf-8") == ""  # UTF-32: nobody reads it
    assert unicode_of(b"a\0b\0", "utf-16-le") == "utf-16-le"
    assert unicode_of(b"ab", "latin-1") == ""


def test_a_feed_is_read_from_any_place() -> None:
    feed = BytesFeed("\ufeffid\nZoë\n".encode("utf-16-le"))
    assert feed.unicode == "utf-16-le"
    assert list(feed.lines()) == [b"\xef\xbb\xbfid\n", "Zoë\n".encode()]
    assert list(feed.lines(b"\n", 6)) == ["Zoë\n".encode()]
    assert feed.head().endswith(b"\n")
