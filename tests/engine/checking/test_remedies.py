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


def test_whose_support_is_not_known_is_to_be_asked(advisor: Advisor) -> None:
    platform = {"kubernetes_version": "1.33", "built_in": ["openshift"]}
    told = remedies(checked(advisor.reasoner, {"profile": {"platform": platform}, "as_of": "2026-08-02"}))
    assert told["end-of-life", "kubernetes"].endswith(
        "How long Red Hat OpenShift supports it is not known here; what counts is what is said there."
    )


def test_no_release_is_raised_of_what_is_to_be_left(advisor: Advisor) -> None:
    stack = {"in_use": ["vault", "terraform"], "versions": {"vault": "1.13", "terraform": "1.5.7"}}
    profile = {"stack": stack, "constraints": {"licences": "open-source"}}
    told = remedies(checked(advisor.reasoner, {"profile": profile, "as_of": "2026-04-01"}))
    assert told["end-of-life", "terraform"] == "Move to OpenTofu."
    assert told["end-of-life", "vault"] == "Another finding says to leave it; that settles this one as well."


def test_a_release_from_before_a_change_of_licence_is_told_apart(advisor: Advisor) -> None:
    def licence(version: str, language: str = "en") -> str:
        stack = {"in_use": ["terraform"], "versions": {"terraform": version}}
        profile = {"stack": stack, "constraints": {"licences": "open-source"}}
        raw = {"profile": profile, "as_of": "2026-04-01"}
        return remedies(checked(advisor.reasoner, raw), language)["licence", "terraform"]

    assert licence("1.5.7") == (
        "Move to OpenTofu. Terraform 1.5 came out before the licence changed on 2023-08-10, from MPL-2.0 to BUSL-1.1: "
        "check which of them your version is under."
    )
    assert licence("1.14") == "Move to OpenTofu."
    assert "2023-08-10, MPL-2.0 → BUSL-1.1" in licence("1.5.7", "ko")


def test_where_no_rule_names_a_successor_the_catalog_tells_what_it_knows(advisor: Advisor) -> None:
    told = remedies(
        checked(advisor.reasoner, {"profile": {"stack": {"in_use": ["opentracing"]}}, "as_of": "2026-04-01"})
    )
    assert told["end-of-life", "opentracing"] == "Replace it, or take it out. Archived in favour of OpenTelemetry."


def test_terms_that_call_for_a_look_are_to_be_read(advisor: Advisor) -> None:
    told = remedies(checked(advisor.reasoner, {"profile": {"stack": {"in_use": ["vmware"]}}, "as_of": "2026-04-01"}))
    assert told["licence", "vmware"] == "Read its terms, and settle whether they allow what you do with it."


def test_what_may_stay_asks_for_nothing(advisor: Advisor) -> None:
    profile = {"stack": {"in_use": ["jaeger"]}, "observability": {"signals": ["traces"]}}
    told = remedies(checked(advisor.reasoner, {"profile": profile, "as_of": "2026-04-01"}))
    assert told["superseded", "jaeger"] == "It may stay: nothing has to be done now."
    questions = [text for (kind, _), text in told.items() if kind == "open-question"]
    assert questions
    assert all(text.startswith("Answer `") for text in questions)
