"""Standard input: read once, as it comes, whatever it holds."""

from __future__ import annotations

import gzip
import io
import os
import threading
from pathlib import Path

import pytest

from bellbuoy.services.importing.files import FoundFile
from bellbuoy.services.importing.standard_input import StdinFile
from bellbuoy.services.importing.table import read_table
from core.integrations.mapping_types import FileSpec
from core.integrations.plain import plain_mapping
from core.integrations.records import LIMIT, each
from core.values.errors import RemoteError, UsageError

SPEC = plain_mapping("x", "client").files[0]


def stdin(data: bytes, spec: FileSpec = SPEC) -> StdinFile:
    return StdinFile(FoundFile(Path("-"), "stdin", spec), io.BytesIO(data))


def rows(data: bytes) -> list[object]:
    file = stdin(data)
    layout, reader = read_table(file, SPEC)
    assert layout.header == reader.header
    return [record.cells for record in each(reader)]


BODY = "id,name\n" + "".join(f"{n},Zoë {n}\n" for n in range(20_000))
EXPECTED = [[str(n), f"Zoë {n}"] for n in range(20_000)]


@pytest.mark.parametrize(
    "data",
    [
        BODY.encode(),
        gzip.compress(BODY.encode()),
        ("\ufeff" + BODY).encode("utf-16-le"),
        gzip.compress(("\ufeff" + BODY).encode("utf-16-be")),
        BODY.replace(",", ";").encode(),
        BODY.replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "gzip", "utf-16", "gzip of utf-16", "semicolons", "carriage returns"],
)
def test_every_form_is_told_from_what_comes(data: bytes) -> None:
    assert rows(data) == EXPECTED


def test_json_lines_are_told_from_their_first_sign() -> None:
    found = rows(b'\n {"id": 1, "name": "a"}\n{"id": 2, "name": "b"}\n')
    assert [cells[:2] for cells in found if isinstance(cells, list)] == [[1, "a"], [2, "b"]]


def test_what_cannot_be_read_from_a_pipe_is_refused() -> None:
    for data, told in ((b"PAR1", "Parquet"), (b"PK\x03\x04", "zip archive"), (b"", "empty")):
        with pytest.raises(UsageError, match=told):
            rows(data)
    with pytest.raises(UsageError, match="a file of its own"):
        read_table(stdin(b""), FileSpec(("-",), "client", (), format="parquet"))
    with pytest.raises(RemoteError, match="damaged gzip data"):
        rows(gzip.compress(os.urandom(200_000))[:-9])


def test_a_header_longer_than_the_first_look_loses_nothing() -> None:
    name = "x" * (LIMIT // 4)
    header = f"id,name,{name}\n".encode()
    assert rows(header + b"1,a,b\n2,c,d\n") == [["1", "a", "b"], ["2", "c", "d"]]


def test_it_is_read_as_it_comes_and_counted() -> None:
    number, write = os.pipe()
    with open(number, "rb") as source:
        sender = threading.Thread(target=_send, args=(write,))
        sender.start()
        file = StdinFile(FoundFile(Path("-"), "stdin", SPEC), source)
        _, reader = read_table(file, SPEC)
        assert len(list(each(reader))) == 20_000
        sender.join()
    assert file.position == len(BODY.encode())
    assert (file.sha256(), file.size, file.resumes) == ("", 0, False)


def _send(number: int) -> None:
    with open(number, "wb", buffering=0) as pipe:
        data = BODY.encode()
        for at in range(0, len(data), 7001):
            pipe.write(data[at : at + 7001])
