"""`export NOUN`: the bytes of the list, in the form that the file's name asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.commands.export import LISTS
from bellbuoy.commands.registry import WORDS, commands_of
from tests.bellbuoy.commands.conftest import Bell


def words_of(noun: str) -> list[str]:
    return [noun, "list"] if WORDS[noun].noun else [noun]


def test_every_list_can_be_written() -> None:
    listed = [word for word, entry in WORDS.items() if entry.noun and any(
        command.verb == "list" for command in commands_of(word)
    )]  # fmt: skip
    assert set(LISTS) == {*listed, "radar", "today"}


@pytest.mark.parametrize("noun", LISTS)
def test_it_writes_what_the_list_writes(demo: Bell, noun: str) -> None:
    assert demo("export", noun).out == demo(*words_of(noun), "--csv").out


@pytest.mark.parametrize(("ending", "form"), [
    ("csv", "csv"), ("json", "json"), ("jsonl", "jsonl"), ("MD", "md"), ("txt", "md"),
])  # fmt: skip
def test_the_ending_of_the_name_says_how(
    demo: Bell, tmp_path: Path, ending: str, form: str
) -> None:
    file, other = tmp_path / f"a.{ending}", tmp_path / "other"
    named = ["--format", form] if ending == "txt" else []
    done = demo(
        "export", "client", "tier:critical,at_risk by:industry", "-o", str(file), *named
    )
    assert done.code == 0
    demo(
        "client",
        "list",
        "tier:critical,at_risk by:industry",
        "--format",
        form,
        "-o",
        str(other),
    )
    assert file.read_bytes() == other.read_bytes()
    assert file.read_bytes()


def test_what_a_list_does_not_know_is_refused(demo: Bell, tmp_path: Path) -> None:
    for words, told in (
        (("export", "client", "-o", str(tmp_path / "a.xls")), "no list is written as .xls"),
        (("export", "playbook", "x"), "--query does nothing for playbook list"),
        (("export", "job", "--limit", "3"), "--limit does nothing for job list"),
        (("export", "job", "--simulated"), "--simulated does nothing for job list"),
        (("export", "luck"), "luck"),
        (("export", "client", "--cols", "luck"), "no column “luck”"),
        (("export", "client", "luck:1"), "unknown field"),
    ):
        done = demo(*words)
        assert done.code == 2, words
        assert told in done.err
    assert not list(tmp_path.glob("a.*"))


def test_a_formula_stays_text(bell: Bell, demo_store: Path) -> None:
    assert bell("client", "note", "C-0002", "=1+1", store=demo_store).code == 0
    words = ("export", "interaction", "client:C-0002")
    assert "'=1+1" in bell(*words, store=demo_store).out
    assert "'=1+1" not in bell(*words, "--raw", store=demo_store).out
