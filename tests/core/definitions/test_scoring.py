"""The formula part by part: what is written is read as the same formula."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from core.definitions.reading import Reading
from core.definitions.scoring import definitions_of, formula_with, read, text
from core.definitions.types import Said
from core.health.formula_text import read_formula_text
from core.health.types import Baseline, HealthConfig
from tests.core.definitions.drawn import formulas


def said(written: str) -> tuple[Said, Reading]:
    reading = Reading("scoring.toml")
    return read(reading, reading.tables(written)), reading


@settings(max_examples=60, deadline=None)
@given(formulas(), formulas())
def test_a_file_brings_its_formula_back(config: HealthConfig, other: HealthConfig) -> None:
    written = text(definitions_of(config))
    found, reading = said(written)
    assert reading.faults == []
    assert found.definitions == definitions_of(config)
    gone = [one for one in definitions_of(other) if one.kind == "plan"]
    again = formula_with(other, found.definitions, gone)
    assert definitions_of(again) == definitions_of(config)
    # The same file is one that `config set scoring --from` reads.
    assert read_formula_text(written, "f", HealthConfig()) == config


def test_a_part_that_is_left_out_stays() -> None:
    before = HealthConfig(baseline=Baseline(9, 8), plans=(("pro", Baseline(7, 6)),))
    found, _ = said("[weights]\nusage = 2\nengagement = 1\nincidents = 1\n")
    after = formula_with(before, found.definitions, [])
    assert (after.weights, after.baseline, after.plans) == (
        (50, 25, 25), before.baseline, before.plans,
    )  # fmt: skip
    assert not found.prune


def test_a_plan_is_the_same_in_other_letters() -> None:
    before = HealthConfig(plans=(("Pro", Baseline(7, 6)),))
    found, _ = said('[[plans]]\nplan = "PRO"\ncalls = 5\nlogins = 4\n')
    after = formula_with(before, found.definitions, [])
    assert after.plans == (("PRO", Baseline(5, 4)),)


@pytest.mark.parametrize(
    ("written", "key", "reason"),
    [
        ("[weights]\nusage = 1\n", "weights.engagement", "it is missing"),
        ("[weights]\nusage = 0\nengagement = 0\nincidents = 0\n", "weights", ""),
        ("[weights]\nusage = -1\nengagement = 1\nincidents = 1\n", "weights", ""),
        ("[tiers]\nhealthy = 40\nat_risk = 70\n", "tiers", "do not fit"),
        ("[tiers]\nhealthy = 70\nat_risk = 40\ncritical = 5\n", "tiers", "starts at 0"),
        ("[baseline]\ncalls = 0\nlogins = 1\n", "baseline", "is not 1 to"),
        ("weights = 3\n", "weights", "no table"),
        ('prune = "yes"\n', "prune", "true or false"),
        ("[wieghts]\nusage = 1\n", "wieghts", "no such key"),
        ('[[plans]]\nplan = " "\ncalls = 1\nlogins = 1\n', "plans 1", "needs a name"),
        ('[[plans]]\nplan = "a"\ncalls = 1\nlogins = 1\n' * 2, "plans 2", "twice"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_told(written: str, key: str, reason: str) -> None:
    _, reading = said(written)
    assert reading.faults
    assert reading.faults[0].key == key
    assert reason in reading.faults[0].reason


def test_prune_stands_on_top() -> None:
    written = text(definitions_of(HealthConfig()), prune=True)
    assert said(written)[0].prune
    assert written.index("prune = true\n") < written.index("\n[weights]")
