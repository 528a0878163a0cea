"""Which queries no closed incident can fit."""

from __future__ import annotations

import pytest

from core.query.nouns import INCIDENT_FIELDS
from core.query.only_open import only_open
from core.query.parse import parse
from tests.core.query.drawn import CONTEXT


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("status:open", True), ("status:open,pending title~api", True), ("sla<1h", True),
        ("sla>today", True), ("status:open OR sla<1h", True), ("(sla<1h) owner:none", True),
        ("", False), ("title~api", False), ("status!=resolved", False),
        ("status:open,closed", False), ("status:any", False), ("sla:none", False),
        ("NOT status:open", False), ("status:open OR title~x", False), ("sla:any", False),
    ],
)  # fmt: skip
def test_only_what_is_sure_counts(text: str, only: bool) -> None:
    assert only_open(parse(text, INCIDENT_FIELDS, CONTEXT).where) is only
