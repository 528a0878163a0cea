"""Several reads from one moment of the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from storage.engine.reader import Reader


@contextmanager
def one_snapshot(reader: Reader) -> Iterator[None]:
    """What is read inside agrees, whoever writes meanwhile."""
    reader.begin()
    try:
        yield
    finally:
        reader.end()
