"""A file of an import as a table: the rules it is read by, and its reader."""

from __future__ import annotations

from dataclasses import replace

from bellbuoy.services.importing.opening import OpenFile
from bellbuoy.services.importing.parquet import ParquetReader
from bellbuoy.services.importing.standard_input import StdinFile
from core.integrations.fact_rows import format_of, reader_of, settle
from core.integrations.layout import START, Dialect, Layout, Watermark
from core.integrations.mapping_types import FileSpec
from core.integrations.records import Reader
from core.values.errors import UsageError


def read_table(file: OpenFile | StdinFile, spec: FileSpec) -> tuple[Layout, Reader]:
    """How a file is read, its header among it, and the reader of its first record.

    Raises UsageError for a file that its mapping does not fit, or that is no table.
    """
    if (spec.format or format_of(file.name)) == "parquet":
        parquet = _parquet(file, spec, START)
        return Layout("parquet", Dialect(), parquet.header), parquet
    layout = settle(spec, file.name, file)
    reader = reader_of(spec, layout, file.name, file)
    return replace(layout, header=reader.header), reader


def table_from(
    file: OpenFile | StdinFile, spec: FileSpec, layout: Layout, watermark: Watermark
) -> Reader:
    """The reader of the records behind a watermark, by the layout found before."""
    if layout.format == "parquet":
        return _parquet(file, spec, watermark)
    return reader_of(spec, layout, file.name, file, watermark)


def _parquet(file: OpenFile | StdinFile, spec: FileSpec, watermark: Watermark) -> ParquetReader:
    if not isinstance(file, OpenFile) or file.packed:
        raise UsageError(
            f"{file.name}: Parquet is read from a file of its own",
            "unpack it, or save it first",
        )
    file.handle.seek(0)
    return ParquetReader(file.handle, file.name, spec, watermark)
