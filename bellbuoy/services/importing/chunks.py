"""The records of a file in portions that one transaction takes in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.events.columns import Outcome
from core.integrations.fact_rows import FactBlock, FactRow
from core.integrations.layout import Watermark
from core.values.errors import RowError


@dataclass(slots=True)
class Chunk:
    """Blocks that follow each other."""

    blocks: list[FactBlock] = field(default_factory=list)
    rows: int = 0
    size: int = 0

    def add(self, block: FactBlock) -> None:
        self.blocks.append(block)
        self.rows += len(block.facts)
        self.size += sum(map(len, block.raws))

    @property
    def end(self) -> Watermark:
        """Where the record behind the chunk stands."""
        return self.blocks[-1].end

    @property
    def parts(self) -> list[Sequence[Outcome]]:
        """What became of the records, block by block."""
        return [block.facts for block in self.blocks]

    def refused(self, faults: Mapping[int, RowError]) -> Iterator[tuple[FactRow, RowError]]:
        """The rows at these places, in order, each with what is wrong with it."""
        first = 0
        for block in self.blocks:
            behind = first + len(block.facts)
            for place in range(first, behind) if faults else ():
                if place in faults:
                    at = place - first
                    row = FactRow(block.numbers[at], block.raws[at], faults[place], block.cut)
                    yield row, faults[place]
            first = behind


def chunked(blocks: Iterable[FactBlock], most_rows: int, most_bytes: int) -> Iterator[Chunk]:
    """Chunks of `most_rows` rows, and fewer where rows are long: none grows beyond
    `most_bytes` by more than what reading cannot be cut into."""
    chunk = Chunk()
    for block in blocks:
        while chunk.rows < most_rows < chunk.rows + len(block.facts):
            first, block = block.split(most_rows - chunk.rows)
            chunk.add(first)
            yield chunk
            chunk = Chunk()
        chunk.add(block)
        if block.firm and (chunk.rows >= most_rows or chunk.size >= most_bytes):
            yield chunk
            chunk = Chunk()
    if chunk.rows:
        yield chunk
