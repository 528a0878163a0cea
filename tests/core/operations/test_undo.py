"""Which change is the last that stands, or was taken back; and is a row as it was left."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.operations.undo import (
    REDO,
    UNDO,
    Step,
    conflict_of,
    last_of,
    last_standing,
    last_undone,
    naming,
    reversals_of,
)

VALUES = st.none() | st.integers(-3, 3) | st.sampled_from(("", "a", "ä"))
ROWS = st.none() | st.fixed_dictionaries({"a": VALUES, "b": VALUES})


class Person:
    """Two stacks, as everybody thinks of undo, beside the ledger of change sets."""

    def __init__(self) -> None:
        self.ledger: list[Step] = []
        self.done: list[int] = []
        self.undone: list[int] = []

    def note(self, action: str, target: str = "x") -> int:
        self.ledger.append(Step(len(self.ledger) + 1, "ana", action, target))
        return len(self.ledger)

    def act(self, word: str) -> None:
        if word == "do":
            self.done.append(self.note("alert.rule"))
            self.undone.clear()
        elif word == "undo" and self.done:
            self.undone.append(self.done.pop())
            self.note(f"{UNDO}alert.rule", naming(self.undone[-1]))
        elif word == "redo" and self.undone:
            self.done.append(self.undone.pop())
            self.note(f"{REDO}alert.rule", naming(self.done[-1]))


@settings(max_examples=100)
@given(st.lists(st.sampled_from(("do", "undo", "redo")), max_size=25))
def test_the_ledger_says_what_two_stacks_would(words: list[str]) -> None:
    person = Person()
    for word in words:
        person.act(word)
        newest = person.ledger[::-1]
        found = reversals_of(each for each in person.ledger if each.is_undo or each.is_redo)
        assert last_standing(newest, found) == (person.done[-1] if person.done else None)
        undone = last_undone(newest, found, lambda _: True)
        assert undone == (person.undone[-1] if person.undone else None)
        for number in (*person.done, *person.undone):
            first = person.ledger[number - 1]
            assert last_of(first, found).is_undo == (number in person.undone)


def test_what_cannot_be_taken_back_ends_no_redo() -> None:
    steps = [Step(1, "ana", "alert.rule", "x"), Step(2, "ana", "undo:alert.rule", "change 1")]
    found = reversals_of(steps[1:])
    newest = [Step(3, "ana", "import", "import 1"), *reversed(steps)]
    assert last_undone(newest, found, {"alert.rule"}.__contains__) == 1
    assert last_undone(newest, found, lambda _: True) is None


def test_the_first_of_a_chain_is_named() -> None:
    assert Step(7, "ana", "undo:alert.rule", "change 5").first == 5
    assert Step(7, "ana", "redo:alert.rule", "change 5").plain_action == "alert.rule"
    assert Step(7, "ana", "alert.rule", "change 5").first == 7
    assert Step(7, "ana", "undo:alert.rule", "change five").first == 7


@settings(max_examples=100)
@given(ROWS, ROWS, ROWS)
def test_a_row_is_in_conflict_unless_it_stands_as_it_was_left(
    before: dict[str, object] | None,
    after: dict[str, object] | None,
    now: dict[str, object] | None,
) -> None:
    if before is None and after is None:
        return
    found = conflict_of("t", "k", before, after, now)
    assert (found is None) == (now == after)
    if found is not None:
        assert found.there == (now is not None)
        for one in found.differences:
            assert one.now == (now or {}).get(one.column)
            assert one.after == (after or {}).get(one.column)
            assert one.before == (before or {}).get(one.column)
        if after is not None and now is not None:
            differ = {name for name in after if after[name] != now[name]}
            assert {one.column for one in found.differences} == differ


def test_columns_that_the_change_was_not_about_may_differ() -> None:
    now = {"state": "new", "rings": 9}
    assert conflict_of("t", "k", {"state": "x"}, {"state": "new"}, now) is None
