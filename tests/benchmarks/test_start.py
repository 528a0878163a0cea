import json
import os
import re
import shlex
import sys
from pathlib import Path

import pytest

from benchmarks import start

ROOT = Path(__file__).resolve().parents[2]


def test_the_bare_app_is_what_the_others_are_held_against(tmp_path: Path) -> None:
    stores = {15: tmp_path / "a b.db", 1_000: tmp_path / "c.db"}
    cases = start.cases(stores, tmp_path)
    assert [case["name"] for case in cases] == ["bare", "bellbuoy-15", "bellbuoy-1000"]
    assert shlex.split(cases[0]["command"])[-1] == str(ROOT / "benchmarks" / "bare_app.py")
    assert shlex.split(cases[1]["command"])[1:] == ["--store", str(tmp_path / "a b.db")]
    assert json.loads(json.dumps(cases)) == cases


def test_all_programs_get_the_same_keys_in_a_home_of_their_own(tmp_path: Path) -> None:
    cases = start.cases({15: tmp_path / "a.db"}, tmp_path)
    assert len({case["keys"] for case in cases}) == 1
    for case in cases:
        assert set(case["env"].values()) == {str(tmp_path)}
        assert {"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"} <= case["env"].keys()


def test_only_a_row_with_a_score_counts_as_ready() -> None:
    row = "►  Northwind Labs  !! critical    38  -21  ████▇▇▅▃▂▂   $12,400   18d  ana     █"
    header = " 1,204 clients│ average health 71.0 ▼2.0 │ critical 87 7.2% │ MRR at risk $317k│"
    assert re.search(start.FIRST_ROW, row)
    assert not re.search(start.FIRST_ROW, header)


def test_a_missing_tool_is_told_loudly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "TTY_BENCH", tmp_path / "none.py")
    assert start.main([]) == 1
    assert "NOTHING WAS MEASURED" in capsys.readouterr().err


def test_stores_are_made_and_handed_to_the_tool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "bellbuoy"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nprint(*sys.argv[1:], file=sys.stderr)\n"
    )
    program.chmod(0o755)
    tool = tmp_path / "tool.py"
    tool.write_text("import sys\nprint(open(sys.argv[2]).read(), *sys.argv[3:])\nsys.exit(3)\n")
    monkeypatch.setattr(start, "BELLBUOY", program)
    monkeypatch.setattr(start, "TTY_BENCH", tool)
    assert start.main(["--runs", "3"]) == 3
    out, err = capfd.readouterr()
    made = err.splitlines()
    assert [line.split()[:4] for line in made] == [
        ["store", "demo", "--clients", "15"],
        ["store", "demo", "--clients", "1000"],
    ]
    spec, _, options = out.rpartition("]")
    assert options.split()[-2:] == ["--runs", "3"]
    stores = [case["command"].split()[-1] for case in json.loads(spec + "]")[1:]]
    assert [line.split()[-1] for line in made] == stores
    assert not any(os.path.exists(store) for store in stores)
