"""A portal: another origin than Portolan's, with pages of its own under a strict policy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

# Nothing but what the page says is needed: its own script, Portolan's script and its answers.
POLICY = "default-src 'none'; script-src 'self' {api}; connect-src {api}; frame-src {api}; base-uri 'none'"
_TYPES = {"js": "text/javascript", "html": "text/html"}


class Portal(ThreadingHTTPServer):
    """`files`: what it has, by path. `api`: where Portolan is."""

    files: dict[str, str]
    api: str

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def show(self, api: str, files: dict[str, str]) -> None:
        self.api, self.files = api, files


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Portal)
        found = self.server.files.get(self.path)
        self.send_response(204 if found is None else 200)
        if found is not None:
            ending = self.path.rpartition(".")[2]
            self.send_header("Content-Type", f"{_TYPES.get(ending, _TYPES['html'])}; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY.format(api=self.server.api))
        self.end_headers()
        self.wfile.write((found or "").encode())

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def portal() -> Iterator[Portal]:
    with Portal(("127.0.0.1", 0), _Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()
