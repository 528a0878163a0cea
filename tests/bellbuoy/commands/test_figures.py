"""`overview --why`, `client explain NAME MEASURE`, `health explain --what-if`."""

from __future__ import annotations

import csv
import io

import pytest

from bellbuoy.commands.client_explain import MEASURES
from bellbuoy.commands.radar import FIGURES
from bellbuoy.services.figures import BASE_MEASURES, CLIENT_MEASURES
from tests.bellbuoy.commands.conftest import Bell


def test_the_words_are_those_of_the_service() -> None:
    assert FIGURES == BASE_MEASURES
    assert MEASURES == CLIENT_MEASURES


@pytest.mark.parametrize("measure", FIGURES)
def test_rows_add_up_to_the_total_beside_them(demo: Bell, measure: str) -> None:
    told = demo("overview", "--why", measure, "--json").json
    assert told["schema"] == "bellbuoy.figure/1"
    assert told["measure"] == measure
    for total in told["totals"]:
        amounts = [row["amount"] for row in told["rows"] if row["unit"] == total["unit"]]
        if isinstance(total["total"], dict):
            assert sum(amount["minor"] for amount in amounts) == total["total"]["minor"]
        else:
            assert sum(round(10 * amount) for amount in amounts) == round(10 * total["total"])


def test_the_rows_behind_are_a_command(demo: Bell) -> None:
    rows = demo("overview", "--why", "clients", "--json").rows
    critical = next(row for row in rows if row["id"] == "critical")
    assert critical["command"] == "client list tier:critical"
    assert len(demo(*critical["command"].split(), "--json").rows) == critical["rows"]


def test_the_page_of_a_number(demo: Bell) -> None:
    lines = demo("overview", "--why", "health").lines
    assert lines[0].startswith(" average health of all clients: ")
    assert lines[-1].endswith("exactly")
    assert max(map(len, lines)) <= 80
    assert demo("overview", "--why", "health", "--chart").code == 2
    assert demo("overview", "--why", "luck").code == 2


def test_csv_has_money_in_two_columns(demo: Bell) -> None:
    text = demo("overview", "--why", "at_risk", "--csv").out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["amount_currency"] for row in rows} == {"USD"}
    assert [row["id"] for row in rows] == ["critical", "at_risk"]


@pytest.mark.parametrize("measure", [m for m in MEASURES if m != "health"])
def test_every_number_of_a_client_opens(demo: Bell, measure: str) -> None:
    told = demo("client", "explain", "C-0002", measure, "--json").json
    assert told["schema"] == "bellbuoy.figure/1"
    assert told["totals"][0]["subject"] == "Coral Networks"
    assert demo("client", "explain", "C-0002", measure).code == 0
    for flag in (("--against", "2026-11-01"), ("--what-if",), ("--chart",)):
        assert demo("client", "explain", "C-0002", measure, *flag).code == 2


def test_what_if_tells_each_way_with_its_score(demo: Bell) -> None:
    told = demo("health", "explain", "C-0002", "--what-if", "--json").json
    assert told["schema"] == "bellbuoy.what_if/1"
    assert (told["id"], told["score"]) == ("C-0002", 69)
    first = told["rows"][0]
    assert first == {
        "text": "healthy with INC-0002-1 resolved",
        "before": 69,
        "after": 75,
        "tier": "healthy",
        "needed": [{"unit": "incidents", "n": 1, "which": ["INC-0002-1"]}],
    }
    lines = demo("client", "explain", "C-0002", "--what-if").lines
    assert lines[0] == "Coral Networks (C-0002): 69, ! at risk"
    assert "healthy with 93 calls more" in lines[4]
    [whole] = demo("health", "explain", "C-0002", "--json").rows
    assert whole["what_if"] == told["rows"]


def test_what_if_is_no_chart(demo: Bell) -> None:
    assert demo("health", "explain", "C-0002", "--what-if", "--chart").code == 2


def test_nothing_raises_a_score_that_is_not_there(demo: Bell) -> None:
    told = demo("health", "explain", "C-0006", "--what-if")
    assert told.lines == ["Fieldstone Dental (C-0006): no score"]
