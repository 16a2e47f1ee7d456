"""What pages of other sites may have a browser do where no token is asked for: read nothing, and change nothing."""

from __future__ import annotations

import re
import timeit
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from plugin_api.security.sites import Sites
from plugin_api.settings import Settings
from tests.plugin_api.conftest import problem_of
from tests.plugin_api.security.conftest import POCKET, MakeApp, bearer, write_tokens

PORTAL = "https://portal.example.com"
PUBLIC = "https://portolan.example.com"
EVIL = "https://evil.example.com"
# A request that a browser sends for any page without asking beforehand.
CHANGES = ("/v1/admin/reload", "/decide", "/v1/recommendations", "/v1/checks")


@pytest.fixture
def alone(make_app: MakeApp) -> FlaskClient:
    """Of a service for this machine alone."""
    return make_app(cors_origins=(PORTAL,), public_url=PUBLIC).test_client()


def _status(client: FlaskClient, **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/v1/admin/reload", headers=named).status_code


@pytest.mark.parametrize("path", CHANGES)
def test_a_page_of_another_site_changes_nothing(alone: FlaskClient, path: str) -> None:
    response = alone.post(path, headers={"Origin": EVIL, "Content-Type": "text/plain"})
    assert "'https://evil.example.com' may change nothing here" in problem_of(response, 403)["detail"]


def test_nothing_that_changes_is_left_out(alone: FlaskClient) -> None:
    checked = 0
    for rule in alone.application.url_map.iter_rules():
        path = re.sub(r"<[^>]+>", "x", rule.rule)
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}:
            assert alone.open(path, method=method, headers={"Origin": EVIL}).status_code == 403, path
            checked += 1
    assert checked > 10


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "null"},
        {"Origin": "http://localhost:81"},
        {"Origin": "http://localhost.evil.example.com"},
        {"Origin": f"{PORTAL}.evil.example.com"},
        {"Origin": "localhost"},
        {"Origin": EVIL, "Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "nonsense"},
        {"Origin": "http://localhost", "Sec_Fetch_Site": "cross-site"},
    ],
)
def test_others(alone: FlaskClient, headers: dict[str, str]) -> None:
    assert _status(alone, **headers) == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://localhost"},
        {"Origin": "https://localhost"},
        {"Origin": "http://127.0.0.1:8000", "Host": "127.0.0.1:8000"},
        {"Origin": PUBLIC},
        {"Origin": PORTAL},
        {"Origin": PORTAL, "Sec_Fetch_Site": "cross-site"},
        {"Origin": "http://localhost", "Sec_Fetch_Site": "same-origin"},
        {"Sec_Fetch_Site": "none"},
    ],
)
def test_our_own_pages_those_that_are_named_and_programs(alone: FlaskClient, headers: dict[str, str]) -> None:
    assert _status(alone, **headers) == 409  # in a test there is no master to ask


def test_to_read_is_another_matter(alone: FlaskClient) -> None:
    """The browser itself keeps the answer from the page."""
    response = alone.get("/v1/slots", headers={"Origin": EVIL, "Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("host", ["evil.example.com", "evil.example.com:8000", "localhost.evil.com", "10.0.0.1", "x"])
def test_a_name_that_somebody_made_lead_here(alone: FlaskClient, host: str) -> None:
    for path in ("/v1/slots", "/"):
        problem = problem_of(alone.get(path, headers={"Host": host}), 403)
        assert "PORTOLAN_PUBLIC_URL" in problem["detail"]
    assert _status(alone, Host=host, Origin=f"http://{host}") == 403
    assert alone.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "localhost.", "127.0.0.1:8000", "[::1]:8000", "portolan.example.com"]
)
def test_names_of_this_machine(alone: FlaskClient, host: str) -> None:
    assert alone.get("/v1/slots", headers={"Host": host}).status_code == 200


def test_an_address_for_all_has_any_name_and_asks_where_pages_come_from(make_app: MakeApp) -> None:
    client = make_app(auth="off").test_client()
    assert client.get("/v1/slots", headers={"Host": "portolan.internal"}).status_code == 200
    assert _status(client, Host="portolan.internal", Origin="http://portolan.internal") == 409
    assert _status(client, Host="portolan.internal", Origin=EVIL) == 403


def test_with_a_token_there_is_no_need(make_app: MakeApp, tmp_path: Path) -> None:
    (token,) = write_tokens(tmp_path / "t", ("a", ["admin"]))
    client = make_app(tokens_file=tmp_path / "t").test_client()
    headers = {"Origin": EVIL, "Host": "portolan.internal"}
    assert client.post("/v1/admin/reload", headers=headers).status_code == 401
    assert client.post("/v1/admin/reload", headers={**headers, **bearer(token)}).status_code == 409


def test_what_it_costs(tmp_path: Path) -> None:
    """Some microseconds at most, on the busiest path."""
    sites = Sites("loopback", Settings(rules=POCKET, data_dir=tmp_path))
    environ = {"REQUEST_METHOD": "POST", "HTTP_HOST": "127.0.0.1:8000", "HTTP_ORIGIN": "http://127.0.0.1:8000"}
    assert min(timeit.repeat(lambda: sites.check(environ), number=1000, repeat=5)) / 1000 < 20e-6
