"""What a mapping says: how the columns of foreign files become facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "client", "subscription", "usage", "logins", "event", "day_total", "incident",
    "incident_log", "purchase",
]  # fmt: skip
Format = Literal["csv", "jsonl", "parquet"]
Rest = Literal["ignore", "extra", "refuse"]
# Clients and subscriptions come first: the other kinds refer to them.
KINDS: tuple[Kind, ...] = (
    "client",
    "subscription",
    "usage",
    "logins",
    "event",
    "day_total",
    "incident",
    "incident_log",
    "purchase",
)
# One part of a template: literal text, then the column that follows it.
TemplatePart = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Column:
    """Where one target field comes from: a column, a template over several
    columns, or a constant (exactly one of the three).

    `default` stands in for an empty cell, `words` translate values (to `""`:
    empty), `format` reads times (a strptime pattern, `epoch`, `epoch_ms`),
    `minor` says that an amount is in minor units. With `after` the cell is a
    duration in `unit` that is added to another field. `via` says that a client
    is named by the id of another kind. `type` is that of a payload value (None: as given). An
    `optional` column may be missing from the file.
    """

    field: str
    column: str | None = None
    template: tuple[TemplatePart, ...] | None = None
    const: str | None = None
    default: str | None = None
    words: tuple[tuple[str, str], ...] = ()
    format: str | None = None
    type: str | None = None
    minor: bool = False
    after: str | None = None
    unit: str | None = None
    via: Kind | None = None
    optional: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """The columns of the file that it reads."""
        if self.template is not None:
            return tuple(name for _, name in self.template if name is not None)
        return () if self.column is None else (self.column,)


@dataclass(frozen=True, slots=True)
class FileSpec:
    """Files of one kind: those that match a glob of `paths`, in the folder given.

    `format` None goes by the file name (`.csv`, `.tsv`, `.jsonl`, `.ndjson`, each
    also with `.gz`, and `.parquet`); `delimiter`, `quote` and `escape` None are
    told from the file itself (an empty one: there is none). `payload` and `extra`
    gather further columns. `rest` says what becomes of columns that nothing
    names. `optional`: no such file is no error.
    """

    paths: tuple[str, ...]
    kind: Kind
    columns: tuple[Column, ...]
    payload: tuple[Column, ...] = ()
    extra: tuple[Column, ...] = ()
    format: Format | None = None
    delimiter: str | None = None
    encoding: str = "utf-8"
    rest: Rest = "ignore"
    optional: bool = False
    quote: str | None = None
    escape: str | None = None

    @property
    def named(self) -> tuple[Column, ...]:
        return (*self.columns, *self.payload, *self.extra)

    @property
    def client_via(self) -> Kind | None:
        """The kind whose id stands for the client in these files; None: the client's own."""
        return next((c.via for c in self.columns if c.field == "client"), None)

    @property
    def tells_end(self) -> bool:
        """Whether these files have a time at which something was resolved."""
        return any(c.field == "resolved" and not c.optional for c in self.columns)


@dataclass(frozen=True, slots=True)
class PlanBaseline:
    """A baseline of one plan; None keeps what the store has."""

    plan: str
    calls: int | None
    logins: int | None


@dataclass(frozen=True, slots=True)
class HealthBaselines:
    """Baselines that fit this data (30 days); None keeps what the store has."""

    calls: int | None = None
    logins: int | None = None
    plans: tuple[PlanBaseline, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping. `name` is that of its file, `source` whose facts they
    are, `timezone` the IANA zone of times without an offset (None: such times
    are refused), `currency` that of amounts without one."""

    name: str
    source: str
    files: tuple[FileSpec, ...]
    timezone: str | None = None
    currency: str | None = None
    health: HealthBaselines | None = None
