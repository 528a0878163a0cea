"""Figures as text, and read back by the rules of the format."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.operations.exposition import exposition, value_text
from core.operations.types import Family, Sample
from tests.fixtures.prometheus import read

TEXT = st.text(max_size=30).filter(lambda text: "\r" not in text)
LABELS = st.dictionaries(st.sampled_from(("job", "kind", "quantile")), TEXT).map(
    lambda found: tuple(found.items())
)
SAMPLES = st.lists(
    st.builds(Sample, st.floats(allow_nan=False), LABELS, st.just("")),
    unique_by=lambda sample: sample.labels, max_size=5,
)  # fmt: skip
FAMILIES = st.lists(
    st.builds(Family, st.sampled_from(("a", "b_total", "c:d")), st.just("gauge"), TEXT,
              SAMPLES.map(tuple)),
    unique_by=lambda family: family.name, max_size=3,
)  # fmt: skip


@settings(max_examples=100)
@given(FAMILIES)
def test_what_is_written_reads_back(families: list[Family]) -> None:
    found = read(exposition(families))
    assert list(found) == [family.name for family in families]
    for family in families:
        told = found[family.name]
        assert (told.type, told.help) == (family.type, family.help)
        assert told.samples == {
            (family.name, sample.labels): sample.value for sample in family.samples
        }


def test_a_page_looks_like_this() -> None:
    family = Family(
        "x_seconds", "summary", "How long.\nReally.",
        (Sample(0.25, (("job", 'a"b\\c'), ("quantile", "0.5"))), Sample(7, (), "_count")),
    )  # fmt: skip
    assert exposition([family]) == (
        "# HELP x_seconds How long.\\nReally.\n"
        "# TYPE x_seconds summary\n"
        'x_seconds{job="a\\"b\\\\c",quantile="0.5"} 0.25\n'
        "x_seconds_count 7\n"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [(12, "12"), (0.25, "0.25"), (-3.0, "-3"), (1e300, "1e+300"), (True, "1"),
     (math.nan, "NaN"), (math.inf, "+Inf"), (-math.inf, "-Inf")],
)  # fmt: skip
def test_a_value_is_written_as_servers_read_it(value: float, text: str) -> None:
    assert value_text(value) == text


def test_a_wrong_name_is_refused() -> None:
    for family in (
        Family("a-b", "gauge", "", ()),
        Family("a", "gauge", "", (Sample(1, (("a-b", "x"),)),)),
    ):
        with pytest.raises(ValueError, match="is no"):
            exposition([family])
