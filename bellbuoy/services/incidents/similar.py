"""Similar solved incidents, and why they are similar."""

from __future__ import annotations

from dataclasses import dataclass

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.reading import incident_there
from bellbuoy.services.snapshot import one_snapshot
from core.record.similar import Likeness, WordIndex, asked, likeness
from core.record.types import Similar
from core.record.words import words_of
from core.values.contribution import Explanation
from core.values.errors import NotFoundError, UsageError
from core.values.instants import from_micros, to_micros
from storage.incidents.components import components_of
from storage.incidents.similar import SolvedRow, notes_of, solved, solved_titles

_CANDIDATES = 80
_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Search:
    """The words of all solved incidents, read once and asked as often as somebody types;
    it knows what was solved when it was made."""

    ctx: Context
    index: WordIndex

    def like(self, text: str, limit: int = 10) -> tuple[Similar, ...]:
        """Solved incidents like a text, the likest first. Raises UsageError for a text
        without a word that tells anything."""
        return self._like(Likeness(text), None, limit)

    def like_incident(self, key: str, limit: int = 10) -> tuple[Similar, ...]:
        """Those like an incident: its title, what was written and said of it, its
        components, its client. Raises NotFoundError."""
        ctx = self.ctx
        with ctx.reader() as reader:
            found = incident_there(ctx, reader, key)
            notes = notes_of(reader, [found.id], to_micros(ctx.now)).get(found.id, "")
            parts = components_of(reader, [found.id]).get(found.id, ())
        # Of what was written and said those words help that titles have too.
        further = " ".join(word for word in words_of(notes) if self.index.holds(word))
        like = Likeness(f"{found.title}\n{further}", parts, found.client_key)
        return self._like(like, found.id, limit)

    def _like(self, like: Likeness, itself: int | None, limit: int) -> tuple[Similar, ...]:
        sought = asked(like, self.index)
        if not sought.words:
            raise UsageError(
                "no word of this tells one incident from another", "say what is wrong"
            )
        ids = self.index.candidates(sought.words, _CANDIDATES)
        ids = [number for number in ids if number != itself]
        now, known = to_micros(self.ctx.now), self.ctx.known_us
        with self.ctx.reader() as reader, one_snapshot(reader):
            rows = solved(reader, ids, now, known)
            notes = notes_of(reader, ids, now)
            parts = components_of(reader, ids)
        found = []
        for number, row in rows.items():
            text = f"{row.title}\n{notes.get(number, '')}"
            other = Likeness(text, parts.get(number, ()), row.client)
            why = likeness(sought, other, row.key, self.ctx.now)
            found.append((-(why.total or 0), -row.resolved_us, row.key, _similar(row, why)))
        return tuple(each[-1] for each in sorted(found, key=lambda each: each[:3])[:limit])


def _similar(row: SolvedRow, why: Explanation) -> Similar:
    return Similar(
        key=row.key,
        title=row.title,
        client=row.client,
        client_name=row.client_name,
        severity=row.severity,
        resolved=from_micros(row.resolved_us),
        took_s=(row.resolved_us - row.opened_us) // _SECOND,
        resolution=row.resolution,
        why=why,
    )


@service("incident:read")
def search(ctx: Context) -> Search:
    """Read the words of all solved incidents: 100,000 in a second or two."""
    index = WordIndex()
    with ctx.reader() as reader:
        for number, title in solved_titles(reader, to_micros(ctx.now), ctx.known_us):
            index.add(number, title)
    return Search(ctx, index)


@service("incident:read")
def similar(ctx: Context, sought: str, limit: int = 10) -> tuple[Similar, ...]:
    """Solved incidents like one (by its id, here or in its source), or like a text.
    Raises UsageError for a text that tells nothing."""
    found = search(ctx)
    if not _is_key(sought):
        return found.like(sought, limit)
    try:
        return found.like_incident(sought, limit)
    except NotFoundError:
        if len(words_of(sought)) == 1 and not any(map(str.isdigit, sought)):
            return found.like(sought, limit)
        raise


def _is_key(text: str) -> bool:
    """An id is one word; a text has several."""
    return len(text.split()) == 1
