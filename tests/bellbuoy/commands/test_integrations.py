from __future__ import annotations

import pytest

from bellbuoy.commands import integrations
from bellbuoy.commands.command import Arg
from core.integrations.mapping_types import KINDS
from tests.bellbuoy.commands.conftest import ROOT, Bell


def argument(name: str) -> Arg:
    return next(a for a in integrations.COMMANDS[0].arguments if a.name == name)


def test_kinds_are_those_of_a_mapping() -> None:
    assert argument("kind").choices == KINDS


def test_the_flags_are_written_as_people_write_them() -> None:
    assert argument("source_name").flag == "--source"
    assert argument("set_clock").flag == "--set-clock"


def test_paths_are_completed(bell: Bell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert bell("__complete", "words", "import", "examples/pla").lines == [
        "examples/plain/",
        "examples/playbook.toml",
    ]
    found = bell("__complete", "words", "import", "--map", "examples/r").lines
    assert found == ["examples/ravenstack.toml"]
    assert bell("__complete", "words", "import", "--kind", "da").lines == ["day_total"]
