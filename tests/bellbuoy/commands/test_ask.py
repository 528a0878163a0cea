from __future__ import annotations

import io

import pytest

from bellbuoy.commands.ask import confirm, confirm_typed
from bellbuoy.commands.options import Options
from core.values.errors import UsageError


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("y\n", True),
        ("YES\n", True),
        ("\n", False),
        ("", False),
        ("n\n", False),
        ("ye\n", False),
    ],
)
def test_only_yes_is_yes(typed: str, answer: bool) -> None:
    err = io.StringIO()
    assert confirm("drop \x1b?", Options(asks=True), io.StringIO(typed), err) is answer
    assert err.getvalue() == "drop �? [y/N] "


def test_yes_asks_nothing() -> None:
    err = io.StringIO()
    assert confirm("drop?", Options(yes=True), io.StringIO(), err)
    assert confirm_typed("drop?", "120", Options(yes=True), io.StringIO(), err)
    assert err.getvalue() == ""


def test_without_anybody_to_ask_it_is_refused() -> None:
    question, nobody, err = "drop 3 rows?", Options(), io.StringIO()
    with pytest.raises(UsageError, match=r"needs an answer: drop 3 rows\?$") as caught:
        confirm(question, nobody, io.StringIO("y\n"), err)
    assert "--yes" in caught.value.hint
    with pytest.raises(UsageError, match=r"needs an answer: drop 3 rows\?$"):
        confirm_typed(question, "3", nobody, io.StringIO("3\n"), err)
    assert err.getvalue() == ""


def test_what_cannot_be_undone_is_typed() -> None:
    err = io.StringIO()
    options = Options(asks=True)
    assert confirm_typed("drop 120 rows", "120", options, io.StringIO("120\n"), err)
    assert err.getvalue() == "drop 120 rows\ntype 120 to go on: "
    for typed in ("y\n", "12\n", "\n", ""):
        assert not confirm_typed("drop", "120", options, io.StringIO(typed), err)
