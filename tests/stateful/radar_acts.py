"""What two people do with clients from their radars, and how it is taken back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bellbuoy.services.context import Context
from bellbuoy.services.desk import tasks
from tests.stateful.radar_ledger import Cell, Ledger, Step
from tests.stateful.radar_person import Person

Wanted = dict[Cell, Any]
BOXES = {"a": "who looks after: ", "g": "tags: ", "z": "snooze: ", "t": "task: ",
         "c": "call: ", "n": "note: "}  # fmt: skip
SEEN_FIRST = "agz"
"""What is shown before many clients change."""


class Acts:
    def __init__(self, ctx: Context, ledger: Ledger) -> None:
        self._ctx = ctx
        self._ledger = ledger
        self._written = 0

    def newest(self, who: str) -> int:
        """The number of somebody's last change; 0: there is none."""
        with self._ctx.reader() as reader:
            sql = "SELECT coalesce(max(id), 0) FROM change_set WHERE actor = ?"
            return int(reader.value(sql, (who,)))

    # Doing

    async def act(
        self,
        person: Person,
        letter: str,
        text: str,
        meanwhile: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Open the box, write, and store; `meanwhile` happens before the last key."""
        if not text:
            self._written += 1
            text = f"word{self._written}"
        person.pointed = person.cursor
        await person.press(*(["c"] if letter == "n" else ["a", letter]))
        await person.sees(BOXES[letter])
        await person.write(text)
        keys, many = person.meant(self._ledger)
        if many and letter in SEEN_FIRST:
            await self._decide(person, letter, text, keys, meanwhile)
            return
        if meanwhile is not None:
            await meanwhile()
        before = self.newest(person.who)
        words = await person.told("ctrl+s")
        await self._kept(person, letter, text, words, before)

    async def _decide(
        self,
        person: Person,
        letter: str,
        text: str,
        keys: list[str],
        meanwhile: Callable[[], Awaitable[None]] | None,
    ) -> None:
        changing = self._changing(letter, text, keys, person.who)
        if not changing:
            words = await person.told("ctrl+s")
            assert words == f"nothing changes: all {len(keys)} are so already"
            return
        await person.press("ctrl+s")
        told = f"{len(changing)} of {len(keys)} client"
        await person.sees("stay as they are")
        assert told in person.hand.text, person.hand.text
        if meanwhile is not None:
            await meanwhile()
        before = self.newest(person.who)
        words = await person.told("enter")
        again = self._changing(letter, text, person.meant(self._ledger)[0], person.who)
        if len(again) != len(changing):
            assert f"no longer {len(changing)}" in words
            assert self.newest(person.who) == before
            return
        await self._kept(person, letter, text, words, before)

    async def _kept(
        self, person: Person, letter: str, text: str, words: str, before: int
    ) -> None:
        keys = person.meant(self._ledger)[0]
        cells = self._ledger.differing(self._wanted(letter, text, keys, person.who).items())
        number = self.newest(person.who)
        if not cells:
            assert number == before, words
            assert "nothing" in words, words
            return
        assert number > before, words
        if person.app.told()[-1] == words:
            assert "z undo" in person.row(-2), person.hand.text
        self._ledger.done(person.who, number, cells)
        person.unmark()

    def _changing(self, letter: str, text: str, keys: list[str], who: str) -> set[str]:
        wanted = self._wanted(letter, text, keys, who)
        return {cell[1] for cell in self._ledger.differing(wanted.items())}

    def _wanted(self, letter: str, text: str, keys: list[str], who: str) -> Wanted:
        found: Wanted = {}
        for key in keys:
            match letter:
                case "a":
                    found |= self._assigned(key, None if text == "none" else text, who)
                case "g":
                    found |= {("tag", key, word[1:]): word[0] == "+" or None
                              for word in text.split()}  # fmt: skip
                case "z":
                    found |= self._snoozed(key, text, who)
                case "t":
                    found["task", key, f"{text} {key}"] = (who, 1)
                case _:
                    found["note", key, text] = True
        return found

    def _assigned(self, key: str, owner: str | None, who: str) -> Wanted:
        """Those who have that owner stay; open tasks of the owner before go along."""
        before = self._ledger.owner(key)
        if before == owner:
            return {}
        found: Wanted = {("owner", key): owner, ("set by", key): who}
        for cell, value in self._ledger.cells.items():
            if cell[:2] == ("task", key) and value is not None and before is not None:
                doer, rev = value
                if doer == before:
                    found[cell] = (owner, rev + 1)
        return found

    def _snoozed(self, key: str, text: str, who: str) -> Wanted:
        if text == "none":
            return {("snooze", key): None}
        days, _, why = text.partition(" ")
        until = self._ctx.today + int(days.removesuffix("d"))
        now = self._ledger.cells.get(("snooze", key))
        same = now is not None and now[:2] == (until, why)
        return {} if same else {("snooze", key): (until, why, who)}

    def tasks_agree(self) -> None:
        found = tasks.page(self._ctx, "state:any", limit=1_000).rows
        told = {f"{task.text} {task.client}": (task.client, task.owner) for task in found}
        assert told == self._ledger.tasks()

    # Taking back

    async def turn(self, person: Person, key: str) -> None:
        """`z` or `Z`: a change goes back or comes again, or is in the way of nobody."""
        step = (self._ledger.standing if key == "z" else self._ledger.undone)(person.who)
        before = self.newest(person.who)
        words = await person.told(key)
        if step is None:
            nothing = "nothing of yours to take back" if key == "z" else "nothing to do again"
            assert words == nothing, (words, nothing)
        elif moved := step.moved(self._ledger.cells):
            await self._conflicts(person, step, moved)
        elif self._is_taken(step):
            assert "is shared already" in words, words
        else:
            verb = "taken back: " if key == "z" else "done again: "
            assert words.startswith(verb), words
            assert words.endswith(f"(change {step.first})"), words
            number = self.newest(person.who)
            assert number > before
            self._ledger.turned(person.who, number, step)
            return
        assert self.newest(person.who) == before

    async def _conflicts(self, person: Person, step: Step, moved: list[Cell]) -> None:
        """Both versions of each row that differs are shown."""
        rows = "1 row" if len(moved) == 1 else f"{len(moved)} rows"
        title = f"Change {step.number} stays: {rows} changed since"
        await person.sees(title)
        text = await _whole(person)
        for cell in moved:
            mine, now = step.cells[cell][1], self._ledger.cells.get(cell)
            assert ("the row is gone" in text) if now is None else True, text
            for value in (*_said(cell, mine), *_said(cell, now)):
                assert value in text, f"{cell} {value}\n{text}"
        await person.press("escape")
        await person.until(lambda: title not in person.hand.text)

    def _is_taken(self, step: Step) -> bool:
        """Whether a shared view would come back whose name another one has by now."""
        shared = {name for (owner, name), view in self._ledger.views().items() if view.shared}
        mine = {(owner, name) for (owner, name), view in self._ledger.views().items()
                if view.shared}  # fmt: skip
        return any(
            cell[0] == "view" and before is not None and before.shared
            and cell[2] in shared and (cell[1], cell[2]) not in mine
            for cell, (before, _) in step.cells.items()
        )  # fmt: skip


async def _whole(person: Person) -> str:
    """All lines of what is open, page by page."""
    seen = [person.hand.text]
    while True:
        await person.press("pagedown")
        if person.hand.text == seen[-1]:
            return "\n".join(seen)
        seen.append(person.hand.text)


def _said(cell: Cell, value: Any) -> tuple[str, ...]:
    """What of a version must stand on the screen."""
    if value is None:
        return ()
    match cell[0]:
        case "owner" | "set by":
            return (str(value),)
        case "tag":
            return (cell[2],)
        case "snooze":
            return (str(value[1]),)
        case "task":
            return (str(value[0] or "nothing"),)
        case _:
            return ()
