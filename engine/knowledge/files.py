"""A directory of knowledge → its files, their kinds and their digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

_SINGLE = ("sources", "editions", "questionnaire", "slots", "licences", "stages", "conflicts")


@dataclass(frozen=True, slots=True)
class KnowledgeFile:
    """`name` is relative to the directory, with slashes; `kind` names its schema, None where the file is unknown."""

    name: str
    kind: str | None
    content: bytes


def kind_of(name: str) -> str | None:
    """Which schema a file of that name must follow."""
    folder, _, last = name.rpartition("/")
    stem = last.rpartition(".")[0]
    if not folder:
        return "pack" if stem == "portolan" else stem if stem in _SINGLE else None
    return {"claims": "claims", "catalog": "catalog"}.get(folder, "module")


def read_directory(directory: Path) -> tuple[KnowledgeFile, ...]:
    """All YAML files below a directory, in the order of their names."""
    paths = [path for suffix in ("*.yaml", "*.yml") for path in directory.rglob(suffix) if path.is_file()]
    names = sorted((path.relative_to(directory).as_posix(), path) for path in paths)
    return tuple(
        KnowledgeFile(name, kind_of(name), path.read_bytes()) for name, path in names if not name.startswith("schemas/")
    )


def digest_of(files: tuple[KnowledgeFile, ...]) -> str:
    """`sha256:…` over names and bytes: the same knowledge has the same digest on every machine."""
    total = hashlib.sha256()
    for file in files:
        # A name that is no text, as Unix allows, must not keep the rest from being read.
        total.update(f"{file.name}\0{len(file.content)}\0".encode(errors="surrogateescape"))
        total.update(file.content)
    return f"sha256:{total.hexdigest()}"
