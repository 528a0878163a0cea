"""Settings as text, and back."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from core.store.types import ClockSetting
from storage.engine.store import Store
from storage.engine.version import SCHEMA
from storage.store.reads import clock_text, parse_clock, settings, store_info
from storage.store.writes import put_setting

zones = st.sampled_from([UTC, timezone(timedelta(hours=5))])
instants = st.datetimes(timezones=zones).filter(lambda at: 1000 < at.year < 9999)
clocks = (
    st.just(ClockSetting("live"))
    | instants.map(lambda at: ClockSetting("frozen", instant=at))
    | st.integers(-(10**9), 10**9).map(lambda s: ClockSetting("shifted", seconds=s))
)


@given(clock=clocks)
def test_a_clock_is_read_as_it_was_written(clock: ClockSetting) -> None:
    assert parse_clock(clock_text(clock)) == clock


def test_settings_are_replaced_by_name(a_store: Store) -> None:
    store = a_store
    with store.unit() as unit:
        put_setting(unit, "currency", "EUR")
        put_setting(unit, "currency", "JPY")
        put_setting(unit, "demo", "seed 1")
    with store.reader() as reader:
        assert settings(reader)["currency"] == "JPY"
        info = store_info(reader, "x.db")
    assert (info.currency, info.demo, info.schema, info.url) == ("JPY", True, SCHEMA, "x.db")
