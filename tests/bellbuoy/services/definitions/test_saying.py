"""Whatever is wrong with a folder is told at once, and before anything else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bellbuoy.services.definitions.saying import said
from core.definitions.types import DefinitionFaultsError
from core.values.errors import NotFoundError, UsageError
from tests.bellbuoy.services.definitions.folders import wrote
from tests.fixtures.stores import NewStore


def test_every_fault_of_every_file(new_store: NewStore, tmp_path: Path) -> None:
    folder = wrote(
        tmp_path,
        scoring="[tiers]\nhealthy = 1\nat_risk = 2\n",
        views='x = "\n',
        alerts='[[rule]]\nname = "aa"\n[[rule]]\nname = 5\ncondition = "tier:critical"\n',
        alert="",
    )
    (tmp_path / "README.md").write_text("of no matter", "utf-8")
    with pytest.raises(DefinitionFaultsError) as caught:
        said(new_store(), folder)
    assert [(each.file, each.line, each.key) for each in caught.value.faults] == [
        ("alert.toml", None, ""), ("scoring.toml", None, "tiers"), ("views.toml", 1, ""),
        ("alerts.toml", None, "rule 1.condition"), ("alerts.toml", None, "rule 2.name"),
    ]  # fmt: skip
    assert caught.value.exit_code == 2
    assert caught.value.message.endswith(", and 4 more")
    assert "did you mean “alerts.toml”?" in caught.value.hint


def test_a_pipe_is_not_waited_for(new_sqlite: NewStore, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "views.toml")
    (tmp_path / "alerts.toml").symlink_to(tmp_path / "none")
    with pytest.raises(DefinitionFaultsError) as caught:
        said(new_sqlite(), str(tmp_path))
    assert [each.reason for each in caught.value.faults] == [
        "it is no plain file", "it cannot be read: No such file or directory",
    ]  # fmt: skip


def test_what_is_no_text_names_its_line(new_store: NewStore, tmp_path: Path) -> None:
    (tmp_path / "views.toml").write_bytes(b"# a\n# \xff\n")
    with pytest.raises(DefinitionFaultsError) as caught:
        said(new_store(), str(tmp_path))
    (fault,) = caught.value.faults
    assert (fault.line, fault.reason) == (2, "it is no UTF-8")


def test_no_folder_and_an_empty_one(new_store: NewStore, tmp_path: Path) -> None:
    ctx = new_store()
    with pytest.raises(NotFoundError, match="no folder"):
        said(ctx, str(tmp_path / "none"))
    with pytest.raises(UsageError, match="holds no definitions"):
        said(ctx, str(tmp_path))
    with pytest.raises(UsageError, match="cannot be read"):
        said(ctx, __file__)


def test_a_subject_without_a_file_is_left_out(new_store: NewStore, tmp_path: Path) -> None:
    (only,) = said(new_store(), wrote(tmp_path, alerts='quiet_hours = "off"\n'))
    assert (only.subject, [one.title for one in only.definitions]) == (
        "alerts",
        ["quiet hours"],
    )
