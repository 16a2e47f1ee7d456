"""Batches of entries → batches of rows in the same order, by processes that each hold the knowledge once.

The processes are started afresh rather than forked, so that they share nothing with this one but the pipe through
which they are told what to do; when it closes, because this process ended in whatever way, they end too.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

import orjson

from engine.checking.report import Mistaken
from portolan.fleet.entries import Entry
from portolan.fleet.rows import bad_row
from portolan.fleet.work import Decider, Work, location_of

_CANNOT_START = 3  # what a process ends with that cannot load the knowledge

Batch = list[Entry]
Rows = list[bytes]

_MOST_ENTRIES, _MOST_CHARACTERS = 16, 1_000_000
# Of batches that are done before one that is not: what is held in memory has a bound.
_OUT_OF_ORDER = 16


class WorkersError(RuntimeError):
    """The processes cannot be started, or are lost."""


def batches(entries: Iterable[Entry]) -> Iterator[Batch]:
    """So many entries that the way between processes costs little, and no more text than fits in memory."""
    batch: Batch = []
    size = 0
    for entry in entries:
        if batch and (len(batch) >= _MOST_ENTRIES or size + entry.size > _MOST_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(entry)
        size += entry.size
    if batch:
        yield batch


def here(work: Work, todo: Iterator[Batch]) -> Iterator[tuple[Batch, Rows]]:
    """In this process."""
    decider: Decider | None = None
    try:
        for batch in todo:
            decider = decider or Decider(work)
            yield batch, decider.rows(batch)
    finally:
        if decider:
            decider.close()


def in_processes(work: Work, todo: Iterator[Batch], jobs: int, lost: list[str]) -> Iterator[tuple[Batch, Rows]]:
    """In `jobs` processes. `lost` gets of each that is lost how it ended. Raises WorkersError."""
    pool = _Pool(work, lost)
    try:
        yield from pool.run(todo, jobs)
    finally:
        pool.close()


@dataclass(slots=True)
class _Worker:
    """A process, this end of its pipe, and the number of the batch that it is at.

    It gets one at a time: two who write long messages to one another at once would wait for ever.
    """

    process: SpawnProcess
    pipe: Connection
    at: int | None = None


class _Pool:
    def __init__(self, work: Work, lost: list[str]) -> None:
        self._work, self._lost = work, lost
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self._batches: dict[int, Batch] = {}
        self._rows: dict[int, Rows] = {}

    def run(self, todo: Iterator[Batch], jobs: int) -> Iterator[tuple[Batch, Rows]]:
        given = told = 0
        more = True
        while True:
            # First, so that what is decided is kept even if the next entries take long to come.
            while told in self._rows:
                yield self._batches.pop(told), self._rows.pop(told)
                told += 1
            while more and given - told < jobs + _OUT_OF_ORDER and (worker := self._free(jobs)):
                batch = next(todo, None)
                if batch is None:
                    more = False
                    break
                self._batches[given] = batch
                self._give(worker, given)
                given += 1
            if told == given:
                return
            self._hear()

    def close(self) -> None:
        """No process is left, whatever it was doing."""
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(timeout=1)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.process.close()
        self._workers.clear()

    def _free(self, jobs: int) -> _Worker | None:
        """One that has nothing to do, a new one while there may be more."""
        idle = next((worker for worker in self._workers if worker.at is None), None)
        return idle or (self._start() if len(self._workers) < jobs else None)

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._work), daemon=True)
        try:
            process.start()
        except OSError as error:
            raise WorkersError(f"no process can be started: {error.strerror or error}") from error
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _give(self, worker: _Worker, number: int) -> None:
        worker.at = number
        with contextlib.suppress(OSError):  # it is gone, as `_hear` will find
            worker.pipe.send(self._batches[number])

    def _hear(self) -> None:
        """Wait until a process has something to say."""
        busy = {worker.pipe: worker for worker in self._workers if worker.at is not None}
        for pipe in wait(list(busy)):
            worker = busy[pipe]  # type: ignore[index]
            number, worker.at = worker.at, None
            assert number is not None
            try:
                self._rows[number] = worker.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker)
                # Each by itself, so that only what a process is lost over again gets no answer.
                self._rows[number] = [self._alone(entry) for entry in self._batches[number]]

    def _bury(self, worker: _Worker) -> str:
        """How it ended. Raises WorkersError where others would end so too."""
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.join()
        if worker.process.exitcode == _CANNOT_START:
            raise WorkersError("a process cannot load the knowledge")
        self._lost.append(_ending(worker.process.exitcode))
        return self._lost[-1]

    def _alone(self, entry: Entry) -> bytes:
        idle = next((worker for worker in self._workers if worker.at is None), None)
        found = self._asked(idle, entry) if idle else ""
        # One that had nothing to do may have been lost long before, which is no fault of the entry's.
        found = self._asked(self._start(), entry) if isinstance(found, str) else found
        if isinstance(found, bytes):
            return found
        said = Mistaken(location_of(entry), f"the process that decided it was lost ({found})")
        return orjson.dumps(bad_row(entry, entry.owned, [said], self._work.terms.language))

    def _asked(self, worker: _Worker, entry: Entry) -> bytes | str:
        """The row of an entry, or how the process ended that was to make it."""
        try:
            worker.pipe.send([entry])
            rows: Rows = worker.pipe.recv()
        except (EOFError, OSError):
            return self._bury(worker)
        return rows[0]


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


def _serve(pipe: Connection, work: Work) -> None:
    """What a process does until nobody is there to tell it anything."""
    # Ctrl-C goes to all processes of a terminal; the one that was started by hand ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        decider = Decider(work)
    except Exception:
        raise SystemExit(_CANNOT_START) from None
    with contextlib.suppress(EOFError, OSError):
        while True:
            pipe.send(decider.rows(pipe.recv()))
