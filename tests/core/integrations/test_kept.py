"""What a row was read under comes back from its text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.integrations.kept import kept_text, read_kept
from core.integrations.layout import Dialect, Layout
from core.integrations.mapping import read_mapping
from core.integrations.mapping_types import KINDS, Kind
from core.integrations.plain import plain_mapping
from tests.core.integrations.test_mapping import WHOLE

LAYOUT = Layout("csv", Dialect(";", "'", "\\", "\r", "cp1252"), ("nr", "a;b", "Zoë\n"), "")


def test_a_whole_mapping_comes_back() -> None:
    mapping = read_mapping(WHOLE, "m.toml")
    for spec in mapping.files:
        kept = read_kept(kept_text(mapping, spec, LAYOUT, "UTC"))
        assert kept.layout == LAYOUT
        assert kept.spec == replace(spec, paths=(), optional=False)
        assert (kept.mapping.source, kept.mapping.timezone, kept.mapping.currency) == (
            "crm", "Europe/Berlin", "EUR",
        )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_plain_form_comes_back(kind: Kind) -> None:
    mapping = plain_mapping("files", kind, "EUR")
    layout = Layout("jsonl", Dialect(), ("id", "name"), "utf-16-le")
    kept = read_kept(kept_text(mapping, mapping.files[0], layout, "UTC"))
    assert (kept.layout, kept.spec.columns) == (layout, mapping.files[0].columns)
    assert kept.spec.rest == mapping.files[0].rest


def test_equal_rules_are_equal_text_and_others_are_not() -> None:
    mapping = read_mapping(WHOLE, "m.toml")
    spec = mapping.files[0]
    text = kept_text(mapping, spec, LAYOUT, "UTC")
    elsewhere = replace(spec, paths=("other.csv",), optional=not spec.optional)
    assert kept_text(replace(mapping, name="n.toml"), elsewhere, LAYOUT, "UTC") == text
    different = (
        kept_text(mapping, spec, LAYOUT, "Europe/Berlin"),
        kept_text(mapping, spec, replace(LAYOUT, header=("nr",)), "UTC"),
        kept_text(mapping, replace(spec, kind="incident"), LAYOUT, "UTC"),
        kept_text(replace(mapping, currency="USD"), spec, LAYOUT, "UTC"),
        kept_text(replace(mapping, source="erp"), spec, LAYOUT, "UTC"),
    )
    assert len({text, *different}) == 1 + len(different)


def test_rules_of_a_later_version_are_not_guessed_at() -> None:
    mapping = plain_mapping("files", "client")
    text = kept_text(mapping, mapping.files[0], LAYOUT, "UTC")
    with pytest.raises(ValueError, match="rules 99"):
        read_kept(text.replace('"rules":1', '"rules":99'))
