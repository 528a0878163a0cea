"""Stories told by command: the same bytes each time, and nothing left behind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bellbuoy.commands import story_telling
from bellbuoy.commands.options import Options
from bellbuoy.services.context import Context
from bellbuoy.services.simulations import ledger, running, undoing
from core.desk.types import Selection
from core.values.errors import NotFoundError
from tests.bellbuoy.commands.conftest import Bell
from tests.fixtures.dump import Dump, dump
from tests.fixtures.stores import NewStore, context

STORIES = ("outage", "recovery", "champion")
ACCOUNTS = frozenset(
    {"audit", "change_set", "change_row", "simulation_run", "simulation_client"}
)
"""Who did what: it tells of a run and of its end."""
MARKS = frozenset({"changed_client"})
"""Who is looked at once more."""


def screens(ctx: Context) -> Dump:
    """Every table that a screen reads."""
    return dump(ctx.store, without=ACCOUNTS | MARKS)


@pytest.mark.parametrize("name", STORIES)
def test_a_story_is_the_same_each_time_and_leaves_nothing(
    name: str, bell: Bell, new_demo: NewStore
) -> None:
    one, two = new_demo(), new_demo()
    before = screens(one)
    told = bell("sim", "story", name, "--store", one.store.address)
    assert (told.code, told.err) == (0, "")
    assert bell("sim", "story", name, "--store", two.store.address).out == told.out
    assert screens(one) == before
    # Told again on the same store only the numbers of its runs are other ones.
    again = bell("sim", "story", name, "--store", one.store.address)
    assert numberless(again.out) == numberless(told.out)
    assert again.out != told.out
    assert {run.state for run in ledger.history(one)} == {"undone"}


def numberless(text: str) -> str:
    text = re.sub(r"(run|compare|verify) \d+", r"\1 N", text)
    text = re.sub(r"undo( \d+)+", "undo N", text)
    return re.sub(r"(?m)^ +\d+  (?=pulse|reset)", "N  ", text)


def test_a_transcript_tells_what_was_typed_and_what_came(bell: Bell, demo_store: Path) -> None:
    lines = bell("sim", "story", "outage", store=demo_store).lines
    assert lines[0] == "outage: The service goes down"
    commands = [line for line in lines if line.startswith("$ bellbuoy ")]
    listed = bell("sim", "story", "outage", "--json", store=demo_store)
    assert [f"$ bellbuoy {row['command']}" for row in listed.rows] == [
        re.sub(r"(compare|undo|verify) 1$", r"\1 RUN", line) for line in commands
    ]
    (score,) = re.findall(r"score (\d+) > (\d+)$", "\n".join(lines), re.MULTILINE)
    assert int(score[0]) - int(score[1]) >= 18
    assert "the store equals the state before run 1: yes" in lines


def test_stories_and_lines_are_data_and_run_nothing(bell: Bell, demo_store: Path) -> None:
    before = dump(demo_store)
    rows = bell("sim", "story", "--json", store=demo_store).rows
    assert [row["id"] for row in rows][:3] == list(STORIES)
    for words in (["--list"], ["-n"], ["--json"], ["--csv"]):
        told = bell("sim", "story", "champion", *words, store=demo_store)
        assert told.code == 0
        assert "sim undo RUN" in told.out
    found = bell("sim", "story", "champion", "--json", store=demo_store).json
    assert (found["story"], found["name"]) == ("champion", "Dalton Outfitters")
    assert len(found["rows"]) == next(r["lines"] for r in rows if r["id"] == "champion")
    assert dump(demo_store) == before


@pytest.mark.parametrize("fault", [KeyboardInterrupt, NotFoundError, BrokenPipeError])
def test_a_story_that_breaks_off_takes_its_runs_back(
    fault: type[BaseException], bell: Bell, demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = screens(context(demo_store))
    printed = story_telling.printed

    def breaks(words: tuple[str, ...], options: Options) -> str:
        if words[:2] == ("health", "score") and ledger.in_force(context(demo_store)):
            raise fault("gone")
        return printed(words, options)

    monkeypatch.setattr(story_telling, "printed", breaks)
    told = bell("sim", "story", "recovery", store=demo_store)
    assert told.code == {KeyboardInterrupt: 130, NotFoundError: 3, BrokenPipeError: 1}[fault]
    runs = ledger.history(context(demo_store))
    assert [run.state for run in runs] == ["undone", "undone"]
    assert screens(context(demo_store)) == before


def test_who_interrupts_twice_is_told_what_stays(
    bell: Bell, demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(undoing, "undo", interrupted)
    told = bell("sim", "story", "outage", store=demo_store)
    assert (told.code, told.err.splitlines()[0]) == (130, "still in force: bellbuoy sim undo 1")
    assert [run.state for run in ledger.history(context(demo_store))] == ["applied"]


def test_a_run_of_somebody_else_stays(bell: Bell, demo_store: Path) -> None:
    ctx = context(demo_store, user="zoe")
    theirs = running.run(ctx, "pulse", Selection(("C-0010",)), {}, whom="C-0010")
    assert bell("sim", "story", "champion", store=demo_store).code == 0
    assert [run.number for run in ledger.in_force(ctx)] == [theirs.number]


def test_a_story_goes_to_a_file_and_needs_somebody_to_be_about(
    bell: Bell, demo_store: Path, empty_store: Path, tmp_path: Path
) -> None:
    file = tmp_path / "story.txt"
    assert bell("sim", "story", "champion", "-o", str(file), store=demo_store).out == ""
    assert file.read_text("utf-8").startswith("champion: A champion leaves\n")
    told = bell("sim", "story", "outage", store=empty_store)
    assert (told.code, told.out) == (9, "")
    assert "nobody is as the story outage needs it" in told.err
    assert bell("sim", "story", "nothing", store=demo_store).code == 3
    assert bell("sim", "story", "outage", "--read-only", store=demo_store).code == 2


def test_a_story_on_the_screens_needs_a_terminal(bell: Bell, demo_store: Path) -> None:
    told = bell("sim", "story", "outage", "--screen", store=demo_store)
    assert (told.code, told.out) == (2, "")
    assert "the screens need a terminal" in told.err
    assert ledger.history(context(demo_store)) == ()
