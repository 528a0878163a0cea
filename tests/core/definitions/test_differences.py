"""What differs, what has drifted, and that nothing does once a file holds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from core.definitions.differences import differences, drifts, mark_of, mark_of_all, marks_of
from core.definitions.types import Applied, Definition, Said

_values = st.one_of(st.integers(0, 2), st.sampled_from(["", "a"]), st.just(("x", "y")))


@st.composite
def some(draw: st.DrawFn, kind: str = "rule") -> list[Definition]:
    names = draw(st.lists(st.sampled_from("abcde"), unique=True, max_size=5))
    return [
        Definition("alerts", kind, name, name, (("f", draw(_values)), ("g", draw(_values))),
                   draw(st.booleans()), ("alert_rule", name))
        for name in names
    ]  # fmt: skip


def after(standing: list[Definition], said: Said) -> list[Definition]:
    """The store once the differences are made."""
    found = {one.id: one for one in standing}
    for each in differences(standing, said):
        if each.after is None:
            del found[each.one.id]
        else:
            found[each.one.id] = replace(each.after, kept=True)
    return list(found.values())


@settings(max_examples=100, deadline=None)
@given(some(), some(), st.booleans())
def test_once_a_file_holds_nothing_differs(
    standing: list[Definition], wanted: list[Definition], prune: bool
) -> None:
    said = Said("alerts", prune, tuple(wanted))
    then = after(standing, said)
    assert differences(then, said) == ()
    by_id = {one.id: one for one in then}
    assert all(by_id[one.id].fields == one.fields for one in wanted)
    named = {one.id for one in wanted}
    stays = {one.id for one in standing if one.id not in named and not (prune and one.kept)}
    assert by_id.keys() == named | stays


@settings(max_examples=60, deadline=None)
@given(some(), some())
def test_what_was_applied_and_stands_has_not_drifted(
    wanted: list[Definition], later: list[Definition]
) -> None:
    said = Said("alerts", False, tuple(wanted))
    applied = {"alerts": Applied(7, "ana", None, marks_of(said, wanted))}
    assert drifts(applied, wanted, []) == ()
    now = {one.id: one for one in later}
    found = {each.name: each.kind for each in drifts(applied, later, [])}
    assert found == {
        one.id: "gone" if one.id not in now else "changed"
        for one in wanted
        if one.id not in now or now[one.id].fields != one.fields
    }


def test_what_came_besides_is_drift_where_the_file_names_all_there_is() -> None:
    kept = Definition("alerts", "rule", "a", "a", (("f", 1),), row=("alert_rule", "a"))
    shipped = replace(kept, key="b", name="b", kept=False)
    applied = {"alerts": Applied(7, "ana", None, {})}
    assert drifts(applied, [kept, shipped], []) == ()
    (found,) = drifts(applied, [kept, shipped], ["alerts", "views"])
    assert (found.kind, found.title, found.row) == ("new", "rule a", ("alert_rule", "a"))


def test_a_part_that_always_says_something_never_goes() -> None:
    weights = Definition("scoring", "weights", "", "", (("usage", 40),))
    plan = replace(weights, kind="plan", key="pro", name="pro")
    (gone,) = differences([weights, plan], Said("scoring", True, ()))
    assert (gone.verb, gone.one) == ("remove", plan)
    assert differences([weights, plan], Said("scoring", False, ())) == ()


def test_a_mark_tells_definitions_apart_and_not_their_order() -> None:
    one = Definition("alerts", "rule", "a", "a", (("f", 1), ("g", ("x",))))
    other = replace(one, fields=(("f", 1), ("g", ("y",))))
    assert mark_of(one) == mark_of(replace(one, kept=False))
    assert mark_of(one) != mark_of(other)
    assert mark_of(one) != mark_of(replace(one, key="b"))
    assert mark_of_all([one, other]) == mark_of_all([other, one])
    assert mark_of_all([one]) != mark_of_all([replace(one, kept=False)])
