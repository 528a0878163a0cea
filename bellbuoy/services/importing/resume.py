"""Going on with an import: what it has met so far.

Within one import a second row of an id with other content is a conflict, where a
later import changes the row. So the ids that stood before the watermark are read
again; rows of kinds that know no such rule are not.
"""

from __future__ import annotations

from bellbuoy.services.importing.batch import Batch
from bellbuoy.services.importing.opening import OpenFile
from bellbuoy.services.importing.plans import FilePlan
from bellbuoy.services.importing.standard_input import StdinFile
from bellbuoy.services.importing.table import table_from
from core.integrations.convert import Converter
from core.integrations.fact_rows import fact_blocks
from core.integrations.layout import START
from core.values.errors import RowError

NAMED_KINDS = frozenset({"client", "subscription", "incident", "purchase"})


def remember(
    batch: Batch, file: OpenFile | StdinFile, plan: FilePlan, records: int, converter: Converter
) -> None:
    """Let a batch know the ids of the first `records` records of a file."""
    kind = plan.found.spec.kind
    reader = table_from(file, plan.found.spec, plan.layout, START)
    for block in fact_blocks(reader, converter):
        taken = (fact for fact in block.facts[:records] if not isinstance(fact, RowError))
        batch.first_times(kind, [fact.external_id for fact in taken])  # type: ignore[union-attr]
        records -= len(block.facts)
        if records <= 0:
            return
