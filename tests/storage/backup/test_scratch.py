"""A working folder goes with its work; what a killed process left goes later."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from storage.backup.scratch import scratch_folder, sweep_scratch

_HELD = """
import sys
from pathlib import Path
from storage.backup.scratch import scratch_folder
with scratch_folder("work-", Path(sys.argv[1])) as folder:
    (folder / "half").write_text("x")
    print(folder, flush=True)
    sys.stdin.read()
"""


def work_and_fail(parent: Path) -> None:
    with scratch_folder("w-", parent) as room:
        (room / "file").write_text("x")
        raise ValueError("half way")


def test_it_is_gone_afterwards_even_after_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="half way"):
        work_and_fail(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.process
def test_one_of_a_living_process_stays_and_one_of_a_killed_goes(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _HELD, str(tmp_path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    held = Path(process.stdout.readline().strip())
    with scratch_folder("work-", tmp_path):
        assert (held / "half").exists()
    process.kill()
    process.communicate()
    assert (held / "half").exists()
    with scratch_folder("work-", tmp_path) as room:
        assert list(tmp_path.iterdir()) == [room]


def test_only_folders_of_the_prefix_go_and_no_link_is_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("x")
    (tmp_path / "work-link").symlink_to(kept)
    (tmp_path / "work-file").write_text("x")
    (tmp_path / "work-left").mkdir()
    assert sweep_scratch("work-", tmp_path) == 1
    assert {each.name for each in tmp_path.iterdir()} == {"kept", "work-link", "work-file"}
    assert (kept / "file").exists()
    assert sweep_scratch("work-", tmp_path / "none") == 0
