"""Figures in Prometheus' text format, version 0.0.4
(prometheus.io/docs/instrumenting/exposition_formats)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

from core.operations.types import Family, Sample

_NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")


def exposition(families: Iterable[Family]) -> str:
    """The page that a Prometheus server reads: a family at a time, each line ended.

    Raises ValueError for a name that the format does not know."""
    return "".join(f"{line}\n" for family in families for line in _lines(family))


def _lines(family: Family) -> Iterator[str]:
    if not _NAME.fullmatch(family.name):
        raise ValueError(f"“{family.name}” is no name of a figure")
    told = family.help.replace("\\", "\\\\").replace("\n", "\\n")
    yield f"# HELP {family.name} {told}"
    yield f"# TYPE {family.name} {family.type}"
    for sample in family.samples:
        yield f"{family.name}{sample.suffix}{_labels(sample)} {value_text(sample.value)}"


def _labels(sample: Sample) -> str:
    if not sample.labels:
        return ""
    parts = []
    for name, value in sample.labels:
        if not _LABEL.fullmatch(name):
            raise ValueError(f"“{name}” is no label")
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        parts.append(f'{name}="{escaped}"')
    return "{" + ",".join(parts) + "}"


def value_text(value: float) -> str:
    """`12`, `0.25`, `NaN`, `+Inf`: whole numbers without a point."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return str(int(value)) if float(value).is_integer() and abs(value) < 2**53 else repr(value)
