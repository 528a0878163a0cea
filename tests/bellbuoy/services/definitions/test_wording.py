"""A plan in words: what each difference means, and all of them together."""

from __future__ import annotations

import pytest

from bellbuoy.services.definitions.wording import (
    counts_words,
    difference_lines,
    drift_words,
    left_words,
    shown,
)
from core.definitions.types import (
    Counted,
    Definition,
    DefinitionPlan,
    Difference,
    Drift,
    FieldChange,
)

VIEW = Definition("views", "view", "late", "Late \x1b[2J", ())
RULE = Definition("alerts", "rule", "big", "big", ())


def planned(*found: Difference, left: int = 0, **counted: Counted) -> DefinitionPlan:
    """`view` and `rule` are what those two were counted as."""
    told = {(one.subject, one.id): counted[one.kind] for one in (VIEW, RULE)
            if one.kind in counted}  # fmt: skip
    rest = tuple(Definition("views", "view", f"v{n}", f"v{n}", ()) for n in range(left))
    return DefinitionPlan("d", (), found, None, told, rest, {}, (), "", False)


NEW = (("query", "arr>1"), ("by", ""), ("refresh", "0s"))
ADDED = Difference("add", None, VIEW, tuple(FieldChange(n, None, said) for n, said in NEW))
TURNED = (FieldChange("active", False, True), FieldChange("channels", ("a", "b"), ("a",)))
CHANGED = Difference("change", RULE, RULE, TURNED)
REMOVED = Difference("remove", VIEW, None, (FieldChange("query", "arr>1", None),))


def test_a_new_one_says_what_it_holds_and_nothing_of_what_it_leaves_empty() -> None:
    lines = difference_lines(planned(ADDED, view=Counted(None, 10_000, more=True)), ADDED)
    assert lines == ["+ views view Late �[2J: 10,000+ rows", "    query = arr>1"]


def test_only_the_side_that_was_cut_has_the_sign() -> None:
    each = Difference("change", VIEW, VIEW, ())
    found = planned(each, view=Counted(5, 10_000, more=True))
    assert difference_lines(found, each) == ["~ views view Late �[2J: 5 → 10,000+ rows"]


def test_a_change_says_both_sides_and_one_that_goes_only_its_name() -> None:
    assert difference_lines(planned(CHANGED, rule=Counted(None, 3, 2, 1)), CHANGED) == [
        "~ alerts rule big: 3 fit it now, 2 would ring, 1 open would end",
        "    active  no → yes",
        "    channels  a, b → a",
    ]
    assert difference_lines(planned(REMOVED), REMOVED) == ["- views view Late �[2J"]


def test_all_together() -> None:
    assert counts_words(planned()) == "no change: the store says what d says"
    found = planned(ADDED, CHANGED, REMOVED, rule=Counted(None, 3, 2, 1))
    assert counts_words(found) == (
        "1 to add, 1 to change, 1 to remove; 2 alerts would ring, 1 open alert would end"
    )


def test_of_many_that_are_left_some_are_named() -> None:
    assert left_words(planned()) == ""
    assert left_words(planned(left=12)).endswith("view v8, view v9 and 2 more")


@pytest.mark.parametrize(
    ("drift", "words"),
    [
        (Drift("changed", "scoring", "weights", "weights", ("", ""), 14, "ana"),
         "scoring weights: changed (change 14 by ana)"),
        (Drift("gone", "views", "view x", "view x\x07", ("", "")), "views view x�: gone"),
        (Drift("new", "alerts", "rule x", "rule x", ("", ""), 3, "r"),
         "alerts rule x: added (change 3 by r)"),
    ],
)  # fmt: skip
def test_drift_names_the_change_where_one_tells(drift: Drift, words: str) -> None:
    assert drift_words(drift) == words


def test_nothing_is_a_word() -> None:
    empty: tuple[object, ...] = (None, "", (), [])
    assert [shown(value) for value in empty] == ["nothing"] * 4
    assert [shown(value) for value in (0, False, ("a", "b"))] == ["0", "no", "a, b"]
