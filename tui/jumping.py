"""What is typed behind `:`: a place or a command of the app, read into a value."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from core.values.errors import RowError, UsageError
from core.values.instants import day_text, parse_day
from core.values.text import safe_text
from tui.places import Place

Kind = Literal["go", "asof", "theme", "recompute", "help", "problems", "story", "quit"]
WORDS: tuple[tuple[str, str], ...] = (
    ("radar", "radar QUERY: the risk radar"),
    ("clients", "clients QUERY: all clients, or those of a query"),
    ("today", "today QUERY: what to do now, and why"),
    ("view", "view NAME: a list as it was saved under that name"),
    ("client", "client NAME: one client; client explain NAME; client diff A B"),
    ("figure", "figure at_risk: a number of all clients, opened into its parts"),
    ("incidents", "incidents QUERY: open incidents, or those of a query"),
    ("incident", "incident ID: one incident; incident stats: what the record says"),
    ("settings", "settings SECTION: look, formula, tiers, definitions, store"),
    ("portfolio", "portfolio industry: all clients together, split by something"),
    ("asof", "asof 2024-06-30: look back; asof now: return"),
    ("theme", "theme NAME: other colours"),
    ("job", "job run score-clients: ask for new scores"),
    ("jobs", "jobs NAME: the worker and its jobs, or the runs of one"),
    ("changes", "changes QUERY: who changed what, before and after"),
    ("logs", "logs QUERY: what commands, worker and screens did"),
    ("tasks", "tasks QUERY: all open tasks, or those of a query"),
    ("playbooks", "playbooks: what is done step by step, and who follows"),
    ("simulations", "simulations SCENARIO: what it would do; sim preview SCENARIO QUERY"),
    ("runs", "runs NUMBER: what has run, and what came of it; sim history, sim compare NUMBER"),
    ("story", "story outage: told on the screens, a line and its keys at a time"),
    ("problems", "what is wrong: worker, stale scores, quarantine"),
    ("help", "the keys that work here"),
    ("quit", "leave Bellbuoy"),
)
SECTIONS = ("look", "formula", "tiers", "definitions", "store")
_FIGURES = ("arr", "calls", "logins", "incidents", "trend")
_TABS = {
    "show": "overview", "usage": "usage", "explain": "explain", "incidents": "incidents",
    "timeline": "timeline", "actions": "actions",
}  # fmt: skip
_INCIDENT_TABS = {
    "show": "", "overview": "overview", "timeline": "timeline", "hurt": "hurt",
    "similar": "similar", "draft": "drafts", "drafts": "drafts", "post-mortem": "post-mortem",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Jump:
    """What to do: `place` where it is a place, else `text` is the argument."""

    kind: Kind
    text: str = ""
    place: Place | None = None


def read_jump(line: str) -> Jump:
    """The grammar is the command line without `bellbuoy`; nouns may be plural,
    `list` and `show` may be left out. Raises UsageError for what it does not know."""
    word, _, rest = line.strip().removeprefix("bellbuoy ").strip().partition(" ")
    read = _READERS.get(word)
    if read is None:
        raise UsageError(
            f"“{safe_text(word, 40)}” is no place", "radar, clients, client NAME, incidents …"
        )
    return read(rest.strip())


def _list(screen: str) -> Callable[[str], Jump]:
    return lambda rest: Jump("go", place=Place(screen, query=rest or None))


def _view(rest: str) -> Jump:
    """The list of the view is found when it is read."""
    name = rest.removeprefix("show ").strip().strip("\"'")
    if not name:
        raise UsageError("view needs a name", "view My book")
    return Jump("go", place=Place("clients", view=name))


def _client(rest: str) -> Jump:
    verb, _, name = rest.partition(" ")
    if verb == "list":
        return _list("clients")(name.strip())
    if verb == "diff":
        return Jump("go", place=_diff(name))
    words = name.split()
    if verb == "explain" and len(words) > 1 and words[-1] in _FIGURES:
        whom = " ".join(words[:-1]).strip("\"'")
        return Jump("go", place=Place("figure", words[-1], whom))
    if verb in _TABS:
        return _one_client(name.strip(), _TABS[verb])
    return _one_client(rest, "overview")


def _diff(rest: str) -> Place:
    """`A B`, or `A --from DAY --to DAY`."""
    try:
        words = shlex.split(rest)
    except ValueError:
        words = []
    match words:
        case [one, other] if not other.startswith("--"):
            return Place("diff", one, other)
        case [one, "--from", first]:
            return Place("diff", one, query=f"{_day(first)}..")
        case [one, "--from", first, "--to", last]:
            return Place("diff", one, query=f"{_day(first)}..{_day(last)}")
    raise UsageError("client diff needs two clients", "client diff A B, or A --from DAY")


def _day(text: str) -> str:
    try:
        return day_text(parse_day(text))
    except RowError as fault:
        raise UsageError(fault.reason, "write 2024-06-30") from None


def _one_client(name: str, tab: str) -> Jump:
    if not name:
        raise UsageError("client needs a name or an id", "client northwind")
    return Jump("go", place=Place("client", name.strip("\"'"), tab))


def _figure(rest: str) -> Jump:
    """`at_risk`, or of one client `arr C-0412`."""
    measure, _, client = rest.partition(" ")
    return Jump("go", place=Place("figure", measure, client.strip()))


def _health(rest: str) -> Jump:
    verb, _, name = rest.partition(" ")
    if verb not in ("explain", "score"):
        raise UsageError("health goes on with explain NAME")
    return _one_client(name.strip(), "explain")


def _incident(rest: str) -> Jump:
    verb, _, more = rest.partition(" ")
    if verb == "list":
        return _list("incidents")(more.strip())
    if verb == "stats":
        return Jump("go", place=Place("incident_stats", query=more.strip() or None))
    tab = _INCIDENT_TABS.get(verb)
    key = (rest if tab is None else more).strip()
    if not key:
        return _list("incidents")("")
    if key.isdecimal() and not tab:  # several may end in it
        return Jump("go", place=Place("incidents", query=f'id:ends:"{_escaped(key)}"'))
    return Jump("go", place=Place("incident", key.strip("\"'"), tab or ""))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _settings(rest: str) -> Jump:
    if rest and rest not in SECTIONS:
        raise UsageError(f"“{safe_text(rest, 40)}” is no section", ", ".join(SECTIONS))
    return Jump("go", place=Place("settings", tab=rest))


def _asof(rest: str) -> Jump:
    if not rest:
        raise UsageError("asof needs a day", "asof 2024-06-30, or asof now")
    return Jump("asof", rest)


def _theme(rest: str) -> Jump:
    name = rest.removeprefix("preview ").strip()
    if not name:
        raise UsageError("theme needs a name", "theme dark, theme light …")
    return Jump("theme", name)


def _logs(rest: str) -> str:
    """A filter, also where it is written as the options of the command."""
    words = rest.replace("--trace ", "trace:").replace("--level ", "level:")
    return words.replace("--follow", "").strip()


def _story(rest: str) -> Jump:
    name = rest.removesuffix("--screen").strip()
    if not name:
        raise UsageError("story needs a name", "bellbuoy sim story lists them")
    return Jump("story", name)


def _run(rest: str) -> Jump:
    """Nothing, or the number of a run."""
    number = rest.strip().removeprefix("#")
    if number and not (number.isascii() and number.isdigit()):
        raise UsageError(f"“{safe_text(rest, 40)}” is no number of a run", "runs, or runs 14")
    return Jump("go", place=Place("runs", number))


def _simulation(rest: str) -> Jump:
    """`SCENARIO`, or `preview SCENARIO QUERY`; `history` and `compare` are about runs."""
    verb, _, more = rest.partition(" ")
    if verb in ("history", "compare", "verify"):
        return _run(more.split(" ")[0])
    if verb == "story":
        return _story(more)
    rest = rest.removeprefix("list").strip()
    for verb in ("preview ", "show "):
        rest = rest.removeprefix(verb)
    name, _, query = rest.strip().partition(" ")
    return Jump("go", place=Place("simulations", name, query=query.strip(" '\"") or None))


def _job(rest: str) -> Jump:
    if rest != "run score-clients":
        raise UsageError("only `job run score-clients` is asked for from here")
    return Jump("recompute")


_READERS: dict[str, Callable[[str], Jump]] = {
    "radar": _list("radar"),
    "clients": _list("clients"),
    "today": _list("today"),
    "tasks": _list("tasks"),
    "task": lambda rest: _list("tasks")(rest.removeprefix("list").strip()),
    "playbooks": lambda _rest: Jump("go", place=Place("playbooks")),
    "playbook": lambda _rest: Jump("go", place=Place("playbooks")),
    "simulations": _simulation,
    "sim": _simulation,
    "runs": _run,
    "story": _story,
    "client": _client,
    "diff": lambda rest: Jump("go", place=_diff(rest)),
    "figure": _figure,
    "view": _view,
    "health": _health,
    "incidents": _list("incidents"),
    "incident": _incident,
    "settings": _settings,
    "config": lambda rest: _settings("formula" if rest.endswith("scoring") else ""),
    "portfolio": lambda rest: Jump("go", place=Place("portfolio", tab=rest)),
    "asof": _asof,
    "theme": _theme,
    "job": _job,
    "jobs": lambda rest: Jump("go", place=Place("jobs", rest)),
    "logs": lambda rest: Jump("go", place=Place("jobs", tab="logs", query=_logs(rest))),
    "changes": lambda rest: Jump("go", place=Place("jobs", tab="changes", query=rest)),
    "problem": lambda _: Jump("problems"),
    "problems": lambda _: Jump("problems"),
    "help": lambda _: Jump("help"),
    "quit": lambda _: Jump("quit"),
    "q": lambda _: Jump("quit"),
}
