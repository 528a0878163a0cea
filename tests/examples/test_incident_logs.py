"""The example mappings of incidents, on the records they were written for."""

from __future__ import annotations

import gzip
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest

from bellbuoy.services import integrations, settings
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.statistics import record
from bellbuoy.services.making import init
from core.integrations.mapping import read_mapping
from core.record.types import Figures
from tests.fixtures.stores import NOW, context

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
HOUR, MINUTE = 3600, 60


def imported(folder: str, example: str, store: Path, clock: str) -> Context:
    data = DATA / folder
    if not data.exists():
        pytest.skip(f"THE FILES OF {folder} ARE NOT THERE: {data}")
    init(str(store))
    ctx = context(store, NOW.replace(year=2027))
    mapping = integrations.load_mapping(ROOT / "examples" / example, None, None, "USD")
    found = integrations.import_path(ctx, data, mapping)
    assert found.quarantined == 0
    return settings.set_clock(ctx, settings.frozen_at(ctx, clock))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Context:
    store = tmp_path_factory.mktemp("desk") / "desk.db"
    return imported("itsm_incident_log", "itsm-log.toml", store, "2017-12-31")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Context:
    store = tmp_path_factory.mktemp("page") / "page.db"
    return imported("github_incidents", "github-incidents.toml", store, "2026-12-31")


def by_severity(ctx: Context, **more: Any) -> dict[str | None, Figures]:
    return {g.key: g.figures for g in record(ctx, "", "severity", 3660, **more).groups}


def test_the_log_of_a_desk_has_its_known_times_to_resolve(desk: Context) -> None:
    found = record(desk, "", "none", 3660).totals
    assert (found.opened, found.resolved, found.unknown, found.backlog) == (890, 890, 29, 0)
    times = found.to_resolve
    assert times.n == 861
    assert [round((s or 0) / HOUR, 1) for s in (times.mean, times.median)] == [315.9, 54.5]
    assert round((times.p90 or 0) / HOUR) == 762
    assert (found.said_met, found.said_breached) == (495, 890 - 495)
    assert found.reopened == 10


@pytest.mark.parametrize(
    ("severity", "n", "mean", "median"),
    [
        ("critical", 15, 511.0, 351.5),
        ("high", 33, 104.8, 26.8),
        ("medium", 757, 270.3, 53.8),
        ("low", 85, 759.6, 170.7),
    ],
)
def test_the_log_of_a_desk_by_severity(
    desk: Context, severity: str, n: int, mean: float, median: float
) -> None:
    found = by_severity(desk)[severity]
    assert found.opened == n
    assert round((found.to_resolve.mean or 0) / HOUR, 1) == mean
    assert (found.to_resolve.median or 0) / HOUR == pytest.approx(median, abs=0.051)


def test_nothing_is_believed_before_its_line(desk: Context) -> None:
    """The first line of INC0000047 of 29 February already has its end of 1 March."""
    early = settings.set_clock(desk, settings.frozen_at(desk, "2016-02-29"))
    try:
        found = record(early, "id:INC0000047", "none", 30).totals
        assert (found.opened, found.resolved, found.backlog) == (1, 0, 1)
    finally:
        settings.set_clock(early, settings.frozen_at(early, "2017-12-31"))


def test_the_record_of_a_status_page_is_the_measured_one(page: Context) -> None:
    whole = record(page, "", "none", 3660, planned=True).totals
    assert whole.opened == whole.resolved == 819
    times = whole.to_resolve
    minutes = [(s or 0) / MINUTE for s in (times.mean, times.median, times.p90)]
    # The nearest rank is a length that was; between two of them lie the 308 minutes that
    # a quantile by interpolation has.
    assert [round(minutes[0], 1), *minutes[1:]] == [225.0, 67, 310]
    with page.reader() as reader:
        took = [at for (at,) in reader.rows("SELECT resolved_us - opened_us FROM incident")]
    assert round(quantiles(took, n=10, method="inclusive")[-1] / 60_000_000) == 308
    apart = record(page, "", "none", 3660)
    assert apart.planned.opened == 18
    assert round((apart.planned.to_resolve.mean or 0) / MINUTE, 1) == 4636.8
    assert (apart.totals.to_resolve.mean or 0) / MINUTE == pytest.approx(125.9, abs=0.051)
    assert apart.totals.to_resolve.median == 65 * MINUTE


def test_the_record_of_a_status_page_by_impact(page: Context) -> None:
    found = {
        key: (f.opened, round((f.to_resolve.mean or 0) / MINUTE, 1), f.to_resolve.median)
        for key, f in by_severity(page).items()
    }
    assert found == {
        "critical": (28, 176.2, 93 * MINUTE),
        "high": (138, 120.6, 68.5 * MINUTE),
        "medium": (604, 125.5, 65 * MINUTE),
        "low": (31, 110.8, 0),
    }
    parts = {g.key: g.figures.opened for g in record(page, "", "component", 3660).groups}
    assert list(parts)[:2] == ["Actions", "Copilot"]


def test_the_measured_availability_of_a_year(page: Context) -> None:
    """The period ends a microsecond before the year does."""
    then = page.looking_at(NOW.replace(2023, 12, 31, 23, 59, 59, 999999))
    found = record(then, "", "none", 365).totals
    assert found.available == pytest.approx(0.9946613394216134, abs=1e-12)


def test_planned_maintenance_takes_no_points(page: Context) -> None:
    with page.reader() as reader:
        n = reader.value("SELECT count(*) FROM incident WHERE excluded_by = 'planned'")
        said = reader.value("SELECT count(*) FROM incident_update")
    assert n == 18
    assert said == 4570


def test_a_second_import_changes_nothing(desk: Context, tmp_path: Path) -> None:
    """The same file under another name is read anew."""
    text = gzip.decompress(
        (DATA / "itsm_incident_log" / "incident_event_log.csv.gz").read_bytes()
    )
    (tmp_path / "incident_event_log_again.csv").write_bytes(text + b"\n")
    mapping = read_mapping((ROOT / "examples" / "itsm-log.toml").read_text(), "itsm-log.toml")
    found = integrations.import_path(desk, tmp_path, mapping)
    assert [(f.stored, f.unchanged, f.quarantined) for f in found.files] == [(0, 5998, 0)] * 2
