"""Going on with an import that was stopped: to the same end, reading what is left."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.importing import run as run_module
from bellbuoy.services.importing.progress import Step
from bellbuoy.services.importing.run import StoppedError
from bellbuoy.services.integrations import import_path, load_mapping
from bellbuoy.services.scoring.recompute import recompute
from core.integrations.fact_rows import FactBlock
from core.integrations.mapping_types import Mapping
from core.integrations.types import ImportSummary
from core.values.errors import RemoteError
from tests.fixtures.dump import dump
from tests.fixtures.stores import NewStore

NOW = datetime(2024, 7, 1, 9, tzinfo=UTC)
LEDGERS = ("audit", "change_set", "change_row", "import_run", "import_file")
CLIENTS = "id,name\n" + "".join(f'c{n},"Firm\n{n}"\n' for n in range(90)) + "c3,Twice\n"


def usage(letter: str, rows: int) -> str:
    dice = random.Random(5)
    lines = ["id,client,at,value"]
    for n in range(rows):
        value = "many" if n % 40 == 7 else str(dice.randint(1, 9))
        at = f"2024-06-{n % 28 + 1:02}T0{n % 10}:00:00Z"
        lines.append(f"{letter}{n},c{dice.randrange(95)},{at},{value}")
    return "\n".join(lines) + "\n"


def mapping() -> Mapping:
    return load_mapping(None, None, "crm", "USD")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files of clients that share an id, and usage in every form of packing."""
    path = tmp_path / "export"
    path.mkdir()
    (path / "client.csv").write_text(CLIENTS)
    (path / "clients.csv").write_text("id,name\nc4,Twice too\nc90,New\n")
    (path / "usage.csv").write_text(usage("u", 500))
    (path / "usage-2.csv.gz").write_bytes(gzip.compress(usage("g", 300).encode()))
    with zipfile.ZipFile(path / "usage-3.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("more.csv", usage("z", 200))
    (path / "login.csv").write_text(usage("l", 200), "utf-16")
    return path


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "BATCH", 40)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many records each file that is taken in gives, in order."""
    counted: list[int] = []
    plain = run_module.fact_blocks

    def counting(reader: Any, converter: Any) -> Iterator[FactBlock]:
        counted.append(0)
        for block in plain(reader, converter):
            counted[-1] += len(block.facts)
            yield block

    monkeypatch.setattr(run_module, "fact_blocks", counting)
    return counted


def stops_after(batches: int) -> Callable[[], bool]:
    left = iter([False] * batches)
    return lambda: next(left, True)


def every(ctx: Context, sql: str) -> list[tuple[Any, ...]]:
    with ctx.reader() as reader:
        return reader.rows(sql)


def counts(done: ImportSummary) -> dict[str, tuple[int, int, int]]:
    return {f.file: (f.stored, f.unchanged, f.quarantined) for f in done.files}


@pytest.mark.parametrize("step", [2, 7])
def test_an_import_stopped_anywhere_ends_as_one_that_was_not(
    new_store: NewStore, folder: Path, small: None, step: int
) -> None:
    whole, ctx = new_store(at=NOW), new_store(at=NOW)
    expected = counts(import_path(whole, folder, mapping()))
    assert (expected["client.csv"], expected["clients.csv"]) == ((90, 0, 1), (1, 0, 1))
    assert expected["usage-3.zip/more.csv"][2] > 5
    stopped = 0
    while True:
        try:
            done = import_path(ctx, folder, mapping(), cancelled=stops_after(step))
            break
        except StoppedError:
            stopped += 1
    assert stopped >= 3
    assert (done.resumed, counts(done)) == (True, expected)
    recompute(ctx)  # the scores may have been stopped as well
    assert dump(ctx.store, without=LEDGERS) == dump(whole.store, without=LEDGERS)
    assert import_path(ctx, folder, mapping()).stored == 0


def test_going_on_reads_only_what_is_left(
    new_store: NewStore, folder: Path, small: None, read: list[int]
) -> None:
    ctx = new_store(at=NOW)
    import_path(ctx, folder, mapping())
    records = read.copy()
    for stop in (5, 17, 22, 30):
        ctx = new_store(at=NOW)
        with pytest.raises(StoppedError):
            import_path(ctx, folder, mapping(), cancelled=stops_after(stop))
        taken = [records for (records,) in every(ctx, _TAKEN)]
        read.clear()
        steps: list[Step] = []
        done = import_path(ctx, folder, mapping(), progress=steps.append)
        left = [n - t for n, t in zip(records, taken, strict=True) if n > t]
        assert read == left
        assert sum(taken) > 0
        last = steps[-1]
        assert (last.rows, last.fresh) == (done.read, sum(left))
        assert last.read == last.size
        assert 0 < last.fresh_read < last.read


def test_files_that_were_done_already_are_told(
    new_store: NewStore, folder: Path, small: None
) -> None:
    ctx = new_store(at=NOW)
    with pytest.raises(StoppedError):
        import_path(ctx, folder, mapping(), cancelled=stops_after(5))
    done = every(ctx, "SELECT file FROM import_file WHERE done = 1 ORDER BY position")
    found = import_path(ctx, folder, mapping())
    assert found.resumed
    assert [each.file for each in found.files if each.skipped] == [file for (file,) in done]
    assert 0 < len(done) < len(found.files)


_TAKEN = "SELECT records FROM import_file ORDER BY position"


def test_a_watermark_is_a_place_in_the_file(
    new_store: NewStore, folder: Path, small: None
) -> None:
    ctx = new_store(at=NOW)
    with pytest.raises(StoppedError):
        import_path(ctx, folder, mapping(), cancelled=stops_after(2))
    [(records, offset, line)] = every(
        ctx, "SELECT records, byte_offset, next_line FROM import_file WHERE file = 'client.csv'"
    )
    before = CLIENTS.encode()[:offset]
    assert records == 80
    assert CLIENTS.encode()[offset:].startswith(b'c80,"Firm\n80"')
    assert before.count(b"\n") == line - 1 == 161


def test_other_bytes_or_rules_are_another_import(
    new_store: NewStore, folder: Path, small: None
) -> None:
    ctx = new_store(at=NOW)
    with pytest.raises(StoppedError):
        import_path(ctx, folder, mapping(), cancelled=stops_after(5))
    with (folder / "usage.csv").open("a") as file:
        file.write("u-new,c1,2024-06-05T04:00:00Z,1\n")
    done = import_path(ctx, folder, mapping())
    assert (done.resumed, done.run) == (False, 2)
    assert dict(counts(done))["client.csv"] == (0, 90, 1)


def test_damage_shows_before_anything_is_stored(new_store: NewStore, folder: Path) -> None:
    ctx = new_store(at=NOW)
    data = bytearray((folder / "usage-2.csv.gz").read_bytes())
    data[-30] ^= 255
    (folder / "usage-2.csv.gz").write_bytes(data)
    before = dump(ctx.store)
    with pytest.raises(RemoteError, match=r"usage-2\.csv\.gz: damaged gzip data"):
        import_path(ctx, folder, mapping())
    assert dump(ctx.store) == before


class Stdin:
    """Standard input that holds some bytes."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def test_standard_input_is_taken_in_once_and_again_by_key(
    new_store: NewStore, folder: Path, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx = new_store(at=NOW)
    data = usage("s", 300).encode()
    import_path(ctx, folder / "client.csv", mapping())
    told = load_mapping(None, "usage", "crm", "USD")

    def send(**options: Any) -> ImportSummary:
        monkeypatch.setattr("sys.stdin", Stdin(data))
        return import_path(ctx, Path("-"), told, **options)

    with pytest.raises(StoppedError):
        send(cancelled=stops_after(3))
    assert every(ctx, "SELECT state FROM import_run ORDER BY id") == [("done",), ("stopped",)]
    done = send()
    [file] = done.files
    assert (file.file, file.read, done.resumed, file.skipped) == ("stdin", 300, False, False)
    assert file.stored + file.unchanged + file.quarantined == 300
    assert 90 < file.unchanged < 120  # of three batches, but for what was refused
    again = send()
    assert (again.stored, again.quarantined) == (0, file.quarantined)
    assert every(ctx, "SELECT count(*) FROM event") == [(300 - file.quarantined,)]


def test_a_dry_run_reads_standard_input_and_stores_nothing(
    new_store: NewStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx = new_store(at=NOW)
    monkeypatch.setattr("sys.stdin", Stdin(usage("s", 80).encode()))
    before = dump(ctx.store)
    steps: list[Step] = []
    told = load_mapping(None, "usage", "crm", "USD")
    done = import_path(ctx, Path("-"), told, dry_run=True, progress=steps.append)
    assert (done.read, done.quarantined, done.reasons) == (80, 2, (("type.value", 2),))
    assert dump(ctx.store) == before
    assert (steps[-1].rows, steps[-1].size) == (80, None)
