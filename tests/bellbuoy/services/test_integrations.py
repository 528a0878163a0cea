"""Imports from end to end: files in, facts stored once, the rest in quarantine."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services import clients, quarantine
from bellbuoy.services.context import Context
from bellbuoy.services.importing import run as run_module
from bellbuoy.services.importing.progress import Step
from bellbuoy.services.importing.run import StoppedError
from bellbuoy.services.integrations import (
    import_path,
    load_mapping,
    settle_history,
    unused,
    with_baselines,
)
from bellbuoy.services.overview import overview
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.settings import frozen_at, set_clock
from core.health.types import Baseline, HealthConfig
from core.integrations.mapping_types import HealthBaselines, Mapping, PlanBaseline
from core.integrations.types import FileCount, ImportSummary
from core.values.errors import ConflictError, NotFoundError, UsageError
from core.values.instants import parse_day
from core.values.money import Money, monthly
from tests.fixtures.dump import dump
from tests.fixtures.ravenstack import DATA, MAPPING, ROOT, arr_on, need_ravenstack
from tests.fixtures.stores import NOW, NewStore, context, move

PLAIN = ROOT / "examples" / "plain"
JULY = datetime(2024, 7, 1, 9, tzinfo=UTC)


def plain(source: str = "import") -> Mapping:
    return load_mapping(None, None, source, "USD")


def lines(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def one(ctx: Context, sql: str) -> Any:
    with ctx.reader() as reader:
        return reader.value(sql)


def every(ctx: Context, sql: str) -> list[tuple[Any, ...]]:
    with ctx.reader() as reader:
        return reader.rows(sql)


# RavenStack


@pytest.fixture(scope="module")
def raven(new_store: NewStore) -> tuple[Context, ImportSummary, ImportSummary, tuple[Any, Any]]:
    """Imported twice, in the summer after; with the content after each time."""
    folder = need_ravenstack()
    ctx = new_store(at=datetime(2025, 6, 1, tzinfo=UTC))
    mapping = load_mapping(MAPPING, None, None, "USD")
    ledgers = ("audit", "change_set", "change_row", "import_run", "import_file")
    first = import_path(ctx, folder, mapping)
    before = dump(ctx.store, without=ledgers)
    second = import_path(ctx, folder, mapping)
    return ctx, first, second, (before, dump(ctx.store, without=ledgers))


COUNTS = (
    FileCount("ravenstack_accounts.csv", "client", 500, 500, 0, 0),
    FileCount("ravenstack_subscriptions.csv", "subscription", 5000, 5000, 0, 0),
    FileCount("ravenstack_feature_usage.csv", "usage", 25000, 24979, 0, 21),
    FileCount("ravenstack_support_tickets.csv", "incident", 2000, 1964, 0, 36),
    FileCount("ravenstack_churn_events.csv", "event", 600, 600, 0, 0),
)


def test_ravenstack_is_taken_in_to_the_row(raven: Any) -> None:
    _, first, _, _ = raven
    assert first.files == COUNTS
    assert (first.read, first.stored, first.quarantined) == (33100, 33043, 57)
    assert first.reasons == (("time.order", 36), ("id.conflict", 21))
    assert first.changed_clients == first.scored == 500
    assert sum(first.tiers.values()) == 500
    assert not first.resumed


def test_a_second_import_of_ravenstack_changes_nothing(raven: Any) -> None:
    ctx, _, second, (before, after) = raven
    assert second.files == tuple(
        replace(count, stored=0, unchanged=count.stored, skipped=True) for count in COUNTS
    )
    assert (second.stored, second.quarantined) == (0, 57)
    assert after == before
    assert one(ctx, "SELECT count(*) FROM quarantine") == 57


def test_old_data_offers_to_set_the_clock_there(raven: Any) -> None:
    _, first, second, _ = raven
    assert first.newest == first.offer_clock == parse_day("2024-12-31")
    assert (second.newest, second.offer_clock) == (None, None)


def test_refused_rows_are_kept_as_they_were(raven: Any) -> None:
    ctx, _, _, _ = raven
    held = {
        name: (DATA / name).read_bytes().splitlines(keepends=True)
        for name in ("ravenstack_feature_usage.csv", "ravenstack_support_tickets.csv")
    }
    rows = quarantine.page(ctx, limit=100).rows
    assert Counter((row.file, row.code) for row in rows) == {
        ("ravenstack_feature_usage.csv", "id.conflict"): 21,
        ("ravenstack_support_tickets.csv", "time.order"): 36,
    }
    for row in rows:
        assert row.raw == held[row.file][row.line - 1]
        assert (row.source, row.run, row.state) == ("ravenstack", 1, "new")
        assert quarantine.show(ctx, row.key) == row


def test_ravenstack_s_revenue_is_that_of_its_file(raven: Any) -> None:
    ctx, _, _, _ = raven
    past = ctx.looking_at(datetime(2024, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC))
    shown = {row.key: row.arr.minor for row in clients.page(past, limit=500).rows if row.arr}
    assert shown == arr_on("2024-12-31")
    [total] = overview(past).arr
    assert monthly(total) == Money(10_159_608_00, "USD")


def test_the_revenue_of_a_year_before_too(raven: Any) -> None:
    ctx, _, _, _ = raven
    past = ctx.looking_at(datetime(2023, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC))
    [total] = overview(past).arr
    assert monthly(total) == Money(1_262_113_00, "USD")
    shown = {row.key: row.arr.minor for row in clients.page(past, limit=500).rows if row.arr}
    before = arr_on("2023-12-31")
    signed = {row.key for row in clients.page(past, limit=500).rows}
    assert shown == {key: arr for key, arr in before.items() if key in signed}


# The plain form


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    return new_store(at=JULY)


def test_the_plain_example_is_taken_in(ctx: Context) -> None:
    done = import_path(ctx, PLAIN, plain())
    assert [(f.file, f.stored, f.quarantined) for f in done.files] == [
        ("client.csv", 8, 0), ("subscription.csv", 10, 0), ("day_total.csv", 59, 0),
        ("incident.jsonl", 6, 0),
    ]  # fmt: skip
    assert done.offer_clock is None
    rows = {row.key: row for row in clients.page(ctx).rows}
    assert rows["C-001"].arr == Money(4_800_000 + 120_00 * 40 * 12, "GBP")
    assert rows["C-003"].arr == Money(7_200_000, "JPY")
    assert (rows["C-003"].calls_30, rows["C-003"].name) == (7947, "株式会社みなと")
    assert rows["C-005"].open_incidents == 1
    assert rows["C-006"].arr is None
    assert unused(PLAIN, plain()) == ()


def test_its_second_import_changes_nothing(ctx: Context) -> None:
    import_path(ctx, PLAIN, plain())
    settle_history(ctx)
    ledgers = ("audit", "change_set", "change_row", "import_run", "import_file")
    before = dump(ctx.store, without=ledgers)
    again = import_path(ctx, PLAIN, plain())
    assert (again.stored, again.unchanged, again.quarantined) == (0, 83, 0)
    assert (again.changed_clients, again.scored) == (0, 0)
    assert dump(ctx.store, without=ledgers) == before


def test_a_dry_run_counts_and_stores_nothing(ctx: Context, tmp_path: Path) -> None:
    lines(tmp_path / "client.csv", "id,name,start", "a,A,2024-01-01", "b,,2024-01-01")
    before = dump(ctx.store)
    done = import_path(ctx, tmp_path, plain(), dry_run=True)
    assert done.files == (FileCount("client.csv", "client", 2, 1, 0, 1),)
    assert done.reasons == (("required.name", 1),)
    assert dump(ctx.store) == before


# What may be in a file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of every kind; some rows are bad, some come twice."""
    folder = tmp_path / "in"
    folder.mkdir()
    write_folder(folder)
    return folder


