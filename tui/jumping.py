"""What is typed behind `:`: a place or a command of the app, read into a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from core.values.errors import UsageError
from core.values.text import safe_text
from tui.places import Place

Kind = Literal["go", "asof", "theme", "recompute", "help", "problems", "quit"]
WORDS: tuple[tuple[str, str], ...] = (
    ("radar", "radar QUERY: the risk radar"),
    ("clients", "clients QUERY: all clients, or those of a query"),
    ("client", "client NAME: one client; client explain NAME: its score"),
    ("incidents", "incidents QUERY: open incidents, or those of a query"),
    ("incident", "incident ID: one incident"),
    ("settings", "settings SECTION: look, formula, tiers, store"),
    ("portfolio", "portfolio industry: all clients together, split by something"),
    ("asof", "asof 2024-06-30: look back; asof now: return"),
    ("theme", "theme NAME: other colours"),
    ("job", "job run score-clients: ask for new scores"),
    ("jobs", "jobs NAME: the worker and its jobs, or the runs of one"),
    ("changes", "changes QUERY: who changed what, before and after"),
    ("logs", "logs QUERY: what commands, worker and screens did"),
    ("problems", "what is wrong: worker, stale scores, quarantine"),
    ("help", "the keys that work here"),
    ("quit", "leave Bellbuoy"),
)
SECTIONS = ("look", "formula", "tiers", "store")
_TABS = {"show": "overview", "usage": "usage", "explain": "explain", "incidents": "incidents"}


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


def _client(rest: str) -> Jump:
    verb, _, name = rest.partition(" ")
    if verb == "list":
        return _list("clients")(name.strip())
    if verb in _TABS:
        return _one_client(name.strip(), _TABS[verb])
    return _one_client(rest, "overview")


def _one_client(name: str, tab: str) -> Jump:
    if not name:
        raise UsageError("client needs a name or an id", "client northwind")
    return Jump("go", place=Place("client", name.strip("\"'"), tab))


def _health(rest: str) -> Jump:
    verb, _, name = rest.partition(" ")
    if verb not in ("explain", "score"):
        raise UsageError("health goes on with explain NAME")
    return _one_client(name.strip(), "explain")


def _incident(rest: str) -> Jump:
    verb, _, more = rest.partition(" ")
    if verb == "list":
        return _list("incidents")(more.strip())
    key = more.strip() if verb == "show" else rest
    if not key:
        return _list("incidents")("")
    form = "id:ends:" if key.isdecimal() else "id:"
    return Jump("go", place=Place("incidents", query=f'{form}"{_escaped(key)}"'))


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


def _job(rest: str) -> Jump:
    if rest != "run score-clients":
        raise UsageError("only `job run score-clients` is asked for from here")
    return Jump("recompute")


_READERS: dict[str, Callable[[str], Jump]] = {
    "radar": _list("radar"),
    "clients": _list("clients"),
    "client": _client,
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
