import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.data import step as step_module
from benchmarks.data.bench import ROOT, Figures, Found, Place, Question, Row, found, step

PLACE = Place("sqlite", 10_000, "a.db", Path(), "a.db")


def question(*rows: Row) -> Question:
    return Question("any", rows, lambda place, number: {})


def line(row: Row, *rounds: Figures, place: Place = PLACE) -> Found:
    [only] = found(question(row), place, list(rounds))
    return only


def test_ratios_are_those_of_the_same_round() -> None:
    got = line(Row("x", "a", "b", 2.0), {"a": 2, "b": 1}, {"a": 30, "b": 10}, {"a": 1, "b": 4})
    assert got.values == (2, 3, 0.25)
    assert (got.middle, got.seconds, got.verdict) == (2, 2, "reached")


def test_what_is_over_is_told_by_how_much() -> None:
    assert line(Row("x", "a", "b", 2.0), {"a": 5, "b": 2}).verdict == "25% over"
    assert line(Row("x", "a", "b", 2.0), {"a": 4, "b": 2}).verdict == "reached"
    assert line(Row("x", "a", "b"), {"a": 4, "b": 2}).verdict == ""
    assert line(Row("x", "a", None, 50), {"a": 51}).verdict == "2% over"
    assert line(Row("x", "a", None, 50), {"a": 175}).verdict == "3.5 times it"


def test_an_engine_may_have_a_bar_of_its_own() -> None:
    row = Row("x", "a", "b", 3.0, {"postgresql": 4.0})
    server = Place("postgresql", 10, "postgresql://", Path(), "")
    assert line(row, {"a": 7, "b": 2}).verdict == "17% over"
    assert line(row, {"a": 7, "b": 2}, place=server).verdict == "reached"


def test_a_side_that_was_not_measured_makes_no_line() -> None:
    assert found(question(Row("x", "a", "b"), Row("y", "a")), PLACE, [{"b": 1}]) == []
    [only] = found(question(Row("x", "a", "b"), Row("y", "a")), PLACE, [{"a": 1}])
    assert (only.row.name, only.values) == ("y", (1,))


def told(words: str, number: int) -> Figures:
    """A side for the tests below."""
    return {"seconds": len(words) * number}


def test_a_step_is_a_process_of_its_own() -> None:
    figures = step(told, "four", 3)
    assert figures["seconds"] == 12
    assert 5 < figures["peak_mb"] < 5_000


def test_a_step_that_fails_is_an_error() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        step(told, "no number")


def test_a_step_prints_its_figures_last(capsys: pytest.CaptureFixture[str]) -> None:
    assert step_module.main([__name__, "told", json.dumps(["ab", 2])]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["seconds"] == 4


def test_the_package_is_run_from_the_repository() -> None:
    command = [sys.executable, "-m", "benchmarks.data", "--only", "nothing"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no question nothing" in done.stderr
