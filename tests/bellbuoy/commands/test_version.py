from __future__ import annotations

import json

import pytest

from bellbuoy.__main__ import main
from bellbuoy.version import VERSION


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["version"]) == 0
    assert capsys.readouterr().out == f"name     bellbuoy\nversion  {VERSION}\n"
    assert main(["version", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "schema": "bellbuoy.version/1",
        "as_of": None,
        "rows": [{"name": "bellbuoy", "version": VERSION}],
        "next": None,
    }
