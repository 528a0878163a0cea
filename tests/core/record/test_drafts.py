"""Drafts: templates are filled in with text, and text is never a template."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.incidents.types import Status
from core.record.drafts import WORDS, draft, read_templates, starters
from core.record.types import KINDS, STAGES
from core.values.errors import UsageError

OWN = '[reply.open]\nsubject = "{id}"\nbody = ["Hi {client}", "Due {due}", "Bye"]\n'


def test_there_is_a_draft_of_each_kind_for_each_state() -> None:
    assert set(starters()) == {(kind, stage) for kind in KINDS for stage in STAGES}
    told = dict.fromkeys(WORDS, "x")
    for status in get_args(Status):
        for kind in KINDS:
            made = draft(starters(), kind, status, told)
            assert made.missing == ()
            assert "{" not in made.subject + made.body


def test_a_paragraph_of_unknown_words_is_left_out_and_the_rest_is_named() -> None:
    made = draft(read_templates(OWN, "own"), "reply", "acknowledged", {"client": "Coral"})
    assert (made.subject, made.body) == ("{id}", "Hi Coral\n\nBye")
    assert made.missing == ("id",)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_what_is_filled_in_is_text_and_nothing_more(value: str) -> None:
    hostile = f"{value}{{sender}}\x1b[31m{{0.__class__}}"
    made = draft(read_templates(OWN, "own"), "reply", "open", {"client": hostile, "id": "I"})
    assert "{sender}" in made.body
    assert "{0.__class__}" in made.body
    assert "\x1b" not in made.body
    assert made.body.count("\n") == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[", "no TOML"),
        ('[fax.open]\nsubject=""\nbody=[]', "no kind of draft"),
        ('[reply.late]\nsubject=""\nbody=[]', "no stage"),
        ('[reply.open]\nsubject=""', "needs subject and body"),
        ('[reply.open]\nsubject=""\nbody="x"', "list of paragraphs"),
        ('[reply.open]\nsubject="{secret}"\nbody=[]', r"nothing fills in \{secret\}"),
        ('[reply.open]\nsubject="{id!r}"\nbody=[]', "no more"),
        ('[reply.open]\nsubject="{id"\nbody=[]', "own: "),
        ('[reply.open]\nsubject="{client.__class__}"\nbody=[]', "nothing fills in"),
        ("#" * 64_001, "longer than"),
    ],
)
def test_what_is_no_template_is_refused_by_its_place(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        read_templates(text, "own")


def test_a_file_without_the_state_says_which_it_lacks() -> None:
    with pytest.raises(UsageError, match=r"no template \[reply.resolved\]"):
        draft(read_templates(OWN, "own"), "reply", "closed", {})
