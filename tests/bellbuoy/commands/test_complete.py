from __future__ import annotations

import io
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bellbuoy.commands.complete import candidates, for_bash, run

pytestmark = pytest.mark.usefixtures("ships")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["shi"], ["ship"]),
        (["SHI"], ["ship"]),
        (["ship", "sh"], ["show"]),
        (["-q", "--store", "x.db", "ship", "scu"], ["scuttle"]),
        (["completion", ""], ["bash", "zsh", "fish"]),
        (["--jso"], ["--json", "--jsonl"]),
        (["ship", "--glyphs", "b"], ["braille", "blocks"]),
        (["ship", "list", "--lim"], ["--limit"]),
        (["version", "--lim"], []),
        (["ship", "scuttle", "--dry"], ["--dry-run"]),
        (["ship", "list", "--dry"], []),
        (["ship", "list", "--format", "j"], ["json", "jsonl"]),
        (["ship", "list", "--format=j"], ["--format=json", "--format=jsonl"]),
        (["ship", "show", "S-1", ""], ["hull", "mast"]),
        (["ship", "show", "-t", "x", "S-1", "--wet", "m"], ["mast"]),
        (["import", "--kind", ""], ["ship", "client"]),
        (["ship", "show", "--tag", ""], []),
        (["nobody", ""], []),
        (["ship", "nobody", ""], []),
    ],
)
def test_what_may_come_next(words: list[str], found: list[str]) -> None:
    assert candidates(words) == found


def test_nothing_typed_offers_every_word() -> None:
    assert {"ship", "version", "tui"} <= set(candidates([""]))
    assert candidates([]) == candidates([""])
    assert not any(word.startswith("-") for word in candidates([""]))


def test_paths(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "day.csv").touch()
    (tmp_path / ".hidden").touch()
    assert candidates(["import", f"{tmp_path}/da"]) == [
        f"{tmp_path}/data/",
        f"{tmp_path}/day.csv",
    ]
    assert candidates(["ship", "list", "-o", f"{tmp_path}/.h"]) == [f"{tmp_path}/.hidden"]
    assert ".hidden" not in str(candidates(["import", f"{tmp_path}/"]))


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A store that knows names, or does what `answer` says."""
    asked: dict[str, Any] = {"names": ["Northwind Labs", "north\x1b[2J", "Nord"]}

    def open_context(url: str, *, read_only: bool) -> str:
        assert read_only
        asked["url"] = url
        return "context"

    def names_starting(context: str, prefix: str, limit: int) -> list[str]:
        asked["prefix"] = (context, prefix, limit)
        time.sleep(asked.get("sleep", 0))
        return list(asked["names"])

    for name, member in (("context", open_context), ("clients", names_starting)):
        module = ModuleType(f"bellbuoy.services.{name}")
        setattr(module, member.__name__, member)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return asked


def test_client_names_come_from_the_store(store: dict[str, Any]) -> None:
    assert candidates(["--store", "a.db", "ship", "show", "nor"]) == ["Northwind Labs", "Nord"]
    assert store["url"] == "a.db"
    assert store["prefix"] == ("context", "nor", 50)
    assert candidates(["ship", "show", "--store=b.db", "nort"]) == ["Northwind Labs"]
    assert store["url"] == "b.db"


def test_a_slow_store_is_not_waited_for(store: dict[str, Any]) -> None:
    store["sleep"] = 2
    started = time.monotonic()
    assert candidates(["ship", "show", "nor"]) == []
    assert time.monotonic() - started < 1


def test_a_broken_store_is_silent(
    store: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    store["names"] = None
    assert candidates(["ship", "show", "nor"]) == []
    assert capsys.readouterr() == ("", "")


def test_whatever_goes_wrong_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bellbuoy.services.clients", None)
    for words in (
        ["words", "ship", "show", "x"],
        [],
        ["words", "import", "/no/such/"],
        ["bash"],
    ):
        out = io.StringIO()
        assert run(words, out) == 0
        assert out.getvalue() == ""


def test_one_candidate_a_line() -> None:
    out = io.StringIO()
    assert run(["words", "ship", "show", "S-1", ""], out) == 0
    assert out.getvalue() == "hull\nmast\n"


def test_readline_gets_what_it_replaces(store: dict[str, Any]) -> None:
    assert for_bash("bellbuoy ship list --format=js") == ["json", "jsonl"]
    assert for_bash("bellbuoy ship sh") == ["show"]
    assert "list" in for_bash("bellbuoy ship ")
    assert for_bash("bellbuoy ship show Northw") == [r"Northwind\ Labs"]
    assert for_bash(r"bellbuoy ship show Northwind\ L") == [r"Northwind\ Labs"]
    assert for_bash('bellbuoy ship show "Northw') == ["Northwind Labs"]
    assert for_bash("bellbuoy ship show 'Northw") == ["Northwind Labs"]
    assert for_bash("bellbuoy") == []


def test_a_name_never_becomes_code_in_a_prompt(store: dict[str, Any]) -> None:
    store["names"] = ["x$(reboot)`ls`", "x'; ls"]
    assert for_bash("bellbuoy ship show x") == [r"x\$\(reboot\)\`ls\`", r"x\'\;\ ls"]
    assert for_bash('bellbuoy ship show "x') == [r"x\$(reboot)\`ls\`", "x'; ls"]
    assert for_bash("bellbuoy ship show 'x") == ["x$(reboot)`ls`"]


def test_the_words_of_a_query_come_from_its_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = ModuleType("bellbuoy.services.fields")
    asked = []

    def query_starting(noun: str, partial: str) -> list[str]:
        asked.append((noun, partial))
        return ["tier:critical", "tier:at_risk"]

    fields.query_starting = query_starting  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, fields.__name__, fields)
    assert candidates(["ship", "list", "tier:c"]) == ["tier:critical"]
    assert for_bash("bellbuoy ship list owner:me tier:") == ["critical", "at_risk"]
    assert asked == [("ship", "tier:c"), ("ship", "tier:")]
