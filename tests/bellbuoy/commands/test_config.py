from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.commands.config import KEYS, clock_text
from bellbuoy.services import integrations, worker
from bellbuoy.services.context import open_context
from bellbuoy.services.look import own_file
from core.look.types import SETTINGS
from core.store.types import ClockSetting
from storage.health.marks import mark_changed, mark_history
from tests.bellbuoy.commands.conftest import AS_OF, Bell
from tests.fixtures.dump import dump


def test_every_setting(demo: Bell) -> None:
    told = demo("config", "get", "--json")
    assert told.json["schema"] == "bellbuoy.setting/1"
    mine = [row for row in told.rows if not row["key"].startswith("job.")]
    assert [(row["key"], row["value"]) for row in mine] == [
        ("clock", AS_OF), ("timezone", "UTC"), ("currency", "USD"), ("health", "health/1"),
        ("scoring", "40/30/30, 5,000 calls, 30 logins, healthy from 70, at risk from 40"),
        ("tiers", "at_risk=40,healthy=70"),
        ("cache.days", "7"), ("backup.dir", "off"), ("backup.keep", "7"),
        ("backup.days", "28"), ("backup.alarm_hours", "26"), ("worker.max", "1"),
        ("alerts.quiet", "off"), *((setting.key, setting.default) for setting in SETTINGS),
    ]  # fmt: skip
    assert [row["key"] for row in mine if row["writable"]] == [
        "clock", "scoring", "tiers", "cache.days", "backup.dir", "backup.keep", "backup.days",
        "backup.alarm_hours", "worker.max", *(setting.key for setting in SETTINGS),
    ]  # fmt: skip
    assert [row["key"] for row in mine] == [*KEYS, *(setting.key for setting in SETTINGS)]
    assert len(demo("config", "get").lines) == len(told.rows) + 1


def test_the_look_needs_no_store(bell: Bell) -> None:
    told = bell("config", "set", "look.theme", "light", "--json")
    assert (told.code, told.rows[0]["value"]) == (0, "light")
    assert bell("config", "set", "look.glyphs", "ascii", "-n").err.startswith("a dry run")
    assert bell("config", "get", "look.glyphs", "--json").rows[0]["value"] == "auto"
    told = bell("config", "set", "look.theme", "light")
    assert told.err.strip() == "nothing changed"
    assert own_file.path().read_text() == '[look]\ntheme = "light"\n'


@pytest.mark.parametrize(
    "line",
    ["set look.font big", "set look.theme nosuch", "set look.mouse", "get look.thme",
     "set look.mouse off --weights 50/25/25"],
)  # fmt: skip
def test_what_the_look_cannot_have(bell: Bell, line: str) -> None:
    told = bell("config", *line.split())
    assert told.code == 2
    assert not own_file.path().exists()


def test_where_backups_go(bell: Bell, demo_store: Path, tmp_path: Path) -> None:
    line = ("config", "set", "backup.dir", str(tmp_path))
    look = bell(*line, "-n", store=demo_store)
    assert (look.code, look.err) == (0, f"a dry run: it would be {tmp_path}; it is off\n")
    assert bell(*line, store=demo_store).err == "it was off\n"
    assert bell(*line, store=demo_store).err == "nothing changed\n"
    (row,) = bell("config", "get", "backup.dir", "--json", store=demo_store).rows
    assert (row["value"], row["writable"]) == (str(tmp_path), True)
    assert bell("config", "set", "backup.dir", "off", store=demo_store).code == 0
    for wrong in (["backup.keep", "0"], ["backup.days"], ["backup.dir", "/no/such/place"]):
        assert bell("config", "set", *wrong, store=demo_store).code == 2


def test_how_long_a_look_is_kept(bell: Bell, demo_store: Path) -> None:
    told = bell("config", "set", "cache.days", "30", "-n", store=demo_store)
    assert (told.code, told.err) == (0, "a dry run: it would be 30 days; it is 7\n")
    assert bell("config", "set", "cache.days", "30", store=demo_store).err == "it was 7\n"
    told = bell("config", "set", "cache.days", "30", "--json", store=demo_store)
    assert (told.rows[0]["value"], told.err) == ("30", "nothing changed\n")
    for wrong in ("0", "soon", "4000"):
        assert bell("config", "set", "cache.days", wrong, store=demo_store).code == 2
    assert bell("config", "set", "cache.days", store=demo_store).code == 2
    assert (
        bell("config", "get", "cache.days", "--csv", store=demo_store).lines[1].split(",")[1]
        == "30"
    )


def test_one_setting(demo: Bell) -> None:
    assert (
        demo("config", "get", "currency", "--csv", "--cols", "value").out == "value\r\nUSD\r\n"
    )
    told = demo("config", "get", "colour")
    assert told.code == 2


def test_the_clock_can_be_set_and_let_go(bell: Bell, demo_store: Path) -> None:
    told = bell("config", "set", "clock", "2026-11-01", "--json", store=demo_store)
    assert told.rows[0]["value"] == told.json["as_of"] == "2026-11-01T23:59:59.999999Z"
    assert told.err.startswith("scored again: ")
    (row,) = bell("client", "list", "umber", "--json", store=demo_store).rows
    assert row["health"] == 89
    assert bell("store", "check", "--full", store=demo_store).code == 0
    again = bell("config", "set", "clock", "2026-11-01", store=demo_store)
    assert again.err == "nothing changed\n"
    instant = bell("config", "set", "clock", AS_OF, "--json", store=demo_store)
    assert instant.rows[0]["value"] == AS_OF
    live = bell("config", "set", "clock", "live", "--json", store=demo_store)
    assert live.rows[0]["value"] == "live"


