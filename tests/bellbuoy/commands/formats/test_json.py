from __future__ import annotations

import io

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.formats.json import write_lines, write_object


def test_missing_keys_of_a_choice_are_null() -> None:
    out = io.StringIO()
    assert write_lines(Answer("ship", [{"a": 1, "b": 2}, {"a": 3}]), ("b", "a"), out) == 2
    assert out.getvalue() == '{"b":2,"a":1}\n{"b":null,"a":3}\n'


def test_an_empty_answer_is_whole() -> None:
    out = io.StringIO()
    assert write_object(Answer("ship"), None, out) == 0
    assert out.getvalue() == '{"schema":"bellbuoy.ship/1","as_of":null,"rows":[],"next":null}\n'
