"""The knowledge as a whole: everything is in it, and its schema says what it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from engine.model import Knowledge
from plugin_api.export import export_document, export_schema
from plugin_api.yaml_writer import to_yaml


@pytest.fixture(scope="module")
def exported(shipped: Knowledge) -> dict[str, Any]:
    return export_document(shipped)


def test_the_document_is_what_its_schema_says(client: FlaskClient) -> None:
    schema = client.get("/v1/export/schema").json
    Draft202012Validator.check_schema(schema)
    answered = client.get("/v1/export")
    assert (answered.status_code, answered.content_type) == (200, "application/json")
    assert list(Draft202012Validator(schema).iter_errors(answered.json)) == []


def test_nothing_is_left_out(exported: dict[str, Any], shipped: Knowledge) -> None:
    def ids(member: str) -> list[str]:
        return [one["id"] for one in exported[member]]

    assert ids("sources") == list(shipped.sources)
    assert ids("claims") == list(shipped.claims)
    assert ids("products") == list(shipped.products)
    assert ids("slots") == list(shipped.slots)
    assert ids("editions") == list(shipped.editions)
    assert ids("quadrants") == list(shipped.quadrants)
    assert [q["id"] for section in exported["sections"] for q in section["questions"]] == list(shipped.questions)
    assert sorted(rule["id"] for module in exported["modules"] for rule in module["rules"]) == sorted(shipped.rules)
    assert exported["knowledge"]["digest"] == shipped.digest


def test_texts_are_in_both_languages(exported: dict[str, Any]) -> None:
    texts = [module["title"] for module in exported["modules"]] + [claim["text"] for claim in exported["claims"]]
    assert all(text["en"] and text["ko"] for text in texts)


def test_the_schema_lets_nothing_else_in(exported: dict[str, Any]) -> None:
    def errors(document: dict[str, Any]) -> Iterator[str]:
        return (error.message for error in Draft202012Validator(export_schema()).iter_errors(document))

    assert any("sources" in message for message in errors({k: v for k, v in exported.items() if k != "sources"}))
    wrong = {**exported, "editions": [{**exported["editions"][0], "published": 2024}]}
    assert list(errors(wrong)) == ["2024 is not of type 'string'"]


def test_as_yaml_it_is_the_same(exported: dict[str, Any]) -> None:
    part = {name: exported[name] for name in ("sources", "areas", "slots", "products", "conflicts")}
    assert yaml.load(to_yaml(part), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) == part
