from pathlib import Path

from benchmarks.data.bench import Figures, Found, Place, Question, Row, found
from benchmarks.data.table import table

ROWS = (
    Row("import / peer", "first", "peer", 3.0, {"postgresql": 4.0}),
    Row("a write", "write", None, 50, unit="ms"),
    Row("bytes a day", "bytes", unit="bytes"),
)


def column(engine: str, size: int, *rounds: Figures) -> tuple[Place, list[Found]]:
    place = Place(engine, size, "", Path(), "")
    return place, found(Question("any", ROWS, lambda *_: {}), place, list(rounds))


def test_a_column_a_store_and_a_line_a_figure() -> None:
    told = table(
        [
            column(
                "sqlite", 10_000,
                {"first": 5.0, "peer": 2.0, "write": 20.0, "bytes": 52.04},
                {"first": 9.0, "peer": 2.0, "write": 80.0, "bytes": 52.04},
                {"first": 8.0, "peer": 2.0, "write": 60.0, "bytes": 52.04},
            ),
            column("postgresql", 100_000, {"first": 0.8, "peer": 0.1}),
        ]
    )  # fmt: skip
    assert told.splitlines() == [
        "               at most  10,000 sqlite          100,000 postgresql",
        "import / peer  3 / 4    4 [2.5–4.5]  33% over  8  2.0 times it",
        "a write        50       60.0 ms  20% over      -",
        "bytes a day             52.0 bytes             -",
        "",
        "ours alone     10,000 sqlite  100,000 postgresql",
        "import / peer  8.00 s         800 ms",
        "a write        60.0 ms        -",
        "bytes a day    52.0 bytes     -",
    ]