def write_folder(folder: Path) -> None:
    days = [f"2024-06-{day:02}" for day in range(1, 31)]
    lines(
        folder / "client.csv", "id,name,start,plan",
        *(f"c{n},Client {n},2023-01-0{n},pro" for n in range(1, 7)),
        "c1,Other content,2023-01-01,pro", "c2,Client 2,2023-01-02,pro",
    )  # fmt: skip
    lines(
        folder / "subscription.csv", "id,client,start,amount,currency,period",
        *(f"s{n},c{n % 7},2024-01-01,{n}00.50,USD,month" for n in range(1, 11)),
        "s1,c1,2024-01-01,999.00,USD,month",
    )  # fmt: skip
    lines(
        folder / "usage.csv", "id,client,at,value",
        *(f"u{n},c{n % 6 + 1},{days[n % 30]}T0{n % 10}:00:00Z,{n}" for n in range(60)),
        "u3,c4,2024-06-04T03:00:00Z,4", "u4,c5,2024-06-05T04:00:00Z,4",
        "bad,c1,2024-06-05 04:00:00,4", "u61,nobody,2024-06-05T04:00:00Z,4",
    )  # fmt: skip
    lines(
        folder / "login.csv", "id,client,at",
        *(f"l{n},c{n % 6 + 1},{days[n % 30]}T12:00:00Z" for n in range(40)),
    )  # fmt: skip
    lines(
        folder / "day_total.csv", "client,day,calls,logins",
        *(f"c1,{day},{n * 10}," for n, day in enumerate(days)), "c1,2024-06-02,77,1",
    )  # fmt: skip
    incidents = [
        {"id": f"i{n}", "client": f"c{n % 6 + 1}", "opened": f"{days[n]}T08:00:00Z"}
        for n in range(20)
    ]
    incidents += [{**incidents[3], "severity": "low"}, incidents[4], {"id": "i99"}]
    lines(folder / "incident.jsonl", *(json.dumps(each) for each in incidents))


