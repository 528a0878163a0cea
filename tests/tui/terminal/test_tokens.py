from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.messages import TerminalSupportsSynchronizedOutput

from tui.terminal.tokens import Tokens, clean
from tui.terminal.units import Pasted, Units


def keys(sequence: str) -> list[str]:
    return [e.key for e in Tokens().events(sequence) if isinstance(e, events.Key)]


@pytest.mark.parametrize(
    ("sequence", "key"),
    [
        ("j", "j"), ("\x1b", "escape"), ("\r", "enter"), ("\x1b[A", "up"), ("\x1bOP", "f1"),
        ("\x1b[[A", "f1"), ("\x1b[5~", "pageup"), ("\x1b[1;2A", "shift+up"), ("\x10", "ctrl+p"),
        ("\x1b[99;5u", "ctrl+c"), ("\x1b[27u", "escape"), ("/", "slash"), ("é", "é"),
        ("\x1b[1;2R", "shift+f3"),
    ],
)  # fmt: skip
def test_a_key_is_told_by_its_name(sequence: str, key: str) -> None:
    assert keys(sequence) == [key]


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[99999999;1u", "\x1b[55296u", "\x1b[48;60000;60000;1;1t", "\x1b]11;rgb:1/2/3\x07",
        "\x1b[?62;4c", "\x1b[?2048;2$y", "\ufffd", "\x9b", "\x1b[I", "\x1b[M !!",
    ],
)  # fmt: skip
def test_what_means_nothing_tells_nothing(sequence: str) -> None:
    assert list(Tokens().events(sequence)) == []


@given(st.lists(st.binary(max_size=120), max_size=5))
@settings(max_examples=100)
def test_no_junk_raises_and_no_key_has_half_a_character(chunks: list[bytes]) -> None:
    cut, tokens = Units(), Tokens()
    for chunk in chunks:
        for unit in [*cut.feed(chunk), *cut.expire()]:
            for event in tokens.events(unit):
                if isinstance(event, events.Key):
                    (event.character or "").encode()


def test_the_place_of_the_cursor_is_a_key_unless_it_was_asked_for() -> None:
    columns: list[int] = []
    tokens = Tokens(columns.append)
    tokens.asks_column()
    assert list(tokens.events("\x1b[1;3R")) == []
    assert columns == [3]
    assert [type(event) for event in tokens.events("\x1b[1;2R")] == [events.Key]


def test_the_mouse_and_synchronised_output_are_told() -> None:
    tokens = Tokens()
    (down,) = tokens.events("\x1b[<0;3;4M")
    assert isinstance(down, events.MouseDown)
    assert (down.x, down.y) == (2, 3)
    (wheel,) = tokens.events("\x1b[<65;3;4M")
    assert isinstance(wheel, events.MouseScrollDown)
    (answer,) = tokens.events("\x1b[?2026;2$y")
    assert isinstance(answer, TerminalSupportsSynchronizedOutput)
    assert list(tokens.events("\x1b[?2026;0$y")) == []


def test_a_paste_is_text_and_nothing_else() -> None:
    (paste,) = Tokens().events(Pasted("a\x1b]52;c;x\x07b\r\nc\rd\te\x00"))
    assert isinstance(paste, events.Paste)
    assert paste.text == "a]52;c;xb\nc\nd\te"
    assert list(Tokens().events(Pasted("\x1b\x07"))) == []
    assert clean("\ud800x") == "x"
