"""Rows as tables: one of subjects, and of what each has any number of."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, Protocol

from engine.checking.kinds import LEVELS

if TYPE_CHECKING:
    from pyarrow import parquet

Type = Literal["text", "number", "yes or no", "day"]
Line = tuple[Any, ...]

# What a spreadsheet would take for a formula; some read wide signs as the narrow ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LIST = " "
# Of a table that wait to be written to a Parquet file together.
_GROUP = 20_000


@dataclass(frozen=True, slots=True)
class Table:
    """`lines`: those that a row of an entry gives, in the order of `columns`."""

    name: str
    columns: Mapping[str, Type]
    lines: Callable[[Mapping[str, Any]], Iterator[Line]]


def _texts(*names: str) -> dict[str, Type]:
    return dict.fromkeys(names, "text")


_WHOSE = _texts("where", "subject", "owner", "system")


def _whose(row: Mapping[str, Any]) -> Line:
    return (row["where"], row["subject"], row["owner"], row["system"])


def _subjects(row: Mapping[str, Any]) -> Iterator[Line]:
    counts: Mapping[str, int] = row.get("counts", {})
    counted = tuple(counts.get(name) for name in (*reversed(LEVELS), "waived"))
    yield (
        *_whose(row),
        row["outcome"],
        row.get("decision"),
        row.get("edition"),
        row.get("as_of"),
        row.get("declared"),
        *counted,
    )


def _findings(row: Mapping[str, Any]) -> Iterator[Line]:
    for one in row.get("findings", ()):
        lists = (_LIST.join(one[name]) for name in ("slots", "to", "others", "rules", "sources"))
        plain = (one[name] for name in _PLAIN_OF_FINDING)
        yield (*_whose(row), *plain, one["waived_by"] is not None, *lists)


def _waivers(row: Mapping[str, Any]) -> Iterator[Line]:
    for one in row.get("waivers", ()):
        yield (*_whose(row), _LIST.join(one["kinds"]), *(one[name] for name in _PLAIN_OF_WAIVER))


def _deadlines(row: Mapping[str, Any]) -> Iterator[Line]:
    for one in row.get("deadlines", ()):
        yield (*_whose(row), one["product"], one["release"], one["by"])


def _mistakes(row: Mapping[str, Any]) -> Iterator[Line]:
    for one in row.get("mistakes", ()):
        yield (*_whose(row), *(one[name] for name in _PLAIN_OF_MISTAKE))


_PLAIN_OF_FINDING: dict[str, Type] = {
    "line": "number",
    "kind": "text",
    "level": "text",
    "fails": "yes or no",
    "product": "text",
    "release": "text",
    "question": "text",
    "verdict": "text",
    "by": "day",
    "days_left": "number",
    "title": "text",
    "pointer": "text",
    "fingerprint": "text",
}
_PLAIN_OF_WAIVER: dict[str, Type] = {
    "state": "text",
    "product": "text",
    "slot": "text",
    "reason": "text",
    "until": "day",
    "by": "text",
    "findings": "number",
}
_PLAIN_OF_MISTAKE: dict[str, Type] = {
    "file": "text",
    "line": "number",
    "column": "number",
    "pointer": "text",
    "detail": "text",
    "hint": "text",
}

TABLES = (
    Table(
        "subjects",
        {
            **_WHOSE,
            **_texts("outcome", "decision", "edition"),
            "as_of": "day",
            **dict.fromkeys(("declared", *(f"{level}s" for level in reversed(LEVELS)), "waived"), "number"),
        },
        _subjects,
    ),
    Table(
        "findings",
        {**_WHOSE, **_PLAIN_OF_FINDING, "waived": "yes or no", **_texts("slots", "to", "others", "rules", "sources")},
        _findings,
    ),
    Table("waivers", {**_WHOSE, "kinds": "text", **_PLAIN_OF_WAIVER}, _waivers),
    Table("deadlines", {**_WHOSE, **_texts("product", "release"), "by": "day"}, _deadlines),
    Table("mistakes", {**_WHOSE, **_PLAIN_OF_MISTAKE}, _mistakes),
)


class Writer(Protocol):
    """Where lines of one table go."""

    def write(self, lines: Iterator[Line]) -> None: ...

    def close(self) -> None: ...


class CsvWriter:
    """As RFC 4180 has it, in UTF-8; what a spreadsheet would take for a formula gets a ' before it."""

    def __init__(self, path: Path, table: Table) -> None:
        self._stream: IO[str] = path.open("x", encoding="utf-8", newline="")
        self._writer = csv.writer(self._stream)
        self._writer.writerow(table.columns)

    def write(self, lines: Iterator[Line]) -> None:
        self._writer.writerows([_cell(one) for one in line] for line in lines)

    def close(self) -> None:
        self._stream.close()


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return str(value).lower() if isinstance(value, bool) else value


class ParquetWriter:
    """Lines in groups, so that no table is ever held whole."""

    def __init__(self, path: Path, table: Table) -> None:
        import pyarrow
        import pyarrow.parquet

        types = {"text": pyarrow.string(), "number": pyarrow.int64(), "yes or no": pyarrow.bool_()}
        types["day"] = pyarrow.date32()
        fields = [pyarrow.field(name, types[type_]) for name, type_ in table.columns.items()]
        self._schema = pyarrow.schema(fields)
        self._days = [number for number, type_ in enumerate(table.columns.values()) if type_ == "day"]
        self._columns: list[list[Any]] = [[] for _ in fields]
        self._writer: parquet.ParquetWriter = pyarrow.parquet.ParquetWriter(path, self._schema, compression="zstd")

    def write(self, lines: Iterator[Line]) -> None:
        for line in lines:
            for column, value in zip(self._columns, line, strict=True):
                column.append(value)
        if len(self._columns[0]) >= _GROUP:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        import pyarrow

        if not self._columns[0]:
            return
        for number in self._days:
            self._columns[number] = [date.fromisoformat(one) if one else None for one in self._columns[number]]
        arrays = [
            pyarrow.array(column, type=field.type) for column, field in zip(self._columns, self._schema, strict=True)
        ]
        self._writer.write_table(pyarrow.Table.from_arrays(arrays, schema=self._schema))
        for column in self._columns:
            column.clear()
