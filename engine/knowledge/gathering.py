"""What the loader has read so far: documents, and the named things in them with their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from engine.knowledge.problems import Problem
from engine.knowledge.yaml_reader import Document
from engine.model import Path, Range, Rule


@dataclass(slots=True)
class Loaded:
    """One document that met its schema, at least in part. `pack` is how its pack is told from others."""

    kind: str
    document: Document
    values: dict[str, Any]
    pack: str = ""


@dataclass(slots=True)
class Entries:
    """Named things of one sort, with the place of each; a second one of a name is a problem."""

    what: str
    problems: list[Problem]
    values: dict[str, Any] = field(default_factory=dict)
    where: dict[str, tuple[Document, Path]] = field(default_factory=dict)

    def add(self, id_: str, value: Any, document: Document, path: Path) -> None:
        if id_ in self.values:
            first_document, first_path = self.where[id_]
            first = first_document.place((*first_path, "id"))
            message = f"the {self.what} {id_!r} is there already"
            self.problems.append(
                Problem(document.place((*path, "id")), "duplicate-id", message, f"first at {first.file}:{first.line}")
            )
            return
        self.values[id_] = value
        self.where[id_] = (document, path)

    def places(self) -> Iterator[tuple[Any, Document, Path]]:
        for id_, value in self.values.items():
            yield (value, *self.where[id_])


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """A rule as it stands in the file, before grounding. `ranges`: see `check_rule`."""

    rule: Rule
    ranges: Range | None


def paths_by(document: Document, key: str, *names: str) -> Iterator[tuple[str, Path]]:
    """What the items of a list in the raw document are called, under the first of some names, and their paths.

    Indices of loaded values shift where a faulty item was left out; these do not.
    """
    for i, item in enumerate(document.data.get(key) or ()):
        if isinstance(item, dict):
            yield str(next((item[name] for name in names if name in item), None)), (key, i)


def path_of(id_: str, paths: Iterator[tuple[str, Path]], otherwise: Path) -> Path:
    """The next path under that name. To be asked for the items of a list in their order, with the same iterator."""
    return next((path for name, path in paths if name == id_), otherwise)
