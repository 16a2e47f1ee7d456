"""What the tests of security share: a portal, files of tokens, and applications on a small knowledge."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from plugin_api.app import create_app
from plugin_api.security.tokens import hash_of, make_token
from plugin_api.settings import Settings
from tests.plugin_api.conftest import ROOT, service_of
from tests.plugin_api.security.portal import FakePortal, serving

POCKET = ROOT / "tests" / "portolan" / "pocket"

MakeApp = Callable[..., Flask]


@pytest.fixture
def portal() -> Iterator[FakePortal]:
    with serving() as found:
        yield found


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[MakeApp]:
    """Makes applications; their stores are closed afterwards."""
    made: list[Flask] = []

    def make(**settings: Any) -> Flask:
        made.append(create_app(Settings(rules=POCKET, data_dir=tmp_path / f"data-{len(made)}", **settings)))
        return made[-1]

    yield make
    for app in made:
        service_of(app).store.close()


@pytest.fixture
def free_port() -> Callable[[], int]:
    """A port of loopback that nobody listens on."""

    def port() -> int:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            number: int = found.getsockname()[1]
            return number

    return port


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def write_tokens(path: Path, *entries: tuple[str, list[str]]) -> list[str]:
    """A file of entries, by name and roles → their tokens."""
    tokens = [make_token() for _ in entries]
    lines = [
        f"- {{name: {name}, sha256: {hash_of(token).hex()!r}, roles: [{', '.join(roles)}]}}\n"
        for (name, roles), token in zip(entries, tokens, strict=True)
    ]
    path.write_text(f"tokens:\n{''.join(lines)}" if lines else "tokens: []\n")
    return tokens
