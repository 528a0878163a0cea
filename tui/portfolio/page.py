"""Screen 0: the base as a whole, for whoever answers for it."""

from __future__ import annotations

from typing import ClassVar

from textual import on

from tui.actions import Action
from tui.figures.of_list import list_figures_place
from tui.frame.lines_view import LinesView
from tui.frame.row import READ_S
from tui.places import Place
from tui.portfolio.actions import PORTFOLIO, PORTFOLIO_MOVES
from tui.portfolio.board import READ, PortfolioBoard
from tui.portfolio.data import DIMENSIONS, RANGES
from tui.portfolio.lines import Goal
from tui.portfolio.points import CALLS, HEALTH, Point, moved_by, newest, point_words

_WHY = {"tier": "arr", "severity": "incidents", "by": "at_risk", "churn": "clients"}
"""What the line of the whole base in each table opens."""


class PortfolioPage(PortfolioBoard):
    """The page with its keys."""

    ACTIONS: ClassVar[tuple[Action, ...]] = PORTFOLIO
    MOVES: ClassVar[tuple[Action, ...]] = PORTFOLIO_MOVES

    @property
    def command(self) -> str:
        if self.point is not None:
            what = "health" if self.point.chart == HEALTH else "usage"
            return f"bellbuoy analytics trend {what} --days {self.days} --chart"
        goal = self.goal
        if goal is not None and goal.id.startswith("severity"):
            return "bellbuoy incident stats"
        if goal is not None and goal.id.startswith("tier"):
            return "bellbuoy analytics revenue --by tier"
        if goal is not None and goal.id.startswith("churn"):
            return "bellbuoy client list by:churn_tier --chart"
        return f"bellbuoy analytics revenue --by {self.by}"

    def do_open(self) -> None:
        if self.point is not None:
            self.shell.say("a day of a chart opens nothing; down goes to the lines", "muted")
        elif (goal := self.goal) is not None:
            self.shell.go(goal.place)

    def do_why(self) -> None:
        """The figures of the line, opened; where it is the whole base, what it belongs to:
        ARR by tier, open incidents, revenue at risk. On the chart of health the average."""
        if self.point is not None:
            if self.point.chart == HEALTH:
                self.shell.go(Place("figure", "health"))
            else:
                self.shell.say("calls of a day are counted by client: 2 lists them", "muted")
            return
        goal = self.goal
        if goal is None or goal.id in _WHY:
            self.shell.go(Place("figure", "at_risk" if goal is None else _WHY[goal.id]))
        elif goal.place.screen == "incidents":
            self.shell.go(list_figures_place("incident", goal.place.query or "", []))
        else:
            self.shell.go(list_figures_place("client", goal.place.query or "", ["arr"]))

    def do_group(self) -> None:
        """The next of what revenue can be split by."""
        at = DIMENSIONS.index(self.by)
        self.by = DIMENSIONS[(at + 1) % len(DIMENSIONS)]
        self.load()

    def do_range(self) -> None:
        at = RANGES.index(self.days)
        self.days = RANGES[(at + 1) % len(RANGES)]
        self.load()

    def do_back(self) -> None:
        if self.session.back.cancel(READ):
            self.states.show(None)
            self.shell.say("stopped; the figures are those of before", "muted")
        else:
            super().do_back()

    # Moving

    def do_down(self) -> None:
        self._step(1)

    def do_up(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        """The next line of the same table, or of the one below or above it."""
        if self.point is not None:
            self._from_chart(by)
            return
        goal, goals = self.goal, self.drawn.goals
        if goal is None:
            return
        column = [each for each in goals if each.column == goal.column]
        ahead = [g for g in column if (g.at - goal.at) * by > 0]
        if not ahead and goal.column:
            # Below two tables side by side there is one column only.
            ahead = [g for g in goals if (g.at - goal.at) * by > 0 and not g.column]
        if ahead:
            self._point_at(min(ahead, key=lambda g: abs(g.at - goal.at)))
        elif by < 0:
            self._to_chart(goal)
        else:
            self.pane.scroll_lines(by)

    def _to_chart(self, goal: Goal) -> None:
        """Up from the first line: the chart above it, at its newest day."""
        if self.data is not None:
            beside = any(each.column for each in self.drawn.goals)
            self._point_out(newest(self.data, CALLS if goal.column or not beside else HEALTH))

    def _from_chart(self, by: int) -> None:
        """Down to the tables; up from the second chart to the first."""
        if by > 0:
            self.point = None
            self.pane.redraw()
        elif self.point is not None and self.point.chart == CALLS:
            self._point_out(Point(HEALTH, self.point.index))

    def _point_out(self, point: Point) -> None:
        """Point a day out, and say on row 23 what it is."""
        if self.data is None:
            return
        self.point = moved_by(self.data, point, 0)
        self.said.say(point_words(self.data, self.point), "accent", READ_S)
        self.pane.scroll_first()
        self.pane.redraw()

    def do_left(self) -> None:
        self._sideways(0)

    def do_right(self) -> None:
        self._sideways(1)

    def _sideways(self, column: int) -> None:
        if self.point is not None and self.data is not None:
            self._point_out(moved_by(self.data, self.point, 1 if column else -1))
            return
        goal = self.goal
        if goal is not None and goal.column != column:
            beside = [g for g in self.drawn.goals if g.column == column]
            near = min(beside, key=lambda g: abs(g.at - goal.at), default=None)
            if near is not None:
                self._point_at(near)

    def _point_at(self, goal: Goal) -> None:
        self.cursor = goal.id
        self.point = None
        self.pane.redraw()
        self.pane.reveal(goal.at)
        self.tell_keys()

    def _page(self, pages: float) -> None:
        goals = self.drawn.goals
        goal = self.goal
        if goal is None:
            return
        wanted = goal.at + int(pages * self.pane.size.height)
        self._point_at(min(goals, key=lambda g: (abs(g.at - wanted), g.column)))

    def do_page_down(self) -> None:
        self._page(1)

    def do_page_up(self) -> None:
        self._page(-1)

    def do_half_down(self) -> None:
        self._page(0.5)

    def do_half_up(self) -> None:
        self._page(-0.5)

    def do_first(self) -> None:
        if self.drawn.goals:
            self._point_at(self.drawn.goals[0])
        self.pane.scroll_first()

    def do_last(self) -> None:
        if self.drawn.goals:
            self._point_at(self.drawn.goals[-1])
        self.pane.scroll_last()

    @on(LinesView.Clicked)
    def _line_clicked(self, event: LinesView.Clicked) -> None:
        event.stop()
        half = (self.pane.size.width - 2) // 2
        here = [goal for goal in self.drawn.goals if goal.at == event.line]
        wanted = int(event.x > half)
        near = min(here, key=lambda g: abs(g.column - wanted), default=None)
        if near is not None:
            self._point_at(near)
