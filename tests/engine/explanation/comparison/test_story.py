"""The story of a comparison: what replaces what, what is new, gone or warned of, and who says so."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.advisor import Advisor
from engine.explanation.comparison.answer import comparison_answer
from engine.explanation.comparison.compare import compare
from engine.explanation.comparison.document import comparison_document
from engine.explanation.comparison.outline import comparison_lines
from engine.explanation.comparison.story import StoryLine, story
from engine.explanation.outline import outline_markdown
from engine.request import read_request
from tests.engine.explanation.comparison.test_compare import CHANGEOVER, FLAG, compared, pairs

OFF, ON = {"ask__flag": False}, {"ask__flag": True}


def lines(rules: str, before: dict[str, Any] = OFF, after: dict[str, Any] = ON) -> list[StoryLine]:
    return list(story(compared(rules, before, after)))


def only(rules: str, before: dict[str, Any] = OFF, after: dict[str, Any] = ON) -> StoryLine:
    (line,) = lines(rules, before, after)
    return line


def said(rules: str, before: dict[str, Any] = OFF, after: dict[str, Any] = ON) -> list[str]:
    return [line["text"] for line in comparison_document(compared(rules, before, after), "en")["story"]]


# --- picks ----------------------------------------------------------------------------------------------------


def test_nobody_says_that_one_replaces_the_other() -> None:
    line = only(CHANGEOVER)
    assert (line.kind, line.products, line.instead_of, line.beside) == ("instead", ("y",), ("x",), ("z",))
    assert said(CHANGEOVER) == ["Y instead of X"]


def test_a_rule_moves_one_to_the_other() -> None:
    rules = f"""
    need: {{then: [{{need: one}}]}}
    old: {{when: {{not: {FLAG}}}, then: [{{adopt: x}}]}}
    new: {{when: {FLAG}, then: [{{adopt: [y, z]}}]}}
    move: {{when: {FLAG}, then: [{{migrate: x, to: [y]}}]}}
    """
    replaced, added = lines(rules)
    assert replaced.stated
    assert (replaced.stated.how, replaced.stated.rule) == ("migration", "m/move")
    assert (replaced.products, replaced.instead_of, added.products) == (("y",), ("x",), ("z",))
    assert said(rules) == ["X → Y", "Z added"]


def test_a_rule_overrides_what_was_said_for_the_other() -> None:
    rules = f"""
    need: {{then: [{{need: one}}]}}
    old: {{then: [{{adopt: x}}]}}
    new: {{strength: exception, when: {FLAG}, then: [{{adopt: y}}], overrides: [m/old]}}
    """
    line = only(rules)
    assert line.stated
    assert (line.stated.how, line.stated.rule) == ("override", "m/new")
    assert [(one.rule, one.side) for one in line.reasons] == [("m/new", "after")]


def test_a_slot_that_comes_to_be_needed_says_why() -> None:
    rules = f"need: {{when: {FLAG}, then: [{{need: one}}]}}\npick: {{then: [{{adopt: x}}]}}"
    line = only(rules)
    assert (line.kind, line.products) == ("added", ("x",))
    assert [(one.rule, one.side) for one in line.reasons] == [("m/need", "after"), ("m/pick", "after")]


def test_a_slot_that_is_no_longer_needed_says_why() -> None:
    rules = f"need: {{when: {FLAG}, then: [{{need: one}}]}}\npick: {{then: [{{adopt: x}}]}}"
    line = only(rules, ON, OFF)
    assert (line.kind, line.instead_of) == ("dropped", ("x",))
    assert [(one.rule, one.side) for one in line.reasons] == [("m/need", "before")]


def test_what_is_new_beside_what_stays() -> None:
    rules = (
        f"need: {{then: [{{need: one}}]}}\nold: {{then: [{{adopt: x}}]}}\nnew: {{when: {FLAG}, then: [{{adopt: y}}]}}"
    )
    assert said(rules) == ["Y added beside X"]
    assert said(rules, ON, OFF) == ["Y dropped, X stays"]


def test_what_still_speaks_for_what_is_gone_is_no_reason_for_that() -> None:
    rules = f"""
    need: {{then: [{{need: one}}]}}
    old: {{then: [{{adopt: x}}]}}
    new: {{strength: exception, when: {FLAG}, then: [{{adopt: y}}], overrides: [m/old]}}
    still: {{when: {FLAG}, then: [{{consider: x}}]}}
    """
    assert [one.rule for one in only(rules).reasons] == ["m/new"]


# --- the rest -------------------------------------------------------------------------------------------------


def test_a_pick_that_is_judged_otherwise() -> None:
    rules = f"need: {{then: [{{need: one}}]}}\nold: {{when: {{not: {FLAG}}}, then: [{{adopt: x}}]}}\n" + (
        f"new: {{when: {FLAG}, then: [{{trial: x}}]}}"
    )
    assert said(rules) == ["X: adopt → trial"]


def test_what_is_in_use_and_to_be_left_from_now_on() -> None:
    rules = f"need: {{then: [{{need: one}}]}}\nold: {{when: {FLAG}, then: [{{avoid: x}}]}}"
    use = {"stack__in_use": ["x"]}
    assert said(rules, OFF | use, ON | use) == ["X: no verdict → migrate"]


def test_a_new_warning_on_what_stays_and_its_end() -> None:
    rules = f"""
    need: {{then: [{{need: one}}]}}
    pick: {{then: [{{adopt: x}}]}}
    beware: {{when: {FLAG}, then: [{{warn: x, kind: limit}}]}}
    """
    assert said(rules) == ["X: new warning (limit)"]
    assert said(rules, ON, OFF) == ["X: no longer warned of (limit)"]


def test_a_contradiction_is_told() -> None:
    rules = f"""
    need: {{then: [{{need: one}}]}}
    pick: {{then: [{{adopt: x}}]}}
    against: {{when: {FLAG}, then: [{{avoid: x}}]}}
    """
    assert [line.kind for line in lines(rules)] == ["dropped", "status"]


# --- whatever rules and requests ------------------------------------------------------------------------------


@given(st.data())
def test_every_pick_that_comes_or_goes_is_told_once(data: st.DataObject) -> None:
    for _, before, after in pairs(data):
        comparison = compare(before, after)
        picks = [line for line in story(comparison) if line.kind in ("replaced", "instead", "added", "dropped")]
        for change in comparison.slots:
            here = [line for line in picks if line.slot == change.slot]
            assert sorted(one for line in here for one in line.products) == sorted(change.added)
            assert sorted(one for line in here for one in line.instead_of) == sorted(change.dropped)


@given(st.data())
def test_every_comparison_can_be_told_in_both_languages(data: st.DataObject) -> None:
    for _, before, after in pairs(data):
        comparison = compare(before, after)
        for language in ("en", "ko"):
            document = comparison_answer(comparison, language)
            text = outline_markdown(comparison_lines(document, before.knowledge, after.knowledge, language))
            assert text.startswith("# ")
            assert "None" not in text


# --- the shipped knowledge ------------------------------------------------------------------------------------


def test_the_story_of_2025_to_2026_with_who_says_so(advisor: Advisor) -> None:
    today = date(2026, 4, 1)
    before, after = (
        advisor.decide(read_request({"profile": {}, "as_of": day}, advisor.knowledge, today=today))
        for day in ("2025-06-01", "2026-04-01")
    )
    document = comparison_document(compare(before, after), "en")
    told = {line["text"]: (line["stated"] or {}).get("claim") for line in document["story"]}
    assert told == {
        "Ingress NGINX → Gateway API": "arch-2026/gateway-api-successor",
        "Ingress NGINX: new warning (end of life, 2026-03-31)": None,
        "Knative: new warning (stale premise, 2025-09-11)": None,
        "Strimzi added": None,
        "ClickHouse added": None,
        "Elasticsearch → OpenSearch": "arch-2026/opensearch-replaces-elasticsearch",
        "Kibana → Grafana": "arch-2026/grafana-replaces-kibana",
        "Jaeger → Grafana Tempo": "arch-2026/tempo-replaces-jaeger",
        "Grafana Pyroscope added": None,
        "Lens → Headlamp": "arch-2026/headlamp-replaces-lens",
    }
    for line in document["story"]:
        assert line["reasons"] and all(reason["sources"] for reason in line["reasons"]), line["text"]
        assert line["differences"], line["text"]


def test_what_is_warned_of_all_along_is_told_too(advisor: Advisor) -> None:
    today = date(2026, 4, 1)
    before, after = (
        advisor.decide(read_request({"profile": {}, "edition": edition}, advisor.knowledge, today=today))
        for edition in ("2025", "2026")
    )
    document = comparison_document(compare(before, after), "en")
    assert [(one["product"], one["kind"]) for one in document["warned_on_both"]] == [("ingress-nginx", "end-of-life")]
