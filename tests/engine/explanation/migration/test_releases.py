"""Releases in use that get no support any more: a step raises them, by the rules that warn of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.explanation.migration.document import migration_document
from engine.explanation.migration.outline import migration_lines
from engine.inference.interpreter import Interpreter
from engine.inference.plan import make_plan
from engine.inference.reasoner import Reasoner
from engine.knowledge.loader import build_knowledge
from engine.model import Language
from tests.engine.explanation.comparison.test_compare import decided
from tests.engine.files import files_of
from tests.engine.inference.small import body

RULES = """
need: {then: [{need: [one, two]}]}
leave: {when: {in_use: x}, then: [{migrate: x, to: [y], by: 2025-02-01}, {adopt: y}]}
old: {when: {version_of: kubernetes, support: ended}, then: [{warn: kubernetes, kind: end-of-life}]}
"""
RELEASES: list[dict[str, Any]] = [
    {"cycle": "1.8", "released": date(2023, 1, 1), "end_of_life": True, "source": "src"},
    {"cycle": "1.9", "released": date(2024, 1, 1), "end_of_life": date(2025, 1, 31), "source": "src"},
    {"cycle": "1.10", "released": date(2024, 5, 1), "end_of_life": date(2025, 9, 1), "source": "src"},
    {"cycle": "1.11", "released": date(2024, 9, 1), "end_of_life": False, "source": "src"},
    {"cycle": "1.12", "released": date(2025, 8, 1), "end_of_life": False, "source": "src"},
]
TOLD = {"en": "On {kubernetes.release} until {kubernetes.release_end}", "ko": "{kubernetes.release_end}"}


def plan(as_of: date, language: Language = "en", rules: str = RULES, **answers: Any) -> dict[str, Any]:
    written = body(rules)
    written["products"]["kubernetes"]["releases"] = RELEASES
    written["products"]["kubernetes"]["slots"] = ["two"]
    for rule in written["modules"][0]["rules"]:
        rule["because"] = TOLD if rule["id"] == "m/old" else rule["because"]
    reasoner = Reasoner(make_plan(build_knowledge(files_of(written))), Interpreter())
    return migration_document(decided(reasoner, as_of, **answers), language)


def test_a_release_without_support_is_to_be_raised() -> None:
    found = plan(date(2025, 3, 1), platform__kubernetes_version="1.9.3")
    (step,) = found["steps"]
    assert (step["kind"], step["product"], step["slot"]) == ("raise", "kubernetes", "two")
    assert (step["by_date"], step["days_left"], step["overdue"]) == ("2025-01-31", -29, True)
    assert step["deadline"] == "support ended on 2025-01-31, 29 days ago"
    assert [one["text"] for one in step["because"]] == ["On 1.9 until 2025-01-31"]
    release = step["release"]
    assert (release["version"], release["oldest_supported"], release["newest_supported"]) == ("1.9.3", "1.10", "1.11")
    assert release["text"] == "supported releases in the catalog: 1.10 (the oldest) to 1.11 (the newest)"
    assert release["sources"] == ["src"]


def test_a_release_that_came_out_later_is_not_one_of_them() -> None:
    found = plan(date(2025, 10, 1), platform__kubernetes_version="1.10")["steps"][0]["release"]
    assert (found["oldest_supported"], found["newest_supported"]) == ("1.11", "1.12")


def test_on_its_last_day_nothing_is_to_be_done() -> None:
    found = plan(date(2025, 1, 31), platform__kubernetes_version="1.9")
    assert found["steps"] == []
    assert [stay["product"] for stay in found["stays"]] == ["kubernetes"]


def test_an_end_on_an_unknown_day_has_no_deadline() -> None:
    for language, told in (("en", "On 1.8 until day unknown"), ("ko", "날짜 미상")):
        (step,) = plan(date(2025, 3, 1), language, platform__kubernetes_version="1.8")["steps"]
        assert (step["deadline"], step["overdue"]) == (None, False)
        assert step["because"][0]["text"] == told


def test_without_a_rule_that_warns_there_is_no_step() -> None:
    quiet = RULES.replace("kind: end-of-life", "kind: limit")
    assert plan(date(2025, 3, 1), rules=quiet, platform__kubernetes_version="1.9")["steps"] == []


def test_what_is_left_altogether_is_not_raised_before() -> None:
    leave = f"{RULES}\ngone: {{then: [{{migrate: kubernetes, to: [w], slot: two}}, {{adopt: w, slot: two}}]}}"
    found = plan(date(2025, 3, 1), rules=leave, platform__kubernetes_version="1.9")
    assert [step["kind"] for step in found["steps"]] == ["install", "move"]


def test_it_stands_where_its_deadline_puts_it_and_the_warning_is_told_once() -> None:
    found = plan(date(2025, 3, 1), stack__in_use=["x"], platform__kubernetes_version="1.9")
    assert [step["text"] for step in found["steps"]] == [
        "Raise KUBERNETES from 1.9 to a supported release",
        "Set up Y",
        "Move from X to Y",
    ]
    lines = [line.text for line in migration_lines(found, "en")]
    assert len([line for line in lines if "On 1.9" in line]) == 1
