"""Batches of entries → batches of rows in the same order, by the workers of a Dask cluster."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import CancelledError
from typing import Any

import orjson

from engine.checking.report import Mistaken
from portolan import __version__
from portolan.fleet.entries import Entry
from portolan.fleet.pool import Batch, Rows, WorkersError
from portolan.fleet.rows import bad_row
from portolan.fleet.work import Decider, Work, location_of

# Batches for each thread of the cluster that are under way at once, so that none waits for the network.
_AHEAD = 3
_CONNECTS_WITHIN = 15  # seconds


def on_cluster(work: Work, todo: Iterator[Batch], address: str) -> Iterator[tuple[Batch, Rows]]:
    """The knowledge travels to each worker once. Raises WorkersError."""
    import distributed

    try:
        client: Any = distributed.Client(  # type: ignore[no-untyped-call]
            address, timeout=_CONNECTS_WITHIN, set_as_default=False
        )
    except (OSError, ValueError, TypeError) as error:
        said = " ".join(str(error).split()) or type(error).__name__
        raise WorkersError(f"--scheduler {address}: there is no Dask scheduler to be reached: {said}") from error
    with _said_once(), client:
        yield from _Cluster(client, work, address).run(todo)


@contextlib.contextmanager
def _said_once() -> Iterator[None]:
    """What Dask logs of lost workers, with its traces, is no message to people: what matters is told by the run."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


class _Cluster:
    def __init__(self, client: Any, work: Work, address: str) -> None:
        self._client, self._address, self._language = client, address, work.terms.language
        threads = sum(client.nthreads().values())
        if not threads:
            raise WorkersError(f"--scheduler {address}: the cluster has no workers")
        self._most = threads * _AHEAD
        self._work: Any = client.scatter(work, broadcast=True, hash=False)

    def run(self, todo: Iterator[Batch]) -> Iterator[tuple[Batch, Rows]]:
        under_way: deque[tuple[Batch, Any]] = deque()
        for batch in todo:
            under_way.append((batch, self._submitted(batch)))
            if len(under_way) >= self._most:
                yield self._done(*under_way.popleft())
        while under_way:
            yield self._done(*under_way.popleft())

    def _submitted(self, batch: Batch) -> Any:
        return self._client.submit(rows_of, self._work, batch, __version__, pure=False)

    def _done(self, batch: Batch, future: Any) -> tuple[Batch, Rows]:
        from distributed import KilledWorker

        try:
            return batch, self._result(future)
        except KilledWorker:  # each by itself, so that only what workers are lost over again gets no answer
            return batch, [self._alone(entry) for entry in batch]

    def _alone(self, entry: Entry) -> bytes:
        from distributed import KilledWorker

        try:
            return self._result(self._submitted([entry]))[0]
        except KilledWorker:
            said = Mistaken(location_of(entry), "the workers of the cluster that decided it were lost")
            return orjson.dumps(bad_row(entry, entry.owned, [said], self._language))

    def _result(self, future: Any) -> Rows:
        from distributed import KilledWorker

        try:
            found: Rows = future.result()
        except KilledWorker:
            raise
        except (CancelledError, OSError) as error:  # with the last worker the knowledge is gone, and what was under way
            raise self._gone("the scheduler or all workers were lost") from error
        except Exception as error:
            raise self._gone(" ".join(f"{type(error).__name__}: {error}".split())) from error
        return found

    def _gone(self, said: str) -> WorkersError:
        return WorkersError(f"--scheduler {self._address}: {said}")


_deciders: dict[Any, Decider] = {}
_one_at_a_time = threading.Lock()


def rows_of(work: Work, entries: Batch, version: str) -> Rows:
    """What a worker runs. Its threads take turns: deciding keeps a core busy, and there is one engine a process."""
    if version != __version__:
        raise RuntimeError(f"a worker has Portolan {__version__}, and this is {version}: install the same everywhere")
    with _one_at_a_time:
        decider = _deciders.get(work.name)
        if decider is None:
            while _deciders:
                _deciders.popitem()[1].close()
            decider = _deciders[work.name] = Decider(work)
        return decider.rows(entries)
