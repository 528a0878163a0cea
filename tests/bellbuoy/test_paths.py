from __future__ import annotations

import pytest

from bellbuoy import paths


def test_the_store_is_named_or_in_the_data_folder() -> None:
    home = {"HOME": "/home/ana"}
    assert paths.default_store(home) == "/home/ana/.local/share/bellbuoy/bellbuoy.db"
    there = home | {"XDG_DATA_HOME": "/data"}
    assert paths.default_store(there) == "/data/bellbuoy/bellbuoy.db"
    named = there | {"BELLBUOY_STORE": "postgresql://db/bell"}
    assert paths.default_store(named) == "postgresql://db/bell"


def test_an_empty_or_relative_variable_is_none() -> None:
    home = {"HOME": "/home/ana", "BELLBUOY_STORE": ""}
    for value in ("", "data", "./data"):
        found = paths.default_store(home | {"XDG_DATA_HOME": value})
        assert found == "/home/ana/.local/share/bellbuoy/bellbuoy.db"


def test_each_kind_of_file_has_its_folder() -> None:
    home = {"HOME": "/h", "XDG_STATE_HOME": "/s"}
    assert str(paths.cache_dir(home)) == "/h/.cache/bellbuoy"
    assert str(paths.config_dir(home)) == "/h/.config/bellbuoy"
    assert str(paths.log_file(home)) == "/s/bellbuoy/bellbuoy.log"


def test_without_an_argument_it_is_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELLBUOY_STORE", "/x.db")
    assert paths.default_store() == "/x.db"
