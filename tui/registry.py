"""The screens there are, a line each; their code is loaded when they are opened."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A screen. `target` is `module:Class`; `front` is the digit in row 1, `go` the
    letter behind `g`, `word` the name behind `:`, which is also the command's noun.
    `right` is the action that a role needs to read it."""

    id: str
    title: str
    target: str
    right: str
    front: str = ""
    go: str = ""
    word: str = ""
    about: str = ""

    def load(self) -> Any:
        """The class of the screen."""
        module, _, name = self.target.partition(":")
        return getattr(import_module(module), name)


SCREENS: tuple[Entry, ...] = (
    Entry(
        "radar", "Radar", "tui.clients.radar:RadarPage", "client:read", "1", "r",
        "radar", "clients at risk, worst first",
    ),
    Entry(
        "clients", "Clients", "tui.clients.all:ClientsPage", "client:read", "2", "c",
        "clients", "all clients",
    ),
    Entry(
        "incidents", "Incidents", "tui.incidents.page:IncidentsPage", "incident:read", "3",
        "i", "incidents", "what is broken, and for whom",
    ),
    Entry(
        "simulations", "Simulate", "tui.simulations.page:SimulationsPage",
        "simulation:read", "4", "s", "simulations",
        "what could happen, before anything is written",
    ),
    Entry(
        "portfolio", "Portfolio", "tui.portfolio.page:PortfolioPage", "overview:read", "0",
        "x", "portfolio", "all clients together: health, use, revenue at risk",
    ),
    Entry(
        "jobs", "Jobs", "tui.jobs.page:JobsPage", "job:read", go="j",
        word="jobs", about="the worker, its jobs, the store, problems",
    ),
    Entry("today", "Today", "tui.desk.today:TodayPage", "client:read", word="today",
          about="what to do now, and why"),
    Entry("tasks", "Tasks", "tui.desk.tasks:TasksPage", "task:read", word="tasks",
          about="what is to be done for clients"),
    Entry("playbooks", "Playbooks", "tui.desk.playbooks:PlaybooksPage", "playbook:read",
          word="playbooks", about="what is done step by step, and who follows"),
    Entry("client", "Client", "tui.clients.detail:ClientPage", "client:read", word="client"),
    Entry("incident", "Incident", "tui.incidents.detail:IncidentPage", "incident:read",
          word="incident"),
    Entry("incident_stats", "Incident stats", "tui.incidents.stats:IncidentStatsPage",
          "incident:read", about="how many, how long, how often promised times were met"),
    Entry("incident_why", "Why", "tui.incidents.why:RecordWhyPage", "incident:read"),
    Entry("runs", "Runs", "tui.simulations.runs:RunsPage", "simulation:read", word="runs",
          about="runs of simulations: what came of each, taken back by a key"),
    Entry("figure", "Why", "tui.figures.page:FigurePage", "overview:read"),
    Entry("figures", "Why", "tui.figures.of_list:ListFiguresPage", "client:read"),
    Entry("diff", "Side by side", "tui.clients.diff:DiffPage", "client:read"),
    Entry(
        "settings", "Settings", "tui.settings.page:SettingsPage", "store:read", go="o",
        word="settings", about="look, health formula, tiers, store",
    ),
)  # fmt: skip

OVERLAYS: tuple[Entry, ...] = (
    Entry("help", "Help", "tui.overlays.help:HelpOverlay", ""),
    Entry("palette", "Palette", "tui.overlays.palette:PaletteOverlay", ""),
    Entry("jump", "Jump", "tui.overlays.jump:JumpOverlay", ""),
    Entry("goto", "Go to", "tui.overlays.goto:GoToOverlay", ""),
    Entry("menu", "Menu", "tui.overlays.menu:MenuOverlay", ""),
    Entry("columns", "Columns", "tui.overlays.columns:ColumnsOverlay", ""),
    Entry("views", "Views", "tui.views.menu:ViewsOverlay", "view:read"),
    Entry("facets", "Values", "tui.views.facets:FacetsOverlay", "fields:read"),
    Entry("prompt", "Prompt", "tui.overlays.prompt:PromptOverlay", ""),
    Entry("problems", "Problems", "tui.overlays.problems:ProblemsOverlay", ""),
    Entry("alerts", "Alerts", "tui.alerts.overlay:AlertsOverlay", "alert:read"),
    Entry("entry", "Entry", "tui.desk.entry:EntryOverlay", ""),
    Entry("note", "Note", "tui.desk.note:NoteOverlay", ""),
    Entry("change", "Change", "tui.desk.preview:ChangeOverlay", ""),
    Entry("conflict", "Conflict", "tui.overlays.conflict:ConflictOverlay", ""),
    Entry("ask_run", "Run", "tui.simulations.question:RunOverlay", "simulation:run"),
    Entry("effect_why", "Why", "tui.simulations.why:EffectWhyOverlay", "simulation:read"),
    Entry("rule", "Rule", "tui.alerts.rule_edit:RuleEditOverlay", "alert:configure"),
)


def screen(name: str) -> Entry:
    """The screen of an id. Raises KeyError."""
    return _BY_ID[name]


def overlay(name: str) -> Any:
    """The class of an overlay, loaded now."""
    return next(entry for entry in OVERLAYS if entry.id == name).load()


_BY_ID = {entry.id: entry for entry in SCREENS}