def test_a_row_of_each_fault_is_quarantined_and_the_rest_is_stored(
    ctx: Context, folder: Path
) -> None:
    done = import_path(ctx, folder, plain())
    assert {f.kind: (f.read, f.stored, f.unchanged, f.quarantined) for f in done.files} == {
        "client": (8, 6, 1, 1),
        "subscription": (11, 9, 0, 2),
        "usage": (64, 60, 1, 3),
        "logins": (40, 40, 0, 0),
        "day_total": (31, 31, 0, 0),
        "incident": (23, 20, 1, 2),
    }
    found = {(row.kind, row.line): (row.code, row.raw) for row in quarantine.page(ctx).rows}
    last = (folder / "incident.jsonl").read_bytes().splitlines(keepends=True)[-1]
    assert found == {
        ("client", 8): ("id.conflict", b"c1,Other content,2023-01-01,pro\n"),
        ("subscription", 8): ("ref.client", b"s7,c0,2024-01-01,700.50,USD,month\n"),
        ("subscription", 12): ("id.conflict", b"s1,c1,2024-01-01,999.00,USD,month\n"),
        ("usage", 62): ("id.conflict", b"u3,c4,2024-06-04T03:00:00Z,4\n"),
        ("usage", 64): ("time.naive", b"bad,c1,2024-06-05 04:00:00,4\n"),
        ("usage", 65): ("ref.client", b"u61,nobody,2024-06-05T04:00:00Z,4\n"),
        ("incident", 21): ("id.conflict", _incident(folder, 20)),
        ("incident", 23): ("required.client", last),
    }
    assert done.reasons == (
        ("id.conflict", 4), ("ref.client", 2), ("required.client", 1), ("time.naive", 1),
    )  # fmt: skip


def _incident(folder: Path, index: int) -> bytes:
    return (folder / "incident.jsonl").read_bytes().splitlines(keepends=True)[index]


def test_a_second_import_finds_the_same_conflicts_and_nothing_else(
    ctx: Context, folder: Path
) -> None:
    first = import_path(ctx, folder, plain())
    kept = quarantine.page(ctx).rows
    again = import_path(ctx, folder, plain())
    assert (again.stored, again.read) == (0, first.read)
    assert all(f.skipped for f in again.files)
    assert [f.quarantined for f in again.files] == [f.quarantined for f in first.files]
    assert quarantine.page(ctx).rows == kept
    assert one(ctx, "SELECT calls FROM usage_day u JOIN client c ON c.id = u.client_id"
                    " WHERE c.key = 'c1' AND day = 19876") == 77  # fmt: skip


