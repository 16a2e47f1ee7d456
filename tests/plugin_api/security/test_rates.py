"""How often a caller may ask, counted in memory and in a Redis of our own on loopback."""

from __future__ import annotations

import logging
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from flask.testing import FlaskClient

from plugin_api.security.rates import DEFAULT, Limiter, Memory, Redis, Standing, make_limiter
from plugin_api.security.spelling import Rate
from plugin_api.settings import Settings, SettingsError
from tests.plugin_api.conftest import problem_of
from tests.plugin_api.security.conftest import MakeApp, bearer, write_tokens
from tests.plugin_api.security.portal import FakePortal, Signer
from tests.programs import program

PASSWORD = "s3cret-of-redis"


class Clock:
    now = 120.0

    def __call__(self) -> float:
        return self.now


def _settings(**more: object) -> Settings:
    return Settings(rules=Path(), data_dir=Path(), **more)  # type: ignore[arg-type]


# --- counting -------------------------------------------------------------------------------------------------


def test_counting() -> None:
    clock = Clock()
    limiter = Limiter(Rate(2, 60), clock=clock)
    assert [(found.left, found.over) for found in (limiter.count("a") for _ in range(3))] == [
        (1, False),
        (0, False),
        (0, True),
    ]
    assert limiter.count("b") == Standing(Rate(2, 60), 1, 60, False)
    clock.now += 45
    assert limiter.count("a").seconds == 15
    clock.now += 15
    assert limiter.count("a") == Standing(Rate(2, 60), 1, 60, False)


def test_memory_keeps_the_present_window_alone() -> None:
    memory = Memory()
    for number in range(1000):
        memory.add(f"caller-{number}", 1, 60)
    memory.add("caller", 2, 60)
    assert len(memory._counts) == 1


