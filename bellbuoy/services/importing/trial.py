"""A dry run: every row is read and converted, and nothing stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bellbuoy.services.context import Context
from bellbuoy.services.importing.files import FoundFile
from bellbuoy.services.importing.opening import OpenFile, opened, size_of
from bellbuoy.services.importing.progress import Step, StepProgress
from bellbuoy.services.importing.standard_input import StdinFile
from bellbuoy.services.importing.table import read_table
from bellbuoy.services.scoring.moment import Cancelled
from core.integrations.fact_rows import converter_of, fact_blocks
from core.integrations.mapping_types import Mapping
from core.integrations.types import FileCount, ImportSummary
from core.values.errors import RowError


class Trial:
    """An import that stores nothing. What only the store can tell, such as an
    unknown client, it does not see."""

    def __init__(
        self, ctx: Context, mapping: Mapping, progress: StepProgress, cancelled: Cancelled
    ) -> None:
        self._ctx = ctx
        self._mapping = mapping
        self._progress = progress
        self._cancelled = cancelled
        self._reasons: Counter[str] = Counter()
        self._rows = 0
        self._read = 0
        self._size: int | None = None

    def run(self, files: Sequence[FoundFile]) -> ImportSummary:
        """Read and convert every row. Raises KeyboardInterrupt when cancelled."""
        counts: list[FileCount] = []
        self._size = size_of(files)
        for found in files:
            with opened(found) as file:
                counts.append(self._count(found, file))
                self._read += file.size
        reasons = sorted(self._reasons.items(), key=lambda pair: (-pair[1], pair[0]))
        return ImportSummary(
            run=0, source=self._mapping.source, files=tuple(counts), newest=None,
            offer_clock=None, changed_clients=0, scored=0, tiers={}, saturated=(),
            reasons=tuple(reasons),
        )  # fmt: skip

    def _count(self, found: FoundFile, file: OpenFile | StdinFile) -> FileCount:
        ctx, good, bad = self._ctx, 0, 0
        layout, reader = read_table(file, found.spec)
        converter = converter_of(found.spec, self._mapping, layout, ctx.zone, ctx.present)
        for block in fact_blocks(reader, converter):
            if self._cancelled():
                raise KeyboardInterrupt
            faults = [fact.code for fact in block.facts if isinstance(fact, RowError)]
            self._reasons.update(faults)
            bad += len(faults)
            good += len(block.facts) - len(faults)
            self._rows += len(block.facts)
            read = self._read + file.position
            self._progress(Step(found.name, self._rows, self._rows, read, read, self._size))
        return FileCount(found.name, found.spec.kind, good + bad, good, 0, bad)