def test_a_changed_file_applies_its_difference_and_keeps_what_was(
    ctx: Context, folder: Path
) -> None:
    import_path(ctx, folder, plain())
    changes = one(ctx, "SELECT max(id) FROM change_set")
    _replace(folder / "client.csv", "c3,Client 3,2023-01-03,pro", "c3,Klient 3,2023-01-03,pro")
    _replace(folder / "subscription.csv", "s2,c2,2024-01-01,200.50", "s2,c3,2024-01-01,250.50")
    _replace(folder / "incident.jsonl", "2024-06-06T08:00:00Z", "2024-06-07T08:00:00Z")
    _replace(folder / "day_total.csv", "c1,2024-06-09,80,", "c1,2024-06-09,85,")
    _replace(
        folder / "usage.csv", "u8,c3,2024-06-09T08:00:00Z,8", "u8,c3,2024-06-09T08:00:00Z,9"
    )
    done = import_path(ctx, folder, plain())
    stored = {f.kind: f.stored for f in done.files if f.stored}
    assert stored == {"client": 1, "subscription": 1, "incident": 1, "day_total": 3}
    kept = every(
        ctx,
        "SELECT table_name, row_key, before, after FROM change_row"
        f" WHERE change_id > {changes} AND before IS NOT NULL ORDER BY table_name, row_key",
    )
    found = {(table, key): (json.loads(b), json.loads(a)) for table, key, b, a in kept}
    micros = 1_717_747_200_000_000
    assert found.pop(("client", "3")) == (
        {"name": "Client 3", "name_key": "client 3"},
        {"name": "Klient 3", "name_key": "klient 3"},
    )
    known = {"known_us", "backfilled"}
    before, after = found.pop(("incident", "6"))
    assert (before["opened_us"], after["opened_us"]) == (micros - 86_400_000_000, micros)
    before, after = found.pop(("subscription", "2"))
    assert (before["client_id"], after["client_id"]) == (2, 3)
    assert (before["amount_minor"], after["amount_minor"]) == (20050, 25050)
    assert before.keys() - known == {"client_id", "amount_minor"}
    assert found == {
        ("usage_total", '["import", 1, 19883]'): ({"calls": 80}, {"calls": 85}),
    }
    assert one(ctx, "SELECT calls FROM usage_day WHERE day = 19883 AND client_id = 1") == 85
    # Both clients of the subscription that moved have another ARR.
    rows = {row.key: row.arr for row in clients.page(ctx).rows}
    assert rows["c2"] == Money(90_050 * 12, "USD")
    assert rows["c3"] == Money((25_050 + 30_050 + 100_050) * 12, "USD")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


# Stopped and taken up again


def stops_after(batches: int) -> Any:
    answers = iter([False] * batches)
    return lambda: next(answers, True)


def import_with_stop(ctx: Context, folder: Path, batches: int) -> ImportSummary:
    with pytest.raises(StoppedError):
        import_path(ctx, folder, plain(), cancelled=stops_after(batches))
    return import_path(ctx, folder, plain())


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "BATCH", 7)


@pytest.fixture(scope="module")
def ran_through(
    new_store: NewStore, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, ImportSummary, Any]:
    folder = tmp_path_factory.mktemp("in")
    write_folder(folder)
    ctx = new_store(at=JULY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_module, "BATCH", 7)
        done = import_path(ctx, folder, plain())
    return folder, done, dump(ctx.store)


@pytest.mark.parametrize("batches", [0, 1, 2, 4, 5, 12, 15, 20, 23, 24, 28])
def test_an_import_that_was_stopped_goes_on_to_the_same_store(
    ran_through: Any, new_store: NewStore, small: None, batches: int
) -> None:
    folder, whole, expected = ran_through
    ctx = new_store(at=JULY)
    done = import_with_stop(ctx, folder, batches)
    assert done.resumed
    # What it had done before it was stopped is told as not read again.
    assert tuple(replace(each, skipped=False) for each in done.files) == whole.files
    assert (done.newest, done.reasons, done.tiers) == (whole.newest, whole.reasons, whole.tiers)
    assert dump(ctx.store) == expected


