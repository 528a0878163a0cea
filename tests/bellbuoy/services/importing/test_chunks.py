"""Portions of a file: every record once, in order, cut only where reading can go on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bellbuoy.services.importing.chunks import Chunk, chunked
from core.events.types import ClientFact
from core.integrations.fact_rows import FactBlock
from core.integrations.layout import Watermark
from core.values.errors import RowError


def block(line: int, start: int, sizes: list[int], firm: bool = True) -> FactBlock:
    """A block of records of these sizes, the second of each three refused."""
    facts = [
        RowError("x", f"{line + n}") if n % 3 == 1 else ClientFact(f"c{line + n}", "n")
        for n in range(len(sizes))
    ]
    numbers = range(line, line + len(sizes))
    raws = [b"x" * size for size in sizes]
    return FactBlock(numbers, raws, facts, start, line + len(sizes), 0, firm)


SIZES = st.lists(st.tuples(st.lists(st.integers(1, 9), min_size=1, max_size=9), st.booleans()))


def blocks_of(drawn: list[tuple[list[int], bool]]) -> list[FactBlock]:
    found, line, start = [], 2, 10
    for sizes, firm in drawn:
        found.append(block(line, start, sizes, firm))
        line, start = line + len(sizes), start + sum(sizes)
    return found


@given(SIZES, st.integers(1, 12), st.integers(1, 40))
def test_nothing_is_lost_and_ends_meet(
    drawn: list[tuple[list[int], bool]], rows: int, size: int
) -> None:
    blocks = blocks_of(drawn)
    chunks = list(chunked(blocks, rows, size))
    lines = [n for chunk in chunks for b in chunk.blocks for n in b.numbers]
    assert lines == [n for b in blocks for n in b.numbers]
    place = Watermark(10, 2)
    for chunk in chunks:
        first = chunk.blocks[0]
        assert Watermark(first.start, first.numbers[0]) == place
        place = chunk.end
        assert chunk.rows == sum(len(b.facts) for b in chunk.blocks) > 0
    for chunk in chunks[:-1]:
        assert chunk.blocks[-1].firm
        assert chunk.rows >= rows or chunk.size >= size


@given(st.lists(st.integers(1, 9), min_size=1, max_size=60), st.integers(1, 12))
def test_firm_blocks_are_cut_to_the_row(sizes: list[int], rows: int) -> None:
    chunks = list(chunked([block(2, 0, sizes)], rows, 10**9))
    assert [chunk.rows for chunk in chunks[:-1]] == [rows] * (len(chunks) - 1)
    assert chunks[-1].rows <= rows


def test_refused_rows_are_found_by_their_place() -> None:
    chunk = Chunk()
    chunk.add(block(2, 0, [1, 2, 3]))
    chunk.add(block(9, 6, [4, 5]))
    faults = {1: RowError("a", "first"), 4: RowError("b", "last")}
    found = list(chunk.refused(faults))
    assert [(row.line, row.raw, fault.code) for row, fault in found] == [
        (3, b"xx", "a"), (10, b"xxxxx", "b"),
    ]  # fmt: skip
    assert list(chunk.refused({})) == []
    assert list(map(len, chunk.parts)) == [3, 2]
