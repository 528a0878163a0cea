from __future__ import annotations

import json

import pytest

from bellbuoy.__main__ import main

pytestmark = pytest.mark.usefixtures("ships")


def test_every_command_is_listed_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["commands", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    names = [row["command"] for row in found["rows"]]
    assert {"tui", "import", "version", "commands", "ship list", "completion zsh"} <= set(names)
    assert len(set(names)) == len(names) == found["total"]
    writes = [row["command"] for row in found["rows"] if row["writes"]]
    assert writes == ["ship scuttle"]


def test_the_count_is_that_of_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    main(["commands", "--json"])
    listed = json.loads(capsys.readouterr().out)["rows"]
    assert main(["commands", "--count", "--json"]) == 0
    counted = json.loads(capsys.readouterr().out)["rows"]
    nouns = {row["noun"] for row in listed if row["noun"]}
    assert counted == [{"commands": len(listed), "nouns": len(nouns)}]
