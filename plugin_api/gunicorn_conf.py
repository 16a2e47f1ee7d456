"""How gunicorn runs the service: what `portolan serve` sets, before GUNICORN_CMD_ARGS.

Processes for parallelism, since an engine is locked while it works; a few threads in each, so that a slow client holds
nobody up. The knowledge is loaded once, before forking, which durable-rules bears well; the store is opened after.
"""

from __future__ import annotations

import gc
import logging
import os
from contextlib import suppress
from typing import Any

from plugin_api.observability import shared_files
from plugin_api.security.authentication import mode_of
from plugin_api.security.binding import said
from plugin_api.service import EXTENSION
from plugin_api.settings import Settings
from plugin_api.store import StoreError

_settings = Settings.from_environment()

worker_class = "plugin_api.worker.Worker"
workers = _settings.workers
threads = _settings.threads
preload_app = True
timeout = 30
graceful_timeout = _settings.graceful_timeout
keepalive = _settings.keep_alive
# The heartbeat's file is best kept in memory: on a disk that stalls, workers would be taken for dead.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK | os.X_OK) else None
control_socket_disable = True
accesslog = "-" if _settings.access_log else None
loglevel = _settings.log_level
logger_class = "plugin_api.observability.logs.GunicornLogger"


def when_ready(server: Any) -> None:
    """It listens, and no worker answers yet.

    The knowledge is there for good: no collection need look at it again, and no worker copies its pages.

    What is remembered of decisions grows without making rubbish, so collections are also made rarer: at Python's own
    thresholds one request in a hundred waited 30 ms for one.
    """
    mode = mode_of(_settings)
    server.log.log(logging.WARNING if mode == "off" else logging.INFO, "Portolan: %s", said(mode))
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def post_worker_init(worker: Any) -> None:
    """Open the database, and keep the knowledge in it: the first decision need not wait for that.

    Others see from now on that the database is used.
    """
    service = getattr(worker.wsgi, "extensions", {}).get(EXTENSION)
    if service is not None:
        with suppress(StoreError):  # as every request does, until it is there
            service.store.check()
            service.keep_knowledge()


def worker_exit(_server: Any, worker: Any) -> None:
    """What a worker has counted and traced must not end with it."""
    # Not before the directory of metrics is there.
    from plugin_api.observability.observer import observer_of  # noqa: PLC0415

    observer = observer_of(worker.wsgi)
    if observer is not None:
        observer.close()
    if os.getppid() != worker.ppid:  # the master was killed, and can clear nothing away
        shared_files.leave(worker.ppid)


def child_exit(server: Any, worker: Any) -> None:
    """What a worker has shared must not outlive it, whatever it ended of."""
    try:
        shared_files.forget(worker.pid)
    except OSError as error:  # no reason to end the service
        server.log.warning("The metrics of a worker that has ended are still there: %s", error)
