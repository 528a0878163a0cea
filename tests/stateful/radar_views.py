"""How two people keep, open, share and forget views of their radars, and leave them."""

from __future__ import annotations

from dataclasses import replace

from bellbuoy.services.context import Context
from bellbuoy.services.views import reading
from tests.stateful.radar_acts import Acts
from tests.stateful.radar_ledger import AT_RISK, Kept, Ledger
from tests.stateful.radar_person import Person

Key = tuple[str, str]
"""Whose, and its name."""
WITH = {"a": "*", "r": "rep", "m": "manager", "n": ""}


class Views:
    def __init__(self, ctx: Context, ledger: Ledger) -> None:
        self._ledger = ledger
        self._newest = Acts(ctx, ledger).newest

    def visible(self, person: Person) -> list[Key]:
        """One's own, and those that are shared with one's role."""
        return [
            key
            for key, view in sorted(self._ledger.views().items())
            if key[0] == person.who or view.shared in ("*", person.ctx.viewer.role)
        ]

    def agree(self, person: Person) -> None:
        """What the store lists for somebody is what the ledger holds."""
        found = {
            (view.owner, view.name): Kept(
                tuple(view.query.split()), view.sort, view.by, view.shared, view.rev
            )
            for view in reading.listed(person.ctx, "client")
            if view.owner
        }
        kept = {key: self._ledger.views()[key] for key in self.visible(person)}
        assert found == {
            key: replace(view, clauses=tuple(" ".join(view.clauses).split()))
            for key, view in kept.items()
        }

    # Keeping

    async def save(self, person: Person, name: str, over: bool) -> None:
        """Keep what is on the screen; where another stands, `over` takes its place."""
        standing = self._ledger.views().get((person.who, name))
        open_now = person.view
        own = open_now is not None and open_now[:2] == (person.who, name)
        rev = open_now[2].rev if own and open_now is not None else None
        before = self._newest(person.who)
        await person.press("v", "n")
        await person.sees("Save the view as")
        await person.write(name)
        now = None if standing is None else standing.rev
        same = standing is not None and standing.shows(person.clauses, person.sort, person.by)
        # One that only its sharing has changed since is nobody else's version.
        seen = (
            own
            and open_now is not None
            and standing is not None
            and standing.shows(open_now[2].clauses, open_now[2].sort, open_now[2].by)
        )
        if rev == now or seen or (same and rev is None):
            words = await person.told("enter")
        else:
            await person.press("enter")
            if not await self._over(person, name, standing, over):
                assert self._newest(person.who) == before
                return
            words = await person.told("t")
        assert words == f"{name} saved", words
        number = self._newest(person.who)
        assert (number == before) == same, words
        shared = "" if standing is None else standing.shared
        kept = Kept(person.clauses, person.sort, person.by, shared, number)
        if same:
            assert standing is not None
            kept = standing
        else:
            cells = self._ledger.differing([(("view", person.who, name), kept)])
            self._ledger.done(person.who, number, cells)
        person.view, person.outer = (person.who, name, kept), None

    async def _over(self, person: Person, name: str, standing: Kept | None, over: bool) -> bool:
        """Both versions are told; whether the new one takes the place."""
        title = f"{name} is gone" if standing is None else f"{name} was saved meanwhile"
        theirs = "n  mine" if standing is None else "o  open that"
        for words in (title, "mine takes", theirs):
            await person.sees(words)
        if not over:
            await person.press("escape")
            await person.until(lambda: title not in person.hand.text)
        return over

    async def share(self, person: Person, key: Key, letter: str) -> None:
        view, shared = self._ledger.views()[key], WITH[letter]
        await self._menu(person, key)
        if not person.leads:
            words = await person.told("a")
            assert "may not view:share" in words, words
            await person.press("escape")
            return
        before = self._newest(person.who)
        await person.press("a")
        await person.sees(f"Share {key[1]} with")
        words = await person.told(letter)
        taken = any(
            other != key and other[1] == key[1] and each.shared
            for other, each in self._ledger.views().items()
        )
        number = self._newest(person.who)
        if shared != view.shared and shared and taken:
            assert "is shared already" in words, words
        else:
            assert words.startswith(f"{key[1]} is "), words
            if shared != view.shared:
                kept = replace(view, shared=shared, rev=number)
                self._done(person, key, kept, number)
                before = number
        assert number == before
        await person.press("escape")

    async def forget(self, person: Person, key: Key) -> None:
        view = self._ledger.views()[key]
        await self._menu(person, key)
        words = await person.told("d")
        if view.shared and not person.leads:
            assert "may not view:share" in words, words
        else:
            assert words == f"{key[1]} is gone", words
            self._done(person, key, None, self._newest(person.who))
        await person.press("escape")

    def _done(self, person: Person, key: Key, kept: Kept | None, number: int) -> None:
        cells = self._ledger.differing([(("view", *key), kept)])
        self._ledger.done(person.who, number, cells)

    async def _menu(self, person: Person, key: Key) -> None:
        whose = "own" if key[0] == person.who else f"of {key[0]}" if key[0] else "starter"
        await person.menu_to([key[1], whose])

    # Opening and leaving

    async def open(self, person: Person, key: Key, shown: Kept) -> None:
        await self._menu(person, key)
        await person.press("enter")
        self._shows(person, key, shown)

    def _shows(self, person: Person, key: Key, shown: Kept) -> None:
        person.view = (*key, shown)
        person.clauses, person.sort, person.by = shown.clauses, shown.sort, shown.by
        person.outer = None
        person.unmark()

    def standing(self, person: Person) -> Kept | None:
        """What the name of the open view means to somebody now."""
        assert person.view is not None
        owner, name, kept = person.view
        if not owner:
            return kept  # it came with the program
        there = (owner, name) in self.visible(person)
        return self._ledger.views()[owner, name] if there else None

    def changed(self, person: Person) -> bool:
        """Whether the screen shows something else than the store has under that name."""
        kept = self.standing(person)
        clauses, by = person.outer or (person.clauses, person.by)
        return kept is None or not kept.shows(clauses, person.sort, by)

    async def is_told(self, person: Person) -> None:
        """Row 2 names the open view, and says whether it is shown as it stands."""
        if person.view is not None:
            word = f" › {person.view[1]}{'*' if self.changed(person) else ''} "
            await person.until(lambda: word in f"{person.row(2)} ")

    async def back(self, person: Person) -> None:
        """Escape takes away what the last row says that it does."""
        word = self._back_word(person)
        if word:
            await person.until(lambda: f"esc {word}" in person.row(-1))
        await person.press("escape")
        match word:
            case "drop the marks":
                person.unmark()
            case "groups":
                assert person.outer is not None
                (person.clauses, person.by), person.outer = person.outer, None
                person.unmark()
            case "rows again":
                person.by = "" if person.view is None else person.view[2].by
            case "drop the changes":
                self._again(person)
            case "leave the view":
                person.view, person.by, person.sort = None, "", ""
                person.clauses = AT_RISK
                person.unmark()
            case "drop the filter":
                person.clauses = AT_RISK
                person.unmark()

    def _again(self, person: Person) -> None:
        """The view as it stands now."""
        assert person.view is not None
        kept = self.standing(person)
        assert kept is not None
        self._shows(person, person.view[:2], kept)

    def _back_word(self, person: Person) -> str:
        if person.marks or person.by_query:
            return "drop the marks"
        if person.outer is not None:
            return "groups"
        view = person.view
        if person.by not in ("", "" if view is None else view[2].by):
            return "rows again"
        if view is not None:
            gone = self.standing(person) is None
            dropped = self.changed(person) and not gone
            return "drop the changes" if dropped else "leave the view"
        return "drop the filter" if person.clauses != AT_RISK else ""
