"""The JSON Schemas of the knowledge files: they take what the loader takes, and turn away what it turns away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.dated import ATTRIBUTES
from engine.knowledge import schema_texts
from engine.knowledge.files import kind_of
from engine.knowledge.json_schemas import DRAFT, json_schema
from engine.knowledge.language import (
    COMBINATIONS,
    CONCLUSION_OPTIONS,
    CONCLUSIONS,
    LEAVES,
    QUESTION_OPERATORS,
    VERSION_OPERATORS,
    Faults,
    parse_conclusion,
    parse_condition,
)
from engine.knowledge.schemas import FILES
from engine.knowledge.validation import validate
from engine.knowledge.yaml_reader import Document, read_yaml

ROOT = Path(__file__).parents[3]
RULES, SCENARIOS = ROOT / "rules", ROOT / "tests" / "knowledge"


def _shipped() -> Iterator[tuple[Path, str]]:
    """Every YAML file of the repository's knowledge, with its kind."""
    for path in sorted(RULES.rglob("*.yaml")):
        yield path, str(kind_of(path.relative_to(RULES).as_posix()))
    for path in sorted(SCENARIOS.rglob("*.yaml")):
        yield path, "scenarios"


def _plain(data: Any) -> Any:
    """Days as an editor sees them: text."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    return data.isoformat() if isinstance(data, date) else data


@cache
def _validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(json_schema(kind))


def _faults(kind: str, data: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in _validator(kind).iter_errors(_plain(data))]


def faults_of_file(kind: str, path: Path) -> list[str]:
    """What an editor marks in a file."""
    return _faults(kind, read_yaml(path.read_bytes(), path.name).data)


def _read(text: str) -> Document:
    document = read_yaml(text.encode(), "a.yaml")
    assert not document.problems
    return document


# --- files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FILES)
def test_each_schema_is_one(kind: str) -> None:
    schema = json_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == DRAFT
    assert schema["description"]


def test_every_shipped_file_meets_its_schema() -> None:
    faulty = {str(path): _faults(kind, read_yaml(path.read_bytes(), path.name).data) for path, kind in _shipped()}
    assert {path: faults for path, faults in faulty.items() if faults} == {}


def test_every_shipped_file_names_its_schema_in_the_first_line() -> None:
    for path, kind in _shipped():
        first = path.read_text().partition("\n")[0]
        assert first.startswith("# yaml-language-server: $schema="), path
        named = (path.parent / first.partition("=")[2]).resolve()
        assert named == RULES / "schemas" / f"{kind}.schema.json", path


FAULTY = {
    "an unknown field": ("pack", 'pack: p\nversion: "1"\ntitle: {en: a, ko: b}\nauthor: me'),
    "a missing field": ("pack", "pack: p\ntitle: {en: a, ko: b}"),
    "a missing language": ("pack", 'pack: p\nversion: "1"\ntitle: {en: a}'),
    "a version that is a number": ("pack", "pack: p\nversion: 1.0\ntitle: {en: a, ko: b}"),
    "a name with capitals": ("slots", "areas: [{id: Network, title: {en: a, ko: b}}]\nslots: []"),
    "an unknown kind of claim": (
        "claims",
        "claims: [{id: a/b, section: s, kind: rumour, category: c, products: [], when: null, en: a, ko: b}]",
    ),
    "a source without its day": (
        "sources",
        "sources: [{id: a, title: {en: a, ko: b}, language: en, authority: 1}]",
    ),
    "more authority than there is": (
        "sources",
        "sources: [{id: a, title: {en: a, ko: b}, date: null, language: en, authority: 10}]",
    ),
    "no edition": ("editions", "editions: []"),
    "an unknown type of question": (
        "questionnaire",
        "sections: [{id: a, title: {en: a, ko: b}, questions:"
        " [{id: b, type: text, text: {en: a, ko: b}, help: {en: a, ko: b}}]}]",
    ),
    "an unknown class of licence": (
        "licences",
        "licences: [{id: X, class: free, osi_approved: true, name: X}]",
    ),
    "an end of life in words": (
        "catalog",
        'products: [{id: a, name: A, slots: [], releases: [{cycle: "1", end_of_life: soon}]}]',
    ),
    "an id without its module": ("module", "module: m\ntitle: {en: a, ko: b}\nrules: [{id: r, then: [{need: s}]}]"),
    "an unknown status": ("scenarios", "scenarios: [{note: n, profile: {}, expect: {cni: {status: closed}}}]"),
}


@pytest.mark.parametrize(("kind", "text"), FAULTY.values(), ids=list(FAULTY))
def test_a_faulty_file_meets_neither_its_schema_nor_the_loader(kind: str, text: str) -> None:
    document = _read(text)
    assert _faults(kind, document.data)
    assert validate(document, kind)[1]


def test_what_may_be_null_is_said() -> None:
    source = {"id": "a", "title": {"en": "a", "ko": "b"}, "date": None, "language": "en", "authority": 1}
    assert not _faults("sources", {"sources": [source | {"url": None, "note": None}]})
    assert _faults("sources", {"sources": [source | {"language": None}]})


# --- conditions -----------------------------------------------------------------------------------------------


def _module(when: Any = None, then: Any = None, **more: Any) -> dict[str, Any]:
    rule = {"id": "m/r", "then": then or [{"need": "cni"}], "because": {"en": "a", "ko": "b"}, "cites": ["a/b"], **more}
    if when is not None:
        rule["when"] = when
    return {"module": "m", "title": {"en": "a", "ko": "b"}, "rules": [rule]}


CONDITIONS = """
- {question: mesh.priority, is: features}
- {question: platform.production, is_not: true}
- {question: organisation.operators, in: [1, 2]}
- {question: organisation.annual_revenue_musd, at_least: 10}
- {question: platform.kubernetes_version, below: "1.30"}
- {question: observability.signals, includes: traces}
- {question: registry.cnapp, known: true}
- {in_use: jaeger}
- {works_well: each}
- {built_in: containerd}
- {version_of: harbor, below: "2.8"}
- {version_of: kubernetes, support: ended}
- {concern: traces-are-costly}
- {needed: container-registry}
- {slot: container-registry, picks: harbor}
- {slot: container-registry, product: harbor, verdict: keep}
- {slot: container-registry, product: harbor, verdict: [adopt, keep]}
- {product: vault, attribute: licence_class, in: [source-available, proprietary]}
- {product: each, attribute: osi_approved, is: true}
- {on_or_after: 2026-04-01}
- {before: 2026-04-01}
- {edition: "2026"}
- {edition: ["2025", "2026"]}
- {edition_from: "2026"}
- {not: {any: [{in_use: jaeger}, {all: [{concern: a}, {not: {concern: b}}]}]}}
- [{in_use: jaeger}, {concern: a}]
"""
NO_CONDITIONS = """
- {}
- jaeger
- {inuse: jaeger}
- {in_use: jaeger, works_well: tempo}
- {in_use: 5}
- {question: mesh.priority}
- {question: mesh.priority, is: a, is_not: b}
- {question: mesh.priority, equals: a}
- {question: mesh.priority, in: a}
- {question: mesh.priority, in: []}
- {question: mesh.priority, is: [a]}
- {question: mesh.priority, unknown: false}
- {version_of: harbor}
- {version_of: harbor, support: ending}
- {slot: container-registry}
- {slot: container-registry, product: harbor}
- {product: vault, attribute: license_class, is: permissive}
- {product: vault, attribute: cncf_level, is: permissive}
- {product: vault, attribute: support}
- {product: vault, is: permissive}
- {before: soon}
- {edition: 2026}
- {edition_from: ["2026"]}
- {all: []}
- {all: {in_use: jaeger}}
- {all: [{in_use: jaeger}], any: [{in_use: jaeger}]}
- {not: {inuse: jaeger}}
"""


def _condition_faults(data: Any) -> Faults:
    faults: Faults = []
    parse_condition(data, (), faults)
    return faults


@pytest.mark.parametrize("condition", _read(CONDITIONS).data, ids=str)
def test_conditions(condition: Any) -> None:
    assert not _condition_faults(condition)
    assert not _faults("module", _module(condition))


@pytest.mark.parametrize("condition", _read(NO_CONDITIONS).data, ids=str)
def test_no_conditions(condition: Any) -> None:
    assert _condition_faults(condition)
    assert _faults("module", _module(condition))


def _alternatives() -> list[dict[str, Any]]:
    kinds: list[dict[str, Any]] = json_schema("module")["$defs"]["condition"]["anyOf"]
    return [kind for kind in kinds if kind["type"] == "object"]


def test_every_key_of_a_condition_can_be_completed() -> None:
    keys = {key for kind in _alternatives() for key in kind["properties"]}
    tests = {*QUESTION_OPERATORS, *VERSION_OPERATORS, "picks", "product", "verdict", "attribute"}
    assert keys == {*LEAVES, *COMBINATIONS, *tests}
    attributes = [kind["properties"].get("attribute", {}).get("const") for kind in _alternatives()]
    assert [name for name in attributes if name] == list(ATTRIBUTES)


# --- conclusions ----------------------------------------------------------------------------------------------

CONCLUSIONS_WELL_SAID = """
- {derive: traces-are-costly}
- {need: tracing}
- {no_need: image-scanning}
- {adopt: tempo, with: [grafana]}
- {adopt: tempo, with: grafana, slot: tracing}
- {consider: [envoy-gateway, kgateway]}
- {keep: each, slot: every}
- {migrate: ingress-nginx, to: [gateway-api], by: 2026-03-31}
- {migrate: ingress-nginx, to: gateway-api, by: end-of-life}
- {rule_out: vault}
- {warn: vault, kind: licence}
- {warn: vault, kind: end-of-life, date: end-of-life}
"""
NO_CONCLUSIONS = """
- {}
- tempo
- {adpot: tempo}
- {adopt: tempo, avoid: jaeger}
- {adopt: tempo, to: jaeger}
- {adopt: 5}
- {migrate: ingress-nginx}
- {migrate: ingress-nginx, to: []}
- {migrate: ingress-nginx, to: gateway-api, by: soon}
- {warn: vault}
- {warn: vault, kind: license}
- {need: tracing, slot: tracing}
"""


def _conclusion_faults(data: Any) -> Faults:
    faults: Faults = []
    parse_conclusion(data, (), faults)
    return faults


@pytest.mark.parametrize("conclusion", _read(CONCLUSIONS_WELL_SAID).data, ids=str)
def test_conclusions(conclusion: Any) -> None:
    assert not _conclusion_faults(conclusion)
    assert not _faults("module", _module(then=[conclusion]))


@pytest.mark.parametrize("conclusion", _read(NO_CONCLUSIONS).data, ids=str)
def test_no_conclusions(conclusion: Any) -> None:
    assert _conclusion_faults(conclusion)
    assert _faults("module", _module(then=[conclusion]))


def test_every_conclusion_can_be_completed_with_its_options() -> None:
    kinds = json_schema("module")["$defs"]["conclusion"]["anyOf"]
    assert [set(kind["properties"]) for kind in kinds] == [{kind, *CONCLUSION_OPTIONS[kind]} for kind in CONCLUSIONS]


@pytest.mark.parametrize(
    ("ranges", "right"),
    [
        ("products", True),
        ({"products_of": ["tracing", "cni"]}, True),
        ("slots", False),
        ({"products_of": []}, False),
        ({"products_of": ["cni"], "in_use": True}, False),
    ],
    ids=str,
)
def test_what_a_rule_ranges_over(ranges: Any, right: bool) -> None:
    module = _module({"in_use": "each"}, [{"warn": "each", "kind": "licence"}], for_each=ranges)
    assert (not _faults("module", module)) is right


# --- texts ----------------------------------------------------------------------------------------------------


def _described(schema: Any, name: str) -> Iterator[str]:
    """The fields of a definition that an editor has something to say about."""
    for key, shape in schema.get("properties", {}).items():
        if "description" in shape:
            yield f"{name}.{key}"


def test_every_text_is_said_somewhere() -> None:
    said: set[str] = set()
    for kind in FILES:
        schema = json_schema(kind)
        said.update(_described(schema, kind))
        for name, definition in schema.get("$defs", {}).items():
            said.update(_described(definition, name))
    assert set(schema_texts.FIELDS) == said
    assert set(schema_texts.KINDS) == set(FILES)
    assert set(schema_texts.LEAF_TEXTS) == set(LEAVES)
    assert set(schema_texts.COMBINATIONS) == set(COMBINATIONS)
    assert set(schema_texts.CONCLUSION_TEXTS) == set(CONCLUSIONS)
    assert set(schema_texts.OPERATORS) == {*QUESTION_OPERATORS, *VERSION_OPERATORS, "picks", "verdict"}
    assert set(schema_texts.OPTIONS) == {option for options in CONCLUSION_OPTIONS.values() for option in options}
