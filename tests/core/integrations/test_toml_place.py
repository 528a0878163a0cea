"""Where a fault lies, and what was probably meant."""

import pytest

from core.integrations.toml_place import Place, nearest, suggestion
from core.values.errors import UsageError


def test_a_near_word_is_suggested_and_else_all_are_told() -> None:
    known = ("opened", "closed", "Client ID")
    assert suggestion("openend", known) == "did you mean “opened”?"
    assert suggestion("client_id ", known) == "did you mean “Client ID”?"
    assert suggestion("zzz", known) == "known: Client ID, closed, opened"
    assert suggestion("x", ()) == ""


def test_likeness_can_be_asked_for() -> None:
    assert nearest("state", ["status"]) == "status"
    assert nearest("state", ["status"], likeness=0.8) is None


def test_a_place_names_file_and_key() -> None:
    place = Place("m.toml").at("files 1").at("columns")
    assert place.fault("is wrong").message == "m.toml: files 1.columns: is wrong"
    assert Place("m.toml").fault("is wrong", "mend it").hint == "mend it"


@pytest.mark.parametrize(
    ("method", "value"),
    [("text", ""), ("text", 1), ("truth", 1), ("positive", 0), ("positive", True),
     ("positive", 10**13), ("cell", []), ("table", []), ("texts", []), ("texts", [1])],
)  # fmt: skip
def test_values_of_another_type_are_refused(method: str, value: object) -> None:
    with pytest.raises(UsageError, match="should be"):
        getattr(Place("m.toml", "key"), method)(value)


def test_values_as_a_cell_would_have_them() -> None:
    place = Place("m.toml")
    assert [place.cell(v) for v in ("x", "", 5, 1.5, True)] == ["x", "", "5", "1.5", "true"]
