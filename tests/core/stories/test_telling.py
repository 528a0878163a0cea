"""A story about somebody: whatever the id, its commands mean that client."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.query.nouns import CLIENT_FIELDS
from core.query.parse import parse
from core.query.types import And, Clause, Word
from core.stories.telling import about, words
from core.stories.types import Story, StoryLine
from tests.core.query.drawn import CONTEXT

LINES = (
    StoryLine("{name} is well.", "2 / {client}", "health score {client}"),
    StoryLine("It is found.", "/", "client list 'id:{client} tier:healthy'"),
    StoryLine("Back.", "z", "sim undo RUNS"),
    StoryLine("Whole.", "4", "sim verify RUN"),
    StoryLine("Whole again.", "4", "sim verify FIRST"),
)
STORY = Story("one", "One", "one", "tier:healthy", "name", 1, LINES)


def test_names_ids_and_runs_stand_in_their_places() -> None:
    told = about(STORY, "C-7", "Meridian {client}")
    assert (told.client, told.name) == ("C-7", "Meridian {client}")
    assert told.lines[0].says == "Meridian {client} is well."
    assert told.lines[0].keys == "2 / C-7"
    assert words(told.lines[0], [1]) == ("health", "score", "C-7")
    assert words(told.lines[2], [4, 5]) == ("sim", "undo", "5", "4")
    assert words(told.lines[3], [4, 5]) == ("sim", "verify", "5")
    assert words(told.lines[4], [4, 5]) == ("sim", "verify", "4")
    assert words(told.lines[3], []) == ("sim", "verify", "RUN")


KEYS = st.one_of(
    st.sampled_from(["any", "none", "OR", "C-1", "7d", '"', "a*"]),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12),
)


@settings(max_examples=80, deadline=None)
@given(KEYS)
def test_any_id_is_one_word_and_one_value(key: str) -> None:
    told = about(STORY, key, "any")
    assert words(told.lines[0], []) == ("health", "score", key)
    *_, query = words(told.lines[1], [])
    tree = parse(query, CLIENT_FIELDS, CONTEXT).where
    assert isinstance(tree, And)
    found = tree.parts[0]
    assert isinstance(found, Clause)
    assert (found.field, found.op) == ("id", "eq")
    assert [each.text for each in found.values if isinstance(each, Word)] == [key]
