from __future__ import annotations

import os
import queue
from collections.abc import Iterator
from contextlib import contextmanager

from textual import events
from textual.message import Message

from tui.terminal.reader import Reader
from tui.terminal.tokens import Tokens

PATIENCE_S = 10.0
Found = queue.Queue[Message | None]


@contextmanager
def reading() -> Iterator[tuple[int, Reader, Found]]:
    """The end that is typed into, a reader of the other, and what it tells: None when
    the terminal is gone."""
    source, keys = os.pipe()
    found: Found = queue.Queue()
    reader = Reader(source, Tokens(), found.put, lambda: found.put(None))
    reader.start()
    try:
        yield keys, reader, found
    finally:
        reader.stop()
        os.close(source)


def next_key(found: Found) -> str:
    event = found.get(timeout=PATIENCE_S)
    assert isinstance(event, events.Key)
    return event.key


def test_keys_come_one_by_one_and_escape_by_itself() -> None:
    with reading() as (keys, _, found):
        os.write(keys, b"j\x1b[A\x1b")
        assert [next_key(found) for _ in range(3)] == ["j", "up", "escape"]
        os.close(keys)


def test_bytes_that_are_no_text_do_not_end_it() -> None:
    with reading() as (keys, _, found):
        os.write(keys, b"\xff\xfe\x80\x1b[99999999u\x1b[;;;zj")
        assert next_key(found) == "j"
        os.close(keys)


def test_a_terminal_that_is_gone_is_told_once_and_ends_the_thread() -> None:
    with reading() as (keys, reader, found):
        os.close(keys)
        assert found.get(timeout=PATIENCE_S) is None
        reader.join(PATIENCE_S)
        assert not reader.is_alive()
        assert found.empty()


def test_it_stops_while_nothing_comes() -> None:
    with reading() as (keys, reader, _):
        reader.stop()
        assert not reader.is_alive()
        os.write(keys, b"left for the shell")
        os.close(keys)
