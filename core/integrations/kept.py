"""What a row was read under, as text: enough to read it again by the same rules."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from core.integrations.layout import Dialect, Layout
from core.integrations.mapping_types import Column, FileSpec, Mapping

RULES = 1
"""Grows when the rules for reading change what comes of a file: then files that
were taken in before are read again."""
_PAIRS = ("template", "words")
_COLUMNS = ("columns", "payload", "extra")


@dataclass(frozen=True, slots=True)
class Kept:
    """The rules of one file: its mapping (of this one kind of file) and its layout."""

    mapping: Mapping
    layout: Layout

    @property
    def spec(self) -> FileSpec:
        return self.mapping.files[0]


def kept_text(mapping: Mapping, spec: FileSpec, layout: Layout, zone: str) -> str:
    """The rules that a file is read under; equal rules are equal text. `zone` is the
    store's. The names of files are no part of them."""
    body = {
        "rules": RULES,
        "zone": zone,
        "source": mapping.source,
        "timezone": mapping.timezone,
        "currency": mapping.currency,
        "spec": {**asdict(spec), "paths": (), "optional": False},
        "layout": asdict(layout),
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_kept(text: str) -> Kept:
    """The rules that `kept_text` wrote down. Those of a later version than this one
    raise ValueError."""
    body = json.loads(text)
    if body["rules"] > RULES:
        raise ValueError(f"rules {body['rules']}")
    told = body["layout"]
    layout = Layout(
        told["format"], Dialect(**told["dialect"]), tuple(told["header"]), told["unicode"]
    )
    mapping = Mapping(
        "kept",
        body["source"],
        (_spec(body["spec"]),),
        timezone=body["timezone"],
        currency=body["currency"],
    )
    return Kept(mapping, layout)


def _spec(told: dict[str, Any]) -> FileSpec:
    gathered = {name: tuple(map(_column, told[name])) for name in _COLUMNS}
    return FileSpec(**{**told, **gathered, "paths": tuple(told["paths"])})


def _column(told: dict[str, Any]) -> Column:
    return Column(**{**told, **{name: _pairs(told[name]) for name in _PAIRS}})


def _pairs(value: Sequence[Sequence[Any]] | None) -> Any:
    return None if value is None else tuple(tuple(pair) for pair in value)
