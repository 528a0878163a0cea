from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.values.contribution import Contribution, Explanation
from tests.tui.charts.samples import AT, CHANGE, EARNED, LOST, UNKNOWN
from tui.charts.steps import steps, sum_words


def test_parts_appear_only_when_opened() -> None:
    assert [step.path for step in steps(LOST)] == [("usage",), ("engagement",), ("incidents",)]
    opened = steps(LOST, {("incidents",)})
    assert [step.path for step in opened][-2:] == [
        ("incidents", "INC-2231"),
        ("incidents", "INC-2207"),
    ]
    assert [step.depth for step in opened] == [0, 0, 0, 1, 1]
    assert opened[2].opened
    assert not opened[0].opened


def test_what_has_no_parts_cannot_be_opened() -> None:
    assert not any(step.opened for step in steps(EARNED, {("usage",)}))


def test_a_root_keeps_two_explanations_apart() -> None:
    assert steps(EARNED, root="earned")[0].path == ("earned", "usage")


def test_sums_in_words() -> None:
    assert sum_words(EARNED) == "10 + 10 + 18 = 38"
    assert sum_words(CHANGE) == "−12 − 6 − 3 = −21"
    assert sum_words(UNKNOWN) == "nothing to add up"
    assert sum_words(Explanation("x", "y", 0, (), AT, "z")) == "0 = 0"


@given(st.lists(st.integers(-500, 500), min_size=1, max_size=40))
def test_what_is_written_adds_up(points: list[int]) -> None:
    parts = tuple(Contribution(str(i), "part", value) for i, value in enumerate(points))
    said = sum_words(Explanation("x", "y", sum(points), parts, AT, "z"))
    left, _, right = said.partition(" = ")
    words = left.replace("−", "-").replace(",", "").split(" (")[0].split()
    terms = [int(words[0])]
    terms += [int(op + n) for op, n in zip(words[1::2], words[2::2], strict=True)]
    assert sum(terms) == sum(points) == int(right.replace("−", "-").replace(",", ""))
    assert len(terms) <= 13