def test_an_import_can_be_stopped_many_times(
    ran_through: Any, new_store: NewStore, small: None
) -> None:
    folder, _, expected = ran_through
    ctx = new_store(at=JULY)
    stops = 0
    while True:
        try:
            import_path(ctx, folder, plain(), cancelled=stops_after(1))
        except StoppedError:
            stops += 1
        else:
            break
        assert stops < 60
    assert stops > 20
    # Scores that were stopped as well are made by the next recompute.
    recompute(ctx)
    assert dump(ctx.store) == expected


def test_other_files_are_another_import(ctx: Context, folder: Path, small: None) -> None:
    with pytest.raises(StoppedError):
        import_path(ctx, folder, plain(), cancelled=stops_after(3))
    lines(folder / "login.csv", "id,client,at", "l0,c1,2024-06-01T12:00:00Z")
    done = import_path(ctx, folder, plain())
    assert (done.resumed, done.run) == (False, 2)
    assert every(ctx, "SELECT id, state FROM import_run ORDER BY id") == [
        (1, "running"),
        (2, "done"),
    ]


def test_progress_counts_rows_over_all_files(ctx: Context, folder: Path, small: None) -> None:
    seen: list[Step] = []
    done = import_path(ctx, folder, plain(), progress=seen.append)
    size = sum(path.stat().st_size for path in folder.iterdir())
    assert [step.rows for step in seen] == sorted(step.rows for step in seen)
    assert [step.read for step in seen] == sorted(step.read for step in seen)
    last = Step("incident.jsonl", done.read, done.read, size, size, size)
    assert (seen[-1], {step.size for step in seen}) == (last, {size})


# Before anything is stored


def test_a_file_that_fits_no_mapping_stops_the_import_before_it_begins(
    ctx: Context, folder: Path
) -> None:
    before = dump(ctx.store)
    _replace(folder / "usage.csv", "id,client,at,value", "id,client,when,value")
    with pytest.raises(UsageError, match=r"usage\.csv"):
        import_path(ctx, folder, plain())
    mapping = replace(plain(), health=HealthBaselines(calls=33))
    with pytest.raises(UsageError, match=r"usage\.csv"):
        import_path(ctx, folder, mapping)
    assert dump(ctx.store) == before


