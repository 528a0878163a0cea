"""One backup at a time in a folder, and nothing of a dead run stays there."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.values.errors import ConflictError, NotFoundError
from storage.backup.folder import alone_in, part_of, seal_of


def test_a_second_run_in_the_folder_is_refused(tmp_path: Path) -> None:
    with (
        alone_in(tmp_path),
        pytest.raises(ConflictError, match="another backup is being made"),
        alone_in(tmp_path),
    ):
        raise AssertionError
    with alone_in(tmp_path):
        assert list(tmp_path.iterdir()) == []


def test_without_the_folder_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no folder"), alone_in(tmp_path / "none"):
        raise AssertionError


def test_what_a_dead_run_left_goes_and_nothing_else(tmp_path: Path) -> None:
    whole, torn = tmp_path / "whole.db", tmp_path / "torn.db"
    kept = [whole, seal_of(whole), tmp_path / "notes.txt", tmp_path / ".other.part"]
    # The seal had its name already when the run was killed; the file had not.
    left = [part_of(torn), seal_of(torn), tmp_path / f"{part_of(torn).name}.draft-wal"]
    again = part_of(whole)
    for path in (*kept, *left, again):
        path.write_text("x")
    with alone_in(tmp_path):
        assert sorted(tmp_path.iterdir()) == sorted(kept)
