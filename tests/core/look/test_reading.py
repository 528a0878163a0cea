"""settings.toml holds what differs, and a bad value costs only itself."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.look.reading import checked, file_text, preferences
from core.look.types import BY_ID, SETTINGS, Preferences
from core.values.errors import UsageError

VALUES = st.fixed_dictionaries(
    {s.id: st.sampled_from([*s.choices, "mine"] if s.open else s.choices) for s in SETTINGS}
)
ID = st.from_regex(r"[a-z][a-z0-9_]{0,39}", fullmatch=True)
COLUMNS = st.dictionaries(ID, st.lists(ID, min_size=1, max_size=6, unique=True).map(tuple))


@settings(max_examples=100)
@given(VALUES, COLUMNS)
def test_what_is_written_is_read_again(
    values: dict[str, str], columns: dict[str, tuple[str, ...]]
) -> None:
    found = Preferences()
    for name, value in values.items():
        found = found.having(name, value)
    for name, ids in columns.items():
        found = found.showing(name, ids)
    tables = tomllib.loads(file_text(found))
    assert preferences(tables) == (found, ())
    assert set(tables.get("look", {})) == {
        name for name, value in values.items() if value != BY_ID[name].default
    }


def test_defaults_need_no_file() -> None:
    assert file_text(Preferences()) == ""
    assert Preferences().changed == {}
    assert preferences({}) == (Preferences(), ())


def test_a_bad_value_is_told_and_the_rest_holds() -> None:
    found, told = preferences(
        {
            "look": {"theme": "light", "glyphs": "runes\x1b", "font": "big"},
            "columns": {"radar": ["name", "name"], "clients": ["name"], "x": "name"},
        }
    )
    assert found["theme"] == "light"
    assert found["glyphs"] == "auto"
    assert dict(found.columns) == {"clients": ("name",)}
    assert len(told) == 4
    assert not any("\x1b" in line for line in told)
    assert preferences({"look": 3}) == (Preferences(), ("look is no table",))


@pytest.mark.parametrize(
    ("setting", "value"),
    [("theme", "../x"), ("theme", ""), ("glyphs", "Braille"), ("mouse", "yes"), ("font", "x")],
)
def test_what_cannot_be_chosen(setting: str, value: str) -> None:
    with pytest.raises(UsageError):
        checked(setting, value)


def test_columns_can_be_given_back() -> None:
    found = Preferences().showing("radar", ("name",))
    assert found.showing("radar", None) == Preferences()
