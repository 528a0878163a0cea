"""How the bytes of one file are read, once that is settled.

It is kept beside what was refused, so that a row can be read again later by the
same rules, whatever has become of its file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from core.integrations.mapping_types import Format


class Watermark(NamedTuple):
    """Where reading goes on: so many bytes into the unpacked file, at this line.
    Of a Parquet file both count rows."""

    offset: int
    line: int


START = Watermark(0, 1)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How CSV is written.

    `quote` is empty where no sign quotes; inside quotes a quote is doubled or,
    where there is an `escape`, stands behind that. `newline` ends a physical
    line: `\\n` (a CR before it belongs to the line's end) or a lone `\\r`.
    `encoding` is one in which line ends, quotes and digits are the bytes of ASCII.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    newline: str = "\n"
    encoding: str = "utf-8"

    @property
    def ending(self) -> bytes:
        return self.newline.encode()


@dataclass(frozen=True, slots=True)
class Layout:
    """Form, dialect and header of a file. `unicode` names the UTF-16 that the
    file is in; its records are then read as UTF-8."""

    format: Format
    dialect: Dialect
    header: tuple[str, ...] = ()
    unicode: str = ""

    @property
    def encoding(self) -> str:
        """That of the bytes in the file."""
        return self.unicode or self.dialect.encoding

    def as_filed(self, raw: bytes) -> bytes:
        """The bytes of a record as they stand in the file, from those it was read as."""
        if not self.unicode:
            return raw
        try:
            text = raw.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:  # half a character, at the end of a damaged file
            return raw
        return text.encode(self.unicode, "surrogatepass")

    def as_read(self, raw: bytes) -> bytes:
        """The other way round."""
        if not self.unicode:
            return raw
        try:
            text = raw.decode(self.unicode, "surrogatepass")
        except UnicodeDecodeError:
            return raw
        return text.encode("utf-8", "surrogatepass")
