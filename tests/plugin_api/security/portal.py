"""A portal of Backstage as far as tokens go: keys made at run time and published on loopback, tokens in its shape."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

USER_KEYS = "/api/auth/.well-known/jwks.json"


def plugin_keys(plugin: str) -> str:
    return f"/api/{plugin}/.backstage/auth/v1/jwks.json"


@dataclass
class Signer:
    """A private key with its id."""

    kid: str
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    algorithm: str = "ES256"

    @property
    def public(self) -> dict[str, Any]:
        found: dict[str, Any] = ECAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {**found, "kid": self.kid, "alg": self.algorithm, "use": "sig"}

    def sign(self, claims: dict[str, Any], typ: str | None, **header: Any) -> str:
        headers = {"kid": self.kid, **({"typ": typ} if typ else {}), **header}
        return jwt.encode(claims, self.key, self.algorithm, headers=headers)


@dataclass
class FakePortal:
    """`answers` by path; what is asked for is noted in `asked`."""

    url: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    users: Signer = field(default_factory=lambda: Signer("users-1"))
    scaffolder: Signer = field(default_factory=lambda: Signer("scaffolder-1"))

    def publish(self) -> None:
        self.answers = {
            USER_KEYS: {"keys": [self.users.public]},
            plugin_keys("scaffolder"): {"keys": [self.scaffolder.public]},
        }

    def user(self, name: str = "user:default/anna", *, typ: str | None = "vnd.backstage.user", **claims: Any) -> str:
        now = int(time.time())
        said = {"iss": f"{self.url}/api/auth", "aud": "backstage", "sub": name, "iat": now, "exp": now + 3600, **claims}
        return self.users.sign({key: value for key, value in said.items() if value is not None}, typ)

    def limited(self, name: str = "user:default/anna", **claims: Any) -> str:
        return self.user(name, typ="vnd.backstage.limited-user", iss=None, aud=None, **claims)

    def plugin(self, typ: str | None = "vnd.backstage.plugin", **claims: Any) -> str:
        now = int(time.time())
        said = {"sub": "scaffolder", "aud": "proxy", "iat": now, "exp": now + 3600, **claims}
        return self.scaffolder.sign({key: value for key, value in said.items() if value is not None}, typ)

    def count(self, path: str) -> int:
        return sum(asked == path for asked, _ in self.asked)


@contextmanager
def serving() -> Iterator[FakePortal]:
    portal = FakePortal()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            portal.asked.append((self.path, dict(self.headers)))
            answer = portal.answers.get(self.path, 404)
            status, body = (answer, b"{}") if isinstance(answer, int) else (200, answer)
            if not isinstance(body, bytes):
                body = json.dumps(body).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", portal.answers["elsewhere"])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    portal.url = f"http://127.0.0.1:{server.server_port}"
    portal.publish()
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