def test_threads_count_together() -> None:
    limiter, over = Limiter(Rate(500, 3600), clock=Clock()), []
    threads = [
        threading.Thread(target=lambda: over.extend(limiter.count("a").over for _ in range(100))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert over.count(False) == 500


def test_what_is_counted_by_default() -> None:
    assert make_limiter(_settings(), authenticated=False) is None
    limiter = make_limiter(_settings(), authenticated=True)
    assert limiter is not None
    assert limiter.count("a").rate == DEFAULT
    assert make_limiter(_settings(rate_limit="off"), authenticated=True) is None
    assert make_limiter(_settings(rate_limit=Rate(1, 1)), authenticated=False) is not None


# --- over HTTP ------------------------------------------------------------------------------------------------


@pytest.fixture
def limited(make_app: MakeApp, tmp_path: Path) -> tuple[FlaskClient, list[str]]:
    """Three requests an hour, for two tokens."""
    tokens = write_tokens(tmp_path / "t", ("one", ["read"]), ("two", ["read"]))
    return make_app(tokens_file=tmp_path / "t", rate_limit=Rate(3, 3600)).test_client(), tokens


def test_too_many_requests(limited: tuple[FlaskClient, list[str]]) -> None:
    client, (one, two) = limited
    left = [client.get("/v1/slots", headers=bearer(one)).headers["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    response = client.get("/v1/slots", headers=bearer(one))
    assert problem_of(response, 429)["detail"] == "3 requests in 3600 s are the most for one caller."
    assert response.headers["Retry-After"] == response.headers["RateLimit-Reset"]
    assert 0 < int(response.headers["Retry-After"]) <= 3600
    assert response.headers["RateLimit-Limit"] == "3"
    assert client.get("/v1/slots", headers=bearer(two)).status_code == 200  # another caller


def test_wrong_tokens_are_counted_by_address(limited: tuple[FlaskClient, list[str]]) -> None:
    client, (one, _) = limited
    statuses = [client.get("/v1/slots", headers=bearer(f"guess-{number}")).status_code for number in range(5)]
    assert statuses == [401, 401, 401, 429, 429]
    assert client.get("/v1/slots", headers=bearer(one)).status_code == 200
    elsewhere = {"REMOTE_ADDR": "10.0.0.9"}
    assert client.get("/v1/slots", headers=bearer("guess"), environ_base=elsewhere).status_code == 401


def test_who_lacks_a_role_is_counted_as_themselves(limited: tuple[FlaskClient, list[str]]) -> None:
    """And not by the address, which may be that of a portal with all of its users."""
    client, (one, two) = limited
    answers = [client.post("/v1/recommendations", json={}, headers=bearer(one)) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 429]
    assert client.get("/v1/slots", headers=bearer(one)).status_code == 429
    assert client.get("/v1/slots", headers=bearer(two)).headers["RateLimit-Remaining"] == "2"
    assert client.get("/v1/slots").headers["RateLimit-Remaining"] == "2"


def test_tokens_are_not_examined_for_an_address_that_is_over(
    make_app: MakeApp, tmp_path: Path, portal: FakePortal
) -> None:
    """What it costs to look at a signature, or to fetch keys, is spent on nobody who has used up their requests."""
    (static,) = write_tokens(tmp_path / "t", ("ci", ["read"]))
    client = make_app(tokens_file=tmp_path / "t", backstage_url=portal.url, rate_limit=Rate(3, 3600)).test_client()
    met = portal.user()
    assert client.get("/v1/slots", headers=bearer(met)).status_code == 200
    other = portal.user(exp=1)
    statuses = [client.get("/v1/slots", headers=bearer(other)).status_code for _ in range(4)]
    assert statuses == [401, 401, 401, 429]
    before = len(portal.asked)
    made_up = Signer("made-up").sign({"sub": "scaffolder"}, "vnd.backstage.plugin")  # of keys not fetched yet
    response = client.get("/v1/slots", headers=bearer(made_up))
    assert problem_of(response, 429)["detail"].startswith("3 requests")
    assert response.headers["Retry-After"] == response.headers["RateLimit-Reset"]
    assert len(portal.asked) == before
    # Whoever is known already comes in from there all the same.
    assert client.get("/v1/slots", headers=bearer(met)).status_code == 200
    assert client.get("/v1/slots", headers=bearer(static)).status_code == 200


def test_probes_and_files_are_not_counted(limited: tuple[FlaskClient, list[str]]) -> None:
    client = limited[0]
    for _ in range(5):
        for path in ("/healthz", "/readyz", "/static/portolan.css"):
            with client.get(path) as response:
                assert response.status_code == 200
                assert "RateLimit-Limit" not in response.headers


@pytest.mark.parametrize(
    ("trusted", "sent", "counted"),
    [(0, "1.1.1.1", 3), (1, "1.1.1.1", 6), (1, "9.9.9.9, 1.1.1.1", 6), (2, "1.1.1.1, 2.2.2.2", 6)],
)
def test_addresses_are_believed_of_trusted_proxies_alone(
    make_app: MakeApp, trusted: int, sent: str, counted: int
) -> None:
    """Whoever makes up X-Forwarded-For is still who they are."""
    app = make_app(auth="off", rate_limit=Rate(3, 3600), trusted_proxies=trusted)
    statuses = [
        app.test_client().get("/v1/slots", headers={"X-Forwarded-For": forwarded}).status_code
        for forwarded in [sent] * 3 + [sent.replace("1.1.1.1", "3.3.3.3")] * 3
    ]
    assert statuses.count(200) == counted


def test_who_makes_up_addresses_before_a_proxy(make_app: MakeApp) -> None:
    client = make_app(auth="off", rate_limit=Rate(3, 3600), trusted_proxies=1).test_client()
    statuses = [
        client.get("/v1/slots", headers={"X-Forwarded-For": f"10.0.0.{number}, 1.1.1.1"}).status_code
        for number in range(5)
    ]
    assert statuses == [200, 200, 200, 429, 429]


def test_an_ipv6_client_is_its_network(make_app: MakeApp) -> None:
    client = make_app(auth="off", rate_limit=Rate(1, 3600)).test_client()
    for address, status in (
        ("2001:db8::1", 200),
        ("2001:db8::2", 429),
        ("2001:db8:0:1::1", 200),
        ("fe80::1%eth0", 200),
    ):
        assert client.get("/v1/slots", environ_base={"REMOTE_ADDR": address}).status_code == status


# --- Redis ----------------------------------------------------------------------------------------------------


class Server:
    def __init__(self, port: int, place: Path) -> None:
        self.port, self.url = port, f"redis://:{PASSWORD}@127.0.0.1:{port}/0"
        self._command = [
            str(program("redis-server", "redis-server")),
            *("--bind", "127.0.0.1", "--port", str(port), "--requirepass", PASSWORD),
            *("--save", "", "--appendonly", "no", "--dir", str(place)),
        ]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 20
        with redis.Redis.from_url(self.url) as client:
            while True:
                try:
                    client.ping()
                    return
                except redis.ConnectionError:
                    assert time.monotonic() < until
                    time.sleep(0.02)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None


@pytest.fixture
def server(free_port: Callable[[], int], tmp_path: Path) -> Iterator[Server]:
    found = Server(free_port(), tmp_path)
    found.start()
    yield found
    found.stop()


def test_processes_count_together(server: Server) -> None:
    """Two limiters, as two processes have, and one count."""
    one, other = (Limiter(Rate(3, 3600), Redis(server.url)) for _ in range(2))
    assert [limiter.count("a").over for limiter in (one, other, one, other)] == [False, False, False, True]
    assert other.count("b").left == 2
    assert [limiter.look("b").over for limiter in (one, other)] == [False, False]
    assert other.look("a").over
    with redis.Redis.from_url(server.url) as client:
        assert all(0 < client.ttl(key) <= 7200 for key in client.keys("*"))  # nothing is left for ever


def test_redis_goes_and_comes(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    """Requests are answered throughout; each process counts for itself meanwhile."""
    clock = Clock()
    limiter = Limiter(Rate(3, 3600), Redis(server.url), clock=clock)
    assert limiter.count("a").left == 2
    server.stop()
    with caplog.at_level(logging.DEBUG):
        assert [limiter.count("a").left for _ in range(3)] == [2, 1, 0]
        assert limiter.count("a").over
    assert caplog.text.count("this process counts for itself") == 1  # and Redis is left alone for a while
    assert PASSWORD not in caplog.text
    server.start()
    clock.now += 11
    assert limiter.count("a").left == 2  # a new Redis, which has counted nothing


def test_a_service_whose_redis_is_away(make_app: MakeApp, free_port: Callable[[], int]) -> None:
    url = f"redis://:{PASSWORD}@127.0.0.1:{free_port()}/0"
    client = make_app(auth="off", rate_limit=Rate(2, 3600), redis_url=url).test_client()
    assert [client.get("/v1/slots").status_code for _ in range(3)] == [200, 200, 429]
    assert "portolan_redis_errors_total 1.0\n" in client.get("/metrics").text


@pytest.mark.parametrize("url", ["redis://127.0.0.1:port/0", "redis://127.0.0.1:99999999/x"])
def test_an_address_that_makes_no_sense(url: str) -> None:
    try:
        Redis(url)
    except SettingsError as error:
        assert "PORTOLAN_REDIS_URL" in str(error)
        assert url not in str(error)


def test_a_client_of_redis_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "redis", None)
    with pytest.raises(SettingsError, match=r"pip install redis "):
        Redis("redis://127.0.0.1")
