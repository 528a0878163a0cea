"""The columns of client lists, as data: the radar's, and those of all clients.

At 80 cells the radar's fill a line exactly. Numbers stand one cell in from the
right end of their titles; that cell carries `~` where a score is partial, and behind
score, change and ARR where a simulation in force has reached the client.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.clients.types import ClientRow
from core.health.types import TIER_WORDS
from core.risk.types import risk_words
from core.values.instants import day_of, day_text, days_left_text
from core.values.money import Money, monthly, show_money, show_short
from core.values.text import cells, fit, safe_text
from tui.charts.sparkline import CELLS, spark
from tui.charts.words import day_month
from tui.glyphs import ASCII
from tui.local_time import LOCAL
from tui.palette import ROLE_OF, Look, Role
from tui.widgets.window_columns import Column

Cell = tuple[str, Role]
Columns = tuple[Column[ClientRow], ...]

_MONEY = 9
_RENEWS = 6
_DELTA = 4
_OWNER = 8
NOTED = " +"
"""Behind the owner of a client that somebody wrote about."""


def radar_columns(look: Look, today: int) -> Columns:
    """Client, tier, health, change, line, ARR, renewal, owner; wide: the top reason, and
    the risk score.

    `today` is the local day from which renewals are counted.
    """
    further = _extra(*_about(today), *_more(today))
    return (*_standing(look, today), _RISK, _reason(look), *further)


def client_columns(look: Look, today: int) -> Columns:
    """The radar's, and where there is room plan, last use and industry."""
    return (
        *_standing(look, today),
        *_about(today),
        _reason(look),
        *_extra(_RISK, *_more(today)),
    )


def _about(today: int) -> Columns:
    """What all clients show where there is room, and the radar where it is chosen."""
    return (
        _text("plan", "PLAN", 10, 8, lambda row: row.plan),
        Column("seen", "LAST SEEN", 9, 9, 9, "right", lambda row: _seen(row, today)),
        _text("industry", "INDUSTRY", 12, 10, lambda row: row.industry),
    )


def _more(today: int) -> Columns:
    """The other fields of a client, by their names in a query."""
    return (
        _text("id", "ID", 10, 12, lambda row: row.key),
        Column("mrr", "MRR", _MONEY, _MONEY, 13, "right", _mrr),
        _count("incidents", "INC", 4, lambda row: row.open_incidents),
        _count("calls", "CALLS", 9, lambda row: row.calls_30),
        _count("logins", "LOGINS", 7, lambda row: row.logins_30),
        Column("login", "LOGIN", 8, 8, 16, "right", lambda row: _login(row, today)),
        _text("country", "COUNTRY", 8, 17, lambda row: row.country),
        _text("status", "STATUS", 9, 18, lambda row: row.status),
        Column("since", "SINCE", 10, 10, 19, "left", _since),
        Column("bought", "BOUGHT", 9, 9, 22, "right", lambda row: _bought(row, today)),
        Column("churn_tier", "CHURN TIER", 13, 13, 23, "left", _churn_tier),
        _text("tag", "TAGS", 14, 24, lambda row: ", ".join(row.tags)),
        _text("playbook", "PLAYBOOKS", 12, 25, lambda row: ", ".join(row.playbooks)),
        Column("snoozed", "SNOOZED", 10, 10, 26, "left", _snoozed),
        _text("partial", "PARTIAL", 7, 27, lambda row: "yes" if row.partial else ""),
        Column("moved", "MOVED", 5, 5, 20, "right", _moved),
        Column("changed", "CHANGED", 12, 12, 21, "left", _changed),
    )


def _extra(*columns: Column[ClientRow]) -> Columns:
    """The same, shown only where somebody has chosen them."""
    return tuple(replace(column, extra=True) for column in columns)


def _standing(look: Look, today: int) -> Columns:
    change = "7D" if look.glyphs.name == ASCII.name else "Δ7D"
    return (
        Column("name", "CLIENT", 28, 15, 0, "left", _name),
        Column("tier", "TIER", 11, 11, 1, "left", _tier),
        Column("health", "HEALTH", 6, 6, 2, "right", _health),
        Column("delta7", change, _DELTA, _DELTA, 3, "right", lambda row: _delta(row, look)),
        Column("spark", " 30 DAYS", CELLS, CELLS, 6, "left", lambda row: _spark(row, look)),
        Column("arr", "ARR", _MONEY, _MONEY, 4, "right", _arr),
        Column(
            "renews", "RENEWS", _RENEWS, _RENEWS, 5, "right", lambda row: _renews(row, today)
        ),
        Column("owner", " OWN", _OWNER, _OWNER, 7, "left", _owner, whole=_owner_name),
    )


def _reason(look: Look) -> Column[ClientRow]:
    def reason(row: ClientRow) -> Cell:
        return look.glyphs.words(safe_text(row.top_reason)), ""

    return Column("reason", "TOP REASON", 36, 22, 11, "left", reason, grow=True)


def _count(
    name: str, title: str, width: int, value: Callable[[ClientRow], int | None]
) -> Column[ClientRow]:
    """A column of whole numbers; `?` where one is unknown."""

    def shown(row: ClientRow) -> Cell:
        number = value(row)
        return ("?", ROLE_OF["unknown"]) if number is None else (f"{number:,}", "")

    return Column(name, title, width, width, 14, "right", shown)


