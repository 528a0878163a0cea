from pathlib import Path

import pytest

from benchmarks.data import __main__ as bench
from benchmarks.data.bench import Place, Question, Row


def test_every_question_has_a_name_and_lines_of_its_own() -> None:
    names = [question.name for question in bench.QUESTIONS]
    assert len(set(names)) == len(names)
    lines = [row.name for question in bench.QUESTIONS for row in question.rows]
    assert len(set(lines)) == len(lines)


def test_what_is_asked_for() -> None:
    asked = bench.options([])
    assert asked.sizes == (10_000, 100_000)
    assert asked.rounds >= 3
    assert bench.options(["--sizes", "500,20", "--million"]).sizes == (20, 500, 1_000_000)
    with pytest.raises(SystemExit) as caught:
        bench.options(["--engines", "oracle"])
    assert caught.value.code == 2


def test_rounds_go_through_all_stores_in_turn(capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[tuple[str, int]] = []

    def measure(place: Place, number: int) -> dict[str, float]:
        seen.append((place.name, number))
        return {"a": float(place.size)}

    places = [Place("sqlite", size, "", Path(), "") for size in (10, 20)]
    told = bench.ask(places, [Question("q", (Row("line", "a", unit="B"),), measure)], 2)
    assert seen == [("10 sqlite", 0), ("20 sqlite", 0), ("10 sqlite", 1), ("20 sqlite", 1)]
    assert told.splitlines()[1].split() == ["line", "10.0", "B", "20.0", "B"]
    assert "round 2: q, 20 sqlite" in capsys.readouterr().err
