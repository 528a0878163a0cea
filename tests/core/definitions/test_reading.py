"""Every fault of a file is told with its key, and none hides another."""

from __future__ import annotations

from typing import Any

import pytest

from core.definitions.reading import LONGEST, MOST, Forms, Reading
from core.values.errors import UsageError

FORMS: Forms = {
    "name": ("text", ...), "n": ("whole", 1), "on": ("truth", True), "of": ("texts", ()),
    "every": ("span", 0), "share": ("number", 0.5),
}  # fmt: skip


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(fault.key, fault.reason) for fault in reading.faults]


def test_a_text_that_is_no_toml_names_its_line() -> None:
    reading = Reading("a.toml")
    assert reading.tables('x = 1\ny = "\n') == {}
    (fault,) = reading.faults
    assert (fault.file, fault.line, fault.key) == ("a.toml", 2, "")
    assert "at line" not in fault.reason
    assert fault.words.startswith("a.toml line 2: ")


def test_what_is_too_long_or_too_deep_is_no_file() -> None:
    reading = Reading("a.toml")
    assert reading.tables("#" * (LONGEST + 1)) == {}
    assert reading.tables("a = " + "[" * 20_000) == {}
    assert len(reading.faults) == 2


def test_fields_are_read_by_their_forms() -> None:
    reading = Reading("a.toml")
    table = {"name": "x", "of": ["a", "b"], "every": "2h"}
    assert reading.fields(table, "t", FORMS) == {
        "name": "x", "n": 1, "on": True, "of": ("a", "b"), "every": 7_200, "share": 0.5,
    }  # fmt: skip
    assert reading.faults == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", 1), ("n", True), ("n", 1.5), ("on", 1), ("of", "a"), ("of", ["a", 1]),
     ("every", 60), ("every", "soon"), ("share", "1"), ("share", False)],
)  # fmt: skip
def test_a_value_of_another_form_is_told_with_its_key(field: str, value: Any) -> None:
    reading = Reading("a.toml")
    assert reading.fields({"name": "x", field: value}, "t 1", FORMS) is None
    assert [key for key, _ in told(reading)] == [f"t 1.{field}"]


def test_all_faults_of_a_table_are_told_at_once() -> None:
    reading = Reading("a.toml")
    assert reading.fields({"n": "a", "on": 3, "nmae": "x"}, "t", FORMS) is None
    assert [key for key, _ in told(reading)] == ["t.nmae", "t.name", "t.n", "t.on"]
    assert "did you mean “name”?" in reading.faults[0].hint


def test_a_list_of_tables_is_one() -> None:
    reading = Reading("a.toml")
    assert reading.entries([{"a": 1}, 5, {"b": 2}], "rule") == [
        ("rule 1", {"a": 1}), ("rule 3", {"b": 2}),
    ]  # fmt: skip
    assert reading.entries({"a": 1}, "rule") == []
    assert reading.entries([{}] * (MOST + 1), "rule") == []
    assert [key for key, _ in told(reading)] == ["rule 2", "rule", "rule"]


def test_what_a_check_raises_is_kept_with_its_hint() -> None:
    def refuse() -> int:
        raise UsageError("too small", "take 2")

    reading = Reading("a.toml")
    assert reading.trying("t.n", refuse) is None
    assert reading.trying("t.n", lambda: 5) == 5
    (fault,) = reading.faults
    assert (fault.key, fault.reason, fault.hint) == ("t.n", "too small", "take 2")


def test_a_name_stands_once() -> None:
    reading, seen = Reading("a.toml"), set[str]()
    assert [reading.twice(seen, key, key, f"t {n}") for n, key in enumerate("aba")] == [
        False, False, True,
    ]  # fmt: skip
    assert told(reading) == [("t 2", "“a” stands twice in the file")]
