"""Rows put aside come back as they were."""

from __future__ import annotations

import errno
import gc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values.errors import BellbuoyError
from storage.sql import spool as module
from storage.sql.spool import Spool

_cell = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False)
    | st.text(max_size=20) | st.binary(max_size=20)
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(st.lists(st.tuples(_cell, _cell), max_size=4), max_size=4), st.booleans())
def test_rows_come_back_in_their_order(
    batches: list[list[tuple[object, ...]]], on_disk: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if on_disk:
            patch.setattr(module, "_IN_MEMORY", 1)
        spool = Spool()
        for batch in batches:
            spool.add(batch)
        assert spool.rows == sum(map(len, batches))
        assert list(spool) == [row for batch in batches for row in batch]


def test_what_is_never_read_is_let_go() -> None:
    spool = Spool()
    file = spool._file
    spool.add([(1,)])
    del spool
    gc.collect()
    assert file.closed


def test_a_full_disk_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    spool = Spool()

    class Full:
        def write(self, _body: bytes) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    spool.close()
    monkeypatch.setattr(spool, "_file", Full())
    with pytest.raises(BellbuoyError, match="no room for the answer: No space left"):
        spool.add([(1,)])
