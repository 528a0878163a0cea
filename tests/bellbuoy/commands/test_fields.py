from __future__ import annotations

import pytest

from bellbuoy.services.fields import field_set
from tests.bellbuoy.commands.conftest import Bell


@pytest.mark.parametrize("noun", ["client", "incident", "quarantine", "alert", "job", "store"])
def test_fields_of_a_list(bell: Bell, noun: str) -> None:
    told = bell("fields", noun, "--json")
    assert told.json["schema"] == "bellbuoy.field/1"
    assert told.json["as_of"] is None
    assert [row["name"] for row in told.rows] == list(field_set(noun).names)
    assert {row["noun"] for row in told.rows} == {noun}


def test_all_lists_at_once(bell: Bell) -> None:
    rows = bell("fields", "--json").rows
    assert list(dict.fromkeys(row["noun"] for row in rows)) == [
        "client",
        "incident",
        "quarantine",
    ]
    assert bell("fields").lines[0].split()[0] == "list"


def test_operators_as_they_are_typed(bell: Bell) -> None:
    (line,) = [line for line in bell("fields", "client").lines if " health score" in line]
    assert line.split()[-6:] == [":", "!=", "<", "<=", ">", ">="]
    (line,) = [line for line in bell("fields", "client").lines if " company name" in line]
    assert line.endswith(": != ~ :starts: :ends: :matches:")


def test_no_such_list(bell: Bell) -> None:
    told = bell("fields", "clients", "--json")
    assert (told.code, told.fault["error"]) == (3, "not_found")
