"""What is declared beside what files say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.checking.check import Checked, check
from engine.checking.declared import Declared
from engine.checking.document import check_document
from engine.checking.drift import Drift
from engine.checking.request import MEMBERS, read_options
from engine.detection import Ambiguous, Detection, Evidence, Suggested
from engine.request import read_request
from tests.engine.checking.looking import TODAY, Small

RULES = Small("need: {then: [{need: [one, two]}]}")
DRIFT = ("undeclared", "not-found", "other-version")
CHART = Evidence("charts/app/Chart.yaml", 7, "x 1.2.3", "chart")


def found(*products: str, **versions: str) -> Detection:
    return Detection(
        products=dict.fromkeys(products, (CHART,)),
        versions={product: Suggested(version, (CHART,)) for product, version in versions.items()},
    )


def checked(detected: Detection | None, *in_use: str, **more: Any) -> Checked:
    stack = {
        "in_use": list(in_use),
        "works_well": [],
        **({"versions": more.pop("versions")} if "versions" in more else {}),
    }
    raw = {"profile": {"stack": stack}, **more}
    knowledge = RULES.plan.knowledge
    request = read_request(raw, knowledge, today=TODAY, also=MEMBERS)
    decision = RULES.reasoner.decide(request.answers, request.edition, request.as_of)
    return check(decision, read_options(raw, knowledge), raw, detected=detected)


def drift(*arguments: Any, **more: Any) -> list[tuple[str, str | None, str, str]]:
    return [
        (told.finding.kind, told.finding.product, told.level, told.finding.pointer)
        for told in checked(*arguments, **more).findings
        if told.finding.kind in DRIFT
    ]


def test_what_is_in_one_alone_is_a_note() -> None:
    assert drift(found("x", "y"), "x", "z") == [
        ("undeclared", "y", "note", "/profile/stack/in_use"),
        ("not-found", "z", "note", "/profile/stack/in_use/1"),
    ]


def test_nothing_is_compared_where_nothing_was_looked_at() -> None:
    assert drift(None, "x") == []


def test_what_the_platform_brings_is_declared_too() -> None:
    stack = Declared({"x": "/profile/stack/in_use/0"}, frozenset({"y"}), (), True)
    assert list(Drift(RULES.plan.knowledge, stack, {}, found("x", "y")).findings()) == []


def test_products_that_the_knowledge_does_not_have_are_passed_over() -> None:
    assert drift(found("x", "unheard-of"), "x") == []


def test_what_was_merely_met_is_neither_undeclared_nor_missing() -> None:
    assert drift(Detection(seen={"x": (CHART,), "y": (CHART,)}), "x") == []


def test_what_may_be_there_is_not_missing() -> None:
    """Files speak of it, if they do not tell it from another. An answer that is disputed names no product."""
    alike = (Ambiguous("ingress-class", "nginx", ("x", "y"), ("Other",), (CHART,)),)
    assert drift(Detection(ambiguous=alike), "x", "z") == [("not-found", "z", "note", "/profile/stack/in_use/1")]
    disputed = (Ambiguous("answer", "ask.host", ("x", "y"), (), (CHART,)),)
    assert [one[1] for one in drift(Detection(ambiguous=disputed), "x")] == ["x"]


def test_a_product_has_a_few_places_and_no_more() -> None:
    places = tuple(replace(CHART, line=line) for line in range(1, 9))
    (told,) = [one.finding for one in checked(Detection(products={"y": places})).findings if one.finding.product == "y"]
    assert told.evidence == places[:5]


def test_a_version_says_no_more_than_it_names() -> None:
    same = [("1.2", "1.2.3"), ("1.2.3", "v1.2"), ("1.2.3", "1.2.3-alpine")]
    for declared, there in same:
        assert drift(found("x", x=there), "x", versions={"x": declared}) == [], (declared, there)
    assert drift(found("x", x="1.3.0"), "x", versions={"x": "1.2"}) == [
        ("other-version", "x", "note", "/profile/stack/versions/x")
    ]


def test_it_is_told_with_what_was_found_where() -> None:
    result = checked(found("y", x="1.3.0"), "x", versions={"x": "1.2"})
    told = {one["kind"]: one for one in check_document(result, "0" * 32, "en")["findings"]}
    assert told["undeclared"]["evidence"] == [{"file": "charts/app/Chart.yaml", "line": 7, "what": "x 1.2.3"}]
    assert told["undeclared"]["message"].endswith("Found in charts/app/Chart.yaml:7 (x 1.2.3).")
    assert (told["other-version"]["release"], told["other-version"]["found"]) == ("1.2", "1.3.0")
    assert "1.3.0" in told["other-version"]["title"]


def test_levels_and_waivers_are_those_of_any_finding() -> None:
    waiver = {"product": "y", "reason": "It is going.", "until": "2025-12-31", "by": "me"}
    result = checked(found("x", "y"), "x", levels={"undeclared": "error"}, waivers=[waiver])
    (told,) = [one for one in result.findings if one.finding.kind == "undeclared"]
    assert (told.level, told.waived_by, result.failed) == ("error", 0, False)
    assert drift(found("x", "y"), "x", levels={"undeclared": "off"}) == []


def test_a_waiver_of_another_version_holds_for_these_two() -> None:
    def state(there: str, declared: str = "1.2") -> str:
        result = checked(found("x", x=there), "x", versions={"x": declared}, waivers=[waiver])
        return result.waivers[0].state

    before = checked(found("x", x="1.3.0"), "x", versions={"x": "1.2"})
    (told,) = [one for one in before.findings if one.finding.kind == "other-version"]
    said = {"reason": "Soon.", "until": "2025-12-31", "by": "me", "grounds": before.grounds(told.finding)}
    waiver = {"product": "x", "kinds": ["other-version"], **said}
    assert (state("1.3.0"), state("1.4.0"), state("1.3.0", "1.1"), state("1.2.1")) == (
        "applied",
        "reopened",
        "reopened",
        "unused",
    )


def test_what_is_in_one_alone_rests_on_no_verdict() -> None:
    result = checked(found("y"), "x")
    told = [one for one in check_document(result, "0" * 32, "en")["findings"] if one["kind"] in DRIFT]
    assert [(one["kind"], one["grounds"]) for one in told] == [("undeclared", None), ("not-found", None)]
