"""One client: what is read of it, and its tabs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import on
from textual.containers import Container
from textual.widget import Widget

from bellbuoy.services.context import Context
from core.playbooks.types import Followed, Suggestion
from core.values.errors import RemoteError
from core.values.instants import day_text
from core.values.text import cells, safe_text
from tui.asks import Ask
from tui.clients.actions_view import ActionsTab
from tui.clients.explain_view import ExplainTab
from tui.clients.incidents_view import IncidentsTab
from tui.clients.overview_view import OverviewTab
from tui.clients.tabs import ClientData, Tab
from tui.clients.timeline_view import TimelineTab
from tui.clients.usage_view import UsageTab
from tui.clients.words import CLIENT_WORDS, EXPLAIN_WORDS
from tui.desk.acting import ClientActs
from tui.desk.meant import Meant, one
from tui.frame.lines_view import LinesView
from tui.frame.row import Row
from tui.lines import Piece
from tui.places import Place
from tui.pulse import may
from tui.shell import Shell
from tui.states import error_state
from tui.widgets.empty_state import StateView, loading

SLOW_S = 0.3
SINCE = (7, 30, 90)
"""How many days ago a score is compared with; the first is what a list shows."""
_LISTS = {"incidents": "incident", "timeline": "interaction", "actions": "task"}
_COMMANDS = {
    "overview": "client show",
    "usage": "client usage",
    "explain": "health explain",
}


def _playbooks(ctx: Context, key: str) -> tuple[tuple[Followed, ...], Suggestion | None]:
    """What a client follows, and today what fits it; nothing without the right."""
    from bellbuoy.services.playbooks import following, suggesting

    if not may(ctx, "playbook:read"):
        return (), None
    fits = suggesting.of_clients(ctx, [key]) if ctx.as_of is None else []
    return following.of_client(ctx, key), fits[0] if fits else None


class ClientBase(ClientActs):
    """Opened from a list, by name or by id; `place.tab` is the tab that is open."""

    DEFAULT_CSS = """
    ClientBase #tabs { width: 1fr; height: 1fr; }
    """

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        session = self.session
        usage = UsageTab(session)
        self.tabs: tuple[Tab, ...] = (
            OverviewTab(session, usage),
            usage,
            IncidentsTab(session),
            ExplainTab(session),
            TimelineTab(session),
            ActionsTab(session),
        )
        self.data: ClientData | None = None
        self.since = SINCE[0]
        self.strip = Row(session.look, id="strip")
        self.states = StateView(session.look)

    @property
    def tab(self) -> Tab:
        return next((t for t in self.tabs if t.id == self.place.tab), self.tabs[0])

    @property
    def FRONT(self) -> str:  # type: ignore[override]  # noqa: N802 - the name of the base
        below = self.shell.list_below
        return below.FRONT if below is not None else ""

    def body(self) -> Iterator[Widget]:
        yield self.strip
        yield self.states
        yield Container(*(tab.view for tab in self.tabs), id="tabs")

    def on_mount(self) -> None:
        self.show_tab(self.place.tab or "overview")
        self.load()

    def arrive(self, place: Place) -> None:
        self.place = place
        self.show_tab(place.tab or "overview")
        self.load()

    @property
    def meant(self) -> Meant | None:
        if self.data is None:
            return None
        row = self.data.detail.row
        return one(row.key, row.name)

    # Reading

    def load(self) -> None:
        """Read everything of the client; what is on the screen stays until then."""
        key, since = self.place.key, self.since

        def work(ctx: Context, ask: Ask[ClientData]) -> ClientData:
            from bellbuoy.services import client_detail, health
            from bellbuoy.services.desk.client_desk import of_client
            from bellbuoy.services.playbooks.next_step import next_step

            detail = client_detail.show(
                ctx, key, progress=ask.progress, cancelled=ask.cancelled
            )
            found, then = detail.row.key, ctx.today - since
            why = health.explain(ctx, found, against=then, opened=True)
            return ClientData(
                ctx, detail, why, health.formula(ctx, detail.config), since,
                of_client(ctx, found), *_playbooks(ctx, found), next_step(ctx, why),
            )  # fmt: skip

        self.session.reader.ask("client", work, self._came, self._failed)
        self.set_timer(SLOW_S, self._still_reading)

    def _came(self, data: ClientData) -> None:
        self.data = data
        self.place = Place("client", data.why.client_key, self.place.tab)
        self.shell.history.correct(self.place)
        self.states.show(None)
        for tab in self.tabs:
            tab.show(data)
        self.tell_frame()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, RemoteError) and self.data is not None:
            self.shell.fault(error)  # what was read before stays
            return
        role, keymap = self.session.ctx.viewer.role, self.shell.keymap
        state = error_state("this client", error, role, keymap=keymap)
        for tab in self.tabs:
            tab.show(None)
        self.data = None
        self.states.show(state)
        self.shell.say_state(state)
        self.tell_frame()

    def _still_reading(self) -> None:
        if self.data is None and self.session.reader.busy("client"):
            back = self.shell.keymap.helps(("back", "back"))
            self.states.show(loading("client", 0, None, back))

    def store_changed(self) -> None:
        self.load()

    def day_changed(self) -> None:
        self.load()

    def look_changed(self) -> None:
        self.strip.use_look(self.session.look)
        self.states.use_look(self.session.look)
        for tab in self.tabs:
            tab.look_changed()

    # Row 3 and the trail

    def tell_frame(self) -> None:
        super().tell_frame()
        self.strip.tell(self._titles(), self._right())

    def _titles(self) -> list[Piece]:
        pieces: list[Piece] = []
        for tab in self.tabs:
            label = f"{tab.title} {tab.count}".rstrip()
            shown = f"[{label}]" if tab is self.tab else f" {label} "
            pieces.append((shown, "header" if tab is self.tab else "muted"))
        return pieces

    def _right(self) -> list[Piece]:
        if self.tab.id == "usage":
            return [("30 days", "muted")]
        told = []
        if self.tab.id == "explain":
            told.append(self.shell.keymap.told("range", f"{self.since} d"))
        below = self.shell.list_below
        if below is not None and below.total is not None:
            told.append(f"{below.list.cursor_index + 1:,} of {below.total:,}")
        return [(" · ".join(told), "muted")]

    @property
    def crumbs(self) -> tuple[str, ...]:
        below = self.shell.list_below
        before = below.crumbs if below is not None else ("Clients",)
        if self.data is None:
            return (*before, safe_text(self.place.key))
        name = safe_text(self.data.detail.row.name)
        if self.tab.id != "explain":
            return (*before, name)
        score, mark = self.data.why.score, "~" if self.data.detail.row.simulated else ""
        return (*before, name, "why unknown" if score is None else f"why {score}{mark}")

    @property
    def back_word(self) -> str:
        return "back"

    @property
    def command(self) -> str:
        key = safe_text(self.place.key)
        if self.tab.id in _LISTS:
            return f"bellbuoy {_LISTS[self.tab.id]} list client:{key}"
        if self.tab.id == "explain" and self.since != SINCE[0] and self.data is not None:
            day = day_text(self.data.ctx.today - self.since)
            return f"bellbuoy health explain {key} --against {day}"
        return f"bellbuoy {_COMMANDS[self.tab.id]} {key}"

    @property
    def copied(self) -> str:
        return self.tab.copied or safe_text(self.place.key)

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        return EXPLAIN_WORDS if self.tab.id == "explain" else CLIENT_WORDS

    # Tabs

    def show_tab(self, name: str) -> None:
        self.place = Place("client", self.place.key, name)
        self.shell.history.correct(self.place)
        for tab in self.tabs:
            tab.view.display = tab is self.tab
        self.tell_frame()

    def _tab_by(self, steps: int) -> None:
        index = (self.tabs.index(self.tab) + steps) % len(self.tabs)
        self.show_tab(self.tabs[index].id)

    def do_next_tab(self) -> None:
        self._tab_by(1)

    def do_tab_back(self) -> None:
        self._tab_by(-1)

    @on(Row.Clicked)
    def _tab_clicked(self, event: Row.Clicked) -> None:
        event.stop()
        left = 1
        for tab, (label, _) in zip(self.tabs, self._titles(), strict=True):
            if event.row is self.strip and left <= event.x < left + cells(label):
                self.show_tab(tab.id)
            left += cells(label)

    @on(LinesView.Clicked)
    def _line_clicked(self, event: LinesView.Clicked) -> None:
        event.stop()
        if isinstance(self.tab, ExplainTab | ActionsTab):
            self.tab.click(event.line)
