"""Who may do what: every route asks for a role, or says that it asks for none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from plugin_api.observability.trail import ENVIRON_KEY
from plugin_api.security.authentication import make_authentication
from plugin_api.security.caller import ROLES, current_caller
from plugin_api.security.guard import roles_of
from plugin_api.settings import Settings, SettingsError
from tests.plugin_api.conftest import problem_of
from tests.plugin_api.security.conftest import MakeApp, bearer, write_tokens
from tests.plugin_api.security.portal import FakePortal

PROFILE = {"profile": {}, "as_of": "2026-01-15"}
# Everything that anybody may ask, whoever they are.
OPEN = {
    "documentation.description": "/v1/openapi.json",
    "documentation.documentation": "/docs",
    "health.alive": "/healthz",
    "health.ready": "/readyz",
    "static": "/static/<path:filename>",
    "viewer.static": "/docs/assets/<path:filename>",
    "widget_file.static": "/widget.js",
}


@pytest.fixture
def guarded(make_app: MakeApp, tmp_path: Path) -> tuple[FlaskClient, dict[str, str]]:
    """A client, and a token for each role alone."""
    tokens = write_tokens(tmp_path / "tokens.yaml", *((role, [role]) for role in ROLES))
    app = make_app(tokens_file=tmp_path / "tokens.yaml")
    return app.test_client(), dict(zip(ROLES, tokens, strict=True))


def test_every_route_has_been_decided(app: Flask) -> None:
    """Whoever adds a route that is open to all must say so here."""
    open_to_all = {endpoint for endpoint, role in roles_of(app).items() if role is None}
    assert open_to_all <= set(OPEN) | {"metrics.metrics"}
    assert set(OPEN) <= open_to_all


def test_whoever_asks_is_told_who_they_are_and_what_they_may_do(make_app: MakeApp, tmp_path: Path) -> None:
    (token,) = write_tokens(tmp_path / "t", ("board", ["review", "read"]))
    client = make_app(tokens_file=tmp_path / "t").test_client()
    told = client.get("/v1/caller", headers=bearer(token)).json
    assert told == {"caller": "token:board", "roles": ["read", "review"], "links": {"self": "/v1/caller"}}
    assert client.get("/v1/caller").status_code == 401


def test_where_nobody_has_to_say_who_they_are_anybody_may_do_everything(app: Flask) -> None:
    assert app.test_client().get("/v1/caller").json["roles"] == list(ROLES)


def test_a_route_that_nobody_decided_on_is_refused() -> None:
    app = Flask("x")
    app.add_url_rule("/forgotten", view_func=lambda: "x", endpoint="forgotten")
    with pytest.raises(LookupError, match="forgotten"):
        roles_of(app)


def test_a_route_that_came_later_is_for_administrators(make_app: MakeApp, tmp_path: Path) -> None:
    (reader, admin) = write_tokens(tmp_path / "t", ("r", ["read", "decide", "review"]), ("a", ["admin"]))
    app = make_app(tokens_file=tmp_path / "t")
    app.add_url_rule("/later", view_func=lambda: "x", endpoint="later")
    assert app.test_client().get("/later", headers=bearer(reader)).status_code == 403
    assert app.test_client().get("/later", headers=bearer(admin)).status_code == 200


def test_every_guarded_route_refuses(guarded: tuple[FlaskClient, dict[str, str]]) -> None:
    """Without a token, and with one that has every role but the right one."""
    client, tokens = guarded
    roles, checked = roles_of(client.application), 0
    for rule in client.application.url_map.iter_rules():
        role, path = roles[rule.endpoint], re.sub(r"<[^>]+>", "x", rule.rule)
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"} if role is not None else ():
            assert client.open(path, method=method).status_code == 401, path
            for other in ROLES:
                status = client.open(path, method=method, headers=bearer(tokens[other])).status_code
                assert (status == 403) == (other != role), (path, other, status)
                assert status != 401
            checked += 1
    assert checked > 30


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/v1/openapi.json", "/docs", "/static/portolan.css"])
def test_what_is_open(guarded: tuple[FlaskClient, dict[str, str]], path: str) -> None:
    with guarded[0].get(path) as response:
        assert response.status_code == 200


def test_no_token(guarded: tuple[FlaskClient, dict[str, str]]) -> None:
    for headers in ({}, {"Authorization": "Basic YTpi"}, {"Authorization": ""}, {"Authorization": "Bear x"}):
        response = guarded[0].get("/v1/slots", headers=headers)
        assert problem_of(response, 401)["type"] == "urn:portolan:problem:unauthenticated"
        assert response.headers["WWW-Authenticate"] == 'Bearer realm="portolan"'
        assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "portolan_x", "x " * 50, "é", "\xff", "a,Bearer b"])
def test_a_wrong_token(guarded: tuple[FlaskClient, dict[str, str]], token: str) -> None:
    response = guarded[0].get("/v1/slots", headers=bearer(token))
    problem_of(response, 401)
    assert response.headers["WWW-Authenticate"].startswith('Bearer realm="portolan", error="invalid_token", ')


def test_a_token_in_the_address_is_none(guarded: tuple[FlaskClient, dict[str, str]]) -> None:
    client, tokens = guarded
    problem_of(client.get(f"/v1/slots?access_token={tokens['read']}"), 401)


def test_the_right_token_however_it_is_written(guarded: tuple[FlaskClient, dict[str, str]]) -> None:
    client, tokens = guarded
    for scheme in ("Bearer", "bearer", "BEARER "):
        assert client.get("/v1/slots", headers={"Authorization": f"{scheme} {tokens['read']}"}).status_code == 200
    assert client.head("/v1/slots", headers=bearer(tokens["read"])).status_code == 200
    problem_of(client.get("/v1/nowhere"), 404)


def test_the_missing_role_is_named(guarded: tuple[FlaskClient, dict[str, str]]) -> None:
    client, tokens = guarded
    response = client.post("/v1/recommendations", json=PROFILE, headers=bearer(tokens["read"]))
    assert "token:read does not have the role 'decide'" in problem_of(response, 403)["detail"]
    assert 'error="insufficient_scope", scope="decide"' in response.headers["WWW-Authenticate"]
    assert client.post("/v1/recommendations", json=PROFILE, headers=bearer(tokens["decide"])).status_code == 200


def test_a_token_that_has_expired(make_app: MakeApp, tmp_path: Path) -> None:
    path = tmp_path / "tokens.yaml"
    (token,) = write_tokens(path, ("ci", ["read"]))
    path.write_text(path.read_text().replace("}", ", expires: 2020-01-01}"))
    response = make_app(tokens_file=path).test_client().get("/v1/slots", headers=bearer(token))
    assert problem_of(response, 401)["detail"] == "The token has expired."


def test_what_browsers_ask_beforehand_needs_no_token(guarded: tuple[FlaskClient, dict[str, str]]) -> None:
    response = guarded[0].options("/v1/recommendations")
    assert (response.status_code, set(response.headers["Allow"].split(", "))) == (204, {"OPTIONS", "POST"})


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Open Portolan through your developer portal"), ("ko", "개발자 포털에서 Portolan을 열거나")],
)
def test_a_browser_without_a_token(guarded: tuple[FlaskClient, dict[str, str]], language: str, said: str) -> None:
    response = guarded[0].get("/", headers={"Accept": "text/html", "Accept-Language": language})
    assert (response.status_code, response.mimetype) == (401, "text/html")
    assert said in response.text
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert "Content-Security-Policy" in response.headers


def test_a_browser_without_the_role(guarded: tuple[FlaskClient, dict[str, str]]) -> None:
    client, tokens = guarded
    response = client.get("/", headers={"Accept": "text/html", **bearer(tokens["admin"])})
    assert response.status_code == 403
    assert "You may not do that here" in response.text


def test_who_is_named_in_the_log(make_app: MakeApp, tmp_path: Path) -> None:
    """Whoever is refused for a role too; but nobody who has not said who they are, and is not `anybody` either."""
    (reader,) = write_tokens(tmp_path / "t", ("reader", ["read"]))
    environ: dict[str, Any] = {}

    def client_of(app: Flask) -> FlaskClient:
        inner = app.wsgi_app

        def noting(given: dict[str, Any], start: Any) -> Any:
            answer = inner(given, start)
            environ.update(given)
            return answer

        app.wsgi_app = noting  # type: ignore[method-assign]
        return app.test_client()

    client = client_of(make_app(tokens_file=tmp_path / "t", access_log=True))

    def named(path: str, token: str | None = None, method: str = "GET") -> str | None:
        client.open(path, method=method, headers=bearer(token) if token else {})
        subject: str | None = environ[ENVIRON_KEY].subject
        return subject

    assert named("/v1/slots", reader) == "token:reader"
    assert named("/v1/recommendations", reader, "POST") == "token:reader"
    for path in ("/v1/slots", "/v1/nowhere", "/healthz"):
        assert named(path) is None
    assert named("/v1/slots", "portolan_wrong") is None
    assert named("/v1/slots", method="OPTIONS") is None
    client = client_of(make_app(auth="off", access_log=True))
    assert named("/v1/slots") == "anybody"


# --- the portal -----------------------------------------------------------------------------------------------


def test_the_portal_beside_the_file(make_app: MakeApp, tmp_path: Path, portal: FakePortal) -> None:
    (token,) = write_tokens(tmp_path / "t", ("ci", ["read"]))
    client = make_app(
        tokens_file=tmp_path / "t", backstage_url=portal.url, reviewers=("user:default/anna",)
    ).test_client()
    seen: list[Any] = []
    client.application.after_request(lambda response: (seen.append(current_caller()), response)[1])
    for one in (token, portal.user(), portal.plugin(), portal.plugin(obo=portal.limited())):
        assert client.get("/v1/slots", headers=bearer(one)).status_code == 200
    subjects = ["token:ci", "user:default/anna", "plugin:scaffolder", "user:default/anna"]
    assert [caller.subject for caller in seen] == subjects
    assert "review" in seen[1].roles
    problem_of(client.get("/v1/slots", headers=bearer(portal.user(exp=1))), 401)


def test_a_portal_that_cannot_be_reached(make_app: MakeApp, portal: FakePortal) -> None:
    """Nobody can tell whether the token is right: that is no reason to sign anybody out."""
    token = portal.user()
    portal.answers = {}
    client = make_app(backstage_url=portal.url).test_client()
    response = client.get("/v1/slots", headers=bearer(token))
    assert "cannot be reached" in problem_of(response, 503)["detail"]
    assert response.headers["Retry-After"] == "5"
    problem_of(client.get("/v1/slots", headers=bearer("portolan_x")), 401)
    problem_of(client.get("/v1/slots"), 401)


def test_keys_elsewhere(make_app: MakeApp, portal: FakePortal) -> None:
    """The portal's own address is what its tokens say; its keys may be fetched another way."""
    where = portal.url
    client = make_app(backstage_url="https://portal.example.com", backstage_keys_url=where).test_client()
    problem_of(client.get("/v1/slots", headers=bearer(portal.user())), 401)
    portal.url = "https://portal.example.com"
    assert client.get("/v1/slots", headers=bearer(portal.user())).status_code == 200


