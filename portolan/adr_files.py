"""Records that are files: their numbers, what Portolan knows its own by, and the line with their status."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from engine.explanation.records.record import Mark

# What Backstage takes for a record: four digits, no more.
_NAME = re.compile(r"(\d{4})-.+\.md\Z")
LAST_NUMBER = 9999
_FRONT_MATTER = re.compile(rb"---[ \t]*\r?\n(?P<inside>(?:.*\n)*?)---[ \t]*\r?(?:\n|\Z)")
_STATUS = re.compile(rb"^status[ \t]*:[^\r\n]*?(?P<comment>[ \t]+#[^\r\n]*)?(?=\r?$)", re.MULTILINE)
# As MADR 2 has it.
_LISTED_STATUS = re.compile(rb"^(?P<label>[*-][ \t]+status:)[^\r\n]*(?=\r?$)", re.MULTILINE | re.IGNORECASE)


class StatusError(ValueError):
    """There is no line with the status, or not one that could be changed by itself."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that is there. `mark`: None for one that Portolan did not write."""

    path: Path
    number: int
    status: str
    mark: Mark | None
    content: bytes

    @property
    def in_force(self) -> bool:
        """Could it be superseded? What was rejected never held, and what was superseded no longer does."""
        return not self.status.lower().startswith(("superseded", "rejected"))


def kept_in(directory: Path) -> tuple[Kept, ...]:
    """The records in a directory, by number; none where there is no directory. Raises OSError."""
    if not directory.exists():
        return ()
    found = [(_NAME.match(path.name), path) for path in sorted(directory.iterdir()) if path.is_file()]
    return tuple(_kept(path, int(name[1])) for name, path in found if name)


def kept_file(path: Path) -> Kept:
    """Any file as a record, whatever it is called. Raises OSError."""
    return _kept(path, 0)


def _kept(path: Path, number: int) -> Kept:
    content = path.read_bytes()
    data = front_matter(content)
    return Kept(path, number, str(data.get("status") or ""), Mark.read(data.get("portolan")), content)


def front_matter(content: bytes) -> dict[str, Any]:
    """What stands before the text; nothing where it cannot be read."""
    found = _FRONT_MATTER.match(content)
    try:
        data = yaml.safe_load(found["inside"]) if found else None
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def name_of(path: Path) -> str:
    """What others call a record: `ADR-0004`, or as its file where that has no number."""
    found = _NAME.match(path.name)
    return f"ADR-{found[1]}" if found else path.stem


def next_number(kept: Iterable[Kept]) -> int:
    return max((one.number for one in kept), default=0) + 1


def with_status(content: bytes, status: str) -> bytes:
    """The file with another status, and not a byte changed on any other line. Raises StatusError."""
    found = _FRONT_MATTER.match(content)
    if found is None:
        return _with_listed_status(content, status)
    inside = found["inside"]
    quoted = f'status: "{status}"'.encode()
    changed, count = _STATUS.subn(lambda line: quoted + (line["comment"] or b""), inside, count=1)
    start = found.start("inside")
    result = content[:start] + changed + content[start + len(inside) :]
    before, after = front_matter(content), front_matter(result)
    if not count:
        raise StatusError("its front matter has no line `status:`")
    if before | {"status": status} != after:
        raise StatusError("its status cannot be changed without changing other lines")
    return result


def _with_listed_status(content: bytes, status: str) -> bytes:
    head, heading, rest = content.partition(b"\n## ")
    changed, count = _LISTED_STATUS.subn(lambda line: line["label"] + b" " + status.encode(), head, count=1)
    if not count:
        raise StatusError("it has neither front matter nor a line `* Status:`")
    return changed + heading + rest
