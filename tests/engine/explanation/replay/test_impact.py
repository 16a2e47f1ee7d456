"""Requests decided on two bodies of knowledge, and what is behind the differences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from engine.advisor import Advisor
from engine.explanation.replay.impact import Blame, Effect, Impact, impact
from engine.explanation.replay.impact_document import impact_document
from engine.knowledge.loader import build_knowledge
from tests.engine.explanation.replay.test_replay import TRACING, over
from tests.engine.knowledge.laying import BASE, laid

DAY = date(2025, 7, 1)
WITH_JAEGER = {"profile": {"shop": {"size": "small", "signals": ["traces"]}, "stack": {"in_use": ["jaeger"]}}}
WITHOUT = {"profile": {"shop": {"signals": ["traces"]}}}
EMPTY: dict[str, Any] = {"profile": {}}
ALL = [("with jaeger", WITH_JAEGER), ("without", WITHOUT), ("empty", EMPTY)]


@pytest.fixture(scope="module")
def base() -> Iterator[Advisor]:
    built = Advisor(build_knowledge(BASE))
    yield built
    built.close()


def of(before: Advisor, after: Advisor, *, verdicts: bool = False) -> Impact:
    return impact(ALL, before, after, today=DAY, verdicts=verdicts)


def of_slot(found: Impact, slot: str = "tracing") -> tuple[Effect, tuple[str, ...]]:
    """The one effect on a slot, and whom it befalls."""
    ((effect, names),) = [(effect, names) for effect, names in found.effects.items() if effect.slot == slot]
    return effect, names


def test_the_same_knowledge_changes_nothing(base: Advisor) -> None:
    found = of(base, base, verdicts=True)
    assert (found.compared, found.effects, found.changed, found.idle_rules()) == (3, {}, (), ())


def test_a_changed_rule_is_blamed_where_it_speaks(base: Advisor) -> None:
    effect, names = of_slot(found := of(base, over(TRACING, ("is: small", "is: large"))))
    assert names == found.changed == ("with jaeger",)
    assert (effect.slot, effect.picks) == ("tracing", (("jaeger",), ("tempo",)))
    assert effect.blamed == (Blame("rule", "tracing/jaeger-may-stay"),)
    assert found.idle_rules() == ()


def test_a_slot_that_reads_another_is_followed_back_to_the_change(base: Advisor) -> None:
    """Nobody touched the rules on dashboards, but where Tempo is the pick, one is needed."""
    effect, names = of_slot(of(base, over(TRACING, ("is: small", "is: large"))), "dashboards")
    assert (names, effect.picks) == (("with jaeger",), ((), ("grafana", "ledger")))
    assert effect.blamed == (Blame("rule", "tracing/jaeger-may-stay"),)


def test_a_new_name_of_a_rule_is_one_gone_and_one_come(base: Advisor) -> None:
    other = ("id: tracing/jaeger-may-stay", "id: tracing/stay")
    found = of(base, over(TRACING, other))
    assert found.effects == {}
    assert found.idle_rules() == ("tracing/jaeger-may-stay", "tracing/stay")
    found = of(base, over(TRACING, other, ("keep: jaeger", "trial: jaeger")), verdicts=True)
    effect, names = of_slot(found)
    assert names == ("with jaeger",)
    assert effect.blamed == (Blame("rule", "tracing/jaeger-may-stay"), Blame("rule", "tracing/stay"))


def test_verdicts_are_told_where_they_are_asked_for(base: Advisor) -> None:
    later = over(TRACING, ("consider: tempo", "avoid: tempo"))
    assert of(base, later).effects == {}
    effect, _ = of_slot(of(base, later, verdicts=True))
    assert [(product, old and old.verdict, new and new.verdict) for product, old, new in effect.verdicts] == [
        ("tempo", "consider", "avoid")
    ]


def test_a_changed_fact_is_blamed_by_its_product(base: Advisor) -> None:
    later = over("catalog/all.yaml", ("date: 2025-12-31", "date: 2026-12-31"))
    effect, names = of_slot(of(base, later, verdicts=True))
    assert names == ("with jaeger",)
    assert [(product, kind) for product, kind, _, _ in effect.warnings] == [("jaeger", "end-of-life")]
    told = impact_document(of(base, later, verdicts=True), "en")["effects"][0]["warnings"]
    assert told == [
        {
            "product": "jaeger",
            "name": "Jaeger",
            "kind": "end-of-life",
            "before": {"date": "2025-12-31"},
            "after": {"date": "2026-12-31"},
        }
    ]


def test_changed_words_change_nothing(base: Advisor) -> None:
    found = of(base, over(TRACING, ("Tempo is the standard.", "Tempo it is.")), verdicts=True)
    assert found.effects == {}
    assert found.idle_rules() == ("tracing/tempo-is-the-standard",)


def test_effects_that_are_the_same_are_one(base: Advisor) -> None:
    effect, names = of_slot(
        of(base, over(TRACING, ("adopt: tempo", "adopt: jaeger"), ("avoid: jaeger", "avoid: tempo")))
    )
    assert names == ("without", "empty")
    assert effect.picks == (("tempo",), ("jaeger",))


def test_a_newer_edition_is_blamed(base: Advisor) -> None:
    text = next(file.content.decode() for file in BASE if file.name == "editions.yaml")
    later = Advisor(build_knowledge(laid({"editions.yaml": text + NEWER})))
    found = of(base, later, verdicts=True)
    assert all(Blame("edition", "") in effect.blamed for effect in found.effects)
    assert [one.id for one in found.knowledge.things if one.sort == "edition"] == ["2025-06"]


NEWER = """\
  - id: "2025-06"
    published: 2025-06-01
    source: handbook
    title: {en: "Summer", ko: "여름"}
    cites: [handbook/tempo]
