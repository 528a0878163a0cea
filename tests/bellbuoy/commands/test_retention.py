"""Retention as commands: a look first, then rows go."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.bellbuoy.commands.conftest import Bell


def events(store: Path) -> int:
    with closing(sqlite3.connect(store)) as db:
        (count,) = db.execute("SELECT count(*) FROM event").fetchone()
    return int(count)


def age(store: Path) -> None:
    """Some of the demo store's facts come to be a year older."""
    with closing(sqlite3.connect(store)) as db:
        db.executemany(
            "INSERT INTO event (source, external_id, client_id, at_us, day, known_us,"
            " backfilled, kind, value) VALUES ('old', ?, 1, ?, ?, 0, 1, 'calls', 5)",
            [(f"o{n}", (20_000 - n) * 86_400_000_000, 20_000 - n) for n in range(40)],
        )
        db.commit()


def test_from_a_look_to_a_run(bell: Bell, demo_store: Path) -> None:
    age(demo_store)
    assert bell("retention", "list", store=demo_store).err == (
        "no policy is set: every fact is kept\n"
    )
    look = bell("retention", "add", "telemetry", "-n", store=demo_store)
    assert (look.code, look.err) == (0, "a dry run: 40 rows would be due\n")
    assert bell("retention", "run", "telemetry", store=demo_store).code == 3
    line = ["retention", "add", "telemetry", "--days", "90", "--basis", "disputes"]
    told = bell(*line, "--json", store=demo_store)
    assert (told.rows[0]["days"], told.rows[0]["due"]) == (90, 40)
    assert bell(*line, store=demo_store).code == 2
    before = events(demo_store)
    assert bell("retention", "run", "-n", store=demo_store).err == (
        "a dry run: 40 rows would go\n"
    )
    assert events(demo_store) == before
    assert bell("retention", "run", store=demo_store).err == (
        "40 rows gone; bellbuoy store compact gives their room back\n"
    )
    assert events(demo_store) == before - 40
    (row,) = bell("retention", "show", "telemetry", "--json", store=demo_store).rows
    assert (row["due"], row["basis"]) == (0, "disputes")
    old = bell("client", "list", "--as-of", "2024-09-01", store=demo_store)
    assert old.code == 0
    assert "are no longer kept: this is told from daily sums" in old.err
    noon = bell("client", "list", "--as-of", "2024-09-01T12:00", store=demo_store)
    assert (noon.code, noon.out) == (9, "")
    assert noon.err.endswith("that day is told as a whole\nhint: write 2024-09-01\n")
    assert bell("retention", "delete", "telemetry", store=demo_store).code == 0
    assert bell("retention", "delete", "telemetry", store=demo_store).code == 3


def use_long_ago(store: Path) -> None:
    """The first client comes to be used on 40 days of the autumn of 2024."""
    with closing(sqlite3.connect(store)) as db:
        for n in range(40):
            day = 20_000 - n
            db.execute("INSERT INTO usage_day VALUES (?, 1, 5, 2)", (day,))
            db.execute("INSERT INTO usage_sum VALUES (?, 5, 2)", (day,))
        db.commit()


def test_old_days_become_months(bell: Bell, demo_store: Path) -> None:
    use_long_ago(demo_store)
    look = bell("retention", "add", "usage-day", "-n", store=demo_store)
    assert look.err.startswith("a dry run: 40 rows would be due; a look at a day before its")
    assert "history begins 2026-" in look.err
    assert bell("retention", "add", "usage-day", "--days", "149", store=demo_store).code == 2
    assert (
        bell("retention", "add", "usage-day", "--json", store=demo_store).rows[0]["days"] == 400
    )
    months = ("client", "months", "C-0001", "--months", "30", "--json")
    before = bell(*months, store=demo_store).rows
    dry = bell("retention", "run", "-n", store=demo_store)
    done = bell("retention", "run", store=demo_store)
    told = "40 rows {}, 40 of them of 40 days (about "
    assert dry.err.startswith("a dry run: " + told.format("would go"))
    assert done.err.startswith(told.format("gone"))
    assert dry.err.split("(")[1].split(")")[0] == done.err.split("(")[1].split(")")[0]
    after = bell(*months, store=demo_store).rows
    assert [{**row, "by_day": True} for row in after] == before
    told_days = [(row["month"], row["calls"], row["days"]) for row in after if row["days"]]
    assert told_days[:3] == [("2024-08", 30, 6), ("2024-09", 150, 30), ("2024-10", 20, 4)]
    assert [row["by_day"] for row in after if row["month"] < "2025"] == [False] * 7
    usage = bell("client", "usage", "C-0001", "--days", "900", store=demo_store)
    assert "is known by month only: bellbuoy client months" in usage.out
    old = bell("client", "list", "--as-of", "2024-09-01", store=demo_store)
    assert (old.code, "is known by month only" in old.err) == (0, True)


def test_what_the_program_keeps_of_itself_has_days_of_its_own(
    bell: Bell, demo_store: Path
) -> None:
    rows = bell("retention", "list", "--json", store=demo_store).rows
    assert {row["name"]: (row["days"], row["by"]) for row in rows} == {
        "telemetry": (None, None), "events": (None, None),
        "usage-day": (None, None), "alerts": (365, "shipped"),
        "deliveries": (90, "shipped"), "runs": (90, "shipped"), "faults": (90, "shipped"),
        "timings": (7, "shipped"),
    }  # fmt: skip
    (row,) = bell("retention", "add", "runs", "--days", "14", "--json", store=demo_store).rows
    assert (row["days"], row["by"]) == (14, "policy")
    assert bell("retention", "add", "runs", "--days", "6", store=demo_store).err.startswith(
        "error: a policy takes 7 to 36,500 days"
    )
    told = bell("retention", "delete", "runs", store=demo_store)
    assert told.err == "taken away: from now on 90 days are kept, as shipped\n"


def test_who_may(bell: Bell, demo_store: Path) -> None:
    assert bell("retention", "list", "--as", "auditor", store=demo_store).code == 0
    for line in (["add", "telemetry"], ["run"], ["delete", "telemetry"]):
        assert bell("retention", *line, "--as", "auditor", store=demo_store).code == 5
    assert bell("retention", "list", "--as", "rep", store=demo_store).code == 5


def test_words_that_are_no_class(bell: Bell, demo_store: Path) -> None:
    told = bell("retention", "show", "mail", store=demo_store)
    assert (told.code, told.err) == (
        3, "error: no class “mail”\n"
        "hint: classes: telemetry, events, usage-day, alerts, deliveries, runs, faults,"
        " timings\n",
    )  # fmt: skip
    assert bell("retention", "add", "telemetry", "--days", "7", store=demo_store).code == 2
