from __future__ import annotations

from dataclasses import replace

from bellbuoy.commands.import_report import Report, report_json, report_text, saturation_words
from bellbuoy.commands.options import Options
from core.health.types import Saturation
from core.integrations.types import FileCount, ImportSummary

SUMMARY = ImportSummary(
    run=3, source="crm", files=(FileCount("a.csv", "client", 5, 3, 1, 1),), newest=19_723,
    offer_clock=None, changed_clients=3, scored=3, tiers={"healthy": 2, "unknown": 1},
    saturated=(), reasons=(("time.naive", 1),),
)  # fmt: skip
REPORT = Report(SUMMARY, "team.db", made_store=False, dry_run=False, unused=())


def lines(report: Report) -> list[str]:
    return "\n".join(report_text(report, Options())).split("\n")


def test_a_saturated_component_names_the_baseline_that_fits() -> None:
    assert saturation_words(Saturation("usage", 0, 1.0, 500, 5000, 33)) == (
        "usage is 0 for 100 % of 500 scored clients; a baseline of 33 calls would fit:"
        " [health] calls = 33 in the mapping"
    )
    assert saturation_words(Saturation("engagement", 100, 0.914, 1200, 30, 90)) == (
        "engagement is 100 for 91 % of 1,200 scored clients; a baseline of 90 logins would"
        " fit: [health] logins = 90 in the mapping"
    )


def test_a_baseline_that_fits_already_is_not_proposed() -> None:
    assert saturation_words(Saturation("usage", 0, 1.0, 500, 33, 33)) == (
        "usage is 0 for 100 % of 500 scored clients (baseline 33 calls): is the clock right?"
    )


def test_one_file_needs_no_total() -> None:
    assert not [line for line in lines(REPORT) if line.startswith("total")]
    two = replace(SUMMARY, files=(*SUMMARY.files, FileCount("b.csv", "event", 2, 0, 0, 2)))
    told = lines(replace(REPORT, summary=two))
    assert told[3].split() == ["total", "7", "3", "1", "3"]


def test_nobody_healthy_is_said_of_scored_clients_only() -> None:
    def said(tiers: dict[str, int]) -> bool:
        return "nobody of" in "".join(
            lines(replace(REPORT, summary=replace(SUMMARY, tiers=tiers)))
        )

    assert said({"critical": 2, "unknown": 1})
    assert not said({"critical": 2, "healthy": 1})
    assert not said({"unknown": 3})
    assert not said({})


def test_json_has_every_tier_or_none() -> None:
    found = report_json(REPORT)
    assert found["tiers"] == {"critical": 0, "at_risk": 0, "healthy": 2, "unknown": 1}
    assert report_json(replace(REPORT, summary=replace(SUMMARY, tiers={})))["tiers"] == {}
    assert found["newest"] == "2024-01-01"
    assert report_json(replace(REPORT, summary=replace(SUMMARY, run=0)))["run"] is None