# --- whether it is on -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "mode"),
    [
        ({}, "loopback"),
        ({"auth": "off"}, "off"),
        ({"backstage_url": "https://portal"}, "on"),
        ({"backstage_url": "https://portal", "auth": "on"}, "on"),
        ({"backstage_url": "https://portal", "auth": "off"}, "off"),
    ],
)
def test_modes(tmp_path: Path, settings: dict[str, Any], mode: str) -> None:
    assert make_authentication(Settings(rules=tmp_path, data_dir=tmp_path, **settings)).mode == mode


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"auth": "on"}, "PORTOLAN_AUTH is on, and nobody could be let in"),
        ({"backstage_keys_url": "http://portal"}, "PORTOLAN_BACKSTAGE_KEYS_URL is set without PORTOLAN_BACKSTAGE_URL"),
        ({"tokens_file": Path("/nowhere/tokens.yaml")}, "PORTOLAN_TOKENS_FILE: The tokens in '/nowhere/tokens.yaml'"),
    ],
)
def test_settings_that_let_nobody_in(make_app: MakeApp, settings: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(said)):
        make_app(**settings)


def test_nothing_is_set_up(make_app: MakeApp) -> None:
    """This machine is answered, whichever server runs the application, and nobody else."""
    client = make_app().test_client()
    for here in ("127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1", ""):
        assert client.get("/v1/slots", environ_base={"REMOTE_ADDR": here}).status_code == 200
    for elsewhere in ("10.0.0.1", "::2", "::ffff:10.0.0.1", "127.0.0.1.example", "fe80::1%eth0"):
        environment = {"REMOTE_ADDR": elsewhere}
        problem_of(client.get("/v1/slots", environ_base=environment), 403)
        problem_of(client.post("/v1/recommendations", json=PROFILE, environ_base=environment), 403)
        assert client.get("/healthz", environ_base=environment).status_code == 200


