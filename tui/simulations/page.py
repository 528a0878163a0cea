"""Simulations: scenarios at the left, what the chosen one would do at the right."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.containers import Container
from textual.geometry import Size
from textual.widget import Widget

from bellbuoy.services.context import Context
from bellbuoy.services.simulations import typed
from core.simulations.types import Preview, ScenarioTold
from core.values.errors import BellbuoyError
from core.values.text import safe_text
from tui.actions import Action
from tui.asks import Ask
from tui.desk.entry import nothing_told
from tui.frame.lines_view import LinesView
from tui.lines import blank, line, rule, said
from tui.overlays.sheet import choice_line
from tui.places import Place
from tui.read_once import SLOW_S, ReadOnce
from tui.shell import Shell
from tui.simulations.actions import SIMULATION_MOVES, SIMULATIONS, WORDS
from tui.simulations.effect_lines import effect_lines

LARGEST_CLIENTS = "sort:-arr limit:100"
"""Whom it is about until somebody says otherwise: few enough to be computed at once."""
_LEFT = 30
_BESIDE = 72


class SimulationsPage(ReadOnce):
    """`place.key` is the scenario, `place.query` whom it is about."""

    ACTIONS: ClassVar[tuple[Action, ...]] = SIMULATIONS
    MOVES: ClassVar[tuple[Action, ...]] = SIMULATION_MOVES
    DEFAULT_CSS = f"""
    SimulationsPage #main {{ height: 1fr; layout: horizontal; }}
    SimulationsPage.-below #main {{ layout: vertical; }}
    SimulationsPage #scenarios {{ width: {_LEFT}; height: 1fr; }}
    SimulationsPage.-below #scenarios {{ width: 1fr; }}
    SimulationsPage #simulation {{ width: 1fr; height: 1fr; }}
    """

    READ = "simulation"
    WHAT = "what it would do"
    data: Preview | None = None

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self._at = 0
        self._set: dict[str, str] = {}
        self._seed = 0
        self.scenarios: tuple[ScenarioTold, ...] = ()
        self.choices = LinesView(
            self.session.look, self._draw_choices, bar=True, focusable=True, id="scenarios"
        )

    @property
    def FRONT(self) -> str:  # type: ignore[override]  # noqa: N802 - the name of the base
        return "simulations"

    def body(self) -> Iterator[Widget]:
        yield self.strip
        yield self.states
        with Container(id="main"):
            yield self.choices
            yield self.pane

    def opened(self) -> None:
        self.choices.focus()
        self._open()

    def arrive(self, place: Place) -> None:
        self.place = place
        self._open()

    def _open(self) -> None:
        from bellbuoy.services.simulations.listing import listed
        from bellbuoy.services.simulations.preview import SEED

        self._seed = self._seed or SEED
        if not self.scenarios:
            self.scenarios = listed(self.session.ctx)
        ids = [each.id for each in self.scenarios]
        if self.place.key in ids:
            self._at = ids.index(self.place.key)
        self.choices.redraw()
        self.load()

    def fit(self, size: Size) -> None:
        self.set_class(size.width < _BESIDE, "-below")

    # Reading

    @property
    def scenario(self) -> ScenarioTold:
        """The one under the cursor."""
        return self.scenarios[self._at]

    @property
    def query_text(self) -> str:
        return LARGEST_CLIENTS if self.place.query is None else self.place.query

    def load(self) -> None:
        """Compute it again; what is on the screen stays until then."""
        if not self.scenarios:
            return
        name, query = self.scenario.id, self.query_text
        values, seed = typed.settings(name, self._set.get(name, ""), self._seed)

        def work(ctx: Context, ask: Ask[Preview]) -> Preview:
            from bellbuoy.services.desk.selection import meant_by
            from bellbuoy.services.simulations.preview import preview

            return preview(
                ctx, name, meant_by(ctx, query), values, seed=seed,
                progress=ask.progress, cancelled=ask.cancelled,
            )  # fmt: skip

        self.session.back.ask(self.READ, work, self._came, self._failed, self._progress)
        self.set_timer(SLOW_S, self._still_reading)

    def _came(self, data: Preview) -> None:
        self.data = data
        self._show(None)
        self.pane.redraw()

    def look_changed(self) -> None:
        super().look_changed()
        self.choices.use_look(self.session.look)

    # Drawing

    def _draw_choices(self, width: int, _height: int) -> Sequence[Text]:
        if not self.scenarios:
            return ()
        look = self.session.screen_look()
        lines = [
            choice_line([(each.title, "")], [], n == self._at, look, width)
            for n, each in enumerate(self.scenarios)
        ]
        lines.append(rule(look, width))
        lines += said(self.scenario.about, "", look, width)
        lines += said(f"writes: {self.scenario.says}", "muted", look, width)
        lines.append(blank())
        values, seed = self._settings()
        for each in self.scenario.parameters:
            words = f" {each.name:<8} {values[each.name]:,}{each.unit}"
            lines.append(line([(words, "accent")], look, width))
            lines += said(each.meaning, "muted", look, width, "   ")
        lines.append(line([(f" seed     {seed}", "accent")], look, width))
        return lines

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        if self.data is None or not self.scenarios or self.data.what != self.scenario.id:
            return ()
        look = self.session.screen_look()
        title = line([(" Effect, computed and not applied", "header")], look, width)
        return [title, *effect_lines(self.data, look, width)]

    # The frame

    def tell_frame(self) -> None:
        super().tell_frame()
        many = "" if self.data is None else f"{self.data.before.clients:,} clients"
        self.strip.tell([("/ ", "accent"), (safe_text(self.query_text, 120), "")],
                        [(many, "muted")])  # fmt: skip

    @property
    def crumbs(self) -> tuple[str, ...]:
        title = (self.scenario.title,) if self.scenarios else ()
        return ("Simulations", *title)

    @property
    def back_word(self) -> str:
        return "stop" if self.session.back.busy(self.READ) else super().back_word

    @property
    def command(self) -> str:
        if not self.scenarios:
            return "bellbuoy sim list"
        values, seed = self._settings()
        given = {each.name: values[each.name] for each in self.scenario.parameters
                 if values[each.name] != each.default}  # fmt: skip
        sets = "".join(f" --set {name}={value}" for name, value in given.items())
        whom = shlex.quote(self.query_text)
        return f"bellbuoy sim preview {self.scenario.id} {whom}{sets} --seed {seed}"

    @property
    def copied(self) -> str:
        return self.scenario.id if self.scenarios else ""

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return WORDS

    # Keys

    def _settings(self) -> tuple[dict[str, int], int]:
        name = self.scenario.id
        return typed.settings(name, self._set.get(name, ""), self._seed)

    def do_edit(self) -> None:
        name = self.scenario.id

        def fault(text: str) -> str:
            try:
                typed.settings(name, text, self._seed)
            except BellbuoyError as error:
                return f"{error.message}: {error.hint}"
            return ""

        def done(text: str | None) -> None:
            if text is not None:
                self._set[name] = text
                self._seed = typed.settings(name, text, self._seed)[1]
                self.choices.redraw()
                self.load()

        shown = typed.written(*self._settings())
        hint = "; ".join(f"{each.name} {each.low:,}..{each.high:,}" for each in
                         self.scenario.parameters) or "the seed alone"  # fmt: skip
        title = f"{self.scenario.title}: set"
        self.shell.show("entry", title, hint, fault, nothing_told, shown, done=done)

    def do_filter(self) -> None:
        def done(text: str | None) -> None:
            if text is not None:
                self.arrive(Place("simulations", self.scenario.id, query=text.strip() or None))
                self.shell.history.correct(self.place)

        self.shell.show("entry", "Whom it is about", "a query, or the id of a client",
                        nothing_told, nothing_told, self.query_text, done=done)  # fmt: skip

    def do_open(self) -> None:
        self.shell.go(Place("clients", query=self.query_text))

    def do_refresh(self) -> None:
        self.load()

    def do_next_pane(self) -> None:
        (self.pane if self.focused is self.choices else self.choices).focus()

    def _to(self, at: int) -> None:
        """Another scenario; in the effect, other lines."""
        if self.focused is self.pane:
            self.pane.scroll_lines(at - self._at)
            return
        before, self._at = self._at, max(0, min(at, len(self.scenarios) - 1))
        if before != self._at:
            self.choices.redraw()
            self.choices.reveal(self._at)
            self.load()
            self.pane.redraw()
            self.tell_frame()

    def do_down(self) -> None:
        self._to(self._at + 1)

    def do_up(self) -> None:
        self._to(self._at - 1)

    def _page(self, pages: float) -> None:
        self._to(self._at + int(pages * max(2, self.pane.size.height)))

    def do_page_down(self) -> None:
        self._page(1)

    def do_page_up(self) -> None:
        self._page(-1)

    def do_half_down(self) -> None:
        self._page(0.5)

    def do_half_up(self) -> None:
        self._page(-0.5)

    def do_first(self) -> None:
        self._to(0)

    def do_last(self) -> None:
        self._to(self._at + 10_000)

    @on(LinesView.Clicked)
    def _line_clicked(self, event: LinesView.Clicked) -> None:
        event.stop()
        if event.view is self.choices and event.line < len(self.scenarios):
            self.choices.focus()
            self._to(event.line)
