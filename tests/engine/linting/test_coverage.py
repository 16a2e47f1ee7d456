"""Which claims do something, and which are listed as unable to."""

from __future__ import annotations

from dataclasses import dataclass, make_dataclass

import pytest

from engine.knowledge.files import KnowledgeFile
from engine.knowledge.problems import KnowledgeError
from engine.linting.coverage import Share, cited_claims, coverage, idle_claims
from engine.model import Knowledge
from tests.engine.linting.laying import SOUND, added, changed, findings, plan_of

UNCITED = ("    cites: [book-2024/works]\n", "    cites: [book-2025/keep]\n")


def unused(*claims: str) -> str:
    entries = [f"  - {{claim: {claim}, because: {{en: It is a link., ko: 링크일 뿐입니다.}}}}\n" for claim in claims]
    return "unused:\n" + "".join(entries)


def without_the_principle() -> tuple[KnowledgeFile, ...]:
    return changed("rules/principles.yaml", [UNCITED])


def test_rules_and_catalog_facts_use_claims() -> None:
    found = coverage(plan_of(SOUND).knowledge)
    assert found.idle == ()
    assert "book-2024/jaeger-licence" in found.used  # by the catalog alone
    assert "book-2024/works" in found.used  # by a rule alone


def test_claims_that_nothing_cites_have_their_places() -> None:
    found = coverage(plan_of(without_the_principle()).knowledge)
    (problem,) = idle_claims(found)
    assert str(problem) == (
        "claims/books.yaml:50:5: error[unused-claim]: nothing rests on the claim 'book-2024/works' (principle) "
        "(cite it where it bears on a decision, or list it in unused.yaml with the reason why it cannot)"
    )
    assert found.by_source[0] == Share("book-2024", used=3, listed=0, idle=1)
    assert Share("principle", used=0, listed=0, idle=1) in found.by_kind


def test_claims_that_are_listed_are_accounted_for() -> None:
    files = added(unused("book-2024/works"), without_the_principle(), "unused.yaml")
    found = coverage(plan_of(files).knowledge)
    assert (found.idle, found.listed) == ((), frozenset({"book-2024/works"}))
    assert found.by_source[0] == Share("book-2024", used=3, listed=1, idle=0)


def test_a_claim_that_is_listed_and_used_is_a_problem() -> None:
    (problem,) = findings(added(unused("book-2024/works"), name="unused.yaml"))
    assert str(problem) == (
        "unused.yaml:2:5: error[used-after-all]: the claim 'book-2024/works' is listed as unused, "
        "and something cites it (take it out of the list)"
    )


def test_a_claim_that_is_listed_and_not_there_is_a_problem() -> None:
    with pytest.raises(KnowledgeError) as raised:
        plan_of(added(unused("book-2024/work"), name="unused.yaml"))
    assert str(raised.value) == (
        "unused.yaml:2:6: error[unknown-claim]: there is no claim 'book-2024/work' (did you mean 'book-2024/works'?)"
    )


def test_whatever_has_cites_uses_claims_wherever_it_stands() -> None:
    """What cites claims tomorrow needs no change here. A conflict between claims is no use of them."""

    @dataclass(frozen=True)
    class Signpost:
        cites: tuple[str, ...]

    knowledge = plan_of(without_the_principle()).knowledge
    wider = make_dataclass("Wider", ["signposts"], bases=(Knowledge,), frozen=True, kw_only=True)
    values = {field: getattr(knowledge, field) for field in Knowledge.__dataclass_fields__}
    post = {"first": [Signpost(("book-2024/works",))]}
    assert "book-2024/works" in cited_claims(wider(**values, signposts=post))
    assert "book-2024/works" not in cited_claims(wider(**{**values, "conflicts": post}, signposts=()))
