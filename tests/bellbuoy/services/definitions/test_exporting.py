"""A store as files: the same bytes each time, and nothing differs from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services.definitions.exporting import compared, export
from bellbuoy.services.views import writing
from core.values.errors import BellbuoyError
from core.views.types import View
from tests.bellbuoy.services.definitions.folders import exported, filled, plan, wrote
from tests.fixtures.stores import NewStore


def test_a_round_trip_differs_in_nothing(new_store: NewStore, tmp_path: Path) -> None:
    ctx = new_store()
    filled(ctx)
    folder = exported(ctx, tmp_path / "a")
    found = plan(ctx, folder)
    assert (found.differences, found.left, found.adopts) == ((), (), True)
    assert plan(ctx, folder, prune=True).differences == ()
    again = export(ctx, str(tmp_path / "none"))
    assert [file.text for file in again] == [
        (tmp_path / "a" / file.name).read_text("utf-8") for file in again
    ]
    assert set(compared(ctx, folder, again).values()) == {"same"}
    assert set(compared(ctx, str(tmp_path / "none"), again).values()) == {"new"}


def test_an_empty_store_has_a_formula_and_hours_alone(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store()
    writing.save(ctx, View("Mine", "clients", "owner:me"))  # private: nobody's business
    files = export(ctx, str(tmp_path))
    assert [(file.name, file.definitions) for file in files] == [
        ("scoring.toml", 3), ("views.toml", 0), ("alerts.toml", 1),
        ("playbooks.toml", 0),
    ]  # fmt: skip
    assert not any("Mine" in file.text for file in files)


def test_prune_that_stands_in_a_file_stays(new_store: NewStore, tmp_path: Path) -> None:
    ctx = new_store()
    folder = wrote(tmp_path / "a", views="prune = true\n", alerts="prune = ]\n")
    files = {file.subject: file for file in export(ctx, folder)}
    assert "\nprune = true\n" in files["views"].text
    assert "\nprune = true\n" not in files["alerts"].text
    assert compared(ctx, folder, tuple(files.values())) == {
        "scoring.toml": "new", "views.toml": "differs", "alerts.toml": "differs",
        "playbooks.toml": "new",
    }  # fmt: skip


def test_a_folder_that_cannot_be_made_is_told(new_store: NewStore, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(BellbuoyError, match="cannot be written"):
        exported(new_store(), tmp_path / "file" / "a")
