"""What to do about a finding, said as precisely as the decision knows it."""

from __future__ import annotations

from typing import Any

from engine.advisor import Advisor
from engine.checking.document import check_document
from tests.engine.checking.looking import Small, checked

RULES = Small("""
need: {then: [{need: [one, two]}]}
pick: {then: [{adopt: y}]}
left: {when: {edition: e}, then: [{avoid: x}]}
replaced: {when: {in_use: z}, then: [{migrate: z, slot: one, to: y}]}
""")


def remedies(result: Any, language: Any = "en") -> dict[tuple[str, str | None], str]:
    findings = check_document(result, "0" * 32, language)["findings"]
    return {(one["kind"], one["product"]): one["remedy"] for one in findings}


def test_where_to_move_is_named() -> None:
    told = remedies(RULES.check("x", "z"))
    assert told["superseded", "z"] == "Move to Y."
    assert told["dropped", "x"].startswith("Plan the move to Y;")


def test_of_several_places_to_move_to_one_is_enough(advisor: Advisor) -> None:
    result = checked(advisor.reasoner, {"profile": {"stack": {"in_use": ["weave-net"]}}, "as_of": "2026-04-01"})
    assert remedies(result)["end-of-life", "weave-net"] == "Move to Calico or Cilium."
    assert remedies(result, "ko")["end-of-life", "weave-net"] == "Calico 또는 Cilium으로 옮겨야 합니다."


def test_where_nothing_takes_its_place_that_is_said(advisor: Advisor) -> None:
    profile = {"stack": {"in_use": ["vault"]}, "constraints": {"licences": "open-source"}}
    told = remedies(checked(advisor.reasoner, {"profile": profile, "as_of": "2026-04-01"}))
    assert told["licence", "vault"].endswith("Nothing else is picked for “Secret management” here.")


def test_a_release_is_to_be_raised_to_a_newer_one_that_gets_support(advisor: Advisor) -> None:
    raw = {"profile": {"platform": {"kubernetes_version": "1.33"}}, "as_of": "2026-04-01"}
    told = remedies(checked(advisor.reasoner, raw))
    assert told["end-of-life", "kubernetes"] == "Raise it to a release that gets support: 1.34, 1.35."


def test_what_may_stay_asks_for_nothing(advisor: Advisor) -> None:
    profile = {"stack": {"in_use": ["jaeger"]}, "observability": {"signals": ["traces"]}}
    told = remedies(checked(advisor.reasoner, {"profile": profile, "as_of": "2026-04-01"}))
    assert told["superseded", "jaeger"] == "It may stay: nothing has to be done now."
    questions = [text for (kind, _), text in told.items() if kind == "open-question"]
    assert questions
    assert all(text.startswith("Answer `") for text in questions)
