"""The fields of this product's lists."""

from __future__ import annotations

import pytest

from core.query.directives import DIRECTIVES
from core.query.fields import Field
from core.query.grammar import RawClause, tokens
from core.query.nouns import FIELD_SETS
from core.query.parse import parse
from tests.core.query.drawn import CONTEXT

ALL = [(fields, field) for fields in FIELD_SETS.values() for field in fields.fields]


@pytest.mark.parametrize(("fields", "field"), ALL, ids=lambda x: getattr(x, "name", ""))
def test_every_field_can_be_asked_for(fields: object, field: Field) -> None:
    assert fields in FIELD_SETS.values()
    (token,) = tokens(f"{field.name}:any")
    assert isinstance(token, RawClause)
    assert token.field == field.name not in DIRECTIVES
    assert field.label
    assert field.doc


def test_each_noun_has_fields_for_bare_words() -> None:
    for noun, fields in FIELD_SETS.items():
        assert fields.noun == noun
        assert fields.searched


def test_enums_name_their_tokens_and_days_their_direction() -> None:
    for _, field in ALL:
        assert bool(field.allowed) is (field.type == "enum"), field.name
        assert (field.future is not None) is (field.type in ("day", "instant")), field.name
        assert {token for _, token in field.short} <= set(field.allowed), field.name


@pytest.mark.parametrize(
    ("noun", "text"),
    [
        (
            "client",
            "id:C-1 name~a tier:unknown health<40 trend<=-5 arr>1k mrr<5k.eur renews<30d",
        ),
        (
            "client",
            "owner:me plan:Pro industry~bank country:DE status:active since<30d seen>14d",
        ),
        (
            "client",
            "incidents>0 calls>=1k logins:0 reason~usage partial:yes score:none key:c-1",
        ),
        (
            "incident",
            "id:INC-1 title~api client:c-1 severity:sev1 status:open opened<2h source:a",
        ),
        (
            "incident",
            "acknowledged:none resolved>1d closed:2024-01 resolution!=no_fault impact:x",
        ),
        ("quarantine", "id:Q-1 run:7 source:crm file~csv line>10 kind:client code:time.naive"),
        ("quarantine", "reason~number state:new seen<1d"),
    ],
)
def test_the_fields_of_each_noun(noun: str, text: str) -> None:
    assert parse(text, FIELD_SETS[noun], CONTEXT).where is not None
