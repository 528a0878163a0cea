"""One key, one meaning; the user may change keys but not make two of one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App
from textual.events import Key

import tui
from core.values.errors import UsageError
from tui.key_table import ACT, GO_TO, MEANINGS
from tui.keymap import BY_ID, DEFAULT, key_label, parse_key, problems, unreliable

_KEYS = [key for meaning in MEANINGS for key in meaning.keys]


def test_the_table_has_no_problem() -> None:
    assert problems(DEFAULT) == ()
    assert len(_KEYS) == len(set(_KEYS))
    assert len(BY_ID) == len(MEANINGS)


@pytest.mark.parametrize(
    ("key", "meaning"),
    [
        ("k", "up"),
        ("G", "last"),
        ("escape", "back"),
        ("1", "radar"),
        ("0", "portfolio"),
        ("w", "why"),
        ("z", "undo"),
        ("Z", "redo"),
        ("e", "edit"),
        ("a", "act"),
        ("slash", "filter"),
        ("f3", "filter"),
        ("colon", "jump"),
        ("ctrl+p", "palette"),
        ("question_mark", "help"),
        ("space", "mark"),
        ("T", "as_of"),
        ("R", "run"),
        ("r", "refresh"),
        ("ctrl+q", "quit"),
    ],
)
def test_what_keys_mean(key: str, meaning: str) -> None:
    found = DEFAULT.meaning_of(key)
    assert found is not None
    assert found.id == meaning


def test_a_key_without_a_meaning_has_none() -> None:
    assert DEFAULT.meaning_of("f12") is None
    assert DEFAULT.keys_of("nothing") == ()
    assert DEFAULT.label("nothing") == ""


def test_every_letter_of_a_menu_is_used_once() -> None:
    for menu in (GO_TO, ACT):
        letters = [letter.key for letter in menu]
        assert len(letters) == len(set(letters))
        assert len({letter.id for letter in menu}) == len(menu)


async def test_every_key_of_the_table_reaches_an_application_by_that_name() -> None:
    heard: list[str] = []

    class Listening(App[None]):
        ENABLE_COMMAND_PALETTE = False

        def on_key(self, event: Key) -> None:
            heard.append(event.key)

    # Textual itself binds these before a widget hears of them.
    taken = {"ctrl+c", "ctrl+q", "ctrl+z", "tab", "shift+tab"}
    sent = [key for key in _KEYS if key not in taken]
    app = Listening()
    async with app.run_test() as pilot:
        await pilot.press(*sent)
    assert heard == sent


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("/", "slash"),
        ("?", "question_mark"),
        ("+", "plus"),
        ("a", "a"),
        ("G", "G"),
        ("7", "7"),
        ("F5", "f5"),
        ("Ctrl+S", "ctrl+s"),
        ("shift+up", "shift+up"),
        ("Escape", "escape"),
        ("ctrl+]", "ctrl+right_square_bracket"),
    ],
)
def test_keys_as_people_write_them(written: str, key: str) -> None:
    assert parse_key(written) == key


@pytest.mark.parametrize("written", ["", "ctrl", "hyper+a", "ab", "f13", "é\x1b", "ctrl+", " "])
def test_what_is_no_key(written: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_key(written)
    assert "\x1b" not in caught.value.message


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("enter", "⏎"),
        ("escape", "esc"),
        ("slash", "/"),
        ("ctrl+p", "ctrl+p"),
        ("shift+up", "shift+↑"),
        ("right_square_bracket", "]"),
        ("G", "G"),
    ],
)
def test_labels(key: str, label: str) -> None:
    assert key_label(key) == label


@given(st.sampled_from(_KEYS))
def test_a_label_that_a_person_copies_is_the_key_again(key: str) -> None:
    label = key_label(key)
    arrows = {"⏎": "enter", "↑": "up", "↓": "down", "←": "left", "→": "right"}
    named = {"esc": "escape", "PgUp": "pageup", "PgDn": "pagedown", "Del": "delete"}
    for sign, name in {**arrows, **named}.items():
        label = label.replace(sign, name)
    assert parse_key(label) == key


def test_a_box_is_told_the_key_that_writes_nothing() -> None:
    assert DEFAULT.label_in_box("help") == "F1"
    assert DEFAULT.label_in_box("open") == "⏎"
    assert DEFAULT.label_in_box("why") == ""


def test_another_key_for_a_meaning() -> None:
    keymap = DEFAULT.changed({"why": ["W", "f6"], "filter": ["\\"]})
    assert keymap.keys_of("why") == ("W", "f6")
    assert keymap.label("filter") == "\\"
    assert keymap.meaning_of("w") is None
    assert keymap.meaning_of("slash") is None
    assert DEFAULT.label("why") == "w"


def test_a_key_may_be_taken_from_one_meaning_for_another() -> None:
    keymap = DEFAULT.changed({"why": ["i"], "inspect": ["w"]})
    why, inspect = keymap.meaning_of("i"), keymap.meaning_of("w")
    assert why is not None
    assert inspect is not None
    assert (why.id, inspect.id) == ("why", "inspect")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"why": ["a"]}, "a means both act and why"),
        ({"why": ["alt+w"]}, "alt keys"),
        ({"why": ["ctrl+shift+w"]}, "ctrl with shift"),
        ({"why": ["ctrl+enter"]}, "another key"),
        ({"why": ["ctrl+a"]}, "another key"),
        ({"why": ["ctrl+["]}, "another key"),
        ({"quit": []}, "quit needs a key"),
        ({"explain": ["w"]}, "no such key id: explain"),
        ({"why": ["hyper+w"]}, "is no key"),
    ],
)
def test_a_bad_change_is_refused(changes: dict[str, list[str]], said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        DEFAULT.changed(changes)


def test_no_default_key_is_swallowed_by_terminals() -> None:
    assert [key for key in _KEYS if unreliable(key)] == []


def test_no_code_compares_a_key_by_name() -> None:
    """Keys are looked up in the table; an `if` on a key is a second table."""
    compared = re.compile(r"event\.key\s*(==|!=|in\b)|\bkey\s*(==|!=)\s*[\"']")
    root = Path(tui.__file__).parent
    found = [
        f"{file.relative_to(root)}:{number}"
        for file in sorted(root.rglob("*.py"))
        for number, text in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1)
        if compared.search(text)
    ]
    assert found == []
