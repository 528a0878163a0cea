"""The formula and its versions as rows."""

from __future__ import annotations

from bellbuoy.commands.formula_rows import FORMULA, formula_row, version_row
from core.health.formula import plain_formula, read_formula
from core.health.types import Baseline, FormulaVersion, HealthConfig
from tests.fixtures.stores import NOW

CONFIG = HealthConfig(
    "health/2", (50, 25, 25), Baseline(9000, 9), 75, 0, (("Pro", Baseline(9, 3)),)
)


def test_a_row_is_the_plain_form_that_is_read_again() -> None:
    assert formula_row(CONFIG) == plain_formula(CONFIG)
    assert read_formula(formula_row(CONFIG), HealthConfig("health/2")) == CONFIG


def test_a_formula_in_words() -> None:
    row = formula_row(CONFIG)
    assert [column.render(row[column.key]) for column in FORMULA] == [
        "health/2",
        "usage 50%, engagement 25%, incidents 25%",
        "9,000 calls, 9 logins",
        "healthy 75 to 100, at risk 0 to 74",
        "Pro 9 calls, 3 logins",
    ]


def test_a_version_says_who_and_when() -> None:
    first = version_row(FormulaVersion(HealthConfig(), True, None, None, (), 3))
    assert (first["created"], first["actor"], first["in_force"]) == (None, None, True)
    later = version_row(FormulaVersion(CONFIG, False, NOW, "ana", ("a", "b"), 0))
    assert later["created"] == "2026-03-15T18:30:00.000000Z"
    assert (later["actor"], later["changed"], later["scores"]) == ("ana", ["a", "b"], 0)
