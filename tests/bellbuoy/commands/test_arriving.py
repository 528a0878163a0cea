"""Lines of a pipe: none lost, none twice, in portions as they come."""

from __future__ import annotations

import os
import tempfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.commands import arriving
from bellbuoy.commands.arriving import Line, portions
from core.values.errors import UsageError

TEXTS = st.lists(st.sampled_from([b"", b" ", b"a", b"\r", b"\xff", b"long" * 40]), max_size=40)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.booleans(), st.integers(1, 70))
def test_every_line_comes_once_in_order_with_its_number(
    lines: list[bytes], ended: bool, chunk: int
) -> None:
    with tempfile.TemporaryFile() as file, pytest.MonkeyPatch.context() as patch:
        patch.setattr(arriving, "_CHUNK", chunk)
        file.write(b"\n".join(lines) + (b"\n" if ended and lines else b""))
        file.flush()
        file.seek(0)
        came = [line for portion in portions(file.fileno()) for line in portion]
    wanted = [Line(at, raw) for at, raw in enumerate(lines, start=1) if raw.strip()]
    assert came == wanted


def test_a_portion_is_whole_after_its_time_or_with_many_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arriving, "MOST", 3)
    read, write = os.pipe()
    try:
        found = portions(read, pause_s=0.01)
        os.write(write, b"one\ntw")
        assert next(found) == [Line(1, b"one")]
        os.write(write, b"o\n\nfour\nfive\nsix")
        assert next(found) == [Line(2, b"two"), Line(4, b"four"), Line(5, b"five")]
        os.close(write)
        assert next(found) == [Line(6, b"six")]
        assert next(found, None) is None
    finally:
        os.close(read)


def test_what_is_no_line_at_all_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "LONGEST", 100)
    read, write = os.pipe()
    try:
        os.write(write, b"first\n" + b"x" * 101)
        os.close(write)
        with pytest.raises(UsageError, match="line 2: more than 100 bytes"):
            list(portions(read))
    finally:
        os.close(read)
