"""Reading the tables of a file: every fault is kept with its key, none stops the rest."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar

from core.definitions.types import Fault
from core.integrations.records import shown
from core.integrations.toml_place import suggestion
from core.values.errors import UsageError
from core.values.lengths import seconds_of

LONGEST = 1_000_000
"""Characters of one file."""
MOST = 2_000
"""Entries of one kind in a file."""
Form = Literal["text", "whole", "number", "truth", "texts", "span"]
Forms = Mapping[str, tuple[Form, Any]]
"""A field to its form and what holds where it is left out; `...`: it must be there."""
_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
Found = TypeVar("Found")


class Reading:
    """One file as it is read: what is wrong with it gathers in `faults`."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def fault(self, key: str, reason: str, hint: str = "", line: int | None = None) -> None:
        self.faults.append(Fault(self.file, line, key, reason, hint))

    def tables(self, text: str) -> dict[str, Any]:
        """The tables of a text; of one that is no TOML none, and the fault its line."""
        if len(text) > LONGEST:
            self.fault("", f"the file has over {LONGEST:,} characters")
            return {}
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = _LINE.search(str(error))
            line = int(found[1]) if found else None
            self.fault("", _LINE.sub("", str(error)), line=line)
        except (ValueError, RecursionError):
            self.fault("", "it is no TOML that can be read")
        return {}

    def known(self, table: Mapping[str, Any], key: str, names: tuple[str, ...]) -> None:
        """A fault for each name that the table may not have."""
        for name in table:
            if name not in names:
                self.fault(_under(key, name), "there is no such key", suggestion(name, names))

    def table(self, value: Any, key: str) -> dict[str, Any] | None:
        if isinstance(value, dict):
            return value
        self.fault(key, "it is no table", f"write [{key}]")
        return None

    def entries(self, value: Any, kind: str) -> list[tuple[str, dict[str, Any]]]:
        """The tables of a list, each with its place: `rule 2`."""
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(kind, "it is no list of tables", f"write [[{kind}]]")
            return []
        if len(value) > MOST:
            self.fault(kind, f"there are {len(value):,}: {MOST:,} at most")
            return []
        places = [(f"{kind} {place}", each) for place, each in enumerate(value, start=1)]
        for place, each in places:
            if not isinstance(each, dict):
                self.fault(place, "it is no table", f"write [[{kind}]]")
        return [(place, each) for place, each in places if isinstance(each, dict)]

    def fields(self, table: Mapping[str, Any], key: str, forms: Forms) -> dict[str, Any] | None:
        """The fields of a table by their forms; None where one of them is wrong."""
        before = len(self.faults)
        self.known(table, key, tuple(forms))
        found: dict[str, Any] = {}
        for name, (form, usual) in forms.items():
            if name in table:
                found[name] = self._value(table[name], _under(key, name), form)
            elif usual is ...:
                self.fault(_under(key, name), "it is missing")
            else:
                found[name] = usual
        return found if len(self.faults) == before else None

    def _value(self, value: Any, key: str, form: Form) -> Any:
        wanted = {
            "text": "text in quotes", "whole": "a whole number", "truth": "true or false",
            "texts": "a list of texts", "span": "a span of time in quotes",
            "number": "a number",
        }[form]  # fmt: skip
        if not _fits(value, form):
            self.fault(key, f"{shown(value)} should be {wanted}")
            return None
        if form == "span":
            return self.trying(key, lambda: seconds_of(value))
        return tuple(value) if form == "texts" else value

    def trying(self, key: str, read: Callable[[], Found]) -> Found | None:
        """What a check gives; None, and the fault kept, where it raises UsageError."""
        try:
            return read()
        except UsageError as error:
            self.fault(key, error.message, error.hint)
            return None

    def twice(self, seen: set[str], key: str, name: str, place: str) -> bool:
        """Whether something of that name was said already."""
        if key in seen:
            self.fault(place, f"“{name}” stands twice in the file")
            return True
        seen.add(key)
        return False


def _under(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _fits(value: Any, form: Form) -> bool:
    match form:
        case "text" | "span":
            return isinstance(value, str)
        case "whole":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "truth":
            return isinstance(value, bool)
        case "texts":
            return isinstance(value, list) and all(isinstance(each, str) for each in value)
