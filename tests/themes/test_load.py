"""Themes are read, checked and told apart by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from themes.load import ANSI_NAMES, ROLES, ThemeError, load, names

BUILT_IN = ("ansi", "colour-safe", "dark", "high-contrast", "light")


def test_every_built_in_theme_is_named() -> None:
    assert names() == BUILT_IN


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_theme_has_a_colour_for_every_role(name: str) -> None:
    theme = load(name)
    assert theme.name == name
    assert theme.title
    for role in ROLES:
        colour = theme.colour(role)
        assert colour in ANSI_NAMES if theme.ansi else colour.startswith("#")


def test_the_ansi_theme_keeps_the_background_of_the_terminal() -> None:
    theme = load("ansi")
    assert theme.ansi
    assert theme.background == theme.surface == theme.foreground == "default"


def test_a_theme_is_read_once() -> None:
    assert load("dark") is load("dark")


def test_an_unknown_role_is_no_colour() -> None:
    with pytest.raises(KeyError):
        load("dark").colour("name")


def write(folder: Path, name: str, text: str) -> Path:
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_theme_of_the_user_inherits_and_changes_one_role(tmp_path: Path) -> None:
    write(tmp_path, "mine", 'inherits = "light"\n[colours]\naccent = "#123ABC"\n')
    theme = load("mine", tmp_path)
    assert theme.accent == "#123abc"
    assert theme.critical == load("light").critical
    assert theme.dark is False
    assert names(tmp_path) == tuple(sorted((*BUILT_IN, "mine")))


def test_a_theme_of_the_user_comes_before_the_built_in_one(tmp_path: Path) -> None:
    write(tmp_path, "dark", 'inherits = "dark"\n[colours]\naccent = "#ffffff"\n')
    assert load("dark", tmp_path).accent == "#ffffff"
    assert load("dark").accent != "#ffffff"


@pytest.mark.parametrize("name", ["nosuch", "../load", "", "Dark", "a/b", "x" * 60])
def test_a_theme_that_is_not_there_is_told_with_those_that_are(name: str) -> None:
    with pytest.raises(ThemeError, match="high-contrast"):
        load(name)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("not toml at all", "mine"),
        ('[colours]\naccent = "#112233"\n', "no colour for foreground"),
        ('inherits = "dark"\n[colours]\naccent = "blue"\n', "#rrggbb"),
        ('inherits = "dark"\n[colours]\naccent = "#12345"\n', "#rrggbb"),
        ('inherits = "ansi"\n[colours]\naccent = "#112233"\n', "terminal"),
        ('inherits = "dark"\n[colours]\nlinks = "#112233"\n', "links"),
        ('inherits = "dark"\nfont = "big"\n', "font"),
        ('inherits = "dark"\ncontrast = "much"\n', "contrast"),
        ('inherits = "mine"\n', "no theme"),
    ],
)
def test_a_broken_theme_says_what_is_wrong(tmp_path: Path, text: str, reason: str) -> None:
    write(tmp_path, "mine", text)
    with pytest.raises(ThemeError, match=reason):
        load("mine", tmp_path)
