"""`n`: an incident is written down in three short steps: whom it hurts, how grave, what."""

from __future__ import annotations

from functools import partial

from bellbuoy.services.context import Context
from bellbuoy.services.desk import typed
from core.incidents.types import SEVERITIES, Severity
from core.values.text import safe_text
from tui.desk.entry import nothing_told
from tui.desk.writing import Writes
from tui.incidents import doing


class OpensIncidents(Writes):
    """A screen on which incidents are opened."""

    @property
    def hurt_key(self) -> str:
        """The client that is offered first; empty: none."""
        return ""

    def do_new(self) -> None:
        self.shell.show(
            "entry", "New incident: whom does it hurt?", "clients by id or name, with commas",
            _fault_of_clients, nothing_told, self.hurt_key, done=self._ask_gravity,
        )  # fmt: skip

    def _ask_gravity(self, clients: str | None) -> None:
        if clients is None:
            return

        def chosen(letter: str | None) -> None:
            if letter is not None and letter in doing.SEVERITY_LETTERS:
                self._ask_title(clients, doing.SEVERITY_LETTERS[letter])

        choices = [(name[0], name, _TARGETS[name]) for name in SEVERITIES]
        self.shell.show("menu", "New incident: how grave?", choices, done=chosen)

    def _ask_title(self, clients: str, severity: Severity) -> None:
        self._act_box(
            f"New {severity} incident: {safe_text(clients, 30)}", "what does not work",
            typed.note,
            lambda title: self._act_write(partial(opened, clients, severity, title)),
        )  # fmt: skip


_TARGETS: dict[Severity, str] = {
    "critical": "nobody can work",
    "high": "a main function does not work",
    "medium": "it works in part",
    "low": "a small fault",
}


def _fault_of_clients(text: str) -> str:
    return "" if _names(text) else "a client is needed"


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def opened(clients: str, severity: Severity, title: str, ctx: Context) -> str:
    """Write it down; what to say of it."""
    from bellbuoy.services.incidents.adding import NewIncident, add

    added = add(ctx, [NewIncident(_names(clients), title.strip(), severity)])
    return doing.told(added.done, added.keys[0])
