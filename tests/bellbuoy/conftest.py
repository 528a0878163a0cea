"""The command `ship`, known to the registry for the length of a test."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bellbuoy.commands.registry import WORDS, Entry

ROOT = Path(__file__).resolve().parents[2]
MODULE = "tests.bellbuoy.commands.ship"
_START = f"""
import sys
from bellbuoy.commands.registry import WORDS, Entry
WORDS["ship"] = Entry("{MODULE}", "ships")
WORDS["modules"] = Entry("{MODULE}", "modules", noun=False)
from bellbuoy.__main__ import main
sys.exit(main())
"""

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def ships(monkeypatch: pytest.MonkeyPatch) -> None:
    """The nouns and verbs of `ship`, and no word whose module may be missing."""
    for word, entry in list(WORDS.items()):
        if entry.module.rpartition(".")[2] not in ("app", "commands", "completion", "version"):
            monkeypatch.delitem(WORDS, word)
    monkeypatch.setitem(WORDS, "ship", Entry(MODULE, "vessels"))
    monkeypatch.setitem(WORDS, "import", Entry(MODULE, "read files", noun=False))


@pytest.fixture
def start() -> Start:
    """Starts `bellbuoy WORD…` with `ship`, as a process of its own."""

    def started(*words: str, **settings: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
            [sys.executable, "-c", _START, *words],
            **{
                "cwd": ROOT,
                "stdin": subprocess.DEVNULL,
                "stdout": subprocess.PIPE,
                "stderr": subprocess.PIPE,
                **settings,
            },
        )

    return started
