"""Why a number over the rows of a list is what it is: the groups that it is the sum of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bellbuoy.services.authorise import service
from bellbuoy.services.clients import view_of
from bellbuoy.services.context import Context
from bellbuoy.services.groups import (
    client_rows,
    client_tallies,
    from_counters,
    incident_rows,
)
from bellbuoy.services.lists import Asked, asked
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from bellbuoy.services.simulations.moved import moved_by_runs
from bellbuoy.services.snapshot import one_snapshot
from bellbuoy.services.views.groups import clause_of
from core.analytics.figures import AT_RISK as TIERS_AT_RISK
from core.analytics.groups import Keys
from core.analytics.opened import Over, Part, averaged, how_many, key_words, summed
from core.analytics.order import ordered, read_order
from core.analytics.plan import Plan, plan_of
from core.analytics.tally import Tally, whole
from core.analytics.types import Group, Measure
from core.query.fields import Field, FieldSet
from core.query.nouns import CLIENT_FIELDS, INCIDENT_FIELDS
from core.query.parse import conjunction
from core.query.types import And, Clause, Directives, Node, Query, Word
from core.query.write import to_text
from core.values.contribution import Explanation
from core.values.counting import counted
from core.values.errors import UsageError
from storage.analytics.sources import made_up, reached_clients
from storage.engine.reader import Rows
from storage.query.groups import GroupSource, tallies
from storage.simulations.reads import any_simulated

AT_RISK = "at_risk"
"""The ARR of critical and at-risk clients."""
MOST_PARTS = 200
"""So many parts are told one by one; what is beyond is one."""
_SPLITS: Mapping[str, tuple[str, ...]] = {
    "client": ("tier", "owner", "industry", "plan"),
    "incident": ("severity", "status", "owner"),
}
"""What rows are split by where the query does not say; the next one where all have the
same of the one before, and the first where none tells them apart."""

Read = Callable[[Asked, Plan], dict[Keys, Tally]]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A figure by its name: of a field; None: how many there are, or ARR at risk."""

    name: str
    field: Field | None

    @property
    def measure(self) -> Measure | None:
        if self.name == AT_RISK:
            return Measure("sum", "arr")
        if self.field is None:
            return None
        return Measure("sum" if self.field.type == "money" else "avg", self.field.name)

    @property
    def moved_as(self) -> str:
        """What runs that have moved it say that they have moved."""
        return self.name if self.field is None else self.field.reads


