"""`bellbuoy metrics` as a scraper and as a person ask for it."""

from __future__ import annotations

from tests.bellbuoy.commands.conftest import Bell
from tests.fixtures.prometheus import read


def test_the_page_is_what_a_server_reads(demo: Bell) -> None:
    told = demo("metrics")
    assert told.code == 0
    found = read(told.out)
    assert found["bellbuoy_clients"].samples == {("bellbuoy_clients", ()): 15}
    assert len(found) > 15


def test_each_figure_is_a_row_in_json(demo: Bell) -> None:
    rows = demo("metrics", "--json").rows
    assert [list(row) for row in rows] == [["name", "type", "labels", "value", "help"]] * len(
        rows
    )
    page = read(demo("metrics").out)
    named = {row["name"] for row in rows}
    assert named == {name for family in page.values() for name, _ in family.samples}


def test_an_engine_is_one_of_those_there_are(demo: Bell) -> None:
    rows = demo("metrics", "--engine", "health", "--json").rows
    assert {row["labels"]["engine"] for row in rows} <= {"health"}
    told = demo("metrics", "--engine", "wings", "--json")
    assert told.code == 2
    assert "health" in told.fault["hint"]
