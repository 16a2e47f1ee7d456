"""On the shipped knowledge: the engines agree with each other and with the oracle, and answers keep their promises.

What the rules say is the business of `tests/knowledge`; here it only has to be said by everybody alike.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.advisor import Advisor
from engine.inference.plan import make_plan
from engine.knowledge.files import read_directory
from engine.knowledge.loader import build_knowledge
from engine.model import Knowledge, Question
from tests.conftest import RULES
from tests.engine.asking import decide, document, durable, findings, plain, same
from tests.engine.oracle import Oracle
from tests.engine.strategies import completed
from tests.engine.test_agreement import keeps_its_promises

DAYS = (date(2024, 12, 20), date(2025, 6, 1), date(2025, 12, 31), date(2026, 4, 1), date(2027, 1, 1))


class PlainLoader(yaml.SafeLoader):
    """YAML in which `no` is a word."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def shipped_body() -> dict[str, Any]:
    """The shipped files as the oracle reads them."""
    raw: dict[str, list[Any]] = {}
    for file in read_directory(RULES):
        raw.setdefault(str(file.kind), []).append(yaml.load(file.content, Loader=PlainLoader))
    return {
        "editions": raw["editions"][0]["editions"],
        "slots": [slot["id"] for slot in raw["slots"][0]["slots"]],
        "licences": {licence["id"]: licence for licence in raw["licences"][0]["licences"]},
        "products": {product["id"]: product for file in raw["catalog"] for product in file["products"]},
        "questions": {
            f"{section['id']}.{question['id']}": question["type"]
            for section in raw["questionnaire"][0]["sections"]
            for question in section["questions"]
        },
        "modules": raw["module"],
    }


@cache
def knowledge() -> Knowledge:
    return build_knowledge(read_directory(RULES))


@cache
def oracle() -> Oracle:
    return Oracle(shipped_body())


# --- profiles -------------------------------------------------------------------------------------------------


def answers(question: Question) -> st.SearchStrategy[Any]:
    """Anything that the question takes, around what rules ask for."""
    products = st.sampled_from(sorted(p.id for p in knowledge().products.values() if p.slots))
    released = {p.id: [r.cycle for r in p.releases] for p in knowledge().products.values() if p.releases}
    cycles = st.sampled_from(sorted(released)).flatmap(
        lambda id_: st.tuples(st.just(id_), st.sampled_from(released[id_]))
    )
    numbers = st.sampled_from((1, 2, 3, 5, 9, 10, 11, 50, 51, 100, 1000))
    return {
        "bool": st.booleans(),
        "int": numbers,
        "number": numbers,
        "choice": st.sampled_from(question.option_ids or ("",)),
        "choices": st.lists(st.sampled_from(question.option_ids or ("",)), max_size=4, unique=True),
        "version": st.sampled_from(("1.19", "1.23", "1.24", "1.28", "1.29", "1.30", "1.31", "1.34", "2")),
        "products": st.lists(products, max_size=8, unique=True),
        "versions": st.lists(cycles.filter(lambda c: all(part.isdigit() for part in c[1].split("."))), max_size=4).map(
            dict
        ),
    }[question.type]


@cache
def by_question() -> dict[str, st.SearchStrategy[Any]]:
    return {question.id: answers(question) for question in knowledge().questions.values()}


@st.composite
def profiles(draw: Any) -> dict[str, dict[str, Any]]:
    asked = st.sampled_from((*by_question(), *("stack.in_use", "stack.works_well", "constraints.licences") * 5))
    chosen = draw(st.lists(asked, unique=True, max_size=draw(st.sampled_from((3, 12, 40, 129)))))
    profile: dict[str, dict[str, Any]] = {}
    for id_ in chosen:
        section, _, name = id_.partition(".")
        profile.setdefault(section, {})[name] = draw(by_question()[id_])
    return profile


REQUESTS = st.fixed_dictionaries(
    {"profile": profiles(), "edition": st.sampled_from(("2025", "2026")), "as_of": st.sampled_from(DAYS)}
)
EXAMPLES = max(20, settings().max_examples // 2)


# --- agreement ------------------------------------------------------------------------------------------------


@given(st.lists(REQUESTS, min_size=1, max_size=3))
@settings(max_examples=EXAMPLES)
def test_the_engines_and_the_oracle_agree(requests: list[dict[str, Any]]) -> None:
    plan = durable_plan()
    with plain(make_plan(knowledge()), step_memo=0, decision_memo=0) as plainly:
        for request in requests:
            decision, other = decide(plan, request), decide(plainly, request)
            assert decision.fired() == other.fired()
            assert document(decision, plan) == document(other, plainly)
            same(findings(decision), oracle().ask(**request), decision)


@cache
def durable_plan() -> Any:
    """One reasoner for all examples: what it remembers of one must not change the next."""
    return durable(make_plan(knowledge())).thing


@given(REQUESTS, st.lists(profiles(), min_size=1, max_size=4))
@settings(max_examples=EXAMPLES)
def test_what_is_decided_stays_decided_whatever_is_answered_further(
    request: dict[str, Any], further: list[dict[str, Any]]
) -> None:
    before = decide(durable_plan(), request)
    for one in further:
        profile = completed(request["profile"], one)
        keeps_its_promises(before, decide(durable_plan(), {**request, "profile": profile}))


@pytest.mark.parametrize("edition", ["2025", "2026"])
def test_the_empty_profile_gets_the_standard_architecture_from_everybody(edition: str, advisor: Advisor) -> None:
    request = {"profile": {}, "edition": edition, "as_of": date(2026, 1, 15)}
    decision = decide(advisor.reasoner, request)
    same(findings(decision), oracle().ask(**request), decision)
    assert any(outcome.picks for outcome in decision.slots)