def test_who_says_that_they_are_this_machine(make_app: MakeApp) -> None:
    client = make_app(trusted_proxies=1).test_client()
    headers = {"X-Forwarded-For": "127.0.0.1"}
    problem_of(client.get("/v1/slots", headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.1"}), 403)
    problem_of(client.get("/v1/slots", headers={"X-Forwarded-For": "10.0.0.1"}), 403)
    assert client.get("/v1/slots", headers=headers).status_code == 200


def test_off_is_off(make_app: MakeApp) -> None:
    client = make_app(auth="off").test_client()
    assert client.get("/v1/slots", environ_base={"REMOTE_ADDR": "10.0.0.1"}).status_code == 200


# --- the description ------------------------------------------------------------------------------------------


def test_the_description_says_who_may(guarded: tuple[FlaskClient, dict[str, str]]) -> None:
    description = guarded[0].get("/v1/openapi.json").json
    scheme = description["components"]["securitySchemes"]["token"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    recommend = description["paths"]["/v1/recommendations"]["post"]
    assert recommend["security"] == [{"token": ["decide"]}]
    assert {"401", "403", "429", "503"} <= set(recommend["responses"])
    assert description["paths"]["/v1/slots"]["get"]["security"] == [{"token": ["read"]}]
    assert description["paths"]["/healthz"]["get"]["security"] == []
    assert "401" not in description["paths"]["/healthz"]["get"]["responses"]


def test_the_description_where_nobody_is_asked(app: Flask) -> None:
    paths = app.test_client().get("/v1/openapi.json").json["paths"]
    assert paths["/v1/slots"]["get"]["security"] == [{"token": ["read"]}, {}]


def test_metrics_may_ask_too() -> None:
    assert Settings(rules=Path(), data_dir=Path()).metrics_auth is False
