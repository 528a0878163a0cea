from __future__ import annotations

import pytest

from bellbuoy.commands.parser import Help, parse
from bellbuoy.commands.registry import WORDS, Entry
from bellbuoy.commands.terminal import Terminal

pytestmark = pytest.mark.usefixtures("ships")
PIPE = Terminal()


def test_help_at_every_level_begins_with_two_examples() -> None:
    for line in ("-h", "--help", "--plain -h", "ship -h", "-h ship", "ship list --help",
                 "version -h", "ship show -h", "ship list --limit x -h"):  # fmt: skip
        page = parse(line.split(), PIPE)
        assert isinstance(page, Help), line
        first = page.text.splitlines()
        assert first[0] == "examples:"
        assert first[1].strip()
        assert first[2].strip()
        assert first[4].startswith("usage: bellbuoy")
        assert max(map(len, first)) <= 80, line


def test_help_names_every_argument_and_flag() -> None:
    page = parse(["ship", "show", "-h"], PIPE)
    assert isinstance(page, Help)
    for part in ("NAME", "[PART]", "hull, mast", "--against-day DAY", "-t --tag", "--wet",
                 "-o --output FILE", "--as-of TIME"):  # fmt: skip
        assert part in page.text
    assert "--limit" not in page.text
    listing = parse(["ship", "list", "-h"], PIPE)
    assert isinstance(listing, Help)
    assert "[QUERY]" in listing.text
    assert "--limit N" in listing.text
    assert "--dry-run" not in listing.text


def test_top_help_lists_every_word_without_its_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WORDS, "raft", Entry("no.such.module", "floats"))
    page = parse(["--help"], PIPE)
    assert isinstance(page, Help)
    for word in WORDS:
        assert f"\n  {word} " in page.text
    for flag in ("--demo", "--plain", "--view NAME", "--read-only"):
        assert flag in page.text
