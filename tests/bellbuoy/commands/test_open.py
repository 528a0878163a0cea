"""A place as plain lines: what its screen says, in reading order, without a terminal."""

from __future__ import annotations

import re

import pytest

from bellbuoy.services.look import own_file
from tests.bellbuoy.commands.conftest import HOSTILE, Bell
from tui.places import Place

PLACES = {
    "radar": ["Radar › At risk", "► ", "Oxbow Foods", "!! critical", "30 = usage 0 of 40"],
    "clients": ["1–15 of 15", "Hawthorn Bank"],
    "incidents": ["INC-0004-1", "acknowledge: breached 12 d 16 h ago"],
    "portfolio": ["15 clients", "!! critical       1", "REVENUE AT RISK"],
    "client/C-0002": ["Coral Networks", "[Overview]", "parts sum to it"],
    "client/C-0002/usage": ["[Usage]", "API calls a day"],
    "client/C-0002/explain": ["Points add up exactly: 37 + 26 + 6 = 69"],
    "client/C-0002/incidents": ["INC-0002-1"],
    "jobs": ["System"],
    "settings/formula": ["usage         40 %", "►Health formula"],
    "settings/look": ["theme", "[comfortable]"],
}
_BOX = re.compile("[\u2500-\u257f]")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


@pytest.mark.parametrize("place", PLACES)
def test_each_place_is_told(demo: Bell, place: str) -> None:
    told = demo("--plain", "open", place)
    assert told.code == 0, told.err
    for words in PLACES[place]:
        assert words in told.out
    assert not _BOX.search(told.out)
    assert not _CONTROL.search(told.out)


def test_the_parts_of_a_place_come_one_after_the_other(demo: Bell) -> None:
    lines = demo("--plain", "open", "settings/tiers").lines
    sections = lines.index("►Health tiers")
    assert lines[sections - 1 : sections + 2] == [
        " Health formula",
        "►Health tiers",
        " Definitions",
    ]
    assert any("critical  0 to 39" in line for line in lines[sections + 2 :])


def test_plain_signs_and_a_query(demo: Bell) -> None:
    told = demo("--plain", "open", "clients", "owner:raj", "--glyphs", "ascii")
    assert "/ owner:raj" in told.out
    assert "Oxbow Foods" in told.out
    assert "Quill Bakeries" not in told.out
    text = re.sub("[^\x00-\x7f]", "", told.out)
    assert "at risk" in text
    assert "|" not in text


def test_a_hostile_name_does_nothing(demo: Bell) -> None:
    told = demo("--plain", "open", f"client/{HOSTILE}")
    assert told.code == 0
    assert not _CONTROL.search(told.out)


def test_the_columns_of_a_person_are_told(demo: Bell) -> None:
    own_file.put_columns("clients", ("name", "owner"))
    lines = demo("--plain", "open", "clients").lines
    head = next(line for line in lines if "CLIENT" in line)
    assert head.split() == ["CLIENT", "OWN"]


def test_on_a_terminal_the_screens_open_there(
    demo: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, object]] = []

    def load(target: str) -> object:
        def run(_store: str, **words: object) -> int:
            opened.append((target, words["place"]))
            return 0

        return run

    monkeypatch.setattr("bellbuoy.commands.open.load", load)
    monkeypatch.setattr("bellbuoy.commands.app.on_a_terminal", lambda _: True)
    assert demo("open", "client/C-0002/usage").code == 0
    assert opened == [("tui.start:run", Place("client", "C-0002", "usage"))]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["open", "nowhere", "--plain"], 2),
        (["open", "radar"], 2),
        (["open", "radar", "--json"], 2),
        (["open", "radar", "--json", "--format", "csv"], 2),
        (["open", "radar", "--plain", "--as", "nobody"], 5),
    ],
)
def test_what_cannot_be_opened(demo: Bell, words: list[str], code: int) -> None:
    told = demo(*words)
    assert told.code == code
    assert told.err.startswith(("error: ", "{"))
