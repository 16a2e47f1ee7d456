"""A compiled form of the knowledge under its digest, so that a command answers at once.

The cache is a pickle: it is only ever read from a directory of the user's own, and never shipped.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
import tempfile
from functools import cache
from pathlib import Path

from engine.directories import make_private
from engine.knowledge.files import KnowledgeFile, content_digest_of
from engine.knowledge.packs import read_packs
from engine.model import Knowledge

_DIGEST_SIZE = 32  # bytes of a SHA-256
_KEPT = 4  # bodies of knowledge: switching between a few must not compile each time


def load_cached(directory: Path, cache_directory: Path | None, packs: tuple[Path, ...] = ()) -> Knowledge:
    """Like `load_knowledge`, from the cache where it holds these very files read by this very code."""
    directories = (directory, *packs)
    if cache_directory is None or not all(one.is_dir() for one in directories):
        return _load(directories)
    return build_cached(read_packs(directories), cache_directory)


def build_cached(files: tuple[KnowledgeFile, ...], cache_directory: Path | None) -> Knowledge:
    """Like `build_knowledge`, from the cache where it holds these very files read by this very code."""
    if cache_directory is None:
        return _build(files)
    path = cache_directory / f"knowledge-{_key(content_digest_of(files))}.pickle"
    found = _read(path)
    if found is None:
        found = _build(files)
        _write(path, found)
    return found


def _build(files: tuple[KnowledgeFile, ...]) -> Knowledge:
    from engine.knowledge.loader import build_knowledge

    return build_knowledge(files)


def _load(directories: tuple[Path, ...]) -> Knowledge:
    from engine.knowledge.loader import load_knowledge

    return load_knowledge(*directories)


def _key(digest: str) -> str:
    version = f"{digest}|{_code_digest()}|{sys.version_info[:2]}"
    return hashlib.sha256(version.encode()).hexdigest()[:24]


@cache
def _code_digest() -> str:
    """Over the engine's own source: other code may build other values from the same files."""
    total = hashlib.sha256()
    for path in sorted(Path(__file__).parent.parent.rglob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()


def _read(path: Path) -> Knowledge | None:
    """What the cache holds, if it is whole and nobody else could have written it."""
    try:
        if os.stat(path.parent).st_uid != os.getuid():
            return None
        content = path.read_bytes()
    except OSError:
        return None
    digest, pickled = content[:_DIGEST_SIZE], content[_DIGEST_SIZE:]
    if hashlib.sha256(pickled).digest() != digest:
        return None
    found = pickle.loads(pickled)
    return found if isinstance(found, Knowledge) else None


def _write(path: Path, knowledge: Knowledge) -> None:
    """All or nothing, and only for the user; a cache that cannot be written is done without."""
    pickled = pickle.dumps(knowledge, protocol=pickle.HIGHEST_PROTOCOL)
    with contextlib.suppress(OSError):
        make_private(path.parent)
        descriptor, name = tempfile.mkstemp(dir=path.parent)
        try:
            with open(descriptor, "wb") as stream:
                stream.write(hashlib.sha256(pickled).digest() + pickled)
            os.replace(name, path)
        except OSError:
            os.unlink(name)
        _forget_oldest(path.parent)


def _forget_oldest(directory: Path) -> None:
    kept = sorted(directory.glob("knowledge-*.pickle"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in kept[_KEPT:]:
        old.unlink(missing_ok=True)
