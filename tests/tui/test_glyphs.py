"""Three sets of signs, one cell each, chosen from what the terminal can show."""

from __future__ import annotations

import unicodedata
from dataclasses import fields

import pytest
from rich.cells import cell_len

from tui.glyphs import ASCII, BLOCKS, BRAILLE, GLYPHS, SETS, Glyphs, choose

UTF8 = {"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"}


def signs(glyphs: Glyphs) -> dict[str, tuple[str, ...]]:
    found = {}
    for field in fields(glyphs):
        value = getattr(glyphs, field.name)
        if field.name not in {"name", "line"}:
            found[field.name] = value if isinstance(value, tuple) else (value,)
    return found


@pytest.mark.parametrize("name", SETS)
def test_every_sign_is_one_cell(name: str) -> None:
    for field, values in signs(GLYPHS[name]).items():  # type: ignore[index]
        for sign in values:
            assert cell_len(sign) == (2 if sign == ".." else 1), field


def test_the_ascii_set_is_ascii() -> None:
    for field, values in signs(ASCII).items():
        assert all(sign.isascii() for sign in values), field


def test_the_steps_are_complete() -> None:
    for glyphs in GLYPHS.values():
        assert len(glyphs.shades) == 5
        assert len(set(glyphs.shades)) == 5
        assert len(glyphs.sparks) == 8


def test_our_words_become_ascii_and_keep_their_sense() -> None:
    said = ASCII.words("total 1,200 · usage: calls ÷ 5,000 −12 “x” ⏎ … 40–58 ▲3")
    assert said == 'total 1,200 - usage: calls / 5,000 -12 "x" enter .. 40-58 ^3'
    assert BRAILLE.words("a · b") == "a · b"


@pytest.mark.parametrize(
    ("env", "encoding", "name"),
    [
        (UTF8, "utf-8", "braille"),
        ({"LANG": "de_DE.utf8", "TERM": "tmux-256color"}, "utf-8", "braille"),
        ({"LANG": "en_GB.UTF-8", "TERM": "xterm"}, "utf-8", "blocks"),
        ({"LANG": "en_GB.UTF-8", "TERM": "screen"}, "utf-8", "blocks"),
        ({"LANG": "en_GB.UTF-8", "TERM": "xterm", "COLORTERM": "truecolor"}, "", "braille"),
        ({"LANG": "en_GB.UTF-8", "TERM": "linux"}, "utf-8", "ascii"),
        ({"LANG": "en_GB.UTF-8", "TERM": "dumb"}, "utf-8", "ascii"),
        ({"LANG": "en_GB.UTF-8"}, "utf-8", "ascii"),
        ({"LANG": "C", "TERM": "xterm-256color"}, "ascii", "ascii"),
        (
            {"LC_ALL": "de_DE.ISO8859-1", "LANG": "de_DE.UTF-8", "TERM": "kitty"},
            "utf-8",
            "ascii",
        ),
        ({"LC_ALL": "", "LANG": "ca_ES.UTF-8@valencia", "TERM": "foot"}, "", "braille"),
        ({"TERM": "xterm-256color"}, "utf-8", "braille"),
        ({"WT_SESSION": "1"}, "utf-8", "braille"),
        ({"WT_SESSION": "1"}, "cp1252", "ascii"),
    ],
)
def test_the_set_follows_locale_and_term(env: dict[str, str], encoding: str, name: str) -> None:
    assert choose(None, env, encoding).name == name


@pytest.mark.parametrize("name", SETS)
def test_the_wanted_set_wins(name: str) -> None:
    assert choose(name, {"TERM": "dumb"}, "ascii").name == name  # type: ignore[arg-type]


def test_wide_ambiguous_signs_give_way_to_ascii_but_braille_lines_stay() -> None:
    chosen = choose(None, UTF8, "utf-8", ambiguous_width=2)
    assert chosen.name == "ascii"
    assert chosen.line == "braille"
    assert unicodedata.east_asian_width("⠿") == "N"
    assert unicodedata.east_asian_width(BLOCKS.full) == "A"
    assert choose("blocks", UTF8, "utf-8", ambiguous_width=2) == ASCII
