"""gunicorn from inside Python, on a socket that is bound before anything else: a port that is taken is told at once."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import Application

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

    def __init__(self, app: Flask, listener: socket.socket, workers: int | None, on_ready: Callable[[], None]) -> None:
        self._app, self._workers, self._on_ready = app, workers, on_ready
        # gunicorn closes the descriptor; it must have one owner.
        self._descriptor = listener.detach()
        super().__init__(prog="portolan")

    def load_config(self) -> None:
        own = self.load_config_from_module_name_or_filename("python:plugin_api.gunicorn_conf")
        environment = self.cfg.parser().parse_args(self.cfg.get_cmd_args_from_env())
        for name, value in vars(environment).items():
            if value is not None and name != "args":
                self.cfg.set(name, value)
        self.cfg.set("bind", f"fd://{self._descriptor}")
        if self._workers is not None:
            self.cfg.set("workers", self._workers)

        def when_ready(server: Any) -> None:
            own["when_ready"](server)
            self._on_ready()

        self.cfg.set("when_ready", when_ready)

    def load(self) -> Flask:
        return self._app
