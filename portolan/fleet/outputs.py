"""The rows of a run → its files, all of them or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import orjson

from portolan.fleet.journal import Journal
from portolan.fleet.row_schema import row_schema
from portolan.fleet.summary import Summary
from portolan.fleet.tables import TABLES, CsvWriter, ParquetWriter, Table, Writer

Format = Literal["jsonl", "csv", "parquet", "html"]
FORMATS: tuple[Format, ...] = ("jsonl", "csv", "parquet", "html")
USUAL: tuple[Format, ...] = ("jsonl", "csv", "html")
RESULTS, SCHEMA, PAGE = "results.jsonl", "results.schema.json", "summary.html"
_TABULAR: Mapping[Format, Callable[[Path, Table], Writer]] = {"csv": CsvWriter, "parquet": ParquetWriter}


def can_write_parquet() -> bool:
    return find_spec("pyarrow") is not None


def files_of(formats: Sequence[Format]) -> list[str]:
    """The names of what is written in some formats."""
    tables = [f"{table.name}.{form}" for form in formats if form in _TABULAR for table in TABLES]
    return [*([RESULTS, SCHEMA] if "jsonl" in formats else []), *tables, *([PAGE] if "html" in formats else [])]


def write_outputs(
    journal: Journal, directory: Path, staging: Path, formats: Sequence[Format], page: Callable[[Summary], str]
) -> Summary:
    """Row by row; what a run before has written stays as it was until all is there. Raises OSError."""
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    summary = Summary()
    with ExitStack() as stack:
        results = stack.enter_context((staging / RESULTS).open("xb")) if "jsonl" in formats else None
        writers = [
            (table, stack.enter_context(_writing(_TABULAR[form](staging / f"{table.name}.{form}", table))))
            for form in formats
            if form in _TABULAR
            for table in TABLES
        ]
        for said in journal.rows():
            if results:
                results.write(said + b"\n")
            row: dict[str, Any] = orjson.loads(said)
            summary.add(row)
            for table, writer in writers:
                writer.write(table.lines(row))
    if "jsonl" in formats:
        (staging / SCHEMA).write_bytes(orjson.dumps(row_schema(), option=orjson.OPT_INDENT_2) + b"\n")
    if "html" in formats:
        (staging / PAGE).write_text(page(summary), encoding="utf-8")
    _put_in_place(staging, directory, files_of(formats))
    shutil.rmtree(staging, ignore_errors=True)
    return summary


@contextmanager
def _writing(writer: Writer) -> Iterator[Writer]:
    try:
        yield writer
    finally:
        writer.close()


def _set_aside(there: Path, kept: Path) -> None:
    try:
        os.link(there, kept, follow_symlinks=False)
    except OSError:  # there are file systems without links
        shutil.copy2(there, kept, follow_symlinks=False)


def _put_in_place(staging: Path, directory: Path, names: Sequence[str]) -> None:
    """What was there is kept aside until the last one is in its place, and put back if one cannot be."""
    for name in names:
        with (staging / name).open("rb") as stream:
            os.fsync(stream.fileno())
    with ExitStack() as undo:
        for name in names:
            there, kept = directory / name, staging / f"{name}.before"
            if there.is_symlink() or there.exists():
                _set_aside(there, kept)
                undo.callback(partial(os.replace, kept, there))
            else:
                undo.callback(partial(there.unlink, missing_ok=True))
            os.replace(staging / name, there)
        undo.pop_all()
