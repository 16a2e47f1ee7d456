"""A threaded worker that no slow client can hold up for long.

gunicorn's own gives a thread to each connection that is made, for five seconds, and for as long as it takes to whoever
has begun a request. This one gives it to a request whose head has arrived, and ends what takes too long: a body that
does not arrive, an answer that is not ready, an answer that nobody takes. What is being computed is not broken off;
its thread is free again when that is done.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from selectors import EVENT_READ
from typing import Any, Literal

from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn

from plugin_api.observability.trail import ENVIRON_KEY, Trail
from plugin_api.refusing import RefusingWorker
from plugin_api.vocabulary import NOT_READY, TOO_SLOW

log = logging.getLogger(__name__)

# Seconds within which a head must arrive, and a body after it.
ARRIVAL = 10.0
# A head that is longer than this is handed over as it is, and refused there.
_LONGEST_HEAD = 64 * 1024
_HEAD_ENDS = b"\r\n\r\n"


class Watched:
    """A request that a thread is busy with. Only the thread that begins to answer it, or the main one, answers it."""

    __slots__ = ("_lock", "environ", "request", "since", "state")

    def __init__(self, since: float) -> None:
        self.since = since
        self.request: Any = None
        self.environ: dict[str, Any] = {}
        self.state: Literal["working", "answering", "ended"] = "working"
        self._lock = threading.Lock()

    def answer(self) -> None:
        """The thread is about to answer. Raises OSError where it was too slow."""
        with self._lock:
            if self.state == "ended":
                raise OSError(errno.EPIPE, "the request took too long")
            self.state = "answering"

    def end(self) -> bool:
        """Takes the request from its thread: True where nothing was answered yet."""
        with self._lock:
            first, self.state = self.state == "working", "ended"
            trail: Trail | None = self.environ.get(ENVIRON_KEY)
            if first and trail is not None:
                trail.ended = True
            return first

    def is_arriving(self) -> bool:
        """Is it still being read? A body in chunks is until the last of them is there, which gunicorn notes so."""
        if self.request is None:
            return True
        reader = getattr(self.request.body, "reader", None)
        return getattr(reader, "length", 0) > 0 or getattr(reader, "parser", None) is not None


class Watching:
    """An application that notes when it begins to answer. Everything else about it is the application's own."""

    def __init__(self, app: Any, watched: dict[Any, Watched]) -> None:
        self._app, self._watched = app, watched

    def __getattr__(self, name: str) -> Any:
        return getattr(self._app, name)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        watched = self._watched.get(environ.get("gunicorn.socket"))
        if watched is None:
            return self._app(environ, start_response)
        watched.environ = environ

        def start(*arguments: Any) -> Any:
            watched.answer()
            return start_response(*arguments)

        return self._app(environ, start)


class DeadlineWorker(RefusingWorker):
    """See the module. Heads are waited for on plain connections; behind TLS, which hides them, for the first bytes."""

    def init_process(self) -> None:
        self._linger_until: float | None = None
        self._watched: dict[Any, Watched] = {}
        super().init_process()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        self.wsgi = Watching(self.wsgi, self._watched)

    # --- before a thread is given ------------------------------------------------------------------------------

    def accept(self, listener: Any) -> None:
        """A new connection waits for its first request without a thread."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                raise
            return
        self.nr_conns += 1
        conn = TConn(self.cfg, client, address, listener.getsockname())
        self._wait(conn)

    def _wait(self, conn: Any) -> None:
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + ARRIVAL
        conn.head_seen = 0
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def on_pending_socket_readable(self, conn: Any, client: Any) -> None:
        if self._has_head(conn):
            super().on_pending_socket_readable(conn, client)

    def on_client_socket_readable(self, conn: Any, client: Any) -> None:
        """A kept connection has another request."""
        conn.head_seen = 0
        if self._has_head(conn):
            super().on_client_socket_readable(conn, client)
            return
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._wait(conn)

    def _has_head(self, conn: Any) -> bool:
        """Is there enough for a thread to go on with? If not, the socket is told to stay silent until there is more."""
        if self.cfg.is_ssl:
            return True
        try:
            seen = conn.sock.recv(_LONGEST_HEAD, socket.MSG_PEEK)
            # What did not grow has ended.
            complete = _HEAD_ENDS in seen or len(seen) >= _LONGEST_HEAD or len(seen) <= conn.head_seen
            if complete and conn.head_seen:
                conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
            elif not complete:
                conn.head_seen = len(seen)
                conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, len(seen) + 1)
        except BlockingIOError:
            return False
        except OSError:
            return True  # the thread finds out
        return complete

    def murder_pending(self) -> None:
        """Who has begun a request and did not go on is told so, and closed like who has said nothing."""
        now = time.monotonic()
        for conn in self.pending_conns:
            if conn.timeout > now:
                break
            if conn.head_seen:
                self._refuse_head(conn)
        super().murder_pending()

    def _refuse_head(self, conn: Any) -> None:
        # What is not read would have the other end lose the answer.
        with contextlib.suppress(OSError):
            conn.sock.recv(_LONGEST_HEAD, socket.MSG_DONTWAIT)
        environ = {"REMOTE_ADDR": conn.client[0] if conn.client else None}
        self.refuse(partial(_send, conn.sock), TOO_SLOW, None, environ, ARRIVAL)

    def _close_silent(self, now: float) -> None:
        """A worker that stops does not wait as long as usual for who has asked nothing yet."""
        self._linger_until = self._linger_until or now + STOP_KEEPALIVE_LINGER
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, self._linger_until)

    # --- while a thread is busy --------------------------------------------------------------------------------

    def handle(self, conn: Any) -> Any:
        conn.data_ready = True
        key = conn.sock
        self._watched[key] = Watched(time.monotonic())
        try:
            return super().handle(conn)
        finally:
            del self._watched[key]

    def handle_request(self, req: Any, conn: Any) -> Any:
        watched = self._watched.get(conn.sock)
        if watched is not None:
            watched.request = req
        return super().handle_request(req, conn)

    def known_of(self, sock: Any) -> tuple[dict[str, Any], float]:
        """What is known of the request that a thread is busy with, and how many seconds it has taken so far."""
        watched = self._watched.get(sock)
        return ({}, 0.0) if watched is None else (watched.environ, time.monotonic() - watched.since)

    def notify(self) -> None:
        """gunicorn has this called at least once a second."""
        super().notify()
        now = time.monotonic()
        if not self.alive:
            self._close_silent(now)
        for sock, watched in list(self._watched.items()):
            age = now - watched.since
            if age > self.settings.request_timeout or (age > ARRIVAL and watched.is_arriving()):
                self._end(sock, watched)

    def _end(self, sock: Any, watched: Watched) -> None:
        if watched.state == "ended":
            return
        late = f"The answer was not ready within {self.settings.request_timeout:.0f} s."
        kind, detail = (TOO_SLOW, None) if watched.is_arriving() else (NOT_READY, late)
        took = time.monotonic() - watched.since
        if watched.end():
            # A TLS connection is not for two threads to write to.
            send = _no_send if self.cfg.is_ssl else partial(_send, sock)
            self.refuse(send, kind, detail, watched.environ, took)
        log.warning("a request was ended after %.0f s: %s", took, kind.title)
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


def _send(sock: socket.socket, raw: bytes) -> None:
    """Raises OSError where it cannot be taken at once."""
    sock.send(raw, socket.MSG_DONTWAIT)


def _no_send(_raw: bytes) -> None:
    """The connection is closed without a word."""
