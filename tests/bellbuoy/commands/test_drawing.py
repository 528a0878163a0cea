from __future__ import annotations

import pytest
from rich.text import Text

from bellbuoy.commands.drawing import chart_text, check_chart, glyphs_of, look_of
from bellbuoy.commands.options import Options
from core.values.errors import UsageError


def test_signs_follow_the_flag_then_the_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8")
    for variable in ("LC_ALL", "LC_CTYPE", "COLORTERM", "WT_SESSION"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert glyphs_of(Options()).name == "braille"
    assert glyphs_of(Options(glyphs="ascii")).name == "ascii"
    assert look_of(Options(glyphs="blocks")).glyphs.name == "blocks"
    monkeypatch.setenv("LANG", "C")
    assert glyphs_of(Options(output="chart.txt")).name == "braille", "a file is UTF-8"


def test_a_chart_is_plain_text() -> None:
    assert chart_text([Text("a  ", "bold"), Text("b")]) == "a\nb"


def test_a_chart_has_no_data_format() -> None:
    check_chart(Options(chart=True))
    check_chart(Options(format="json"))
    with pytest.raises(UsageError):
        check_chart(Options(chart=True, format="json"))
