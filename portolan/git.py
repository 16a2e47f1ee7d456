"""Directories as they were at a revision, read from Git's own store: the work tree is not touched."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.knowledge.problems import listed, nearest

# Git sets these for its hooks, and they would win over the directory that is asked about.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
_FILE = "100"  # how the modes of plain files begin


class GitError(Exception):
    """Git cannot say. `hint`: what to do about it; `outside`: it is Git itself that failed, not what was asked."""

    def __init__(self, message: str, hint: str | None = None, *, outside: bool = False) -> None:
        super().__init__(message)
        self.message, self.hint, self.outside = message, hint, outside


class UnknownRevisionError(GitError):
    """The repository has no such revision."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A directory's repository. `prefix`: the way to the directory from its root, with slashes, empty for the root."""

    root: Path
    prefix: str

    @classmethod
    def of(cls, directory: Path) -> Repository | None:
        """None where the directory is in no work tree. Raises GitError where Git does not run or refuses to."""
        code, out, error = _run(directory, "rev-parse", "--is-inside-work-tree", "--show-toplevel", "--show-prefix")
        if code:
            if "not a git repository" in error:
                return None
            raise GitError(f"Git cannot read {directory}: {_first_line(error)}", outside=True)
        inside, *rest = out.decode(errors="surrogateescape").split("\n")
        if inside != "true" or len(rest) < 2:  # noqa: PLR2004
            return None
        return cls(Path(rest[0]), rest[1].rstrip("/"))

    def commit(self, revision: str) -> str:
        """The commit that a name, tag or hash means. Raises UnknownRevisionError with the nearest name."""
        if not revision or revision.startswith("-"):
            raise UnknownRevisionError(f"{revision!r} is no revision")
        code, out, _ = _run(self.root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        if not code:
            return out.decode().strip()
        names = self._names()
        hint = nearest(revision, names) or f"there are {listed(names)}"
        if self._is_shallow():
            hint = "the clone is shallow: fetch more of it, as by `git fetch --unshallow`"
        raise UnknownRevisionError(f"There is no directory {revision!r}, and no such revision in {self.root}", hint)

    def files(self, commit: str, wanted: Callable[[str], bool]) -> dict[str, bytes]:
        """The files of the directory at a commit whose names in it are wanted, by these."""
        entries = {name: object_ for name, object_ in self._entries(commit).items() if wanted(name)}
        return dict(zip(entries, self._contents(entries.values()), strict=True))

    def is_ignored(self) -> bool:
        """Is the directory meant to be no part of the repository, as where packages are installed in it?"""
        return bool(self.prefix) and not _run(self.root, "check-ignore", "--quiet", "--", self.prefix)[0]

    def _entries(self, commit: str) -> dict[str, str]:
        """The plain files below the directory, each with the hash of its content; none where it was not there."""
        code, out, _ = _run(self.root, "ls-tree", "-r", "-z", "--full-tree", f"{commit}:{self.prefix}")
        if code:
            return {}
        found = {}
        for line in filter(None, out.split(b"\0")):
            about, _, name = line.partition(b"\t")
            mode, _, object_ = about.decode().split(" ")
            if mode.startswith(_FILE):
                found[name.decode(errors="surrogateescape")] = object_
        return found

    def _contents(self, objects: Iterable[str]) -> Iterator[bytes]:
        asked = "".join(f"{one}\n" for one in objects)
        code, out, error = _run(self.root, "cat-file", "--batch", fed=asked.encode())
        if code:
            raise GitError(f"Git cannot read {self.root}: {_first_line(error)}", outside=True)
        at = 0
        while at < len(out):
            end = out.index(b"\n", at)
            said = out[at:end].split(b" ")
            if len(said) != 3:  # noqa: PLR2004  # "… missing", as in a partial clone that cannot fetch
                raise GitError(f"Git lacks an object of {self.root}: {out[at:end].decode()}", outside=True)
            size = int(said[2])
            yield out[end + 1 : end + 1 + size]
            at = end + 1 + size + 1

    def _names(self) -> list[str]:
        _, out, _ = _run(self.root, "for-each-ref", "--format=%(refname:short)")
        return [*out.decode(errors="replace").split(), "HEAD"]

    def _is_shallow(self) -> bool:
        return _run(self.root, "rev-parse", "--is-shallow-repository")[1].strip() == b"true"


def _run(directory: Path, *arguments: str, fed: bytes | None = None) -> tuple[int, bytes, str]:
    """Exit code, output and what was complained of. Raises GitError where there is no Git."""
    inherited = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    command = ["git", "-C", str(directory), *arguments]
    try:
        done = subprocess.run(
            command,
            input=fed,
            stdin=subprocess.DEVNULL if fed is None else None,
            capture_output=True,
            check=False,
            env={**inherited, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"},
        )
    except FileNotFoundError:
        raise GitError("Git is not installed", "name a directory in place of a revision", outside=True) from None
    return done.returncode, done.stdout, done.stderr.decode(errors="replace")


def _first_line(error: str) -> str:
    return next(iter(error.strip().splitlines()), "it does not say why").removeprefix("fatal: ")
