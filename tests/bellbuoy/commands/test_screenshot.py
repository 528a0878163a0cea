"""Pictures for documents: the same store gives the same bytes, each theme its own."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from bellbuoy.services.look import own_file
from tests.bellbuoy.commands.conftest import Bell
from themes.load import load, names


def test_the_same_twice_whatever_a_person_chose(
    demo: Bell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = tmp_path / "one.svg", tmp_path / "two.svg"
    first = demo("screenshot", "radar", "--svg", str(one), "--json").rows[0]
    own_file.put("density", "compact")
    own_file.put("glyphs", "ascii")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    second = demo("screenshot", "radar", "--svg", str(two), "--json").rows[0]
    assert one.read_bytes() == two.read_bytes()
    assert first["sha256"] == second["sha256"]
    assert (first["width"], first["height"], first["bytes"]) == (80, 24, one.stat().st_size)


@pytest.mark.parametrize("name", [name for name in names() if not load(name).ansi])
def test_each_theme_draws_in_its_colours(demo: Bell, tmp_path: Path, name: str) -> None:
    file = tmp_path / f"{name}.svg"
    told = demo("screenshot", "radar", "--svg", str(file), "--theme", name)
    assert told.code == 0, told.err
    text = file.read_text()
    ElementTree.fromstring(text)
    theme = load(name)
    for role in ("critical", "at_risk", "cursor"):
        assert theme.colour(role) in text.lower(), role
    assert text.lower().count(f'rect fill="{theme.background}"') > 50
    assert "Oxbow&#160;Foods" in text


def test_a_size_is_asked_for(demo: Bell, tmp_path: Path) -> None:
    file = tmp_path / "wide.svg"
    demo("screenshot", "radar", "--svg", str(file), "--size", "160x48")
    assert "CONTRIBUTION" in file.read_text()


@pytest.mark.parametrize(
    "words",
    [
        ["radar", "--size", "1x1"],
        ["radar", "--size", "big"],
        ["radar", "--theme", "nosuch"],
        ["nowhere"],
        ["radar", "--svg", "/nosuch/folder/x.svg"],
    ],
)
def test_what_cannot_be_taken_writes_nothing(
    demo: Bell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert demo("screenshot", *words).code == 2
    assert not list(tmp_path.glob("*.svg"))