def _text(
    name: str, title: str, width: int, priority: int, value: Callable[[ClientRow], str | None]
) -> Column[ClientRow]:
    """A column of outside text; empty where there is none."""
    return Column(
        name,
        title,
        width,
        width,
        priority,
        "left",
        lambda row: (safe_text(value(row) or ""), ""),
    )


def _name(row: ClientRow) -> Cell:
    return safe_text(row.name), ""


def _tier(row: ClientRow) -> Cell:
    return TIER_WORDS[row.tier], ROLE_OF[row.tier]


def _health(row: ClientRow) -> Cell:
    if row.score is None:
        return "? ", ROLE_OF["unknown"]
    return f"{row.score}{'~' if row.partial or row.simulated else ' '}", ROLE_OF[row.tier]


def _delta(row: ClientRow, look: Look) -> Cell:
    """The change in 7 days; behind it a sign where the client changed since one looked."""
    if row.delta7 is None:
        said, role = ("" if row.score is None else "new"), ROLE_OF["new"]
    else:
        said, role = f"{row.delta7:+d}", ROLE_OF[row.trend]
        said = f"{said}~" if row.simulated and len(said) < _DELTA else said
    if row.fresh and len(said) < _DELTA:
        return f"{said}{look.glyphs.dot}", role
    return (_one_in(said, _DELTA) if said else ""), role


def _risk(row: ClientRow) -> Cell:
    """`41`, `churn risk 74`; the mark of a simulated one as behind the health score."""
    score = row.risk_score
    if score is None:
        return "", ""
    word = risk_words(score)
    told = f"{word} {score}{'~' if row.simulated else ' '}".lstrip()
    return told, ROLE_OF["critical"] if word else ""


_RISK: Column[ClientRow] = Column("risk_score", "RISK", 14, 14, 12, "right", _risk)


def _moved(row: ClientRow) -> Cell:
    """The change of the score since one looked."""
    return ("" if row.moved is None else f"{row.moved:+d}"), ""


def _changed(row: ClientRow) -> Cell:
    """When it last changed: `14 Nov 12:25`."""
    if row.changed is None:
        return "", ""
    local = row.changed.astimezone(LOCAL)
    return f"{day_month(day_of(local.date()))} {local:%H:%M}", ""


def _spark(row: ClientRow, look: Look) -> Cell:
    return spark(row.spark, look.glyphs), ""


def _arr(row: ClientRow) -> Cell:
    return _marked(row, row.arr), ""


def _mrr(row: ClientRow) -> Cell:
    return _marked(row, None if row.arr is None else monthly(row.arr)), ""


def _marked(row: ClientRow, money: Money | None) -> str:
    """An amount, with the mark of a simulated one where there is any."""
    if not row.simulated or money is None:
        return money_cell(money)
    return f"{money_cell(money, _MONEY - 1)}~"


def _since(row: ClientRow) -> Cell:
    return ("" if row.start is None else day_text(row.start)), ""


def _snoozed(row: ClientRow) -> Cell:
    """The last day that it is left alone."""
    return ("" if row.snoozed is None else day_text(row.snoozed)), ""


def money_cell(money: Money | None, room: int = _MONEY) -> str:
    """An amount in full where it fits into `room` cells, else in short."""
    full = show_money(money)
    return full if cells(full) <= room else show_short(money)


def _renews(row: ClientRow, today: int) -> Cell:
    if row.renews is None:
        return "", ""
    days = row.renews - today
    text = days_left_text(days)
    return _one_in(text if len(text) <= _RENEWS else f"{days}d", _RENEWS), ""


def _one_in(text: str, width: int) -> str:
    """A number one cell in from the right end, where it has the room."""
    return text if len(text) >= width else f"{text} "


def _owner(row: ClientRow) -> Cell:
    """`ana`; `ana +` where somebody wrote about the client."""
    name = _owner_name(row)
    if row.noted:
        room = _OWNER - len(NOTED)
        name = f"{fit(name, room, ellipsis='').rstrip() if cells(name) > room else name}{NOTED}"
    return name, "" if row.owner else "muted"


def _owner_name(row: ClientRow) -> str:
    return safe_text(row.owner) if row.owner else "none"


def _seen(row: ClientRow, today: int) -> Cell:
    return _days_ago(row.last_seen, today)


def _login(row: ClientRow, today: int) -> Cell:
    return _days_ago(row.last_login, today)


def _bought(row: ClientRow, today: int) -> Cell:
    return _days_ago(row.last_bought, today)


def _churn_tier(row: ClientRow) -> Cell:
    """`high`; `high, never` where it counts from the beginning, for want of a purchase."""
    if row.churn_tier is None:
        return "none", "muted"
    never = ", never" if row.never_purchased else ""
    return f"{row.churn_tier}{never}", ROLE_OF[row.churn_tier]


def _days_ago(day: int | None, today: int) -> Cell:
    if day is None:
        return "never", "muted"
    since = today - day
    return ("today" if since <= 0 else f"{since}d ago"), ""
