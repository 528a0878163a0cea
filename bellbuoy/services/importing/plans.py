"""What is known of the files of an import before its first row is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bellbuoy.services.importing.files import FoundFile
from bellbuoy.services.importing.opening import opened
from bellbuoy.services.importing.standard_input import StdinFile
from bellbuoy.services.importing.table import read_table
from core.integrations.kept import kept_text
from core.integrations.layout import Layout
from core.integrations.mapping_types import Kind, Mapping
from core.integrations.records import Reader
from core.values.canonical import digest
from storage.engine.reader import Rows
from storage.integrations import quarantine_reads, reads
from storage.integrations.reads import Earlier

# Kinds whose facts no later row of the same import changes.
_FIXED_KINDS = ("usage", "logins", "event")
_LAST = 2**62


@dataclass(frozen=True, slots=True)
class FilePlan:
    """A file and its place in the import, the rules it is read by (as text in
    `rules`), the hash and number of its bytes on the disk, and what would differ if
    they were written again. `earlier`: it was taken in before, and reading it again
    would change nothing. `once`: standard input, which is opened and begun once."""

    position: int
    found: FoundFile
    layout: Layout
    rules: str
    sha256: str
    size: int
    stamp: tuple[int, ...]
    once: tuple[StdinFile, Reader] | None = None
    earlier: Earlier | None = None

    @property
    def digest(self) -> str:
        return digest(self.rules)


def plan_file(position: int, found: FoundFile, mapping: Mapping, zone: str) -> FilePlan:
    """Open a file, read its header and its hash. Raises UsageError for a file that
    its mapping does not fit."""
    with opened(found) as file:
        layout, reader = read_table(file, found.spec)
        rules = kept_text(mapping, found.spec, layout, zone)
        sha256 = file.sha256()
        once = (file, reader) if isinstance(file, StdinFile) else None
        return FilePlan(
            position, found, layout, rules, sha256, file.size, file.stamp, once
        )  # fmt: skip


def identity(mapping: Mapping, plans: Sequence[FilePlan], unique: str) -> str:
    """What makes two imports the same, so that one goes on where the other stopped.
    Standard input is the same as nothing else: `unique` tells it apart."""
    stdin = unique if any(plan.found.is_stdin for plan in plans) else ""
    files = (part for plan in plans for part in (plan.found.name, plan.digest, plan.sha256))
    return digest(mapping.source, stdin, *files)


def skipping(rows: Rows, source: str, plans: Sequence[FilePlan]) -> tuple[FilePlan, ...]:
    """The plans, with `earlier` where a file need not be read again.

    That is so when the same bytes were taken in whole under the same rules, and
    nothing has happened since that could let a row of them be stored, changed or
    accepted now.
    """
    found = [replace(plan, earlier=_earlier(rows, source, plan)) for plan in plans]
    fresh = {plan.found.spec.kind for plan in found if plan.earlier is None}
    return tuple(
        plan if plan.earlier is None or _holds(plan, plan.earlier, fresh) else _read(plan)
        for plan in found
    )


def _read(plan: FilePlan) -> FilePlan:
    return replace(plan, earlier=None)


def _earlier(rows: Rows, source: str, plan: FilePlan) -> Earlier | None:
    if not plan.sha256:
        return None
    earlier = reads.earlier_file(rows, source, plan.sha256, plan.digest)
    if earlier is None:
        return None
    kind = plan.found.spec.kind
    if kind not in _FIXED_KINDS and reads.stored_since(
        rows, source, [kind], earlier.run, _LAST
    ):
        return None
    if earlier.quarantined:
        # What was refused may have waited for a client that came behind it.
        awaited = _awaited(kind)
        if reads.stored_since(rows, source, awaited, earlier.run, earlier.position):
            return None
        named = earlier.file == plan.found.name
        if not named or quarantine_reads.waits_for_time(rows, source, earlier.file):
            return None
    return earlier


def _holds(plan: FilePlan, earlier: Earlier, fresh: set[Kind]) -> bool:
    """Whether the other files of this import, of which those of `fresh` kinds are
    read, leave an earlier file as it is."""
    kind = plan.found.spec.kind
    if earlier.quarantined and not fresh.isdisjoint(_awaited(kind)):
        return False
    return kind in _FIXED_KINDS or kind not in fresh


def _awaited(kind: Kind) -> tuple[Kind, ...]:
    """The kinds that rows of a kind refer to."""
    if kind == "client":
        return ()
    return ("client",) if kind == "subscription" else ("client", "subscription")
