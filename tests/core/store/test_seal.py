"""A seal says what was written, or that it does not any more."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.store.seal import read_seal, seal_text
from core.store.types import BackupSeal, TableSeal

SEAL = BackupSeal(
    made=datetime(2026, 11, 16, 3, 10, tzinfo=UTC),
    store="/data/acme.db",
    engine="sqlite",
    form=9,
    bytes=4096,
    sha256="ab",
    checksum="cd",
    tables=(TableSeal("client", 15, "ef"), TableSeal("event", 0, "01")),
)
names = st.text(min_size=1, max_size=20)
tables = st.lists(
    st.builds(TableSeal, names, st.integers(0, 2**63), names),
    unique_by=lambda table: table.table, max_size=4,
)  # fmt: skip
seals = st.builds(
    BackupSeal,
    made=st.datetimes(timezones=st.just(UTC)),
    store=names, engine=names, form=st.integers(1, 99), bytes=st.integers(0, 2**63),
    sha256=names, checksum=names, tables=tables.map(tuple),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(seal=seals)
def test_what_is_written_is_read(seal: BackupSeal) -> None:
    assert read_seal(seal_text(seal)) == seal


@settings(max_examples=100, deadline=None)
@given(at=st.integers(0, len(seal_text(SEAL).encode()) - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_is_never_believed(at: int, bit: int) -> None:
    raw = bytearray(seal_text(SEAL).encode())
    raw[at] ^= 1 << bit
    try:
        found = read_seal(raw.decode("utf-8", "surrogateescape"))
    except ValueError:
        return
    assert found == SEAL, "only blanks between the values may differ"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "bellbuoy.backup-seal/1"}', "x"])
def test_other_text_is_no_seal(text: str) -> None:
    with pytest.raises(ValueError):
        read_seal(text)
