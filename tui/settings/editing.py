"""A formula is typed, its preview is computed beside it, and it is put in force."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rich.text import Text
from textual import on
from textual.timer import Timer

from bellbuoy.services import formula
from bellbuoy.services.context import Context
from core.health.types import FormulaPreview, HealthConfig
from tui.asks import Ask
from tui.lines import blank
from tui.places import Place
from tui.settings.draft import Draft, draft_of
from tui.settings.form import FormulaForm
from tui.settings.preview_pane import moved_words, preview_lines
from tui.settings.view import SLOW_S, SettingsView
from tui.settings.words import told
from tui.shell import Shell
from tui.states import fault_words

PAUSE_S = 0.12
LARGEST = 20
_PREVIEW, _CHANGE = "formula.preview", "formula.change"


class Editing(SettingsView):
    """While `editing`, keys go to the form; esc leaves it without a change."""

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self.editing = False
        self.preview: FormulaPreview | None = None
        self._previewed: HealthConfig | None = None
        self._problem = ""
        self._progress = ""
        self._pause: Timer | None = None
        self._asked = False
        """Enter was pressed before the preview was there."""

    # The form

    def do_edit(self) -> None:
        if self.data is None or self.data.formula is None:
            return
        draft = draft_of(self.data.formula.config)
        self.editing = True
        self.set_class(True, "-editing")
        self._forget()
        self.detail.scroll_first()
        self.form.open(draft, "healthy" if self.place.tab == "tiers" else "preset")
        self._look_at(draft)
        self.redraw()

    def leave_form(self) -> None:
        self.session.back.cancel(_PREVIEW)
        self.editing = False
        self.set_class(False, "-editing")
        self.form.close()
        self._forget()
        self.detail.scroll_first()
        self.sections.focus()
        self.redraw()

    def _forget(self) -> None:
        self.preview = self._previewed = None
        self._problem = self._progress = ""
        self._asked = False

    @on(FormulaForm.Changed)
    def _typed(self, event: FormulaForm.Changed) -> None:
        event.stop()
        self._asked = False
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_S, partial(self._look_at, event.draft))

    @on(FormulaForm.Accepted)
    def _accepted(self, event: FormulaForm.Accepted) -> None:
        event.stop()
        self.do_apply()

    # The preview

    def _look_at(self, draft: Draft) -> None:
        """Compute who moves under a draft; one that is under way is stopped."""
        self._pause = None
        config, self._problem = draft.read()
        if not self.editing or config == self._previewed:
            self.detail.redraw()
            return
        self.session.back.cancel(_PREVIEW)
        if config is None:
            self._previewed = self.preview = None
            self.redraw()
            return
        self._previewed, self._progress = config, ""

        def work(ctx: Context, ask: Ask[FormulaPreview]) -> FormulaPreview:
            return formula.preview(
                ctx, config, largest=LARGEST, progress=ask.progress, cancelled=ask.cancelled
            )

        self.session.back.ask(_PREVIEW, work, self._came_out, self._failed_to, self._counting)
        self.set_timer(SLOW_S, self._still_counting)

    def _came_out(self, found: FormulaPreview) -> None:
        self.preview, self._progress = found, ""
        self.redraw()
        if self._asked and self.ready:
            self._asked = False
            self._confirm(found)

    def _failed_to(self, error: BaseException) -> None:
        self._previewed = self.preview = None
        self._problem, self._progress, self._asked = fault_words(error), "", False
        self.redraw()

    def _counting(self, done: int, total: int) -> None:
        self._progress = f"who moves is computed: {done:,} of {total:,}"
        self.detail.redraw()

    def _still_counting(self) -> None:
        if self.session.back.busy(_PREVIEW) and not self._progress:
            self._progress = "who moves is computed"
            self.detail.redraw()

    @property
    def ready(self) -> bool:
        """Whether the preview is that of what stands in the boxes."""
        draft = self.form.draft
        if draft is None or self.preview is None or self.session.back.busy(_PREVIEW):
            return False
        return self._pause is None and draft.read()[0] == self._previewed

    def draw_detail(self, width: int, height: int) -> Sequence[Text]:
        if not self.editing:
            return super().draw_detail(width, height)
        look = self.session.screen_look()
        lines: list[Text] = []
        if self._problem:
            lines += told(self._problem, "error", look, width)
        if self._progress:
            lines += told(self._progress, "muted", look, width)
        if lines:
            lines.append(blank())
        if self.preview is None:
            return lines
        return [*lines, *preview_lines(self.preview, look, width)]

    def tell_frame(self) -> None:
        super().tell_frame()
        if self.editing:
            self.strip.tell([("what if", "header")], [("not in force yet", "at_risk")])

    # Putting it in force

    def do_apply(self) -> None:
        draft = self.form.draft
        if draft is None:
            return
        config, problem = draft.read()
        if config is None:
            self.shell.say(problem, "error")
        elif config == draft.base:
            leaves = self.shell.keymap.told("back", "leaves")
            self.shell.say(f"nothing differs from {draft.base.version}; {leaves}", "muted")
        elif not self.ready or self.preview is None:
            self._asked = True
            self.shell.say("who moves is computed first; the question follows", "muted")
        else:
            self._confirm(self.preview)

    def _confirm(self, found: FormulaPreview) -> None:
        now, then = found.config.version, found.proposed.version
        choices = [
            ("n", f"keep {now}", "nothing changes"),
            ("y", f"put {then} in force", "every client is scored anew"),
        ]
        title = moved_words(found) if found.clients else "no clients yet: nobody moves"
        self.shell.show("menu", title, choices, done=partial(self._answered, found))

    def _answered(self, found: FormulaPreview, letter: str | None) -> None:
        if letter != "y":
            return
        ctx = self.session.ctx

        def work(_held: Context, _ask: Ask[HealthConfig]) -> HealthConfig:
            return formula.apply(ctx, found.proposed, expect=found.config.version)

        def applied(config: HealthConfig) -> None:
            self.leave_form()
            self.shell.say_changed(f"{config.version} is in force, scores follow")
            self.load()

        self.session.back.ask(_CHANGE, work, applied, self._refused)

    def _refused(self, error: BaseException) -> None:
        self.shell.fault(error)
        self.load()
