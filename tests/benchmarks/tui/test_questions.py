import json
import shlex
from pathlib import Path

import pytest

from benchmarks.data.bench import Figures, Place
from benchmarks.tui import __main__ as bench
from benchmarks.tui import questions, terminal
from benchmarks.tui.programs import Case


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place("sqlite", 500, str(tmp_path / "a b.db"), tmp_path, str(tmp_path / "small.db"))


def test_every_line_is_made_of_figures_that_its_question_measures(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(cases: list[Case], *_: object) -> Figures:
        names = [case["name"] for case in cases]
        assert json.loads(json.dumps(cases)) == cases
        return {f"{name} {field}": 2.0 for name in names for field in terminal._FIELDS}

    class Beside:
        def __init__(self, address: str) -> None:
            assert address == place.address

        def __enter__(self) -> None: ...

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(questions, "run", run)
    monkeypatch.setattr(questions, "scoring", Beside)
    monkeypatch.setattr(questions, "telling", Beside)
    asked = [*questions.QUESTIONS, questions.beside("other", "other {csv}")]
    for question in asked:
        found = question.measure(place, 0)
        for row in question.rows:
            assert found[row.ours] == 2.0
            assert row.peer is None or found[row.peer] == 2.0
    lines = [row.name for question in asked for row in question.rows]
    assert len(set(lines)) == len(lines)


def test_a_program_of_others_gets_a_file_of_as_many_rows(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Case] = []

    def run(cases: list[Case], *_: object) -> Figures:
        seen.extend(cases)
        return {}

    monkeypatch.setattr(questions, "run", run)
    questions.beside("vd", "vd -f csv {csv} --x {store}").measure(place, 0)
    words = shlex.split(seen[0]["command"])
    assert words[:3] == ["vd", "-f", "csv"]
    assert words[-1] == place.address
    assert len(Path(words[3]).read_text().splitlines()) == 501


def test_what_the_tool_found_becomes_one_number_a_case_and_field() -> None:
    run = {"ready_ms": 12, "key_p99_ms": None, "queries": ["da"], "keys_unanswered": 0}
    document = {"cases": [{"name": "our pages", "runs": [run]}]}
    assert terminal.figures(document) == {"our pages ready": 0.012, "our pages unanswered": 0.0}


def test_a_missing_tool_is_told_loudly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(terminal, "TTY_BENCH", tmp_path / "none.py")
    (tmp_path / "made-100-sqlite").touch()
    assert bench.main(["--sizes", "100", "--folder", str(tmp_path), "--rounds", "1"]) == 1
    told = capsys.readouterr()
    assert "NOTHING WAS MEASURED" in told.err
    assert told.out == ""


def test_what_is_asked_for() -> None:
    asked = bench.options(["--sizes", "500,20", "--million", "--beside", "vd=vd {csv}"])
    assert asked.sizes == (20, 500, 1_000_000)
    assert [each.name for each in bench.wanted(asked)] == [
        "start",
        "keys",
        "load",
        "story",
        "beside vd",
    ]
    assert [each.name for each in bench.wanted(bench.options(["--only", "keys"]))] == ["keys"]
    for wrong in (["--only", "none"], ["--rounds", "0"], ["--beside", "vd"]):
        with pytest.raises(SystemExit) as caught:
            bench.options(wrong)
        assert caught.value.code == 2
