"""gunicorn from inside Python, on a socket that is bound before anything else: a port that is taken is told at once."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import Application

from plugin_api.arbiter import Arbiter
from plugin_api.board import EXTENSION, Board
from plugin_api.gunicorn_options import options
from plugin_api.reloading import Outcome, renewed, service_of
from plugin_api.settings import Settings

BACKLOG = 1024


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any that is free. Raises OSError."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


def address_of(listener: socket.socket) -> str:
    """The address as a browser takes it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Server(Application):  # type: ignore[misc]
    """Runs an application as `gunicorn_conf` says; GUNICORN_CMD_ARGS and what is passed here go before that."""

    def __init__(
        self,
        app: Flask,
        settings: Settings,
        listener: socket.socket,
        workers: int | None,
        on_ready: Callable[[], None],
        pid_file: Path | None = None,
    ) -> None:
        """Raises OptionsError where GUNICORN_CMD_ARGS asks for what the service does not bear."""
        self._settings, self._workers, self._on_ready = settings, workers, on_ready
        self._pid_file = pid_file
        self._options = options()
        self._board = Board()
        # gunicorn closes the descriptor; it must have one owner.
        self._descriptor = listener.detach()
        super().__init__(prog="portolan")
        service_of(app).advisor.prepare()
        self._adopt(app)

    def load_config(self) -> None:
        own = self.load_config_from_module_name_or_filename("python:plugin_api.gunicorn_conf")
        for name, value in self._options.items():
            self.cfg.set(name, value)
        self.cfg.set("bind", f"fd://{self._descriptor}")
        if self._workers is not None:
            self.cfg.set("workers", self._workers)
        if self._pid_file is not None:
            self.cfg.set("pidfile", str(self._pid_file))

        def when_ready(server: Any) -> None:
            own["when_ready"](server)
            self._on_ready()

        self.cfg.set("when_ready", when_ready)

    def run(self) -> None:
        Arbiter(self, self._board, self._settings.drain_time).run()

    def load(self) -> Flask:
        return self._app

    def renewed(self) -> Outcome:
        """What comes of loading the knowledge again. The application stays as it is."""
        return renewed(self._app, self._settings)

    def take(self, app: Flask) -> None:
        """Let another application take the place of the one there is, and leave nothing of that behind."""
        old = service_of(self._app)
        self._adopt(app)
        old.store.close()
        old.advisor.close()
        del old
        # What was frozen is collected like all else, once; then what is there now is settled.
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def _adopt(self, app: Flask) -> None:
        app.extensions[EXTENSION] = self._board
        self._app = self.callable = app
