"""Names of backups sort by time, whatever a store is called."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from core.store.naming import another, backup_name

AT = datetime(2026, 11, 16, 4, 10, 5, tzinfo=timezone(timedelta(hours=1)))


def test_a_name_says_whose_and_when_in_utc() -> None:
    assert backup_name("acme", AT) == "acme-20261116T031005Z.db"
    assert another("acme-20261116T031005Z.db", 2) == "acme-20261116T031005Z-2.db"


@settings(max_examples=60, deadline=None)
@given(store=st.text(max_size=12), at=st.datetimes(timezones=st.just(UTC)))
def test_any_store_has_a_name_that_is_one_file_in_a_folder(store: str, at: datetime) -> None:
    name = backup_name(store, at)
    assert re.fullmatch(r"\w[\w.-]*-\d{5,8}T\d{6}Z\.db", name, re.ASCII)
