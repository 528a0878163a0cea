from __future__ import annotations

import os
from pathlib import Path

import pytest

from bellbuoy.commands.atomic import check_target, replacing
from core.values.errors import UsageError


def test_the_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old")
    with pytest.raises(ValueError, match="closed"), replacing(str(target)) as file:
        file.close()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]
    with replacing(str(target)) as file:
        file.write("né\r\nw")
        assert target.read_text() == "old"
    assert target.read_bytes() == "né\r\nw".encode()
    assert list(tmp_path.iterdir()) == [target]


def test_rights_are_kept_and_new_files_follow_the_umask(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_text("old")
    target.chmod(0o600)
    with replacing(str(target)):
        pass
    assert target.stat().st_mode & 0o777 == 0o600
    before = os.umask(0o027)
    try:
        with replacing(str(tmp_path / "b")):
            pass
    finally:
        os.umask(before)
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "real" / "file")
    with replacing(str(link)) as file:
        file.write("x")
    assert link.is_symlink()
    assert (tmp_path / "real" / "file").read_text() == "x"


def test_a_device_is_written_into() -> None:
    with replacing("/dev/null") as file:
        file.write("x")
    assert not Path("/dev/null").is_file()


def test_a_place_that_cannot_be_written_is_refused_at_once(tmp_path: Path) -> None:
    check_target(str(tmp_path / "new"))
    check_target("/dev/null")
    with pytest.raises(UsageError, match="is a folder"):
        check_target(str(tmp_path))
    with pytest.raises(UsageError, match="there is no folder"):
        check_target(str(tmp_path / "no" / "file"))
    with pytest.raises(UsageError, match="cannot be written"):
        check_target("/proc/self/new")
