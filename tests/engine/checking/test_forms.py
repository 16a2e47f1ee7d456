"""A check as SARIF and as JUnit XML, held against the schemas that others wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator, FormatChecker

from engine.checking.document import check_document
from engine.checking.junit import junit_xml
from engine.checking.kinds import KINDS
from engine.checking.places import Region
from engine.checking.report import Location, Mistaken, Report
from engine.checking.sarif import FINGERPRINT, sarif_log
from engine.model import LANGUAGES, Language
from tests.engine.checking.looking import Small

SCHEMAS = Path(__file__).parent / "schemas"
SARIF = Draft4Validator(
    json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")), format_checker=FormatChecker()
)
RULES = Small("""
need: {then: [{need: [one, two]}]}
dropped: {when: {edition: e}, then: [{avoid: x}]}
fixed: {strength: constraint, when: {question: ask.flag, is: true}, then: [{rule_out: z}]}
""")
# What no XML can hold, and what it has to escape.
NASTY = 'Because <x> & "y" ]]> \x00\x1b \uffff \n 한국어'

EVIDENCE = [
    {"file": "charts/Chart.yaml", "line": 7, "what": "x 1.2.3"},
    {"file": "charts/values.yaml", "line": 3, "what": "an image"},
]


def document(language: Language = "en", **more: Any) -> dict[str, Any]:
    waivers = [{"product": "x", "reason": NASTY, "until": "2025-12-31", "by": "me"}]
    result = RULES.check("x", "z", answers={"flag": True}, waivers=waivers, as_of="2025-03-01", **more)
    return check_document(result, "0" * 32, language)


def places(pointer: str) -> Region | None:
    return {"/profile/stack/in_use/0": Region(4, 7, 4, 20), "/waivers/0": Region(9)}.get(pointer)


# --- SARIF --------------------------------------------------------------------------------------------------------


def log(language: Language = "en", **more: Any) -> dict[str, Any]:
    where = {name: more.pop(name) for name in ("file", "places") if name in more}
    return sarif_log([Report(document(language), **where)], language, version="1.0", **more)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("more", [{}, {"places": places, "service": "https://portolan.example/"}])
def test_it_is_sarif(language: Language, more: dict[str, Any]) -> None:
    assert [error.message for error in SARIF.iter_errors(log(language, **more))] == []


def test_rules_are_the_kinds_with_help_and_results_point_at_them() -> None:
    (run,) = log(service="https://portolan.example")["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(KINDS)
    assert all(rule["help"]["text"] and rule["help"]["markdown"] and rule["fullDescription"]["text"] for rule in rules)
    assert rules[0]["helpUri"] == "https://portolan.example/v1/checks/kinds/end-of-life"
    assert run["results"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert len(result["partialFingerprints"][FINGERPRINT]) == 32


def test_a_result_stands_where_the_product_is_declared() -> None:
    (run,) = log(file="teams/a b.yaml", places=places)["runs"]
    (result,) = [one for one in run["results"] if one["properties"]["product"] == "x"]
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "teams/a%20b.yaml", "index": 0},
        "region": {"startLine": 4, "startColumn": 7, "endLine": 4, "endColumn": 20},
    }
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "/profile/stack/in_use/0"
    (other,) = [one for one in run["results"] if one["properties"]["product"] == "z"]
    assert "region" not in other["locations"][0]["physicalLocation"]


def test_what_is_waived_is_suppressed_with_the_reason() -> None:
    (run,) = log(places=places)["runs"]
    suppressed = {one["ruleId"]: one["suppressions"] for one in run["results"] if one["suppressions"]}
    assert list(suppressed) == ["dropped"]
    (suppression,) = suppressed["dropped"]
    assert (suppression["kind"], suppression["status"]) == ("inSource", "accepted")
    assert NASTY.strip() in suppression["justification"]
    assert suppression["location"]["physicalLocation"]["region"] == {"startLine": 9, "startColumn": 1}


def test_several_files_are_one_run_and_mistakes_are_notifications() -> None:
    reports = [Report(document(), file, places) for file in ("a.yaml", "teams/b.yaml")]
    mistakes = [
        Mistaken(Location("c.yaml", Region(3, 5)), "there is no question 'x'", "did you mean 'y'?", "/profile/x")
    ]
    told = sarif_log(reports, "en", version="1.0", mistakes=mistakes, root="file:///work/")
    assert [error.message for error in SARIF.iter_errors(told)] == []
    (run,) = told["runs"]
    assert run["originalUriBaseIds"] == {"%SRCROOT%": {"uri": "file:///work/"}}
    assert [one["location"]["uri"] for one in run["artifacts"]] == ["a.yaml", "teams/b.yaml", "c.yaml"]
    assert run["automationDetails"] == {"id": "portolan/"}
    for result in run["results"]:
        (location,) = result["locations"]
        address = location["physicalLocation"]["artifactLocation"]
        assert run["artifacts"][address["index"]]["location"]["uri"] == address["uri"]
        assert address["uriBaseId"] == "%SRCROOT%"
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"] == "there is no question 'x' (did you mean 'y'?)"
    assert notification["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 5}


def test_what_was_found_and_is_not_declared_stands_where_it_was_found() -> None:
    made = document()
    finding = {**made["findings"][0], "kind": "undeclared", "evidence": EVIDENCE}
    report = Report({**made, "findings": [finding]}, places=places)
    told = sarif_log([report], "en", version="1.0")
    assert [error.message for error in SARIF.iter_errors(told)] == []
    (result,) = told["runs"][0]["results"]
    physical = result["locations"][0]["physicalLocation"]
    assert (physical["artifactLocation"]["uri"], physical["region"]["startLine"]) == ("charts/Chart.yaml", 7)
    assert [one["physicalLocation"]["region"]["startLine"] for one in result["relatedLocations"]] == [3]


# --- JUnit XML ----------------------------------------------------------------------------------------------------

XS = "{http://www.w3.org/2001/XMLSchema}"
XSD = ElementTree.parse(SCHEMAS / "junit.xsd").getroot()


def faults(element: ElementTree.Element, at: str = "") -> list[str]:
    """What the XSD says against an element: its attributes, its children and their order, its text."""
    at = f"{at}/{element.tag}"
    declared = next((one for one in XSD.findall(f"{XS}element") if one.get("name") == element.tag), None)
    if declared is None:
        return [f"{at} is not declared"]
    kind = declared.find(f"{XS}complexType")
    attributes = {} if kind is None else {one.get("name"): one.get("use") for one in kind.findall(f"{XS}attribute")}
    found = [f"{at}@{name} is not declared" for name in element.attrib if name not in attributes]
    found += [
        f"{at}@{name} is missing"
        for name, use in attributes.items()
        if use == "required" and name not in element.attrib
    ]
    references = [] if kind is None else kind.findall(f"{XS}sequence/{XS}element")
    order = [str(one.get("ref")) for one in references]
    tags = [child.tag for child in element]
    found += [f"{at}/{tag} is not to be here" for tag in tags if tag not in order]
    if not found and tags != sorted(tags, key=order.index):
        found.append(f"{at} has its children out of order")
    found += [f"{at} has {one.get('ref')} twice" for one in references if _most(one) < tags.count(str(one.get("ref")))]
    if order and (element.text or "").strip():
        found.append(f"{at} has a text")
    return found + [fault for child in element for fault in faults(child, at)]


def _most(reference: ElementTree.Element) -> float:
    most = reference.get("maxOccurs", "1")
    return float("inf") if most == "unbounded" else int(most)


def suite_of(**more: Any) -> ElementTree.Element:
    written = junit_xml([Report(document(), places=places, **more)], "en")
    suites = ElementTree.fromstring(written)
    assert written.startswith(b"<?xml")
    assert faults(suites) == []
    (suite,) = suites
    return suite


def test_it_is_junit_xml_whatever_the_texts_are() -> None:
    skipped = suite_of().find("testcase/skipped")
    assert skipped is not None
    assert skipped.text is not None
    assert 'Because <x> & "y" ]]> \N{REPLACEMENT CHARACTER}' in skipped.text
    assert "한국어" in skipped.text


def test_each_file_is_a_suite_and_mistakes_are_errors() -> None:
    mistakes = [Mistaken(Location("c.yaml", Region(3, 5)), NASTY)]
    suites = ElementTree.fromstring(
        junit_xml([Report(document()), Report(document(), "b.yaml")], "en", mistakes=mistakes)
    )
    assert faults(suites) == []
    assert [suite.get("name") for suite in suites] == ["portolan.yaml", "b.yaml", "c.yaml"]
    assert (suites.get("failures"), suites.get("errors")) == ("2", "1")


def test_kinds_that_take_files_are_told_of_where_there_were_files() -> None:
    without, with_files = (
        {str(case.get("classname")) for case in ElementTree.fromstring(junit_xml([report], "en")).iter("testcase")}
        for report in (Report(document()), Report(document(), with_files=True))
    )
    assert with_files - without == {"portolan.undeclared", "portolan.not-found", "portolan.other-version"}


def test_a_file_that_is_no_junit_xml_is_told_to_be_none() -> None:
    """The check above is ours: it has to see what is wrong."""
    wrong = '<testsuites><testsuite name="x" wrong=""><system-out/><testcase/><other/></testsuite></testsuites>'
    assert len(faults(ElementTree.fromstring(wrong))) >= 4
    assert faults(ElementTree.fromstring('<testsuite name="x" tests="0"><system-out/><properties/></testsuite>'))


def test_only_what_the_check_fails_on_is_a_failure() -> None:
    suite = suite_of()
    (failed,) = [case for case in suite.findall("testcase") if case.find("failure") is not None]
    assert failed.get("classname") == "portolan.incompatible"
    told = failed.find("failure")
    assert told is not None
    assert told.get("type") == "incompatible"
    assert "error in portolan.yaml#/profile/stack/in_use/1" in str(told.text)
    assert "m/fixed" in str(told.text)
    assert (suite.get("failures"), suite.get("skipped")) == ("1", "1")
    assert suite.get("tests") == str(len(suite.findall("testcase")))


def test_a_kind_of_which_nothing_was_found_is_a_case_that_passes() -> None:
    (passed,) = [one for one in suite_of().findall("testcase") if one.get("classname") == "portolan.licence"]
    assert (len(passed), passed.get("name")) == (0, "Licence: none found")


def test_nothing_but_case_names_depends_on_the_language() -> None:
    told = [ElementTree.fromstring(junit_xml([Report(document(language))], language)) for language in LANGUAGES]
    assert len({tuple(case.get("classname") for case in one.iter("testcase")) for one in told}) == 1
    assert len({json.dumps([case.get("name") for case in one.iter("testcase")]) for one in told}) == 2
