"""`--debug` of a read: what it asked, on stderr, and not a byte more on stdout."""

from __future__ import annotations

import re

import pytest

from bellbuoy.commands.debug import plan_words
from core.sql.types import PlanStep
from tests.bellbuoy.commands.conftest import Bell

LINE = re.compile(r"debug: \d+\.\d\d ms, (\d+ times, )?[\d,]+ rows?(, [\d,]+ bytes)?; .+; \S.*")
READS = (
    "overview",
    "client list",
    "client show C-0002",
    "incident list",
    "store stats",
    "radar",
)


@pytest.mark.parametrize("line", READS)
@pytest.mark.parametrize("form", ["table", "json"])
def test_statements_are_told_beside_an_unchanged_answer(
    demo: Bell, line: str, form: str
) -> None:
    plain = demo(*line.split(), "--format", form)
    told = demo(*line.split(), "--format", form, "--debug")
    assert (told.code, told.out) == (0, plain.out)
    lines = [each for each in told.err.splitlines() if each not in plain.err.splitlines()]
    *statements, total, age = lines
    assert statements
    assert [each for each in statements if not LINE.fullmatch(each)] == []
    assert re.fullmatch(r"debug: \d+ statements, \d+\.\d\d ms, .+", total)
    assert age == "debug: data: no import yet; 0 clients wait for their score"


def test_a_plan_says_what_is_read_and_how(demo: Bell) -> None:
    told = demo("client", "list", "-d", "--limit", "3").err
    assert "walks through the index client_by_health of client" in told
    told = demo("client", "list", "--sort", "industry", "-d").err
    assert "reads every row of client" in told
    assert "sorts what it has found" in told


def test_quiet_means_quiet_and_a_fault_stands_alone(demo: Bell) -> None:
    assert demo("overview", "-dq").err == ""
    told = demo("client", "show", "nobody-knows", "-d", "--json")
    assert told.code == 3
    assert told.fault["code"] == 3


def test_who_may_not_see_the_store_is_not_told(demo: Bell) -> None:
    told = demo("overview", "--debug", "--as", "nobody")
    assert told.code == 5
    assert "debug: " not in told.err


def test_joins_and_parts_are_left_out_of_the_line() -> None:
    plan = (
        PlanStep(0, "step", "a part"),
        PlanStep(0, "key", "seeks in a by its key"),
        PlanStep(0, "key", "seeks in a by its key"),
        PlanStep(0, "sort", "sorts"),
    )
    assert plan_words(plan) == "seeks in a by its key, sorts"
    assert plan_words(()) == "reads no table"
