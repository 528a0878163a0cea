"""A playbook as text: what is read, what is refused, and that nothing changes by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.access.types import Viewer
from core.playbooks.reading import checked, read_text, steps_read, steps_text, to_toml
from core.playbooks.starters import starters
from core.playbooks.types import STEP_KINDS, Playbook, Step
from core.query.context import QueryContext
from core.query.errors import QueryError
from core.values.errors import UsageError
from core.values.text import safe_text

CONTEXT = QueryContext(
    Viewer("ana", "admin"), 20_000, datetime(2024, 10, 4, tzinfo=UTC), ZoneInfo("UTC"), "USD"
)
GOOD = Playbook("save-1", "Save", "tier:critical", (Step("call", 0, "call"),))
words = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)
steps = st.builds(Step, words, st.integers(0, 730), st.sampled_from(STEP_KINDS))
playbooks = st.builds(
    Playbook,
    name=st.from_regex(r"[a-z][a-z0-9-]{1,39}", fullmatch=True),
    title=words,
    when=words,
    steps=st.lists(steps, min_size=1, max_size=4).map(tuple),
    owner=st.none() | words,
    expected=st.just("") | words,
)


@settings(max_examples=80)
@given(playbooks)
def test_what_is_written_reads_the_same(found: Playbook) -> None:
    text = to_toml(found)
    assert read_text(text, "x.toml") == (found,)
    # What a terminal might obey is never printed as it is.
    assert all(safe_text(char) == char for char in text.replace("\n", ""))
    assert steps_read(steps_text(found.steps)) == found.steps


def test_several_in_one_file() -> None:
    text = "".join(
        "[[playbook]]\n"
        + to_toml(each).replace("steps = [\n", "steps = [ ").replace(",\n", ",")
        for each in starters()
    )
    assert read_text(text, "all.toml") == starters()


def test_the_starters_hold() -> None:
    assert [checked(each, CONTEXT).name for each in starters()] == [
        "save-18", "renewal", "silent",
    ]  # fmt: skip
    assert {each.origin for each in starters()} == {"starter"}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("name =", "x.toml"),
        ("title = 3", "title is no text"),
        ("name = 'a1'\ntitle = 'T'\nwhen = 'tier:critical'", "steps is no list"),
        ("name = 'a1'\nwhen = 'x'\nsteps = []", "title is missing"),
        ("colour = 'red'", "has no “colour”"),
        ("playbook = 3", "double brackets"),
        ("name='a1'\ntitle='T'\nwhen='x'\nsteps=[3]", "a step is a table"),
        ("name='a1'\ntitle='T'\nwhen='x'\nsteps=[{text='a',days=true}]", "whole number"),
        ("name='a1'\ntitle='T'\nwhen='x'\nsteps=[{text='a',kind='fax'}]", "no kind"),
        ("name='a1'\ntitle='T'\nwhen='x'\nsteps=[{text='a',by='x'}]", "has no “by”"),
    ],
)
def test_a_file_that_does_not_hold_is_named(text: str, word: str) -> None:
    with pytest.raises(UsageError) as fault:
        read_text(text, "x.toml")
    assert fault.value.message.startswith("x.toml")
    assert word in fault.value.message


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"name": "Save 1"}, UsageError),
        ({"title": "  "}, UsageError),
        ({"owner": "\x1b[2J"}, UsageError),
        ({"when": ""}, UsageError),
        ({"when": "tier:critical sort:arr"}, UsageError),
        ({"when": "by:owner"}, UsageError),
        ({"when": "nope:1"}, QueryError),
        ({"steps": ()}, UsageError),
        ({"steps": (Step("x", -1),)}, UsageError),
        ({"steps": (Step("x", 731),)}, UsageError),
        ({"steps": (Step(" ", 0),)}, UsageError),
        ({"steps": (Step("x", 0),) * 31}, UsageError),
    ],
)
def test_one_that_does_not_hold_is_refused(
    changed: dict[str, object], error: type[Exception]
) -> None:
    assert checked(GOOD, CONTEXT) == GOOD
    with pytest.raises(error):
        checked(replace(GOOD, **changed), CONTEXT)  # type: ignore[arg-type]