def test_a_file_that_grows_meanwhile_is_a_conflict_and_can_go_on(
    ctx: Context, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (folder / "usage.csv").open("a") as more:
        more.writelines(f"m{n},c1,2024-06-05T04:00:00Z,1\n" for n in range(30_000))

    def grow(step: Step) -> None:
        if step.file == "usage.csv":
            with (folder / step.file).open("a") as more:
                more.write("u99,c1,2024-06-05T04:00:00Z,4\n")

    monkeypatch.setattr(run_module, "BATCH", 10_000)
    with pytest.raises(ConflictError, match="changed while it was read"):
        import_path(ctx, folder, plain(), progress=grow)
    done = import_path(ctx, folder, plain())
    assert one(ctx, "SELECT count(*) FROM event WHERE external_id = 'u99'") == 1
    assert done.quarantined > 0


def test_a_look_at_the_past_imports_nothing(ctx: Context, folder: Path) -> None:
    before = dump(ctx.store)
    with pytest.raises(UsageError, match="only reads"):
        import_path(ctx.looking_at(JULY - timedelta(days=1)), folder, plain())
    assert dump(ctx.store) == before


# Baselines, saturation, clock


def test_a_mapping_sets_the_baselines_that_it_names(ctx: Context, folder: Path) -> None:
    said = HealthBaselines(calls=100, plans=(PlanBaseline("pro", None, 5),))
    import_path(ctx, folder, replace(plain(), health=said))
    assert every(ctx, "SELECT DISTINCT config FROM score") == [("health/2",)]
    kept = every(ctx, "SELECT version FROM score_config ORDER BY version")
    import_path(ctx, folder, replace(plain(), health=said))
    assert every(ctx, "SELECT version FROM score_config ORDER BY version") == kept


def test_baselines_that_are_left_out_stay() -> None:
    before = HealthConfig(baseline=Baseline(200, 20), plans=(("old", Baseline(1, 2)),))
    said = HealthBaselines(logins=9, plans=(PlanBaseline("new", 7, None),))
    after = with_baselines(before, said)
    assert after.baseline == Baseline(200, 9)
    assert after.plans == (("new", Baseline(7, 9)), ("old", Baseline(1, 2)))


def test_a_component_that_says_the_same_of_everybody_is_told(
    ctx: Context, tmp_path: Path
) -> None:
    lines(tmp_path / "client.csv", "id,name,start", *(f"c{n},C,2023-01-01" for n in range(5)))
    lines(
        tmp_path / "usage.csv", "id,client,at,value",
        *(f"u{n},c{n},2024-06-20T00:00:00Z,{4 * n + 4}" for n in range(5)),
    )  # fmt: skip
    done = import_path(ctx, tmp_path, plain())
    [found] = done.saturated
    assert (found.component, found.at, found.fitting) == ("usage", 0, 16)
    assert (found.share, found.clients, found.baseline) == (1.0, 5, 5000)


@pytest.mark.parametrize(("days", "offered"), [(45, False), (46, True)])
def test_the_clock_is_offered_when_the_newest_fact_is_old(
    ctx: Context, folder: Path, days: int, offered: bool
) -> None:
    newest = parse_day("2024-06-30")
    move(ctx, datetime(2024, 6, 30, 12, tzinfo=UTC) + timedelta(days=days))
    done = import_path(ctx, folder, plain())
    assert done.newest == newest
    assert done.offer_clock == (newest if offered else None)


def test_a_clock_that_is_set_already_is_not_offered(new_store: NewStore, folder: Path) -> None:
    ctx = new_store(at=NOW)
    ctx = set_clock(ctx, frozen_at(ctx, "2025-12-31"))
    assert import_path(ctx, folder, plain()).offer_clock is None


def test_a_clock_set_at_the_newest_day_scores_that_day(ctx: Context, folder: Path) -> None:
    move(ctx, NOW)
    done = import_path(ctx, folder, plain())
    assert done.offer_clock is not None
    at_work = {row.key: row.calls_30 for row in clients.page(ctx).rows}
    assert set(at_work.values()) == {0}
    ctx = set_clock(ctx, frozen_at(ctx, "2024-06-30"))
    settle_history(ctx)
    rows = {row.key: row for row in clients.page(ctx).rows}
    assert rows["c2"].calls_30 == sum(n for n in range(60) if n % 6 == 1)
    assert context(ctx.store).present == ctx.present


# Mappings


def test_what_is_no_kind_or_no_mapping_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no kind “thing”"):
        load_mapping(None, "thing", None, "USD")
    with pytest.raises(NotFoundError, match="no mapping"):
        load_mapping(tmp_path / "none.toml", None, None, "USD")
    with pytest.raises(UsageError, match="cannot be read"):
        load_mapping(tmp_path, None, None, "USD")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="cannot be read"):
        load_mapping(tmp_path / "bytes.toml", None, None, "USD")


def test_a_source_given_counts_before_that_of_the_mapping() -> None:
    assert load_mapping(MAPPING, None, None, "USD").source == "ravenstack"
    assert load_mapping(MAPPING, None, "other", "USD").source == "other"
    assert load_mapping(None, "client", None, "USD").source == "import"


def test_files_that_nothing_takes_are_named(folder: Path) -> None:
    with (folder / "else.csv").open("w", newline="") as file:
        csv.writer(file).writerow(["a"])
    assert unused(folder, plain()) == ("else.csv",)


def test_ids_of_two_sources_are_two_clients(ctx: Context, tmp_path: Path) -> None:
    lines(tmp_path / "client.csv", "id,name", "a,First")
    import_path(ctx, tmp_path, plain("one"))
    lines(tmp_path / "client.csv", "id,name", "a,Second")
    import_path(ctx, tmp_path, plain("two"))
    assert every(ctx, "SELECT key, name FROM client ORDER BY id") == [
        ("a", "First"), ("two:a", "Second"),
    ]  # fmt: skip
