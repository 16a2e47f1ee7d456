"""Where editors find the JSON Schema of a profile file: beside it, at an address, or nowhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from engine.knowledge.profile_schema import profile_file_schema
from engine.model import Knowledge, Language
from portolan.profile_target import write_whole

NOWHERE = "none"
_ADDRESSES = ("https://", "http://", "file://")


@dataclass(frozen=True, slots=True)
class SchemaPlace:
    """`said`: an address, `none`, or the name of a file from the directory in which the profile is."""

    said: str
    folder: Path

    @property
    def line(self) -> str | None:
        """What the profile's first line names."""
        return None if self.said == NOWHERE else self.said

    @property
    def path(self) -> Path | None:
        """The file that is to be written; None for an address."""
        return None if self.said == NOWHERE or self.said.startswith(_ADDRESSES) else self.folder / self.said

    def write(self, knowledge: Knowledge, language: Language, *, force: bool) -> bool:
        """Writes the schema, and over an older one. False where another file is in its place. Raises OSError."""
        path = self.path
        assert path is not None
        schema = profile_file_schema(knowledge, language)
        if path.exists() and not force and not _is_schema(path, schema["title"]):
            return False
        write_whole(path, json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
        return True


def _is_schema(path: Path, title: str) -> bool:
    try:
        there = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(there, dict) and there.get("title") == title
