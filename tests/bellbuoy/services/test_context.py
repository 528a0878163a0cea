"""The context: who asks, of which store, at which moment."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime, timedelta

import pytest

from bellbuoy.services.clock import FixedClock, SystemClock, store_now
from bellbuoy.services.context import login_name, open_context, parse_as_of
from core.store.types import ClockSetting
from core.values.errors import UsageError
from core.values.instants import local_day, to_micros
from storage.engine.store import Store
from tests.fixtures.drawn import TODAY
from tests.fixtures.stores import NOW, NewStore, context

# New York turned its clocks on the eighth: its days are 23 hours long, then 24.
EVENING = datetime(2026, 3, 11, 3, 59, 59, 999_999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", None),
        ("2026-03-10", EVENING),
        ("2026-03-07", datetime(2026, 3, 8, 4, 59, 59, 999_999, tzinfo=UTC)),
        ("2026-03-10T14:00", datetime(2026, 3, 10, 18, tzinfo=UTC)),
        ("2026-03-10T14:00:00Z", datetime(2026, 3, 10, 14, tzinfo=UTC)),
        ("2026-03-10T14:00:00+02:00", datetime(2026, 3, 10, 12, tzinfo=UTC)),
        # Today has not ended yet: its end is now.
        ("2026-03-15", None),
        ("2026-03-15T23:00", None),
    ],
)  # fmt: skip
def test_a_past_moment_is_read_in_the_store_s_zone(
    new_store: NewStore, text: str, expected: datetime | None
) -> None:
    assert parse_as_of(new_store("America/New_York"), text) == expected


@pytest.mark.parametrize("text", ["2026-03-16", "2027-01-01T00:00:00Z", "2026-03-16T10:00"])
def test_a_day_to_come_is_refused(new_store: NewStore, text: str) -> None:
    with pytest.raises(UsageError, match="ahead of the store's clock"):
        parse_as_of(new_store("America/New_York"), text)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-02-30", "2026-3-1", "2026-03-08T02:30"]
)
def test_what_is_no_moment_is_refused(new_store: NewStore, text: str) -> None:
    with pytest.raises(UsageError, match="no day or time"):
        parse_as_of(new_store("America/New_York"), text)


def test_now_is_the_past_moment_or_the_store_s_present(new_store: NewStore) -> None:
    ctx = new_store("America/New_York")
    assert (ctx.now, ctx.present, ctx.today, ctx.known_us) == (NOW, NOW, TODAY, None)
    past = ctx.looking_at(EVENING)
    assert (past.now, past.present, past.today) == (EVENING, NOW, TODAY - 5)
    assert past.looking_at(None).now == NOW
    assert (past.wall_us, past.known_us) == (to_micros(NOW), None)


def test_a_store_is_opened_at_a_day(a_store: Store) -> None:
    ctx = open_context(
        a_store.address, as_of="2026-03-10", clock=FixedClock(NOW), as_known=True
    )
    assert local_day(ctx.now, ctx.zone) == TODAY - 5
    assert ctx.known_us == to_micros(ctx.now)
    assert open_context(a_store.address, as_of="now", clock=FixedClock(NOW)).as_of is None


def test_whoever_opens_the_file_is_its_owner_unless_told(
    a_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "eve")
    assert open_context(a_store.address).viewer.role == "admin"
    assert open_context(a_store.address).viewer.name == "eve"
    assert context(a_store, user="ana", role="rep").viewer.role == "rep"

    def nobody() -> str:
        raise KeyError("no such uid")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert login_name() == "unknown"


def test_each_call_has_a_trace_of_its_own(a_store: Store) -> None:
    assert context(a_store).trace_id != context(a_store).trace_id


def test_store_clocks() -> None:
    wall = FixedClock(NOW)
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    assert store_now(ClockSetting("live"), wall) == NOW
    assert store_now(ClockSetting("frozen", instant=long_ago), wall) == long_ago
    shifted = store_now(ClockSetting("shifted", seconds=-3600), wall)
    assert shifted == NOW - timedelta(hours=1)
    assert SystemClock().now().tzinfo == UTC
