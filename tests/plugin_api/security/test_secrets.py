"""No token and no password is said again: not in a log, however much is logged, and not in an answer."""

from __future__ import annotations

import logging
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path

import pytest

from plugin_api.security.tokens import hash_of, make_token
from plugin_api.settings import Settings, SettingsError
from plugin_api.store import StoreError
from tests.plugin_api.conftest import ROOT, service_of
from tests.plugin_api.security.conftest import MakeApp, bearer, write_tokens
from tests.plugin_api.security.portal import USER_KEYS, FakePortal
from tests.plugin_api.security.test_binding import SERVE, _environment, _run

PASSWORD = "hunter2-of-redis"


def test_an_application_says_none(
    make_app: MakeApp,
    tmp_path: Path,
    portal: FakePortal,
    free_port: Callable[[], int],
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = tmp_path / "tokens.yaml"
    (token,) = write_tokens(path, ("ci", ["read"]))
    redis = f"redis://someone:{PASSWORD}@127.0.0.1:{free_port()}/0"
    with caplog.at_level(logging.DEBUG):
        app = make_app(
            tokens_file=path, backstage_url=portal.url, redis_url=redis, reviewers=("group:default/architects",)
        )
        client, sent = app.test_client(), [token, portal.user(), portal.plugin(obo=portal.limited())]
        sent += [portal.user(exp=1), portal.user(aud="x"), f"{portal.user()}x", f"{token}x", "x" * 20_000]
        answers = [client.get("/v1/slots", headers=bearer(one)) for one in sent]
        answers += [client.post("/v1/recommendations", headers=bearer(one), data=b"{") for one in sent]
        portal.answers = {USER_KEYS: 500}
        cut_off = make_app(backstage_url=portal.url).test_client()
        answers.append(cut_off.get("/v1/slots", headers=bearer(sent[1])))
        path.write_text(f"tokens: [{{name: ci, token: {token}, sha256: {hash_of(token).hex()}}}]\n")
        answers.append(client.get("/v1/slots", headers=bearer(token)))
    said = [caplog.text, *(f"{answer.headers}{answer.text}" for answer in answers), repr(app.config)]
    for secret in [PASSWORD, *(part for one in sent for part in one.split(".") if len(part) > 30)]:
        assert not any(secret in text for text in said), secret
    assert {answer.status_code for answer in answers} >= {200, 401, 403, 503}


def test_a_picture_of_the_settings_holds_none() -> None:
    settings = Settings(rules=Path(), data_dir=Path(), redis_url=f"redis://:{PASSWORD}@host")
    assert PASSWORD not in repr(settings)


def test_a_service_says_none(tmp_path: Path, free_port: Callable[[], int]) -> None:
    """As much as it can log, on a real connection, also for requests that are not HTTP."""
    (token,) = write_tokens(tmp_path / "t", ("ci", ["read", "decide"]))
    environment = _environment(
        tmp_path,
        PORTOLAN_TOKENS_FILE=str(tmp_path / "t"),
        PORTOLAN_REDIS_URL=f"redis://:{PASSWORD}@127.0.0.1:{free_port()}/0",
        PORTOLAN_LOG_LEVEL="debug",
        PORTOLAN_ACCESS_LOG="on",
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "portolan", "serve", "--port", "0", "--workers", "1"],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = ""
    try:
        while not (found := re.search(r"listens on http://127\.0\.0\.1:(\d+)", said)):
            line = process.stdout.readline()
            assert line
            said += line
        port = int(found[1])
        for shown in (token, f"{token}x"):
            connection = HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", "/v1/slots", headers=bearer(shown))
            said += connection.getresponse().read().decode()
            connection.close()
        for raw in (
            f"GET / HTTP/1.1\r\nAuthorization: Bearer {token}\r\nAuthorization : {token}\r\n\r\n",
            f"GET / HTTP/1.1\r\nBearer {token}\r\n\r\n",
            f"Bearer {token}\r\n\r\n",
            f"GET /v1/slots?access_token={token} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            f"GET /v1/slots?{token} HTTP/9.9\r\nHost: localhost\r\n\r\n",
            f"GET /v1/slots?token={token} {token} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            f"GET http://{token}@localhost/v1/slots?x={token} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            f"GET /v1/nowhere?token={token} HTTP/1.1\r\nHost: x\r\nCookie: {token}\r\nConnection: close\r\n\r\n",
            f"GET /v1/slots HTTP/1.1\r\nHost: {token}\r\nX-Token: {token}\r\nConnection: close\r\n\r\n",
            f"POST /v1/recommendations HTTP/1.1\r\nAuthorization: Bearer {token}\r\nContent-Length: {token}\r\n\r\n",
        ):
            with socket.create_connection(("127.0.0.1", port), 20) as plain:
                plain.sendall(raw.encode())
                said += plain.recv(65536).decode()
    finally:
        process.terminate()
        said += process.communicate(timeout=60)[0]
    assert "GET /v1/slots" in said
    assert token not in said
    assert PASSWORD not in said


def test_a_service_that_cannot_start_says_none(tmp_path: Path, free_port: Callable[[], int]) -> None:
    token, port = make_token(), free_port()
    (tmp_path / "t").write_text(f"tokens: [{{name: ci, token: {token}}}]")
    for code, variable, value in (
        (4, "PORTOLAN_DATABASE_URL", f"postgresql://someone:{PASSWORD}@127.0.0.1:{port}/portolan"),
        (2, "PORTOLAN_TOKENS_FILE", str(tmp_path / "t")),
    ):
        ran = _run(SERVE, tmp_path, PORTOLAN_LOG_LEVEL="debug", **{variable: value})
        assert (ran.returncode, ran.stdout) == (code, ""), ran.stderr
        assert PASSWORD not in ran.stderr
        assert token not in ran.stderr
        assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    "address",
    [
        "someone:{}@127.0.0.1:PORT/portolan",
        "someone:{}%zz@127.0.0.1:PORT/portolan",
        "someone@127.0.0.1:PORT/portolan?password={}",
        "someone:{}@127.0.0.1:PORT/portolan?sslmode=nonsense",
        "someone:{}@127.0.0.1:PORT/portolan?nonsense=1",
        "someone:{}@127.0.0.1:PORT/portolan?password={}&connect_timeout=x",
        "someone:{}@/portolan",
    ],
)
def test_a_database_that_cannot_be_reached(
    make_app: MakeApp, free_port: Callable[[], int], caplog: pytest.LogCaptureFixture, address: str
) -> None:
    written = "postgresql://" + address.format(PASSWORD, PASSWORD).replace("PORT", str(free_port()))
    environment = {"PORTOLAN_RULES": str(ROOT), "PORTOLAN_DATABASE_URL": written, "HOME": "/"}
    with caplog.at_level(logging.DEBUG):
        app = make_app(database_url=Settings.from_environment(environment).database_url)
        with pytest.raises(StoreError) as found:
            service_of(app).store.prepare()
        response = app.test_client().get("/v1/decisions")
    assert response.status_code == 503
    assert PASSWORD not in f"{found.value} {found.value.__cause__} {caplog.text} {response.text}"


@pytest.mark.parametrize(
    "written",
    ["postgresql://a:{}@h:{}/d", "postgresql://a:x/{}@h/d", "postgresql://a:?{}@h/d", "mysql://a:{}@h/d", "{}"],
)
def test_an_address_that_makes_no_sense(written: str) -> None:
    with pytest.raises(SettingsError) as found:
        Settings.from_environment({"HOME": "/", "PORTOLAN_DATABASE_URL": written.format(PASSWORD, PASSWORD)})
    assert PASSWORD not in str(found.value)


@pytest.mark.parametrize("written", ["{}", "tokens: [{}]", "tokens: [{{name: {} ", "tokens: [{{name: a, {}: b}}]"])
def test_a_file_of_tokens_that_makes_no_sense(make_app: MakeApp, tmp_path: Path, written: str) -> None:
    token = make_token()
    (tmp_path / "t").write_text(written.format(token))
    with pytest.raises(SettingsError) as found:
        make_app(tokens_file=tmp_path / "t")
    assert token not in str(found.value)
