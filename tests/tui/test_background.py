"""Asking a terminal for its background: on a real line, with and without an answer."""

from __future__ import annotations

import os
import pty
import sys
import threading
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tui.background import QUESTION, around, ask_terminal, ground_of
from tui.surroundings import Surroundings
from tui.theming import default_theme

XTERM = {"TERM": "xterm-256color"}


@pytest.mark.parametrize(
    ("answer", "ground"),
    [
        (b"\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62c", "dark"),
        (b"\x1b]11;rgb:ffff/ffff/ffff\x07\x1b[?62c", "light"),
        (b"\x1b]11;rgb:fd/f6/e3\x1b\\", "light"),
        (b"\x1b]11;rgba:1e1e/1e1e/2e2e/ffff\x1b\\", "dark"),
        (b"\x1b[?62c", ""),
        (b"\x1b]11;rgb:zz/00/00\x07", ""),
        (b"", ""),
        (b"hello\x1b]10;rgb:ffff/ffff/ffff\x07", ""),
    ],
)
def test_answers(answer: bytes, ground: str) -> None:
    assert ground_of(answer) == ground


@pytest.mark.parametrize("term", ["", "dumb", "linux", "vt100"])
def test_who_might_not_understand_is_not_asked(term: str) -> None:
    def refuse(_question: bytes) -> bytes:
        raise AssertionError("asked")

    assert around({"TERM": term}, "utf-8", refuse).ground == ""


@pytest.mark.parametrize(
    ("ground", "env", "theme"),
    [
        ("dark", XTERM, "dark"),
        ("light", XTERM, "light"),
        ("", XTERM, "ansi"),
        ("dark", {"TERM": "xterm"}, "ansi"),
        ("dark", {**XTERM, "NO_COLOR": "1"}, "ansi"),
    ],
)
def test_the_theme_of_nobody(ground: str, env: dict[str, str], theme: str) -> None:
    assert default_theme(Surroundings(env, "utf-8", ground)) == theme  # type: ignore[arg-type]


@contextmanager
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, int]]:
    """A pseudo-terminal as this process' own: its two ends."""
    outer, inner = pty.openpty()
    tty.setraw(outer)
    with (
        os.fdopen(os.dup(inner), "r") as source,
        os.fdopen(os.dup(inner), "w") as target,
    ):
        monkeypatch.setattr(sys, "__stdin__", source)
        monkeypatch.setattr(sys, "__stderr__", target)
        yield outer, inner
    os.close(outer)
    os.close(inner)


def answering(outer: int, answer: bytes, after: float = 0.0) -> threading.Thread:
    def answer_it() -> None:
        asked = b""
        while not asked.endswith(QUESTION):
            asked += os.read(outer, 64)
        time.sleep(after)
        os.write(outer, answer)

    made = threading.Thread(target=answer_it, daemon=True)
    made.start()
    return made


def left(inner: int) -> bytes:
    """The bytes that the app would read as keys."""
    os.set_blocking(inner, False)
    try:
        return os.read(inner, 100)
    except BlockingIOError:
        return b""


def test_an_answer_is_taken_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    import termios

    with line(monkeypatch) as (outer, inner):
        before = termios.tcgetattr(inner)
        hand = answering(outer, b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62;22c")
        assert around(XTERM, "utf-8").ground == "light"
        hand.join()
        assert termios.tcgetattr(inner) == before
        assert left(inner) == b""


def test_silence_costs_a_moment_and_a_late_half_is_thrown_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with line(monkeypatch) as (outer, inner):
        hand = answering(outer, b"\x1b]11;rgb:ffff/ff")
        assert around(XTERM, "utf-8").ground == ""
        hand.join()
        assert left(inner) == b""


def test_keys_that_wait_are_the_apps(monkeypatch: pytest.MonkeyPatch) -> None:
    with line(monkeypatch) as (outer, inner):
        tty.setcbreak(inner)
        os.write(outer, b"q")
        time.sleep(0.05)
        assert ask_terminal(QUESTION) == b""
        assert left(inner) == b"q"


def test_what_is_no_terminal_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "__stdin__", None)
    assert ask_terminal(QUESTION) == b""
