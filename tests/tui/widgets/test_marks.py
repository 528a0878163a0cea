from __future__ import annotations

from tui.widgets.marks import Marks


def test_marks_by_hand() -> None:
    marks = Marks()
    assert not marks
    marks.toggle(4)
    marks.add([5, 6])
    marks.toggle(5)
    assert 4 in marks
    assert 5 not in marks
    assert marks.ids == {4, 6}
    assert marks.count(1000) == 2


def test_marks_by_query_hold_rows_never_seen_and_exceptions() -> None:
    marks = Marks()
    marks.toggle(4)
    marks.mark_query()
    assert marks
    assert 4 in marks
    assert 999_999 in marks
    assert marks.count(299) == 299
    marks.toggle(7)
    assert 7 not in marks
    assert marks.ids == {7}
    assert marks.count(299) == 298
    marks.add([7])
    assert marks.count(299) == 299
    marks.clear()
    assert not marks
    assert marks.count(299) == 0
