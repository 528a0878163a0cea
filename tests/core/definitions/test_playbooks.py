"""Playbooks as text and back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.definitions.playbooks import definition_of, read, text
from core.definitions.reading import Reading
from core.definitions.types import Said
from core.playbooks.starters import starters
from core.playbooks.types import STEP_KINDS, Playbook, Step
from tests.core.alerts.test_rules import CONTEXT

_lines = st.text('abc"\\ä東', min_size=1, max_size=10).map(lambda text: f"x{text}")
_steps = st.builds(Step, _lines, st.integers(0, 730), st.sampled_from(STEP_KINDS))
playbooks = st.builds(
    Playbook,
    name=st.text("abc-", min_size=1, max_size=8).map(lambda name: f"p{name}"),
    title=_lines,
    when=st.sampled_from(["tier:critical", 'name:"a b" arr>5k']),
    steps=st.lists(_steps, min_size=1, max_size=3).map(tuple),
    owner=st.sampled_from([None, "mei"]),
    expected=st.one_of(st.just(""), _lines),
    rev=st.just(3),
)


def said(written: str) -> tuple[Said, Reading]:
    reading = Reading("playbooks.toml")
    return read(reading, reading.tables(written), CONTEXT), reading


@settings(max_examples=60, deadline=None)
@given(st.lists(playbooks, unique_by=lambda one: one.name, max_size=3))
def test_a_file_brings_its_playbooks_back(found: list[Playbook]) -> None:
    told, reading = said(text(map(definition_of, found)))
    assert reading.faults == []
    assert [replace(one.thing, rev=3) for one in told.definitions] == found
    assert [one.fields for one in told.definitions] == [
        definition_of(one).fields for one in found
    ]


def test_starters_are_kept_by_nobody() -> None:
    assert not any(definition_of(one).kept for one in starters())


@pytest.mark.parametrize(
    ("written", "key", "reason"),
    [
        ('[[playbook]]\nname = "aa"\n', "playbook 1", "“aa”: title is missing"),
        ('[[playbook]]\nname = "aa"\ntitle = "x"\nwhen = "teir:x"\nsteps = [{text = "c"}]\n',
         "playbook 1", "“aa”: "),
        ('[[playbook]]\nname = "aa"\ntitle = "x"\nwhen = "tier:critical"\nsteps = []\n',
         "playbook 1", "1 to 30 steps"),
        ("playbook = 1\n", "playbook", "no list of tables"),
        ("[[playbok]]\n", "playbok", "no such key"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_told(written: str, key: str, reason: str) -> None:
    _, reading = said(written)
    (fault,) = reading.faults
    assert (fault.key, reason in fault.reason) == (key, True), fault
