"""`a b` on clients: which playbook, what it would do, then it is begun; and its end."""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.services.context import Context
from core.playbooks.types import OUTCOME_WORDS, Follow, Outcome, Playbook, Suggestion
from core.values.counting import counted
from core.values.text import safe_text
from tui.asks import Ask
from tui.desk import doing
from tui.desk.changes import Changes
from tui.desk.meant import Meant
from tui.pulse import may

_LETTERS = "123456789abcdefghilmnopqrstuvwxyz"
"""Of the playbooks in the menu; j and k move."""
_OUTCOMES: dict[str, Outcome] = {
    "k": "kept", "g": "grown", "s": "shrunk", "l": "lost", "x": "stopped",
}  # fmt: skip
Found = tuple[Sequence[Playbook], Sequence[Suggestion]]


class PlaybookActs(Changes):
    """A screen from which clients begin a playbook, and end it."""

    def ask_playbook(self, meant: Meant) -> None:
        """A menu of the playbooks, those that fit first; then what it would do."""
        keys = meant.clients.keys

        def work(ctx: Context, _ask: Ask[Found]) -> Found:
            from bellbuoy.services.playbooks import definitions, suggesting

            known = [playbook for playbook, _ in definitions.listed(ctx)]
            return known, suggesting.of_clients(ctx, keys[: suggesting.SHOWN])

        def came(found: Found) -> None:
            ordered = fitting_first(*found)
            letters = dict(zip(_LETTERS, ordered, strict=False))
            choices = [
                (letter, f"{playbook.name}: {playbook.title}", _hint(playbook, found[1]))
                for letter, playbook in letters.items()
            ]

            def done(letter: str | None) -> None:
                if letter is not None:
                    self._act_preview(meant, doing.beginning(letters[letter].name))

            self.shell.show("menu", f"Playbook for {meant.words}", choices, done=done)

        self.session.back.ask("desk.playbooks", work, came, self.shell.fault)

    def offer_ending(self, task: str) -> None:
        """A task has ended: where it was the last step of a playbook, ask what came of
        it all."""
        if not may(self.session.ctx, "playbook:assign"):
            return

        def work(ctx: Context, _ask: Ask[Follow | None]) -> Follow | None:
            from bellbuoy.services.playbooks.following import finished_by

            return finished_by(ctx, task)

        def came(found: Follow | None) -> None:
            if found is not None:
                self.ask_ending(found)

        self.session.back.ask("desk.ending", work, came, self.shell.fault)

    def ask_ending(self, found: Follow) -> None:
        """A menu of outcomes, a line of words, and the playbook ends for the client."""
        whom = safe_text(found.client_name, 30)
        choices = [
            (letter, outcome, OUTCOME_WORDS[outcome]) for letter, outcome in _OUTCOMES.items()
        ]

        def done(letter: str | None) -> None:
            if letter is not None:
                self._ask_words(found, _OUTCOMES[letter])

        self.shell.show("menu", f"{found.playbook} of {whom}: what came", choices, done=done)

    def _ask_words(self, found: Follow, outcome: Outcome) -> None:
        left = counted(found.open_steps, "open step")
        hint = f"in words, or nothing; {left} dropped" if found.open_steps else "in words"
        self._act_box(
            f"{found.playbook} ends: {outcome}", hint,
            lambda said: doing.readable_ending(outcome, said),
            lambda said: self._act_write(
                lambda ctx: doing.end_playbook(ctx, found.key, outcome, said)
            ),
        )  # fmt: skip


def fitting_first(known: Sequence[Playbook], found: Sequence[Suggestion]) -> Sequence[Playbook]:
    """The playbooks by how many of these clients they fit, then how well, then by name;
    those that all of them follow already last."""
    fits = [fit for each in found for fit in each.fits]

    def place(playbook: Playbook) -> tuple[bool, int, int, str]:
        own = [fit for fit in fits if fit.playbook.name == playbook.name]
        points = sum(fit.points for fit in own)
        return _all_follow(playbook, found), -len(own), -points, playbook.name

    return sorted(known, key=place)


def _all_follow(playbook: Playbook, found: Sequence[Suggestion]) -> bool:
    return bool(found) and all(playbook.name in each.follows for each in found)


def _hint(playbook: Playbook, found: Sequence[Suggestion]) -> str:
    """Why it stands where it does: what fits, of one client; of many how many."""
    fits = [fit for each in found for fit in each.fits if fit.playbook.name == playbook.name]
    if _all_follow(playbook, found):
        return "followed already"
    if not fits:
        return "does not fit" if found else counted(len(playbook.steps), "step")
    return fits[0].why if len(found) == 1 else f"fits {counted(len(fits), 'client')}"
