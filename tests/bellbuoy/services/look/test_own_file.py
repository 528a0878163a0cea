"""The file of a person's own settings: whole, exact, and never overwritten when broken."""

from __future__ import annotations

import fcntl
import threading
from pathlib import Path

import pytest

from bellbuoy.services.look import own_file
from bellbuoy.services.look.changed_files import marks
from core.look.types import Preferences
from core.values.errors import BellbuoyError, LockedError, UsageError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "bellbuoy"


def test_without_a_file_every_default_holds(folder: Path) -> None:
    assert own_file.read() == own_file.OwnFile(Preferences())
    assert not folder.exists()


def test_only_what_differs_is_kept(folder: Path) -> None:
    assert own_file.put("theme", "light") == "auto"
    assert own_file.put("glyphs", "ascii") == "auto"
    assert own_file.put("theme", "auto") == "light"
    assert own_file.path().read_text() == '[look]\nglyphs = "ascii"\n'
    assert own_file.put_columns("radar", ("name", "tier")) is None
    assert own_file.put_columns("radar", None) == ("name", "tier")
    own_file.put("glyphs", "auto")
    assert own_file.path().read_text() == ""
    assert sorted(p.name for p in folder.iterdir()) == [".settings.lock", "settings.toml"]


def test_a_theme_must_be_there(folder: Path) -> None:
    with pytest.raises(UsageError, match="no theme 'mine'"):
        own_file.put("theme", "mine")
    own_file.themes_dir().mkdir(parents=True)
    mine = own_file.themes_dir() / "mine.toml"
    mine.write_text('inherits = "dark"\n')
    own_file.put("theme", "mine")
    assert own_file.read().preferences["theme"] == "mine"


@pytest.mark.parametrize("text", [b"[look\n", b"\xff\xfe", b"#" * 70_000])
def test_a_broken_file_is_told_and_left_alone(folder: Path, text: bytes) -> None:
    folder.mkdir()
    own_file.path().write_bytes(text)
    found = own_file.read()
    assert found.preferences == Preferences()
    assert found.problem.startswith("settings.toml")
    assert "\n" not in found.problem
    with pytest.raises(UsageError):
        own_file.put("mouse", "off")
    assert own_file.path().read_bytes() == text


def test_one_bad_value_costs_only_itself(folder: Path) -> None:
    folder.mkdir()
    own_file.path().write_text('[look]\nmouse = "off"\nglyphs = "runes"\n')
    found = own_file.read()
    assert found.preferences["mouse"] == "off"
    assert found.problem == "settings.toml: look.glyphs cannot be “runes”"


def test_two_who_write_at_once_lose_nothing() -> None:
    def write(setting: str, value: str) -> None:
        for n in range(20):
            own_file.put(setting, value if n % 2 == 0 else "auto")
        own_file.put(setting, value)

    hands = [
        threading.Thread(target=write, args=pair)
        for pair in (("glyphs", "ascii"), ("motion", "off"))
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert own_file.read().preferences.changed == {"glyphs": "ascii", "motion": "off"}


def test_who_waits_too_long_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_file, "_PATIENCE_S", 0.05)
    folder.mkdir()
    with (folder / ".settings.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(LockedError):
            own_file.put("mouse", "off")


def test_a_folder_that_cannot_be_is_one_line(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    with pytest.raises(BellbuoyError, match="cannot be written"):
        own_file.put("mouse", "off")


def test_a_written_file_is_noticed(folder: Path) -> None:
    before = marks()
    assert before == ()
    own_file.put("mouse", "off")
    first = marks()
    assert first != before
    own_file.put("mouse", "off")
    assert marks() == first, "the same value writes nothing"
    own_file.put("mouse", "on")
    assert marks() != first
