"""Directories of knowledge → their files, with kinds and digests."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

# What tells products apart in files: nothing is decided by it.
FINGERPRINTS = "fingerprints"
_SINGLE = ("sources", "editions", "questionnaire", "slots", "licences", "stages", "conflicts", "unused")
# Folders whose files are of a kind of their own; those of all others are modules.
_FOLDERS = ("claims", "catalog", FINGERPRINTS)
_SUFFIXES = (".yaml", ".yml")
# Folders that stand beside the knowledge without being of it.
_BESIDE = ("schemas/", "tests/")
# Between a pack and a file of it. The files of the base are named without a pack.
_OF_PACK = ":"


@dataclass(frozen=True, slots=True)
class KnowledgeFile:
    """`name` is relative to the directory, with slashes; `kind` names its schema, None where the file is unknown.

    `pack` tells the files of one pack from those of another; it is empty for those of the base.
    """

    name: str
    kind: str | None
    content: bytes
    pack: str = ""

    @classmethod
    def at(cls, path: str, content: bytes) -> KnowledgeFile:
        """The file that `path` names."""
        pack, name = split_path(path)
        return cls(name, kind_of(name), content, pack)

    @property
    def path(self) -> str:
        """The name among the files of all packs: `acme:claims/board.yaml`, or the bare name for the base."""
        return f"{self.pack}{_OF_PACK}{self.name}" if self.pack else self.name


def split_path(path: str) -> tuple[str, str]:
    """The pack, empty for the base, and the name in its directory."""
    pack, _, name = path.rpartition(_OF_PACK)
    return pack, name


def kind_of(name: str) -> str | None:
    """Which schema a file of that name must follow."""
    if _OF_PACK in name:  # it would be taken for the file of a pack
        return None
    folder, _, last = name.rpartition("/")
    stem = last.rpartition(".")[0]
    if not folder:
        return "pack" if stem == "portolan" else stem if stem in _SINGLE else None
    return folder if folder in _FOLDERS else "module"


def read_directory(directory: Path, pack: str = "") -> tuple[KnowledgeFile, ...]:
    """All YAML files below a directory, in the order of their names."""
    names = sorted((path.relative_to(directory).as_posix(), path) for path in _below(directory))
    return tuple(
        KnowledgeFile(name, kind_of(name), path.read_bytes(), pack) for name, path in names if is_knowledge(name)
    )


def _below(directory: Path) -> Iterator[Path]:
    """The files below a directory; links are followed, and what is hidden is passed over.

    So a directory that Kubernetes mounts is read as it is meant: it links each name to a hidden directory.
    """
    seen = set()
    for folder, folders, files in os.walk(directory, followlinks=True):
        real = os.path.realpath(folder)
        if real in seen:  # a link to where one comes from
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(folder, name) for name in files if not name.startswith("."))
        yield from (path for path in paths if path.is_file())


def is_knowledge(name: str) -> bool:
    """Is a file of a directory, named relative to it with slashes, one of the knowledge?"""
    return name.endswith(_SUFFIXES) and not name.startswith(_BESIDE)


def by_pack(files: Iterable[KnowledgeFile]) -> dict[str, tuple[KnowledgeFile, ...]]:
    """The files of each pack in the order of their names; packs in the order in which they are met, the base first."""
    found: dict[str, list[KnowledgeFile]] = {"": []}
    for file in files:
        found.setdefault(file.pack, []).append(file)
    return {pack: tuple(sorted(inside, key=lambda file: file.name)) for pack, inside in found.items()}


def digest_of(files: tuple[KnowledgeFile, ...]) -> str:
    """`sha256:…` over names and bytes: the same knowledge has the same digest on every machine.

    Of several packs it is over the digest of each, in their order. Fingerprints are left out: no decision reads them,
    and to know one more image must not give every decision another id.
    """
    return content_digest_of(tuple(file for file in files if file.kind != FINGERPRINTS))


def content_digest_of(files: tuple[KnowledgeFile, ...]) -> str:
    """The same over every file: what tells whether any of them has changed."""
    return digest_over([_digest(inside) for inside in by_pack(files).values() if inside])


def digest_over(digests: Sequence[str]) -> str:
    """That of several packs, from their own; of one, its own."""
    if len(digests) == 1:
        return digests[0]
    return f"sha256:{hashlib.sha256(' '.join(digests).encode(errors='surrogatepass')).hexdigest()}"


def _digest(files: tuple[KnowledgeFile, ...]) -> str:
    total = hashlib.sha256()
    for file in files:
        # A name that is no text, as Unix allows, must not keep the rest from being read.
        total.update(f"{file.name}\0{len(file.content)}\0".encode(errors="surrogateescape"))
        total.update(file.content)
    return f"sha256:{total.hexdigest()}"
