from __future__ import annotations

import dataclasses

import pytest

from bellbuoy.commands.options import Options

GIVEN = Options(values={"name": "a", "n": 3, "wet": True, "tags": ("x",), "none": None})


def test_values_have_the_type_that_is_asked_for() -> None:
    assert GIVEN.need("name") == "a"
    assert GIVEN.number("n") == 3
    assert GIVEN.flag("wet")
    assert GIVEN.texts("tags") == ("x",)
    assert GIVEN.text("none") is None
    assert GIVEN.number("none") is None


def test_a_wrong_question_is_a_fault_of_the_program() -> None:
    for ask, name in (
        (GIVEN.text, "n"),
        (GIVEN.need, "none"),
        (GIVEN.number, "wet"),
        (GIVEN.flag, "n"),
        (GIVEN.texts, "name"),
    ):
        with pytest.raises(TypeError):
            ask(name)
    with pytest.raises(KeyError):
        GIVEN.text("nobody")


def test_options_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        GIVEN.store = "x"  # type: ignore[misc]