def test_a_dry_run_sets_nothing(bell: Bell, demo_store: Path) -> None:
    told = bell("config", "set", "clock", "live", "-n", store=demo_store)
    assert told.err == f"a dry run: the clock would be live; it is {AS_OF}\n"
    assert bell("config", "get", "clock", "--json", store=demo_store).rows[0]["value"] == AS_OF


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("set clock yesterday", 2),
        ("set clock 2026-13-01", 2),
        ("set clock 2026-11-01T10:00:00", 2),
        ("set timezone Europe/Berlin", 2),
        ("set colour red", 2),
        ("set clock", 2),
        ("set clock live --weights 50/25/25", 2),
        ("set clock live --from formula.json", 2),
        ("set clock live --cols moved", 2),
        ("set clock live --as rep", 5),
        ("set clock live --read-only", 2),
        ("set clock live --as-of 2026-11-01", 2),
    ],
)
def test_what_cannot_be_set(bell: Bell, demo_store: Path, line: str, code: int) -> None:
    assert bell("config", *line.split(), store=demo_store).code == code
    assert bell("config", "get", "clock", "--json", store=demo_store).rows[0]["value"] == AS_OF


def test_a_living_worker_is_left_to_score(bell: Bell, demo_store: Path) -> None:
    worker.enlist(open_context(str(demo_store)), "test")
    told = bell("config", "set", "clock", "2026-11-01", store=demo_store)
    assert told.err == "the worker scores everyone again now\n"


def test_where_files_are(bell: Bell, away: Path, tmp_path: Path) -> None:
    rows = bell("config", "path", "--json", store=tmp_path / "x.db").rows
    found = {row["name"]: row["path"] for row in rows}
    assert found["store"] == str(tmp_path / "x.db")
    assert found["log"] == str(away / ".local/state/bellbuoy/bellbuoy.log")
    assert list(away.iterdir()) == [], "asking makes nothing"


def test_a_shifted_clock_says_by_how_much() -> None:
    assert clock_text(ClockSetting("shifted", seconds=-60)) == "shifted -60 s"


def test_a_clock_that_stands_already_scores_who_still_waits(
    bell: Bell, demo_store: Path
) -> None:
    """As after a command before it that was stopped half-way."""
    ctx = open_context(str(demo_store), user="test")
    with ctx.store.unit() as unit:
        mark_changed(unit, [1], "test")
        mark_history(unit, [2])
    line = ("config", "set", "clock", "2026-11-16T14:00:00+00:00")
    told = bell(*line, store=demo_store)
    assert (told.code, told.err) == (0, "scored again: 0 clients stand differently\n")
    assert not integrations.scores_wait(ctx)
    assert bell(*line, store=demo_store).err == "nothing changed\n"


def test_bounds_of_tiers_show_who_moves_before_they_hold(bell: Bell, demo_store: Path) -> None:
    line = ("config", "set", "tiers", "at_risk=45, healthy=75")
    before = dump(demo_store)
    tried = bell(*line, "-n", "--json", store=demo_store)
    assert tried.code == 0
    assert dump(demo_store) == before
    assert tried.json["rows"][0]["moves"]
    flags = ("--healthy-from", "75", "--at-risk-from", "45", "-n", "--json")
    same = bell("config", "set", "scoring", *flags, store=demo_store)
    assert tried.out == same.out
    assert bell(*line, "-y", store=demo_store).code == 0
    (row,) = bell("config", "get", "tiers", "--json", store=demo_store).rows
    assert (row["value"], row["writable"]) == ("at_risk=45,healthy=75", True)
    assert bell("config", "set", "tiers", "healthy=80", "-y", store=demo_store).code == 0
    (row,) = bell("config", "get", "tiers", "--json", store=demo_store).rows
    assert row["value"] == "at_risk=45,healthy=80"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "the bounds are missing"),
        (("luck=3",), "“luck=3” is no bound of a tier"),
        (("healthy=70,healthy=80",), "“healthy=80” is no bound of a tier"),
        (("healthy",), "“healthy” is no bound of a tier"),
        (("at_risk=80",), "do not fit"),
        (("healthy=x",), "x"),
        (("healthy=80", "--fit"), "--fit does nothing for tiers"),
    ],
)
def test_what_is_no_bound_of_a_tier(
    bell: Bell, demo_store: Path, words: tuple[str, ...], said: str
) -> None:
    done = bell("config", "set", "tiers", *words, "-n", store=demo_store)
    assert done.code == 2
    assert said in done.err


def test_the_pace_of_screens_has_a_short_name(bell: Bell, demo_store: Path) -> None:
    (row,) = bell("config", "get", "refresh", "--json", store=demo_store).rows
    assert (row["key"], row["value"]) == ("look.refresh", "30s")
    assert bell("config", "set", "refresh", "off", store=demo_store).code == 0
    (row,) = bell("config", "get", "look.refresh", "--json", store=demo_store).rows
    assert row["value"] == "off"
    assert bell("config", "set", "refresh", "7s", store=demo_store).code == 2
