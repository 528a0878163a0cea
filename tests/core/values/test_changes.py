"""Two looks at a list, and what is told of the way from one to the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.clients.types import Watched
from core.clients.watched import watched_of
from core.values.changes import changes
from tests.tui.clients.samples import ROW

AT = datetime(2026, 11, 21, 14, tzinfo=UTC)
rows = st.builds(
    replace,
    st.just(watched_of(ROW)),
    health=st.none() | st.integers(0, 100),
    owner=st.sampled_from([None, "ana", "raj"]),
    incidents=st.integers(0, 3),
)
bases = st.dictionaries(st.sampled_from("abcdef"), rows)


@settings(max_examples=80, deadline=None)
@given(bases, bases)
def test_changes_make_the_later_look_of_the_earlier_one(
    before: dict[str, Watched], after: dict[str, Watched]
) -> None:
    made = dict(before)
    for change in changes(before, after, AT):
        if change.what == "leaves":
            assert made.pop(change.key) == change.row
            continue
        assert (change.what == "enters") == (change.key not in made)
        for each in change.changed:
            assert getattr(made[change.key], each.field) == each.before != each.after
            told: dict[str, Any] = {each.field: each.after}
            made[change.key] = replace(made[change.key], **told)
        made.setdefault(change.key, change.row)
    assert made == after


@settings(max_examples=30, deadline=None)
@given(bases)
def test_nothing_happens_between_two_equal_looks(base: dict[str, Watched]) -> None:
    assert list(changes(base, dict(base), AT)) == []
    assert [change.what for change in changes({}, base, AT, "stands")] == ["stands"] * len(base)