@service("client:read")
def client_figures(
    ctx: Context,
    query: str = "",
    names: Sequence[str] = ("clients",),
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> tuple[Explanation, ...]:
    """Figures over the clients of a query, each opened into its groups (`by:`, else by
    tier): `clients`, `at_risk`, money as a sum (an explanation a currency), another
    number as an average. Raises QueryError; UsageError for a name that is no figure."""
    request = asked(ctx, query, CLIENT_FIELDS)
    wanted = [_wanted(name, CLIENT_FIELDS) for name in names]
    view = view_of(request.ctx, progress, cancelled)
    with ctx.reader() as reader, one_snapshot(reader):

        def read(narrowed: Asked, plan: Plan) -> dict[Keys, Tally]:
            if narrowed.query.where is None and view is None:
                known = from_counters(reader, plan)
                if known is not None:
                    return known
            return client_tallies(reader, narrowed, plan.by, plan.measured, view)

        moved = frozenset() if view is not None else moved_by_runs(reader)
        if moved and not _any(reader, reached_clients(client_rows(reader, request, view))):
            moved = frozenset()
        return _opened(request, CLIENT_FIELDS, wanted, read, moved)


@service("incident:read")
def incident_figures(
    ctx: Context, query: str = "", names: Sequence[str] = ("incidents",)
) -> tuple[Explanation, ...]:
    """The same over the incidents of a query: `incidents`, or a field that is money or a
    number; by severity, unless `by:` says otherwise."""
    request = asked(ctx, query, INCIDENT_FIELDS)
    wanted = [_wanted(name, INCIDENT_FIELDS) for name in names]
    with ctx.reader() as reader, one_snapshot(reader):

        def read(narrowed: Asked, plan: Plan) -> dict[Keys, Tally]:
            source = incident_rows(reader, narrowed)
            return tallies(reader, source, plan.by, plan.measured, request.ctx.zone)

        moved: frozenset[str] = frozenset()
        present = request.ctx.as_of is None and any_simulated(reader)
        if present and _any(reader, made_up(incident_rows(reader, request))):
            moved = frozenset(each.moved_as for each in wanted)
        return _opened(request, INCIDENT_FIELDS, wanted, read, moved)


def _wanted(name: str, fields: FieldSet) -> _Wanted:
    own = [f"{fields.noun}s", *([AT_RISK] if fields is CLIENT_FIELDS else [])]
    if name in own:
        return _Wanted(name, None)
    field = fields.find(name)
    if field is None or field.type not in ("money", "number") or field.share:
        good = [f.name for f in fields.fields if f.type in ("money", "number") and not f.share]
        raise UsageError(f"“{name}” is no figure", f"one of {', '.join([*own, *good])}")
    return _Wanted(field.name, field)


def _opened(
    request: Asked,
    fields: FieldSet,
    wanted: Sequence[_Wanted],
    read: Read,
    moved: frozenset[str],
) -> tuple[Explanation, ...]:
    """Each figure as the sum of the same groups, so that they can be read side by side."""
    split, found = _split(request, fields, wanted, read)
    over = _over(request, split, found)
    told: list[Explanation] = []
    for each in wanted:
        if each.name == AT_RISK:
            risk = _at_risk(request)
            of_risk = _over(request, split, read(risk, split), risk)
            opened = summed(of_risk, fields["arr"], "ARR at risk")
        elif each.field is None:
            opened = (how_many(over),)
        elif each.field.type == "money":
            opened = summed(over, each.field)
        else:
            opened = (averaged(over, each.field),)
        told += [replace(one, simulated=each.moved_as in moved) for one in opened]
    return tuple(told)


def _split(
    request: Asked, fields: FieldSet, wanted: Sequence[_Wanted], read: Read
) -> tuple[Plan, dict[Keys, Tally]]:
    """By what the rows are split, and the groups. Those that have rows in common do not
    add up: they are passed over."""
    measures = [each.measure for each in wanted if each.measure is not None]
    said = request.directives.by
    if said and not any(fields[name].many for name in said):
        plan = plan_of(fields, said, measures)
        return plan, read(request, plan)
    tried = []
    for name in _SPLITS[fields.noun]:
        plan = plan_of(fields, (name,), measures)
        tried.append((plan, read(request, plan)))
        if len(tried[-1][1]) > 1:
            return tried[-1]
    return tried[0]


def _at_risk(request: Asked) -> Asked:
    """The same of critical and at-risk clients alone."""
    where = request.query.where
    nodes = where.parts if isinstance(where, And) else () if where is None else (where,)
    if any(_says_at_risk(node) for node in nodes):
        return request
    risky = Clause("tier", "eq", tuple(Word(tier) for tier in TIERS_AT_RISK))
    both = conjunction([*nodes, risky])
    return replace(request, query=replace(request.query, where=both))


def _says_at_risk(node: Node) -> bool:
    if not isinstance(node, Clause) or (node.field, node.op) != ("tier", "eq"):
        return False
    return all(isinstance(v, Word) and v.text in TIERS_AT_RISK for v in node.values)


def _over(
    request: Asked, plan: Plan, found: Mapping[Keys, Tally], narrowed: Asked | None = None
) -> Over:
    """The groups as parts. `narrowed` finds the rows of a group where its key does not."""
    own = any(field.name == "tier" for field in plan.by)
    where = (request if narrowed is None or own else narrowed).query.where
    groups = [Group(keys, tally.n, ()) for keys, tally in found.items() if tally.n]
    order = read_order(plan, ())
    keys = [g.keys for g in ordered(plan, groups, order, request.ctx.info.currency)]
    day = Directives(asof=request.directives.asof)
    parts = []
    for each in keys[:MOST_PARTS]:
        clauses = [clause_of(f, key) for f, key in zip(plan.by, each, strict=True)]
        both = conjunction([*clauses] if where is None else [where, *clauses])
        label = ", ".join(map(key_words, each))
        parts.append(Part(label, label, Query(both, day), found[each]))
    if left := keys[MOST_PARTS:]:
        rest = whole(found[each] for each in left)
        parts.append(Part("more", counted(len(left), "more group"), None, rest))
    subject = to_text(Query(request.query.where, day))
    return Over(plan.fields.noun, subject, parts, request.ctx.now)


def _any(reader: Rows, source: GroupSource) -> bool:
    """Whether there are such rows."""
    return tallies(reader, source, (), (), ZoneInfo("UTC"))[()].n > 0
