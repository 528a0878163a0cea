"""Definitions as files say them and as a store holds them, and what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

from core.health.types import FormulaPreview
from core.values.errors import UsageError

Verb = Literal["add", "change", "remove"]
DriftKind = Literal["changed", "gone", "new"]
Value = bool | int | str | tuple[str, ...]
"""What a field may hold, as a file says it."""
SUBJECTS = ("scoring", "views", "alerts", "playbooks")
"""A file each: `scoring.toml`, `views.toml`, …"""


@dataclass(frozen=True, slots=True)
class Definition:
    """One thing that can be defined. `kind` and `key` name it within its subject;
    `fields` are all that it says, in the order of a file, what was left out too.

    `kept`: a person has put it into the store; else it comes with the program, or is
    private. `row` is where it stands: a table, and a key. `thing` is the same as the
    rest of the program knows it. Names and values come from outside.
    """

    subject: str
    kind: str
    key: str
    name: str
    fields: tuple[tuple[str, Value], ...]
    kept: bool = True
    row: tuple[str, str] = ("", "")
    thing: Any = field(default=None, compare=False)

    @property
    def id(self) -> str:
        """Unique within its subject: `rule big-fall`, `weights`."""
        return f"{self.kind} {self.key}".rstrip()

    @property
    def title(self) -> str:
        """As a person reads it: `rule big-fall`."""
        return f"{self.kind} {self.name}".rstrip()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file: the line where the text cannot be read, else the key
    (`rule 2.severity`). All of it may hold text from outside."""

    file: str
    line: int | None
    key: str
    reason: str
    hint: str = ""

    @property
    def words(self) -> str:
        """`alerts.toml, rule 2.severity: “loud” is no severity`"""
        place = f" line {self.line}" if self.line is not None else ""
        key = f", {self.key}" if self.key else ""
        return f"{self.file}{place}{key}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Said:
    """What the file of a subject says. `prune`: what it does not name goes."""

    subject: str
    prune: bool
    definitions: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after; None: there was nothing."""

    name: str
    before: Value | None
    after: Value | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What has to be done so that the store says what the files say."""

    verb: Verb
    before: Definition | None
    after: Definition | None
    fields: tuple[FieldChange, ...]

    @property
    def one(self) -> Definition:
        """The definition that it is about."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Counted:
    """What a difference means now. Of a view: the rows that it finds before and after.
    Of a rule: whom it fits `after`, how many alerts it would begin (`rings`), and how
    many that stand open would end. None: nobody asked, or the viewer may not. `more`:
    there are that many or more."""

    before: int | None = None
    after: int | None = None
    rings: int = 0
    ends: int = 0
    more: bool = False


class Marked(NamedTuple):
    """A definition as it was applied: its title, a mark of what it says, and its row."""

    title: str
    mark: str
    table: str
    key: str


@dataclass(frozen=True, slots=True)
class Applied:
    """The last apply of a subject that stands: its change set, when, by whom, and by id
    what was applied."""

    change: int
    who: str
    at: datetime | None
    marks: Mapping[str, Marked]


@dataclass(frozen=True, slots=True)
class Drift:
    """Something that was applied and that the store now says otherwise, has no more,
    or (`new`) that it has besides, where the file names all there is. `change` and
    `who` did it last; None: no change set tells."""

    kind: DriftKind
    subject: str
    name: str
    title: str
    row: tuple[str, str]
    change: int | None = None
    who: str | None = None


@dataclass(frozen=True, slots=True)
class DefinitionPlan:
    """What an apply of a folder would do, and what was changed since the last one.

    `counted` are by subject and id; `applied` are by subject. `left` stand in the store
    and in no file, and stay. `mark` names the state of the store that was compared with;
    `adopts`: the store says all of it already, and an apply would only note that it is
    so by these files.
    """

    folder: str
    said: tuple[Said, ...]
    differences: tuple[Difference, ...]
    preview: FormulaPreview | None
    counted: Mapping[tuple[str, str], Counted]
    left: tuple[Definition, ...]
    applied: Mapping[str, Applied]
    drift: tuple[Drift, ...]
    mark: str
    adopts: bool

    @property
    def subjects(self) -> tuple[str, ...]:
        """Those of which there is a file."""
        return tuple(each.subject for each in self.said)


@dataclass(frozen=True, slots=True)
class ApplyDone:
    """An apply that was made: its change set (None: nothing was to do), how many rows it
    tells of, and the formula that is in force since (empty: it stayed)."""

    change: int | None
    rows: int = 0
    formula: str = ""


@dataclass(frozen=True, slots=True)
class DefinitionState:
    """A definition, and how it stands beside what was applied by change set `applied`:
    `as applied`, `changed` or `gone` (by `change`, of `who`), `not applied`."""

    subject: str
    kind: str
    name: str
    state: str
    applied: int | None
    change: int | None
    who: str | None


@dataclass(frozen=True, slots=True)
class DefinitionFile:
    """The text of a file that an export makes."""

    subject: str
    name: str
    text: str
    definitions: int


class DefinitionFaultsError(UsageError):
    """Files that do not hold; `faults` are all that is wrong with them."""

    def __init__(self, folder: str, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        more = f", and {len(faults) - 1:,} more" if len(faults) > 1 else ""
        super().__init__(f"{folder}: {faults[0].words}{more}", faults[0].hint)
