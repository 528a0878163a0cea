from __future__ import annotations

import io
import os
import sys

import pytest

from bellbuoy.commands import streams


def test_missing_streams_are_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    streams.open_missing()
    for stream in (sys.stdout, sys.stderr):
        assert stream is not None
        stream.write("é")
        stream.close()


def test_a_gone_reader_is_seen() -> None:
    reader, writer = os.pipe()
    with os.fdopen(writer, "w") as stream:
        assert not streams.reader_is_gone(stream)
        os.close(reader)
        assert streams.reader_is_gone(stream)
    assert not streams.reader_is_gone(io.StringIO())


def test_what_nobody_takes_is_dropped() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as stream:
        stream.write("late")
        streams.settle(stream)
        stream.flush()  # goes nowhere, and says nothing
