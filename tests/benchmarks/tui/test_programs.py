import re
from pathlib import Path

from benchmarks.tui.programs import FIRST_ROW, environment


def test_only_a_row_with_a_score_counts_as_ready() -> None:
    row = "►  Northwind Labs  !! critical    38  -21  ████▇▇▅▃▂▂   $12,400   18d  ana     █"
    header = " 1,204 clients│ average health 71.0 ▼2.0 │ critical 87 7.2% │ MRR at risk $317k│"
    assert re.search(FIRST_ROW, row)
    assert not re.search(FIRST_ROW, header)


def test_a_program_has_a_home_of_its_own(tmp_path: Path) -> None:
    home = environment(tmp_path)
    assert set(home.values()) == {str(tmp_path)}
    assert {"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"} <= home.keys()
