"""A formula in a file: JSON or TOML."""

from __future__ import annotations

import json
import re

import pytest

from core.health.formula import plain_formula
from core.health.formula_text import LONGEST, read_formula_text
from core.health.types import Baseline, HealthConfig
from core.values.errors import UsageError

CONFIG = HealthConfig(
    "health/1", (50, 25, 25), Baseline(9, 8), 80, 20, (("Pro", Baseline(7, 6)),)
)
TOML = """
[weights]
usage = 2
engagement = 1
incidents = 1.0

[baseline]
calls = 9
logins = 8

[tiers]
healthy = 80
at_risk = 20

[[plans]]
plan = "Pro"
calls = 7
logins = 6
"""


def read(text: str) -> HealthConfig:
    return read_formula_text(text, "f", HealthConfig())


def test_json_and_toml_tell_the_same() -> None:
    row = plain_formula(CONFIG)
    assert read(json.dumps(row)) == read(TOML) == CONFIG
    assert read("\n " + json.dumps({"schema": "x", "rows": [row]})) == CONFIG


def test_an_empty_file_changes_nothing() -> None:
    assert read_formula_text("", "f", CONFIG) == CONFIG


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"weights": }', "f line 1: Expecting value"),
        ("{" * 50_000, "f line 1"),
        ('{"a":' * 50_000, "f is no JSON that can be read"),
        ('{"rows": []}', "f holds no single formula"),
        ('{"rows": [{}, {}]}', "f holds no single formula"),
        ('{"rows": [[]]}', "f: the formula is no table"),
        ('{"baseline": {"calls": 1e400}}', "f: baseline.calls: inf is no whole number"),
        ('{"baseline": {"calls": 1' + "0" * 5000 + "}}", "f is no JSON that can be read"),
        ("[weights", "f: "),
        ("weights = 4", "f: weights is no table"),
        ("[1, 2]", "f: "),
        ("weights = " + "[" * 50_000, "f"),
        ("x" * (LONGEST + 1), "f is too long"),
        ("a\x00 = 1", "f: "),
    ],
)
def test_a_text_that_is_no_formula_is_told_in_one_line(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)) as caught:
        read(text)
    assert "\n" not in caught.value.message
