from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.text import Text

from core.values.text import cells, safe_text
from tests.tui.clients.samples import BARE, LOOK, plain
from tui.lines import beside, cut, cut_middle, ends, indented, line, rule, said

TEXTS = st.text(st.sampled_from("ab 東京🚢·…"), max_size=40)


@given(text=TEXTS, width=st.integers(1, 30))
@settings(max_examples=150, deadline=None)
def test_no_line_is_wider_than_asked(text: str, width: int) -> None:
    for look in (LOOK, BARE):
        assert cut(Text(text), look, width).cell_len <= width
        assert line([(text, ""), (text, "accent")], look, width).cell_len <= width
        assert ends([(text, "")], [("7", "")], look, width).cell_len <= width
        assert cells(cut_middle(safe_text(text), look, width)) <= width


def test_what_is_cut_off_leaves_an_ellipsis_and_keeps_its_style() -> None:
    text = line([("Northwind", "header"), (" Labs", "")], LOOK, 8)
    assert text.plain == "Northwi…"
    assert text.spans[0].style == LOOK.style("header")
    assert line([("Northwind", "")], BARE, 8).plain == "Northw.."


def test_an_id_is_cut_in_its_middle() -> None:
    assert cut_middle("INC-2231", LOOK, 8) == "INC-2231"
    assert cut_middle("INC-0015-past-1", LOOK, 10) == "INC-0…st-1"
    assert cut_middle("INC-0015-past-1", BARE, 10) == "INC-..st-1"
    assert cut_middle("INC-0015", LOOK, 2) == "I…"


def test_the_right_end_stands_at_the_right_and_is_never_cut() -> None:
    text = ends([(" a long name that gives way", "")], [("!! critical", "critical")], LOOK, 24)
    assert text.plain == " a long nam… !! critical"
    assert ends([("a", "")], [("b", "")], LOOK, 5).plain == "a   b"


def test_two_columns_are_as_long_as_the_longer_one() -> None:
    left, right = [Text("one"), Text("two")], [Text("three")]
    assert plain(beside(left, right, 5, LOOK, 12)) == "one  │three\ntwo  │"
    assert plain(beside([], left, 2, BARE, 12)) == "  |one\n  |two"
    assert left[0].plain == "one"


@pytest.mark.parametrize("look", [LOOK, BARE])
def test_a_rule_is_as_long_as_asked(look: object) -> None:
    assert isinstance(look, type(LOOK))
    assert rule(look, 7).plain == look.glyphs.rule * 7


def test_a_sentence_is_wrapped_in_the_signs_of_the_look() -> None:
    assert plain(said("one · two three", "", BARE, 10)) == " one - two\n three"
    assert plain(indented([Text("longer than that")], LOOK, 8)) == " longer…"
