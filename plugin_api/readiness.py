"""Whether a process is ready, said in the log when that changes: probes ask every few seconds."""

from __future__ import annotations

import logging
from threading import Lock

from flask import Flask, current_app

log = logging.getLogger(__name__)

_EXTENSION = "portolan-readiness"


class Readiness:
    """Of one process; threads share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state = "ready"

    def note(self, state: str, why: object = None) -> None:
        """`ready`, or what it is instead, and why."""
        with self._lock:
            before, self._state = self._state, state
        if state == before:
            return
        if state == "ready":
            log.warning("ready again")
        else:
            log.error("not ready: %s%s", state, f": {why}" if why else "")


def watch_readiness(app: Flask) -> None:
    app.extensions[_EXTENSION] = Readiness()


def current_readiness() -> Readiness:
    readiness: Readiness = current_app.extensions[_EXTENSION]
    return readiness
