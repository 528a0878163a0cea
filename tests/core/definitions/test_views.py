"""Shared views as text and back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.definitions.reading import Reading
from core.definitions.types import Said
from core.definitions.views import definition_of, read, text
from core.views.names import name_key
from core.views.types import View
from tests.core.alerts.test_rules import CONTEXT
from tests.core.definitions.drawn import views

ROLES = ("rep", "manager")


def said(written: str) -> tuple[Said, Reading]:
    reading = Reading("views.toml")
    return read(reading, reading.tables(written), CONTEXT, ROLES), reading


@settings(max_examples=60, deadline=None)
@given(st.lists(views(), unique_by=lambda view: name_key(view.name), max_size=3))
def test_a_file_brings_its_views_back(found: list[View]) -> None:
    told, reading = said(text(map(definition_of, found)))
    assert reading.faults == []
    assert [(one.id, one.name, one.fields) for one in told.definitions] == [
        (one.id, one.name, one.fields) for one in map(definition_of, found)
    ]
    for one, view in zip(told.definitions, found, strict=True):
        assert one.thing.shows_like(view)
        assert one.thing.shared == view.shared


def test_a_private_one_is_nobodys_business() -> None:
    assert not definition_of(View("Late", "clients", owner="ana")).kept
    assert definition_of(View("Late", "clients", owner="ana", shared="rep")).kept


@pytest.mark.parametrize(
    ("written", "key", "reason"),
    [
        ("[[view]]\n", "view 1.name", "it is missing"),
        ('[[view]]\nname = "a"\nplace = "moon"\n', "view 1.place", "no list “moon”"),
        ('[[view]]\nname = "a"\nshared = "pirate"\n', "view 1.shared", "no role “pirate”"),
        ('[[view]]\nname = "a"\nquery = "teir:critical"\n', "view 1", "“a”: "),
        ('[[view]]\nname = "a/b"\n', "view 1", "has no /"),
        ('[[view]]\nname = "a"\nrefresh = "1s"\n', "view 1", "refreshed each"),
        ('[[view]]\nname = "A"\n[[view]]\nname = "a"\n', "view 2", "twice"),
        ("veiw = 1\n", "veiw", "no such key"),
    ],
)
def test_what_does_not_hold_is_told(written: str, key: str, reason: str) -> None:
    _, reading = said(written)
    (fault,) = reading.faults
    assert (fault.key, reason in fault.reason) == (key, True), fault
