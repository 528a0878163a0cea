"""The table of target fields agrees with the builders that take them."""

import inspect
from dataclasses import fields as dataclass_fields

import pytest

from core.events.types import EventFact
from core.integrations.build import BUILDERS
from core.integrations.fields import FIELDS, settable
from core.integrations.mapping_types import KINDS, Kind

# Where a builder's argument is named otherwise than the column.
RENAMED = {"external_id": "id", "amount_minor": "amount"}


@pytest.mark.parametrize("kind", KINDS)
def test_fields_stand_in_the_order_of_the_builder(kind: Kind) -> None:
    builder = BUILDERS[kind]
    if builder is EventFact:
        names = [field.name for field in dataclass_fields(EventFact)]
    else:
        names = list(inspect.signature(builder).parameters)
    assert [RENAMED.get(name, name) for name in names] == [f.name for f in FIELDS[kind]]


def test_what_is_fixed_cannot_be_set() -> None:
    assert "kind" not in settable("usage")
    assert "kind" in settable("event")
