"""What is done with the alert or the rule under the cursor, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable

from core.alerts.types import Alert, Rule
from core.values.text import safe_text
from tui.alerts.filtering import Filtering
from tui.alerts.taking import (
    GIVE,
    RULE_CHOICES,
    change_rule,
    choices_of,
    edit_condition,
    give,
    name_fault,
    take,
)

Act = Callable[[], str]
Done = Callable[[str | None], None]
_ACT = "alert-act"


class Changing(Filtering):
    """Each change is made on a thread; then the rows are read again."""

    @property
    def current(self) -> Alert | None:
        """The alert under the cursor."""
        raise NotImplementedError

    @property
    def rule(self) -> Rule | None:
        """The rule under the cursor."""
        raise NotImplementedError

    def do_act(self) -> None:
        if (rule := self.rule) is not None:
            done = self._changing(rule)
            self.shell.show("menu", rule.name, RULE_CHOICES, done=done)
        elif (alert := self.current) is not None:
            title = f"{alert.rule}: {safe_text(alert.name, 40)}"
            choices = choices_of(self.session.ctx)
            self.shell.show("menu", title, choices, done=self._taking(alert))

    def _taking(self, alert: Alert) -> Done:
        def done(letter: str | None) -> None:
            if letter == GIVE:
                self.shell.show("prompt", f"{alert.key}: who looks after it",
                                "a name, as it is to be shown", name_fault, alert.who or "",
                                done=self._giving(alert))  # fmt: skip
            elif letter:
                ctx = self.session.writing()
                self._have(lambda: take(ctx, letter, alert))

        return done

    def _giving(self, alert: Alert) -> Done:
        def done(person: str | None) -> None:
            if person is not None:
                ctx = self.session.writing()
                self._have(lambda: give(ctx, alert, person))

        return done

    def _changing(self, rule: Rule) -> Done:
        def done(letter: str | None) -> None:
            if letter:
                ctx = self.session.writing()
                self._have(lambda: change_rule(ctx, letter, rule))

        return done

    def do_edit(self) -> None:
        if (rule := self.rule) is not None:
            self.shell.show("rule", rule, done=lambda text: self._edited(rule, text))

    def _edited(self, rule: Rule, text: str | None) -> None:
        if text is not None:
            ctx = self.session.writing()
            self._have(lambda: edit_condition(ctx, rule, text))

    def _have(self, act: Act) -> None:
        def done(words: str) -> None:
            self.shell.say_changed(words)
            self.narrow()

        self.session.back.ask(_ACT, lambda _held, _ask: act(), done, self.shell.fault)
