"""A directory, a file or standard input → the texts in it that detection may read."""

from __future__ import annotations

import codecs
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from pathspec import GitIgnoreSpec

from engine.detection.found import SourceFile
from engine.knowledge.problems import NOTE, Problem
from engine.model import Place
from engine.one_line import one_line
from engine.told import told

MAX_BYTES = 4 * 1024 * 1024
# What is piped in is one dump of a whole cluster.
MAX_PIPED_BYTES = 256 * 1024 * 1024
STANDARD_INPUT = "-"
# Folders that hold what others wrote, or what was made from what is kept.
PASSED_OVER = frozenset({".git", "node_modules", "vendor", ".terraform", ".venv", "venv", "__pycache__", ".tox"})
_IGNORED = ".gitignore"
# Bytes of it that are read, and stars of a pattern: to match one with many takes as long as somebody wishes it to.
_MOST_IGNORED, _MOST_STARS = 1024 * 1024, 4
_STARS = re.compile(r"\*+")
TOO_LARGE = told(
    f"not read: the file is over {MAX_BYTES} bytes", f"읽지 않았습니다. 파일이 {MAX_BYTES}바이트를 넘습니다"
)
NO_FILE = told("not read: it is not a file", "읽지 않았습니다. 파일이 아닙니다")
_ASTRAY = told(
    "not read: the link leads nowhere, in a circle or out of the directory",
    "읽지 않았습니다. 링크가 가리키는 파일이 없거나 순환하거나 디렉터리 밖에 있습니다",
)
# A text has no such byte, and what is no text has one near its beginning.
_BINARY, _LOOKED_AT = b"\0", 8192
# Save for what PowerShell writes behind a `>`.
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Wanted = Callable[[str], bool]
Failed = Callable[[Problem], None]
# Told of a path at which there is something that is passed over for a fault of its own, and what that is.
Missed = Callable[[str, str], None]


def walk(root: Path, *, wanted: Wanted | None = None, failed: Failed | None = None) -> Iterator[SourceFile]:
    """The text files below a directory in the order of their paths, or the one file that `root` is.

    Passes over what Git would ignore, folders of others' code, binary files, links that lead in circles or out, and
    what is no file, as pipes. A path that no line can show has a mark in the place of each such letter.
    `wanted` says by its path whether a file is to be opened; `failed` is told what could not be read, or is too large.
    """
    if not root.is_dir():
        yield from _read(root, root.name, failed)
        return
    for path, name in paths_below(root):
        if wanted is None or wanted(name):
            yield from _read(path, name, failed)


def piped() -> SourceFile:
    """What comes in on standard input. Raises ValueError where it is closed or too large."""
    if sys.stdin is None:
        raise ValueError("standard input is closed")
    content = sys.stdin.buffer.read(MAX_PIPED_BYTES + 1)
    if len(content) > MAX_PIPED_BYTES:
        raise ValueError(f"standard input is over {MAX_PIPED_BYTES} bytes")
    return SourceFile(STANDARD_INPUT, _decoded(content))


def paths_below(root: Path, missed: Missed | None = None) -> Iterator[tuple[Path, str]]:
    """Every file below a directory, with its path relative to it, that is neither passed over nor ignored.

    `missed` is told of folders that cannot be opened, of links to files that lead nowhere, in circles or out, and
    of what is no file, as pipes.
    """
    specs: dict[str, tuple[tuple[str, GitIgnoreSpec], ...]] = {}
    real = os.path.realpath(root)

    def closed(error: OSError) -> None:
        if missed:
            missed(Path(error.filename).relative_to(root).as_posix(), told_of(error))

    for folder, folders, files in os.walk(root, onerror=closed):
        below = Path(folder).relative_to(root).as_posix()
        prefix = "" if below == "." else f"{below}/"
        above = specs.get(prefix.rstrip("/").rpartition("/")[0], ()) if prefix else ()
        here = (*above, *_ignored_here(Path(folder), prefix, files))
        specs[prefix.rstrip("/")] = here
        folders[:] = sorted(
            name for name in folders if name not in PASSED_OVER and not _is_ignored(f"{prefix}{name}/", here)
        )
        for name in sorted(files):
            path = Path(folder, name)
            if _is_ignored(prefix + name, here):
                continue
            if _is_file(path, real):
                yield path, prefix + name
            elif missed:
                missed(prefix + name, _ASTRAY if path.is_symlink() else NO_FILE)


def _ignored_here(folder: Path, prefix: str, files: Sequence[str]) -> tuple[tuple[str, GitIgnoreSpec], ...]:
    path = folder / _IGNORED
    if _IGNORED not in files or path.is_symlink() or not path.is_file():  # Git follows no such link
        return ()
    try:
        with path.open("rb") as stream:
            lines = stream.read(_MOST_IGNORED).decode(errors="replace").splitlines()
        return ((prefix, GitIgnoreSpec.from_lines(line for line in lines if len(_STARS.findall(line)) <= _MOST_STARS)),)
    except (OSError, ValueError):  # a pattern that Git would not take either
        return ()


def _is_ignored(path: str, specs: Sequence[tuple[str, GitIgnoreSpec]]) -> bool:
    """The file that is nearest has the last word, as with Git."""
    for prefix, spec in reversed(specs):
        said = spec.check_file(path.removeprefix(prefix)).include
        if said is not None:
            return said
    return False


def _is_file(path: Path, root: str) -> bool:
    """A file, or a link to one below the root: to open a pipe would wait for somebody to write into it."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False
    if not stat.S_ISLNK(mode):
        return stat.S_ISREG(mode)
    target = os.path.realpath(path)
    return os.path.isfile(target) and target.startswith(root.rstrip("/") + "/")


def _read(path: Path, name: str, failed: Failed | None) -> Iterator[SourceFile]:
    name = one_line(name)
    try:
        with path.open("rb") as stream:
            if os.fstat(stream.fileno()).st_size > MAX_BYTES:
                _tell(failed, name, "too-large", TOO_LARGE, NOTE)
                return
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        _tell(failed, name, "unreadable", told_of(error), "warning")
        return
    if _BINARY not in content[:_LOOKED_AT] or content.startswith(_UTF_16):
        yield SourceFile(PurePosixPath(name).as_posix(), _decoded(content))


def told_of(error: OSError) -> str:
    """Why something could not be read."""
    why = error.strerror or error
    return told(f"not read: {why}", f"읽지 못했습니다: {why}")


def _tell(failed: Failed | None, name: str, code: str, message: str, level: str) -> None:
    if failed:
        failed(Problem(Place(name, 1, 1), code, message, level=level))


def _decoded(content: bytes) -> str:
    return content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig", errors="replace")