"""


def test_requests_that_only_one_can_read(base: Advisor) -> None:
    text = next(file.content.decode() for file in BASE if file.name == "questionnaire.yaml")
    files = {
        file.name: file.content.replace(b"shop.people", b"shop.staff")
        for file in BASE
        if b"shop.people" in file.content
    }
    later = Advisor(build_knowledge(laid({"questionnaire.yaml": text.replace("id: people", "id: staff"), **files})))
    requests = [
        ("old", {"profile": {"shop": {"people": 1}}}),
        ("new", {"profile": {"shop": {"staff": 1}}}),
        ("none", {"profile": {"shop": {"persons": 1}}}),
        ("empty", EMPTY),
    ]
    found = impact(requests, base, later, today=DAY)
    assert found.compared == 1
    assert [(one.name, one.readable) for one in found.broken] == [("old", False), ("new", True)]
    assert list(found.unread) == ["none"]
    assert impact_document(found, "en")["broken"][0]["mistakes"][0]["pointer"] == "/profile/shop/people"


def test_progress_is_told_after_each(base: Advisor) -> None:
    heard: list[int] = []
    impact(ALL, base, base, today=DAY, progress=heard.append)
    assert heard == [1, 2, 3]


def test_the_document_names_what_people_read(base: Advisor) -> None:
    told = impact_document(of(base, over(TRACING, ("is: small", "is: large"))), "ko")
    assert told["profiles"] == {"compared": 3, "changed": 1, "broken": 0, "unread": 0}
    (effect, _) = told["effects"]
    assert effect["title"] == "추적"
    assert effect["picks"] == {
        "before": [{"product": "jaeger", "name": "Jaeger"}],
        "after": [{"product": "tempo", "name": "Tempo"}],
    }
    blame = {"kind": "rule", "subject": "tracing/jaeger-may-stay", "attribute": None}
    assert effect["because"] == [{**blame, "change": "changed", "fields": ["when"]}]
    assert told["blamed"] == [{**blame, "change": "changed", "fields": ["when"], "profiles": 1}]
