"""Whatever is in the files, the loader gives sound knowledge, or problems with a place; and always the same ones."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.explanation.document import decision_document
from engine.explanation.trace import trace_document
from engine.inference.interpreter import Interpreter
from engine.inference.plan import make_plan
from engine.inference.reasoner import Reasoner
from engine.knowledge.files import KnowledgeFile, digest_of, kind_of, read_directory
from engine.knowledge.loader import build_knowledge, load_knowledge
from engine.knowledge.problems import KnowledgeError
from engine.model import Knowledge
from engine.request import read_request
from tests.engine.files import text_of
from tests.engine.knowledge.laying import BASE, HERE, laid, problems_of

# --- anything at all ------------------------------------------------------------------------------------------

RAW = {file.name: yaml.safe_load(file.content) for file in BASE}
FULL = {
    "shop": {"size": "small", "signals": ["traces"], "open_source": True, "people": 1, "revenue": 0.5},
    "platform": {"kubernetes_version": "1.30", "built_in": ["grafana"]},
    "stack": {"in_use": ["jaeger"], "works_well": [], "versions": {"grafana": "10.1"}},
}
ODD = (
    *(None, True, False, 0, 1, -1, 1.5, 10**30, "", " ", "x", "each", "every", "defaults", "against", "end-of-life"),
    *(
        [],
        [[]],
        [None],
        {},
        {"": ""},
        {"all": []},
        {"en": "E", "ko": "K"},
        date(2025, 1, 1),
        "2025",
        "1.30",
        "stack.in_use",
    ),
    *(
        "tempo",
        "tracing",
        "few-people",
        "{each}",
        "{stack.in_use}",
        "tracing/tempo-is-the-standard",
        "ü",
        "\x07",
        "a" * 300,
    ),
)


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, part in inside for found in paths_of(part, (*path, key)))]


PLACES = [(name, path) for name, raw in RAW.items() for path in paths_of(raw) if path]


@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(("put", "drop", "rename")), st.sampled_from(ODD)), max_size=3
    )
)
def test_whatever_is_changed_in_a_file_is_a_problem_or_can_be_decided_by(changes: list[Any]) -> None:
    raw = copy.deepcopy(RAW)
    for (name, path), how, value in changes:
        change(raw[name], path, how, value)
    try:
        knowledge = build_knowledge(laid({name: text_of(content) for name, content in raw.items()}))
        plan = make_plan(knowledge)
    except KnowledgeError as error:
        assert error.problems
        return
    reasoner = Reasoner(plan, Interpreter())
    for profile in ({}, fitting(FULL, knowledge)):
        request = read_request({"profile": profile}, knowledge, today=date(2030, 1, 1))
        decision = reasoner.decide(request.answers, request.edition, request.as_of)
        for language in ("en", "ko"):
            decision_document(decision, reasoner, "id", language)


PACK = {
    "portolan.yaml": {"pack": "acme", "version": "1", "title": {"en": "A", "ko": "A"}, "extends": {"tiny": "1.0"}},
    "questionnaire.yaml": {
        "additions": [
            {"question": "shop.size", "options": [{"id": "huge", "text": {"en": "H", "ko": "H"}}]},
            {
                "section": "shop",
                "questions": [
                    {"id": "lab", "type": "bool", "text": {"en": "L", "ko": "L"}, "help": {"en": "L", "ko": "L"}}
                ],
            },
        ]
    },
    "catalog/mine.yaml": {
        "additions": [
            {
                "product": "kubernetes",
                "slots": ["dashboards"],
                "licences": [{"spdx": "Apache-2.0", "since": date(2020, 1, 1), "source": "gazette"}],
                "releases": [{"cycle": "1.30", "end_of_life": False}],
            }
        ]
    },
    "policy/acme.yaml": {
        "module": "acme",
        "slot": "tracing",
        "title": {"en": "A", "ko": "A"},
        "rules": [
            {
                "id": "acme/no-agpl",
                "for_each": {"products_of": ["tracing"], "except": ["grafana"]},
                "strength": "constraint",
                "when": {"product": "each", "attribute": "licence", "in": ["AGPL-3.0-only"]},
                "then": [{"rule_out": "each", "slot": "tracing"}],
                "because": {"en": "{each.licence}", "ko": "{each}"},
                "cites": ["handbook/keep"],
            }
        ],
        "changes": [
            {"rule": "limits/few-people", "reason": {"en": "W", "ko": "W"}, "withdrawn": True},
            {
                "rule": "tracing/tempo-is-the-standard",
                "reason": {"en": "W", "ko": "W"},
                "then": [{"trial": "tempo"}],
                "when": {"question": "shop.lab", "is": True},
            },
        ],
    },
}
PLACES_OF_PACK = [(name, path) for name, raw in PACK.items() for path in paths_of(raw) if path]
ODD_FOR_PACKS = (
    *ODD,
    "acme",
    "tiny",
    "shop.size",
    "shop",
    "acme/no-agpl",
    "kubernetes",
    ["tiny", "acme"],
    {"tiny": "2"},
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(PLACES_OF_PACK), st.sampled_from(("put", "drop", "rename")), st.sampled_from(ODD_FOR_PACKS)
        ),
        max_size=3,
    )
)
def test_whatever_is_changed_in_a_pack_is_a_problem_or_can_be_decided_by(changes: list[Any]) -> None:
    raw = copy.deepcopy(PACK)
    for (name, path), how, value in changes:
        change(raw[name], path, how, value)
    files = [KnowledgeFile(name, kind_of(name), text_of(content).encode(), "acme") for name, content in raw.items()]
    try:
        plan = make_plan(build_knowledge((*BASE, *files)))
    except KnowledgeError as error:
        assert error.problems
        assert all(problem.place.line >= 1 for problem in error.problems)
        return
    reasoner = Reasoner(plan, Interpreter())
    request = read_request({"profile": FULL}, plan.knowledge, today=date(2030, 1, 1))
    decision = reasoner.decide(request.answers, request.edition, request.as_of)
    for language in ("en", "ko"):
        trace_document(decision, "id", language)


def change(raw: Any, path: tuple[Any, ...], how: str, value: Any) -> None:
    *way, last = path
    try:
        for key in way:
            raw = raw[key]
        if how == "put":
            raw[last] = value
        elif how == "drop" or not isinstance(raw, dict):
            del raw[last]
        else:
            raw[str(value)[:40]] = raw.pop(last)
    except (KeyError, IndexError, TypeError):
        pass  # an earlier change took the place away


def fitting(profile: dict[str, dict[str, Any]], knowledge: Knowledge) -> dict[str, dict[str, Any]]:
    """What is left of a profile for questions that are still as they were."""
    unchanged = {q.id for q in knowledge.questions.values() if (q.id, q.type, q.option_ids) in QUESTIONS}
    products = all(name in knowledge.products for name in ("grafana", "jaeger"))
    return {
        section: {name: answer for name, answer in inside.items() if f"{section}.{name}" in unchanged}
        for section, inside in profile.items()
        if products and any(id_.startswith(f"{section}.") for id_ in unchanged)
    }


QUESTIONS = {(q.id, q.type, q.option_ids) for q in build_knowledge(BASE).questions.values() if q.minimum is None}


@given(st.binary(max_size=200) | st.text(alphabet="ab: -[]{}#&*!|>'\"%@`?,\n\t0.é", max_size=60).map(str.encode))
def test_whatever_bytes_are_in_a_file_they_are_a_problem_with_a_place(content: bytes) -> None:
    found = problems_of(laid({"extra/extra.yaml": content}))
    assert found
    assert all(problem.place.line >= 1 and problem.place.column >= 1 for problem in found)


# --- the same always ------------------------------------------------------------------------------------------


def test_the_order_of_files_does_not_matter_to_what_is_loaded() -> None:
    one, other = build_knowledge(BASE), build_knowledge(tuple(reversed(BASE)))
    for name in ("rules", "products", "modules", "claims", "questions", "editions", "slots"):
        assert getattr(one, name) == getattr(other, name)
    assert list(one.rules) == list(other.rules) == sorted(one.rules)
    assert list(one.products) == list(other.products) == sorted(one.products)


def test_the_digest_is_over_names_and_bytes() -> None:
    digests = {
        digest_of(BASE),
        digest_of(BASE[1:]),
        digest_of(laid({"portolan.yaml": "pack: tiny\n"})),
        digest_of(laid({"extra/empty.yaml": ""})),
    }
    assert len(digests) == 4
    assert load_knowledge(HERE / "base").digest == build_knowledge(BASE).digest == digest_of(BASE)
    assert digest_of(BASE).startswith("sha256:")


def test_bytes_that_move_from_one_file_to_the_next_change_the_digest() -> None:
    assert digest_of(laid({"a/a.yaml": "ab", "a/b.yaml": "c"})) != digest_of(laid({"a/a.yaml": "a", "a/b.yaml": "bc"}))


# --- directories ----------------------------------------------------------------------------------------------


def test_a_directory_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"error\[no-directory\]"):
        load_knowledge(tmp_path / "nothing")


def test_an_empty_directory_lacks_every_file(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(tmp_path)
    assert {problem.code for problem in caught.value.problems} == {"missing-file"}
    assert len(caught.value.problems) == 6


def test_only_yaml_outside_of_schemas_is_read(tmp_path: Path) -> None:
    for name in ("b/m.yaml", "a.yml", "b/readme.md", "schemas/m.yaml", "tests/m.yaml", "b/c.yaml/not-a-file"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert [file.name for file in read_directory(tmp_path)] == ["a.yml", "b/m.yaml"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("portolan.yaml", "pack"),
        ("sources.yml", "sources"),
        ("claims/any.yaml", "claims"),
        ("catalog/any.yaml", "catalog"),
        ("network/sources.yaml", "module"),
        ("network/deeper/cni.yaml", "module"),
        ("stray.yaml", None),
    ],
)
def test_a_file_s_name_says_what_it_holds(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


# --- what is loaded -------------------------------------------------------------------------------------------


def test_editions_come_in_the_order_of_their_days_and_products_of_their_ids() -> None:
    editions = next(file for file in BASE if file.name == "editions.yaml").content.decode()
    first, second = [line for line in editions.splitlines() if line.startswith("  -")]
    knowledge = build_knowledge(laid({"editions.yaml": f"editions:\n{second}\n{first}\n"}))
    assert list(knowledge.editions) == ["2024", "2025"]
    assert list(knowledge.products) == ["grafana", "jaeger", "kubernetes", "ledger", "tempo"]


def test_a_rule_knows_where_it_stands() -> None:
    place = build_knowledge(BASE).rules["tracing/tempo-is-the-standard"].place
    assert str(place) == "observability/tracing.yaml:14:5"


def test_a_stance_speaks_about_its_module_s_slot_unless_it_names_another() -> None:
    text = (
        "module: extra\nslot: dashboards\ntitle: {en: E, ko: K}\nrules:\n"
        "  - id: extra/rule\n    then:\n      - adopt: grafana\n      - consider: grafana\n        slot: tracing\n"
        "    because: {en: E, ko: K}\n    cites: [handbook/tempo]\n"
    )
    rule = build_knowledge(laid({"extra/extra.yaml": text})).rules["extra/rule"]
    assert [(c.kind, c.slot) for c in rule.then] == [("adopt", "dashboards"), ("consider", "tracing")]
    assert rule.slots == ("dashboards", "tracing")
