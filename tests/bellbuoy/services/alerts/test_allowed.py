"""What alerts may touch on a machine is said on that machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services.alerts.allowed import allowed_here, inside
from core.values.errors import UsageError


def test_without_a_file_only_the_own_folder_is_allowed(tmp_path: Path) -> None:
    found = allowed_here({"HOME": str(tmp_path)})
    assert (found.programs, found.hosts) == ((), ())
    assert found.folders == (str(tmp_path / ".local/state/bellbuoy"),)


@pytest.mark.parametrize("text", ["programs = 'x'", "hosts = [1]", "other = []", "not toml ["])
def test_a_file_that_cannot_be_meant_is_refused(tmp_path: Path, text: str) -> None:
    folder = tmp_path / ".config" / "bellbuoy"
    folder.mkdir(parents=True)
    (folder / "alerts.toml").write_text(text)
    with pytest.raises(UsageError, match=r"alerts\.toml"):
        allowed_here({"HOME": str(tmp_path)})


def test_a_path_is_inside_only_when_its_links_are(tmp_path: Path) -> None:
    allowed = tmp_path / "allowed"
    allowed.mkdir()
    (allowed / "out").symlink_to(tmp_path)
    folders = (str(allowed),)
    assert inside(allowed / "a.jsonl", folders)
    assert not inside(allowed / ".." / "a.jsonl", folders)
    assert not inside(allowed / "out" / "a.jsonl", folders)
    assert not inside(tmp_path / "allowed-too" / "a.jsonl", folders)
