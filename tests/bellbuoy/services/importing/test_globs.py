"""Names in an archive are matched as files in a folder are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellbuoy.services.importing.globs import lies_in_archive, matches

NAMES = ("a.csv", "b.csv", "in/a.csv", "in/deep/a.csv", "in/.x/a.csv", ".a.csv", "in/b.txt")
GLOBS = ("*.csv", "in/*.csv", "**/*.csv", "in/**/*.csv", "*/a.csv", "a.csv", "**/deep/*", "*")


@pytest.mark.parametrize("glob", GLOBS)
def test_the_same_files_as_in_a_folder(tmp_path: Path, glob: str) -> None:
    for name in NAMES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    in_folder = {
        path.relative_to(tmp_path).as_posix()
        for path in tmp_path.glob(glob)
        if path.is_file() and "/." not in f"/{path.relative_to(tmp_path).as_posix()}"
    }
    assert {name for name in NAMES if matches(name, glob)} == in_folder


@given(st.text(alphabet="a/*.", max_size=8), st.text(alphabet="a/*.", max_size=8))
def test_any_names_and_globs_have_an_answer(name: str, glob: str) -> None:
    assert matches(name, glob) in (True, False)


def test_which_globs_speak_of_members() -> None:
    assert lies_in_archive("export*.zip/*.csv")
    assert lies_in_archive("in/day.ZIP/more/*.csv")
    assert not lies_in_archive("*.zip")
    assert not lies_in_archive("zip/*.csv")
