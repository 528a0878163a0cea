"""The settings as they are read: sections at the left, the open one at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text
from textual.containers import Container
from textual.geometry import Size
from textual.timer import Timer
from textual.widget import Widget

from bellbuoy.services.context import Context
from bellbuoy.services.look.own_file import themes_dir
from core.look.types import SETTINGS
from themes.load import names
from tui.asks import Ask
from tui.frame.lines_view import LinesView
from tui.frame.row import Row
from tui.lines import line
from tui.own_look import LOOK_S
from tui.page import Page
from tui.places import Place
from tui.settings.data import SettingsData, read_settings
from tui.settings.facts_pane import store_lines
from tui.settings.form import FormulaForm
from tui.settings.formula_pane import formula_lines, tier_lines
from tui.settings.look_pane import LookFacts, look_lines
from tui.settings.sections import SECTIONS, place_of, section_lines, titles
from tui.shell import Shell
from tui.states import error_state
from tui.widgets.empty_state import State, loading, state_lines

SLOW_S = 0.3
AGAIN_S = 1.0
"""A worker commits many times a second: the sections are read again at this pace."""
_SECTIONS = 20
_WIDE = 120
_NARROW = 60
_ABOUT_FORMULA = ("formula", "tiers")


class SettingsView(Page):
    """`place.tab` is the section that is open."""

    DEFAULT_CSS = f"""
    SettingsView #main {{ height: 1fr; width: 1fr; layout: horizontal; }}
    SettingsView #sections {{ width: {_SECTIONS}; height: 1fr; }}
    SettingsView #detail {{ width: 1fr; height: 1fr; }}
    SettingsView #edge {{ width: 1; height: 1fr; display: none; }}
    SettingsView.-editing #edge {{ display: block; }}
    SettingsView.-editing.-narrow #edge {{ display: none; }}
    SettingsView.-editing #sections {{ display: none; }}
    SettingsView.-editing.-wide #sections {{ display: block; }}
    SettingsView.-narrow #main {{ layout: vertical; }}
    SettingsView.-narrow #sections {{ width: 1fr; height: {len(SECTIONS)}; }}
    SettingsView.-narrow #form {{ width: 1fr; height: auto; max-height: 60%; }}
    """

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        look = self.session.look
        self.at = place_of(place.tab)
        self.data: SettingsData | None = None
        self.state: State | None = None
        self.strip = Row(look, id="strip")
        self.sections = LinesView(look, self._draw_sections, focusable=True, id="sections")
        self.form = FormulaForm(look)
        self.edge = LinesView(look, self._draw_edge, id="edge")
        self.detail = LinesView(look, self.draw_detail, bar=True, id="detail")
        self._again: Timer | None = None
        self._looks: Timer | None = None
        self.look_at = 0
        self.in_look = False

    def body(self) -> Iterator[Widget]:
        yield self.strip
        yield Container(self.sections, self.form, self.edge, self.detail, id="main")

    def on_mount(self) -> None:
        self.sections.focus()
        self._looks = self.set_interval(LOOK_S, self.shell.own.look_again)
        self.show_section(self.at)
        self.load()

    def on_screen_suspend(self) -> None:
        if self._looks is not None:
            self._looks.pause()

    def on_screen_resume(self) -> None:
        """Whoever is here may be at work on a theme: a saved file is seen at once."""
        self.shell.own.look_again()
        if self._looks is not None:
            self._looks.resume()

    def arrive(self, place: Place) -> None:
        self.place = place
        self.show_section(place_of(place.tab))
        self.load()

    def fit(self, size: Size) -> None:
        self.set_class(size.width >= _WIDE, "-wide")
        self.set_class(size.width < _NARROW, "-narrow")

    # Reading

    def load(self) -> None:
        """Read what the sections show; what stands there stays until then."""

        def work(ctx: Context, _ask: Ask[SettingsData]) -> SettingsData:
            return read_settings(ctx)

        self.session.reader.ask("settings", work, self.came, self._failed)
        self.set_timer(SLOW_S, self._still_reading)

    def came(self, data: SettingsData) -> None:
        self.data, self.state = data, None
        self.redraw()

    def _failed(self, error: BaseException) -> None:
        role, keymap = self.session.ctx.viewer.role, self.shell.keymap
        kept = self.data is not None
        self.state = error_state("the settings", error, role, kept=kept, keymap=keymap)
        self.shell.say_state(self.state)
        self.redraw()

    def _still_reading(self) -> None:
        if self.data is None and self.session.reader.busy("settings"):
            self.state = loading("settings", 0, None, self._back_hint())
            self.redraw()

    def _back_hint(self) -> tuple[tuple[str, str], ...]:
        return self.shell.keymap.helps(("back", "back"))

    def store_changed(self) -> None:
        if self._again is None:
            self._again = self.set_timer(AGAIN_S, self._load_again)

    def _load_again(self) -> None:
        self._again = None
        self.load()

    def do_refresh(self) -> None:
        self.load()

    def day_changed(self) -> None:
        self.load()

    # What is drawn

    def redraw(self) -> None:
        self.sections.redraw()
        self.detail.redraw()
        self.tell_frame()

    def look_changed(self) -> None:
        look = self.session.look
        self.strip.use_look(look)
        self.form.use_look(look)
        for view in (self.sections, self.edge, self.detail):
            view.use_look(look)

    def _draw_sections(self, width: int, height: int) -> Sequence[Text]:
        return section_lines(self.at, self.session.look, width, height)

    def _draw_edge(self, _width: int, height: int) -> Sequence[Text]:
        look = self.session.look
        return [line([(look.glyphs.bar, "border")], look, 1)] * height

    def draw_detail(self, width: int, height: int) -> Sequence[Text]:
        """The open section."""
        look = self.session.screen_look()
        lines: list[Text] = []
        if self.state is not None:
            lines = [*state_lines(self.state, look, width), Text("", end="")]
        return [*lines, *self._section(width)]

    def _section(self, width: int) -> list[Text]:
        look, data = self.session.screen_look(), self.data
        section = SECTIONS[self.at].id
        if section == "look":
            return look_lines(
                self.look_facts(), self.look_at if self.in_look else None, look, width
            )
        if data is None:
            return []
        if section == "store":
            return store_lines(data.ctx, look, width)
        if data.formula is None:
            role = data.ctx.viewer.role
            hidden = (f"Role {role} may not see the health formula (needs health:read).",)
            return state_lines(State("denied", hidden, self._back_hint()), look, width)
        draw = formula_lines if section == "formula" else tier_lines
        return draw(data.formula, look, width)

    def look_facts(self) -> LookFacts:
        """What holds of the look, and what each `auto` comes to."""
        own, look = self.shell.own, self.session.look
        theme = look.palette.theme
        plain = bool(own.around.env.get("NO_COLOR"))
        quiet = self.shell.shortest_pause > 0
        named = own.named
        notes = {"colour": "NO_COLOR is set" if plain else "NO_COLOR is not set"}
        if named.theme and named.theme != own.own["theme"]:
            notes["theme"] = f"in this run: {named.theme}"
        if named.glyphs and named.glyphs != own.own["glyphs"]:
            notes["glyphs"] = f"in this run: {named.glyphs}"
        return LookFacts(
            own.own,
            names(themes_dir()),
            {
                "theme": "" if named.theme else "no colour" if theme is None else theme.name,
                "colour": self.shell.colours_offered,
                "glyphs": "" if named.glyphs else look.glyphs.name,
                "ambiguous_width": str(own.around.ambiguous),
                "motion": "off over SSH" if quiet else "on",
            },
            notes,
            own.problems,
        )

    def tell_frame(self) -> None:
        super().tell_frame()
        self.strip.tell([("(all settings)", "muted")], [(f"{len(SECTIONS)} sections", "muted")])

    # Places

    @property
    def of_look(self) -> bool:
        return SECTIONS[self.at].id == "look"

    @property
    def of_formula(self) -> bool:
        """Whether the open section is about the formula."""
        return SECTIONS[self.at].id in _ABOUT_FORMULA

    @property
    def of_definitions(self) -> bool:
        return SECTIONS[self.at].id == "definitions"

    def show_section(self, at: int) -> None:
        self.at = max(0, min(at, len(SECTIONS) - 1))
        self.in_look = False
        self.place = Place("settings", tab=SECTIONS[self.at].id)
        self.shell.history.correct(self.place)
        self.detail.scroll_first()
        self.redraw()

    @property
    def crumbs(self) -> tuple[str, ...]:
        return ("Settings", SECTIONS[self.at].title)

    @property
    def back_word(self) -> str:
        return "back"

    @property
    def command(self) -> str:
        if self.of_look and self.in_look:
            setting = SETTINGS[self.look_at]
            return f"bellbuoy config set {setting.key} {self.shell.own.own[setting.id]}"
        if self.of_definitions:
            return "bellbuoy definition list"
        return "bellbuoy config get scoring" if self.of_formula else "bellbuoy config get"

    @property
    def copied(self) -> str:
        if self.of_formula and self.data is not None and self.data.formula is not None:
            return self.data.formula.config.version
        return ""

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return titles()
