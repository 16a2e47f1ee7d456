"""Files that are written together: all of them, or none."""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Creation:
    """A file that must not be there yet."""

    path: Path
    content: bytes


@dataclass(frozen=True, slots=True)
class Edit:
    """A file that must still be what was read of it."""

    path: Path
    before: bytes
    after: bytes


@contextlib.contextmanager
def one_at_a_time(directory: Path) -> Iterator[None]:
    """Other processes that come here wait until this one is done. The directory is there meanwhile.

    What was made for that and stayed empty is taken away again. Raises OSError.
    """
    made = [one for one in (directory, *directory.parents) if not one.exists()]
    directory.mkdir(parents=True, exist_ok=True)
    handle = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        with contextlib.suppress(OSError):  # not empty
            for one in made:
                one.rmdir()
        os.close(handle)


def write_together(directory: Path, creations: Sequence[Creation], edits: Sequence[Edit]) -> None:
    """Everything is written out below `directory` first and then put in place; what fails puts all of it back.

    Raises OSError, FileExistsError among them; nothing has changed then, nor where it is interrupted.
    """
    undo: list[Callable[[], None]] = []
    try:
        _make(directory, undo)
        with tempfile.TemporaryDirectory(prefix=".portolan-", dir=directory) as name, _undone_in_time(undo):
            staging = Path(name)
            staged = [_stage(staging / f"new-{i}", creation.content) for i, creation in enumerate(creations)]
            edited = [_stage(staging / f"edit-{i}", edit.after) for i, edit in enumerate(edits)]
            for creation, ready in zip(creations, staged, strict=True):
                _create(creation, ready, undo)
            for edit, ready in zip(edits, edited, strict=True):
                _replace(edit, ready, undo)
    except BaseException:
        _undo(undo)
        raise


@contextlib.contextmanager
def _undone_in_time(undo: list[Callable[[], None]]) -> Iterator[None]:
    """What was put in place is taken back while what it takes for that is still there."""
    kept = len(undo)
    try:
        yield
    except BaseException:
        _undo(undo, kept)
        raise


def _undo(undo: list[Callable[[], None]], down_to: int = 0) -> None:
    while len(undo) > down_to:
        with contextlib.suppress(OSError):
            undo.pop()()


def _make(directory: Path, undo: list[Callable[[], None]]) -> None:
    missing = [one for one in (directory, *directory.parents) if not one.exists()]
    for one in reversed(missing):
        undo.append(partial(os.rmdir, one))
        one.mkdir(exist_ok=True)


def _stage(path: Path, content: bytes) -> Path:
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    return path


# What takes a step back is noted before the step: an interruption may come between the two.


def _create(creation: Creation, ready: Path, undo: list[Callable[[], None]]) -> None:
    undo.append(partial(_remove, creation.path, ready))
    os.link(ready, creation.path)  # unlike a rename, never over what is there


def _remove(path: Path, ours: Path) -> None:
    if path.samefile(ours):
        path.unlink()


def _replace(edit: Edit, ready: Path, undo: list[Callable[[], None]]) -> None:
    if edit.path.read_bytes() != edit.before:
        raise OSError(None, "it was changed in the meantime", str(edit.path))
    ready.chmod(stat.S_IMODE(edit.path.stat().st_mode))
    kept = ready.with_suffix(".before")
    undo.append(partial(os.replace, kept, edit.path))
    os.link(edit.path, kept)
    os.replace(ready, edit.path)
