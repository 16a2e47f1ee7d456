"""The architecture picture at the top of a decision's page."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from tests.plugin_api.conftest import Ask

IN_USE = {"platform": {"kubernetes_version": "1.31"}, "stack": {"in_use": ["ingress-nginx", "jaeger"]}}


def picture_of(client: FlaskClient, id_: str) -> tuple[str, str]:
    """The picture, and the page that it is on."""
    text = client.get(f"/decisions/{id_}").text
    found = re.search(r'<section class="picture".*?</section>\s*<section class="given">', text, re.DOTALL)
    assert found
    return found[0], text


def test_every_box_leads_to_its_place_on_the_page(client: FlaskClient, ask: Ask) -> None:
    picture, page = picture_of(client, ask(IN_USE).json["id"])
    targets = re.findall(r'href="#([^"]+)"', picture)
    assert len(targets) > len(client.get("/v1/slots").json["items"]), "slots and areas"
    assert [one for one in targets if f'id="{one}"' not in page] == []


def test_it_says_what_is_decided_and_what_has_changed(client: FlaskClient, ask: Ask) -> None:
    picture, _ = picture_of(client, ask(IN_USE).json["id"])
    (gateway,) = re.findall(r'<li class="([^"]*)"><a href="#slot-ingress-gateway">(.*?)</a></li>', picture, re.DOTALL)
    assert gateway[0] == "box box-for box-marked box-changed"
    assert '<span class="mark">changed</span>' in gateway[1]
    assert "<b>Gateway API</b>" in gateway[1]
    assert 'overdue since <time datetime="2026-03-31">2026-03-31</time>' in gateway[1]
    assert "before: Ingress NGINX (keep)" in gateway[1]


def test_it_needs_no_style_of_its_own(client: FlaskClient, ask: Ask) -> None:
    picture, _ = picture_of(client, ask(IN_USE, language="ko").json["id"])
    assert "style=" not in picture
    assert "플랫폼 아키텍처" in picture
