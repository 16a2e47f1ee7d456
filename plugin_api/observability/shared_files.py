"""The directory through which the processes of one service share their metrics, as prometheus-client wants it.

Each process writes files of its own there, mapped into memory. Those of processes that are gone are folded into one,
so that counts go on and files do not pile up. The directory belongs to one start of the service: as long as any of its
processes lives it is locked, and whoever starts next removes those that nobody holds.

prometheus-client looks for the directory when it is first imported, so this must be called before, and imports nothing
of it until it must.
"""

from __future__ import annotations

import atexit
import fcntl
import logging
import os
import re
import shutil
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

log = logging.getLogger(__name__)

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
_PREFIX = "portolan-metrics-"
_OWNER, _LOCK = "owner", "lock"
# `counter_17.db`, `gauge_livesum_17.db`
_FILE = re.compile(r"(?P<sort>[a-z_]+)_(?P<process>\d+)\.db").fullmatch
# Where the counts of processes that are gone are kept: no process has this id.
_GONE = "0"
# The process that prepared a directory, with the descriptor that holds it until the process ends. Forked processes
# hold it too.
_held: list[tuple[int, int]] = []


def prepare() -> Path:
    """Make the directory, or empty the one that PROMETHEUS_MULTIPROC_DIR names. Once for each start of the service.

    It is removed when this process ends, by a signal or otherwise. Raises OSError where none can be made.
    """
    named = _named()
    if named is not None and _held:
        return named
    atexit.register(remove)
    # One of ours that is not held is that of the service which this one was started by, to take over from it.
    if named is not None and not named.name.startswith(_PREFIX):
        named.mkdir(parents=True, exist_ok=True, mode=0o700)
        for file in named.glob("*.db"):
            file.unlink(missing_ok=True)
        _held.append((os.getpid(), _lock_file(named / _OWNER)))
        return named
    base = Path("/dev/shm") if os.access("/dev/shm", os.W_OK | os.X_OK) else Path(tempfile.gettempdir())
    _sweep(base)
    # Locked before it has the name that others look for.
    made = Path(tempfile.mkdtemp(prefix=f".{_PREFIX}", dir=base))
    _held.append((os.getpid(), _lock_file(made / _OWNER)))
    directory = made.rename(base / made.name.removeprefix("."))
    os.environ[VARIABLE] = str(directory)
    return directory


def remove() -> None:
    """Remove the directory, in the process that prepared it; one that somebody else named stays, empty."""
    directory = _named()
    if directory is None or not _held or _held[0][0] != os.getpid():
        return
    if directory.name.startswith(_PREFIX):
        shutil.rmtree(directory, ignore_errors=True)
    else:
        for file in directory.glob("*.db"):
            file.unlink(missing_ok=True)


def leave(maker: int) -> None:
    """This process ends after the one that made the directory was killed: the last of those removes it."""
    directory = _named()
    if directory is None or not directory.name.startswith(_PREFIX):
        return
    # Each takes its own away before it looks for others': whoever looks last sees none.
    for file in directory.glob(f"*_{os.getpid()}.db"):
        file.unlink(missing_ok=True)
    found = filter(None, [_FILE(file.name) for file in directory.glob("*.db")])
    others = {int(one["process"]) for one in found} - {int(_GONE), maker}
    if not any(map(_alive, others)):
        shutil.rmtree(directory, ignore_errors=True)


def forget(process: int) -> None:
    """A process of the service has ended: what only the living have goes with it, and its counts are folded away."""
    directory = _named()
    if directory is not None:
        for file in directory.glob(f"gauge_live*_{process}.db"):
            file.unlink(missing_ok=True)
        fold_away()


def fold_away() -> None:
    """Keep the counts of processes that have ended without their files. Any process of the service may do it.

    Where a scrape is reading just now, it is left for the next time.
    """
    directory = _named()
    if directory is None:
        return
    with _locked(directory, fcntl.LOCK_EX | fcntl.LOCK_NB) as free:
        if not free:
            return
        for file in directory.glob("*.db"):
            found = _FILE(file.name)
            if found and found["process"] != _GONE and not _alive(int(found["process"])):
                _fold(file, directory / f"{found['sort']}_{_GONE}.db")


@contextmanager
def reading() -> Iterator[list[str]]:
    """The files of all processes. While they are read none is folded away."""
    directory = _named()
    if directory is None:
        yield []
        return
    with _locked(directory, fcntl.LOCK_SH):
        yield [str(file) for file in directory.glob("*.db") if _is_begun(file)]


def _is_begun(file: Path) -> bool:
    """A process that has just started makes its files empty, which prometheus-client cannot read."""
    try:
        return file.stat().st_size > 0
    except FileNotFoundError:  # of a process that has just ended
        return False


def _fold(file: Path, into: Path) -> None:
    if not file.name.startswith("gauge_"):
        try:
            _add(file, into)
        except (RuntimeError, ValueError, struct.error) as error:  # it ended in the middle of writing
            log.warning("what process %s had counted is lost: %s", file.stem.rpartition("_")[2], error)
    file.unlink(missing_ok=True)


def _add(file: Path, into: Path) -> None:
    from prometheus_client.mmap_dict import MmapedDict  # noqa: PLC0415

    if not _is_begun(file):
        return
    values = list(MmapedDict.read_all_values_from_file(str(file)))  # type: ignore[no-untyped-call]
    kept = MmapedDict(str(into))  # type: ignore[no-untyped-call]
    for key, value, timestamp, _ in values:
        so_far, _ = kept.read_value(key)  # type: ignore[no-untyped-call]
        kept.write_value(key, so_far + value, timestamp)  # type: ignore[no-untyped-call]
    kept.close()  # type: ignore[no-untyped-call]


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's, who took the number over
        return True
    return True


def _sweep(base: Path) -> None:
    """Remove the directories of services that were killed."""
    for directory in base.glob(f"{_PREFIX}*"):
        try:
            descriptor = os.open(directory / _OWNER, os.O_RDWR)
        except OSError:  # somebody else's, or just being removed
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(directory, ignore_errors=True)
        except OSError:  # it is held
            pass
        finally:
            os.close(descriptor)


def _lock_file(path: Path) -> int:
    """A descriptor that holds the lock on a file until every process that has it is gone."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


@contextmanager
def _locked(directory: Path, how: int) -> Iterator[bool]:
    descriptor = os.open(directory / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, how)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(descriptor)


def _named() -> Path | None:
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None
