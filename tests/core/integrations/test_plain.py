"""The plain form is a mapping like any other."""

import pytest

from core.integrations.fields import FIELDS, settable
from core.integrations.mapping_types import KINDS, Kind
from core.integrations.plain import SUFFIXES, plain_mapping


def test_every_kind_has_its_files() -> None:
    mapping = plain_mapping("files")
    assert [spec.kind for spec in mapping.files] == list(KINDS)
    beginnings = [spec.paths[0].removesuffix("*.csv") for spec in mapping.files]
    assert beginnings == [
        "client", "subscription", "usage", "login", "event", "day_total", "incident",
        "steps", "purchase",
    ]  # fmt: skip
    for spec in mapping.files:
        assert len([path for path in spec.paths if "/" not in path]) == len(SUFFIXES)
        assert f"{beginnings.pop(0)}*.zip/*.jsonl" in spec.paths


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_given_takes_any_name(kind: Kind) -> None:
    [spec] = plain_mapping("files", kind).files
    assert spec.kind == kind
    assert "*.jsonl.gz" in spec.paths


@pytest.mark.parametrize("kind", KINDS)
def test_columns_are_the_fields_by_name(kind: Kind) -> None:
    [spec] = plain_mapping("files", kind).files
    assert all(column.column == column.field for column in spec.columns)
    names = {column.field for column in spec.columns}
    assert names == {name for name, field in settable(kind).items() if field.type != "extra"}
    required = {field.name for field in FIELDS[kind] if field.required}
    assert {c.field for c in spec.columns if not c.optional} - {"currency"} == required


def test_a_currency_given_need_not_be_a_column() -> None:
    def needed(currency: str | None) -> bool:
        [spec] = plain_mapping("files", "subscription", currency).files
        return next(not c.optional for c in spec.columns if c.field == "currency")

    assert needed(None)
    assert not needed("EUR")
