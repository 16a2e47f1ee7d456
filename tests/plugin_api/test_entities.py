"""Entities of a portal's catalog: decided by their annotation, all of them or none, and told of their decision."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.catalog_entity import PROFILE
from plugin_api.entities import MAX_ENTITIES
from plugin_api.schemas.entities import EntityDecisionsSchema, EntityFragmentSchema
from tests.plugin_api.conftest import DAY, Ask, problem_of

AT = "/metadata/annotations/portolan.io~1profile"
JAEGER = "stack:\n  in_use: [jaeger]\n"


def entity(name: str, profile: object = None, **metadata: Any) -> dict[str, Any]:
    annotations = {"annotations": {PROFILE: profile}} if profile is not None else {}
    return {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": {"name": name, **annotations, **metadata},
        "spec": {"type": "service"},
    }


def post(client: FlaskClient, body: Any) -> TestResponse:
    return client.post("/v1/entities/recommendations", json=body)


def errors_of(response: TestResponse) -> list[tuple[str, str]]:
    return [(error["pointer"], error["detail"]) for error in problem_of(response, 422)["errors"]]


def test_an_entity_gets_the_decision_of_its_profile(client: FlaskClient, ask: Ask) -> None:
    answered = post(client, {"entities": [entity("Checkout", JAEGER), entity("shop")], "as_of": DAY})
    assert EntityDecisionsSchema().validate(answered.json) == {}
    (item,) = answered.json["items"]
    made = ask({"stack": {"in_use": ["jaeger"]}}).json
    assert (item["entity"], item["decision"]) == ("component:default/checkout", made["id"])
    assert item["picks"]["tracing"] == next(slot for slot in made["slots"] if slot["slot"] == "tracing")["picks"]
    assert answered.json["without_profile"] == ["component:default/shop"]
    for link in item["links"].values():
        assert client.get(link).status_code == 200
    listed = client.get("/v1/decisions?subject=component:default/checkout").json["items"]
    assert made["id"] in {one["id"] for one in listed}


@pytest.mark.parametrize(
    "profile",
    [
        JAEGER,
        f"profile: {{stack: {{in_use: [jaeger]}}}}\nas_of: {DAY}\n",
        '{"stack": {"in_use": ["jaeger"]}}',
        "profile:\n  stack: {in_use: [jaeger]}\nsubject: component:default/another\n",
    ],
)
@pytest.mark.parametrize("around", ["entities", "items", "list", "bare"])
def test_profiles_and_entities_come_in_the_forms_that_portals_have(
    client: FlaskClient, profile: str, around: str
) -> None:
    one = entity("checkout", profile)
    answered = post(client, {"list": [one], "bare": one}.get(around, {around: [one]}))
    assert [item["entity"] for item in answered.json["items"]] == ["component:default/checkout"]


def test_a_catalog_info_file_is_posted_as_it_stands(client: FlaskClient) -> None:
    text = yaml.safe_dump(entity("checkout", JAEGER))
    answered = client.post("/v1/entities/recommendations", data=text, content_type="application/yaml")
    assert answered.status_code == 200
    assert len(answered.json["items"]) == 1


def test_a_profile_is_passed_along_for_an_entity_that_names_a_file(client: FlaskClient, ask: Ask) -> None:
    profiles = {"Component:Checkout": {"stack": {"in_use": ["jaeger"]}}}  # compared as a portal does
    body = {"entities": [entity("checkout", "./portolan.yaml")], "profiles": profiles, "as_of": DAY}
    made = ask({"stack": {"in_use": ["jaeger"]}}).json["id"]
    assert post(client, body).json["items"][0]["decision"] == made


def test_all_mistakes_are_told_at_once_with_their_lines(client: FlaskClient) -> None:
    body = {
        "entities": [
            entity("a", "./portolan.yaml"),
            entity("b", "stack:\n  in_use: [jeager]\nplatfrom: {}\n"),
            entity("c", "a: [\n"),
            {"kind": "Component"},
            3,
            entity("a"),
            entity("d", "https://example.com/portolan.yaml"),
            entity("e", 5),
        ],
        "profiles": {"component:default/f": {}},
        "as_of": "soon",
        "langauge": "ko",
    }
    assert errors_of(post(client, body)) == [
        ("/langauge", "there is no member 'langauge'"),
        (f"/entities/0{AT}", "the file './portolan.yaml' is not here"),
        (f"/entities/2{AT}", "line 2: not YAML: did not find expected node content"),
        ("/entities/3/metadata/name", "the name of the entity is missing"),
        ("/entities/4", "an entity is a mapping with `kind` and `metadata`"),
        ("/entities/5", "the entity 'component:default/a' is there twice"),
        (f"/entities/6{AT}", "nothing is fetched from the network: 'https://example.com/portolan.yaml'"),
        (f"/entities/7{AT}", "an annotation is a text"),
        ("/profiles/component:default~1f", "there is no entity 'component:default/f'"),
        (f"/entities/1{AT}", "line 2: the catalog has no product 'jeager'"),
        (f"/entities/1{AT}", "line 3: there is no section 'platfrom'"),
        ("/as_of", "'soon' is not a day"),
    ]


def test_mistakes_in_a_profile_that_was_passed_along_are_pointed_at(client: FlaskClient) -> None:
    profiles = {"component:default/a": {"stack": {"in_use": ["jeager"]}}}
    body = {"entities": [entity("a", "./portolan.yaml")], "profiles": profiles}
    at = "/profiles/component:default~1a/stack/in_use/0"
    assert errors_of(post(client, body)) == [(at, "the catalog has no product 'jeager'")]


@pytest.mark.parametrize(
    "body", [[], 3, "x", {}, {"entities": {}}, {"items": 1}, [[]], {"entities": [entity("a")], "profiles": []}]
)
def test_what_is_no_entity_is_refused(client: FlaskClient, body: Any) -> None:
    problem_of(post(client, body), 422)


@pytest.mark.parametrize(
    "metadata",
    [{"name": "a b"}, {"name": 5}, {"namespace": ["x"]}, {"annotations": []}, {"annotations": {PROFILE: {"$text": 1}}}],
)
def test_odd_metadata_is_refused(client: FlaskClient, metadata: dict[str, Any]) -> None:
    problem_of(post(client, {"kind": "Component", "metadata": {"name": "a", **metadata}}), 422)


def test_there_is_a_most(client: FlaskClient) -> None:
    too_many = [{"kind": "C", "metadata": {"name": f"e{i}"}} for i in range(MAX_ENTITIES + 1)]
    assert "at most" in errors_of(post(client, too_many))[0][1]


def test_an_entity_names_its_decision(client: FlaskClient, ask: Ask) -> None:
    made = ask().json
    answered = client.get(f"/v1/decisions/{made['id']}/entity")
    assert EntityFragmentSchema().validate(answered.json) == {}
    written = client.get(f"/v1/decisions/{made['id']}/entity", headers={"Accept": "application/yaml"}).text
    assert yaml.safe_load(written)["metadata"]["annotations"] == {"portolan.io/decision": made["id"]}
    korean = client.get(f"/v1/decisions/{made['id']}/entity?lang=ko").json
    assert "기준 판: 2026" in korean["metadata"]["links"][0]["title"]
    problem_of(client.get("/v1/decisions/nobody/entity"), 404)
