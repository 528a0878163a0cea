"""Somebody at the radar: which keys are pressed, what is read off the screen, and what
should be on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from textual import events

from bellbuoy.services.context import Context
from core.values.text import cells, safe_text
from tests.stateful.radar_ledger import AT_RISK, Clauses, Kept, Ledger
from tests.tui.hand import Hand, _name
from tui.app import BellbuoyApp

SIZE = (110, 44)
_ROW_3 = re.compile(r"/ ?(.*?)\s{2,}(\S.*)")
_COUNT = re.compile(r"(?:[\d,]+–)?([\d,]+) of ([\d,]+) · sort (\w+) ([▲▼])")


@dataclass(frozen=True)
class Line:
    """A row of the list as it is seen."""

    key: str
    owner: str
    noted: bool
    marked: bool


@dataclass
class Person:
    """`clauses`, `sort`, `by`, `outer` and `view` say what is to be on the screen, `marks`
    and `left_out` what is marked: by hand, or of a query that is marked as a whole.
    `pointed` was under the cursor before a box lay over it."""

    hand: Hand
    ctx: Context
    names: dict[str, str]
    clauses: Clauses = AT_RISK
    sort: str = ""
    by: str = ""
    outer: tuple[Clauses, str] | None = None
    view: tuple[str, str, Kept] | None = None
    pointed: str = ""
    by_query: bool = False
    marks: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)

    @property
    def who(self) -> str:
        return self.ctx.viewer.name

    @property
    def leads(self) -> bool:
        return self.ctx.viewer.role == "manager"

    @property
    def app(self) -> BellbuoyApp:
        return self.hand.app

    @property
    def acts(self) -> bool:
        """Whether an action is about anybody."""
        return not self.by and bool(self.by_query or self.marks or self.cursor)

    def unmark(self) -> None:
        self.by_query = False
        self.marks.clear()
        self.left_out.clear()

    def meant(self, ledger: Ledger) -> tuple[list[str], bool]:
        """Whom an action is about, and whether it is looked at before it is made."""
        if self.by_query:
            return sorted(ledger.found(self.clauses, self.who) - self.left_out), True
        if self.marks:
            return sorted(self.marks), len(self.marks) > 1
        return [self.pointed], False

    # Keys

    async def press(self, *keys: str) -> None:
        with self.app._context():
            for key in keys:
                await self.hand.quick(key)

    async def write(self, text: str) -> None:
        """A text in place of the one in the box."""
        await self.press("ctrl+u")
        with self.app._context():
            for char in text:
                event = events.Key(_name(char), char)
                event.set_sender(self.app)
                self.app._driver.send_message(event)  # type: ignore[union-attr]
            await self.sees(text)

    async def until(self, holds: Callable[[], object]) -> None:
        with self.app._context():
            await self.hand.until(lambda: bool(holds()))

    async def sees(self, words: str) -> None:
        await self.until(lambda: words in self.hand.text)

    async def told(self, *keys: str) -> str:
        """What is said when these keys have been pressed."""
        before = len(self.app.told())
        await self.press(*keys)
        await self.until(lambda: len(self.app.told()) > before)
        # A list that this has emptied says so behind it.
        await self.until(lambda: self.app.told()[-1][:60] in self.hand.text)
        return self.app.told()[before]

    # What is seen

    def row(self, number: int) -> str:
        """A row of the screen, as a hand counts them; empty while nothing is painted."""
        return self.hand.row(number) if self.hand.lines else ""

    @property
    def asked(self) -> str:
        """The query on row 3."""
        found = _ROW_3.fullmatch(self.row(3))
        return found[1] if found else "?"

    @property
    def right(self) -> str:
        """How many rows, and in which order."""
        found = _ROW_3.fullmatch(self.row(3))
        return found[2] if found else "?"

    @property
    def count(self) -> int | None:
        found = _COUNT.fullmatch(self.right)
        return int(found[2]) if found else None

    @property
    def stands(self) -> str:
        """What stands on row 23 when nothing else is said."""
        said = self.app.page.said
        if said._timer is not None:
            with self.app._context():
                said._timer.stop()
                said._silent()
        return said.words

    @property
    def waits(self) -> bool:
        """Whether rows wait for another order."""
        return " moved " in self.stands

    def _table(self, title: str) -> tuple[list[str], list[list[str]]]:
        """The line of titles and those below it, each as a list of cells."""
        lines = [_cells(line) for line in self.hand.lines]
        first = next((n for n, line in enumerate(lines) if title in "".join(line)), None)
        if first is None:
            return [], []
        rest = lines[first + 1 :]
        last = next((n for n, line in enumerate(rest) if line[0] == "─"), 0)
        return lines[first], rest[:last]

    @property
    def rows(self) -> list[Line]:
        head, body = self._table("CLIENT   ")
        titles = "".join(head)
        name, tier, owner = (titles.find(word) for word in ("CLIENT", "TIER", " OWN"))
        found = []
        for line in body:
            shown = "".join(line[name:tier]).strip()
            if shown:
                own, _, plus = "".join(line[owner : owner + 8]).strip().partition(" ")
                found.append(Line(self._key(shown), own, plus == "+", line[1] == "✓"))
        return found

    @property
    def cursor(self) -> str:
        """The client under the cursor; empty: there is none."""
        _, body = self._table("CLIENT   ")
        at = next((n for n, line in enumerate(body) if line[0] == "►"), None)
        return "" if at is None else self.rows[at].key

    def _key(self, shown: str) -> str:
        start = shown.removesuffix("…")
        (found,) = [key for key, name in self.names.items() if name.startswith(start)]
        return found

    @property
    def groups(self) -> dict[str, int]:
        """The groups that are listed, and how many each has."""
        _, body = self._table("AVG HEALTH")
        found = ["".join(line[2:-1]).rsplit(maxsplit=3) for line in body]
        return {words[0]: int(words[1]) for words in found if words[1:] and words[1].isdigit()}

    @property
    def group(self) -> str:
        """The one under the cursor."""
        _, body = self._table("AVG HEALTH")
        line = next(("".join(line[2:-1]) for line in body if line[0] == "►"), "")
        return line.rsplit(maxsplit=3)[0].strip() if line else ""

    async def menu_to(self, words: Sequence[str]) -> None:
        """Open the views, and put the cursor on the line that holds these words."""
        await self.press("v")
        wanted = re.compile(r"\s+".join(map(re.escape, words)) + r"[\s,]")
        lines: list[str] = []

        def there() -> bool:
            inside = [line.partition("│")[2] for line in self.hand.lines]
            lines[:] = [line for line in inside if "  radar " in line or "  clients " in line]
            return any(wanted.search(line) for line in lines)

        await self.until(there)
        at = next(n for n, line in enumerate(lines) if line.startswith("►"))
        to = next(n for n, line in enumerate(lines) if wanted.search(line))
        await self.press(*["down" if to > at else "up"] * abs(to - at))


def names_of(ledger: Ledger) -> dict[str, str]:
    return {key: safe_text(row.name) for key, row in ledger.clients.items()}


def _cells(line: str) -> list[str]:
    """A line cell by cell: a wide character stands in the first of its two."""
    found: list[str] = []
    for char in line:
        wide = cells(char)
        if wide:
            found += [char, *[""] * (wide - 1)]
        elif found:
            found[-1] += char
    return found
