"""Bellbuoy's own plain form: files that need no mapping.

CSV with a header, or JSON Lines; the columns are the fields of the kind, by
name, in any order. Files are told apart by how their names begin (`client*.csv`,
`subscription*.csv`, `usage*.csv`, `login*.csv`, `event*.csv`, `day_total*.csv`,
`incident*.csv`, `steps*.csv`, `purchase*.csv`; also `.tsv`, `.jsonl`, `.ndjson`, each also with `.gz`, and
`.parquet`), or by the kind given. A zip archive is a folder; one that is named
like a file of a kind holds files of that kind.

| kind | required | may be there |
| --- | --- | --- |
| client | id, name | industry, country, plan, owner, status, timezone, start, ended, baseline_calls, baseline_logins; any other column is kept as it is |
| subscription | id, client, start, amount, currency, period | end, quantity (1), plan, status (active), trial (false), term_months |
| usage, logins | id, client, at | value (1), payload |
| event | id, client, at, kind | value (1), payload |
| day_total | client, day, and calls or logins | both |
| incident | id, client, opened | title, severity, status, acknowledged, resolved, closed, resolution, impact, components, planned (false), down_from, down_until, sla_met, updates |
| incident_log | id, client, status, at, opened | title, severity, resolved, closed, resolution, impact, components, sla_met, step (0), said, words, reopened |
| purchase | id, client, at, amount, currency | category, age, city, refund |

Times are RFC 3339 with an offset (`2024-03-01T09:00:00Z`); one without is refused
(`time.naive`). Days are `2024-03-01`. Amounts are plain decimals in major units
(`1200.50`) a period and seat; `period` is day, week, month, quarter, half-year
or year. An amount of a purchase below 0, or one with `refund`, is a refund. A payload is a JSON object. `components` is a
JSON array of texts, or text with `;` between them; `updates` a JSON array of objects
with `at`, and perhaps `status` and `message`. A column that means nothing refuses the file.
"""  # noqa: E501 - a table row is one line

from __future__ import annotations

from core.integrations.fields import settable
from core.integrations.mapping_types import KINDS, Column, FileSpec, Kind, Mapping

SUFFIXES = (
    *(
        suffix + packed
        for suffix in (".csv", ".tsv", ".jsonl", ".ndjson")
        for packed in ("", ".gz")
    ),
    ".parquet",
)
# How the names of files of a kind begin, where it is not the kind itself.
_BEGINNINGS: dict[Kind, str] = {"logins": "login", "incident_log": "steps"}


def plain_mapping(
    source: str, kind: Kind | None = None, currency: str | None = None
) -> Mapping:
    """The mapping of the plain form: all kinds by file name, or each file as `kind`."""
    if kind is not None:
        files: tuple[FileSpec, ...] = (_spec(kind, "*", currency),)
    else:
        files = tuple(
            _spec(each, _BEGINNINGS.get(each, each) + "*", currency) for each in KINDS
        )
    return Mapping("plain form", source, files, currency=currency)


def _spec(kind: Kind, beginning: str, currency: str | None) -> FileSpec:
    return FileSpec(
        (
            *(beginning + suffix for suffix in SUFFIXES),
            *(f"{beginning}.zip/*{suffix}" for suffix in SUFFIXES if suffix[-3:] != ".gz"),
        ),
        kind,
        tuple(
            Column(
                name,
                column=name,
                optional=not (field.required or (name == "currency" and currency is None)),
            )
            for name, field in settable(kind).items()
            if field.type != "extra"
        ),
        rest="extra" if kind == "client" else "refuse",
        optional=True,
    )
