"""The questionnaire, and the JSON Schema for a profile file that comes with it."""

from __future__ import annotations

import json
from datetime import date
from random import Random
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bench.profiles import SHAPES, Shape, random_profile
from engine.inference.profile import ProfileError
from engine.knowledge.profile_schema import profile_file_schema
from engine.model import Knowledge
from engine.request import read_request


@pytest.fixture(scope="session")
def schema(shipped: Knowledge) -> Draft202012Validator:
    found = profile_file_schema(shipped, "en")
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def test_sections_and_questions(client: FlaskClient, shipped: Knowledge) -> None:
    body = client.get("/v1/questionnaire").json
    assert [section["id"] for section in body["sections"]] == [section.id for section in shipped.sections]
    questions = [question for section in body["sections"] for question in section["questions"]]
    assert [question["id"] for question in questions] == list(shipped.questions)
    management = next(question for question in questions if question["id"] == "platform.management")
    assert management["type"] == "choice"
    assert [option["id"] for option in management["options"]] == ["managed", "self-managed", "both"]
    asked_on = next(question for question in questions if question["needs"])
    assert all(isinstance(answers, list) for answers in asked_on["needs"].values())


def test_korean(client: FlaskClient) -> None:
    body = client.get("/v1/questionnaire?lang=ko").json
    assert body["language"] == "ko"
    assert body["sections"][0]["title"] == "조직"
    assert "조직" in json.dumps(body["schema"], ensure_ascii=False)


def test_the_schema_that_is_answered(client: FlaskClient, shipped: Knowledge) -> None:
    assert client.get("/v1/questionnaire").json["schema"] == profile_file_schema(shipped, "en")


@pytest.mark.parametrize(
    "file",
    [
        {},
        {"profile": {}},
        {"profile": {"platform": {"kubernetes_version": "1.31", "clusters": 3}}, "edition": "2026", "language": None},
        {"profile": {"stack": None}, "as_of": "2026-04-01", "fail_on": "error", "waivers": []},
        {"platform": {"production": None}, "stack": {"in_use": ["jaeger"], "versions": {"harbor": "2.8"}}},
    ],
)
def test_good_files(schema: Draft202012Validator, file: dict[str, Any]) -> None:
    assert [error.message for error in schema.iter_errors(file)] == []


@pytest.mark.parametrize(
    "file",
    [
        [],
        {"profle": {}},
        {"profile": {}, "colour": "red"},
        {"profile": {"platfrom": {}}},
        {"profile": {"platform": {"productoin": True}}},
        {"profile": {"platform": {"production": "yes"}}},
        {"profile": {"platform": {"clusters": 0}}},
        {"profile": {"platform": {"kubernetes_version": 1.31}}},
        {"profile": {"platform": {"management": "none of these"}}},
        {"profile": {"stack": {"in_use": "jaeger"}}},
        {"profile": {"stack": {"in_use": ["jeager"]}}},
        {"profile": {"stack": {"versions": {"harbor": "new"}}}},
        {"profile": {}, "edition": "1999"},
        {"profile": {}, "as_of": "yesterday"},
        {"profile": {}, "language": "fr"},
    ],
)
def test_bad_files(schema: Draft202012Validator, file: Any) -> None:
    assert not schema.is_valid(file)


@given(seed=st.integers(0, 10**9), shape=st.sampled_from(SHAPES))
def test_a_profile_that_is_understood_is_valid(
    schema: Draft202012Validator, shipped: Knowledge, seed: int, shape: Shape
) -> None:
    file = {"profile": random_profile(shipped, shape, Random(seed))}
    read_request(file, shipped, today=date(2026, 4, 1))
    assert schema.is_valid(file)


@given(data=st.data())
def test_schema_and_engine_agree_on_answers(
    schema: Draft202012Validator, shipped: Knowledge, data: st.DataObject
) -> None:
    question = data.draw(st.sampled_from(list(shipped.questions.values())))
    words = st.sampled_from([*question.option_ids, "jaeger", "1.31", "v1.2.3", "1.2.3.4.5", "", "true"])
    plain = st.none() | st.booleans() | st.integers(-10, 10**16) | st.floats(allow_nan=False) | words
    answer = data.draw(plain | st.lists(words, max_size=3) | st.dictionaries(words, plain, max_size=2))
    file = {"profile": {question.section: {question.name: answer}}}
    try:
        read_request(file, shipped, today=date(2026, 4, 1))
        understood = True
    except ProfileError:
        understood = False
    assert schema.is_valid(file) == understood
