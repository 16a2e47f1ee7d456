"""The results of checks as JUnit XML: a suite a file, with a case a finding, and one for each kind that has none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from engine.checking.kinds import KINDS
from engine.checking.report import Mistaken, Report
from engine.model import Language, Text
from engine.one_line import one_line

# What XML has no way of writing.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NONE = Text("none found", "없음")
_AT = Text("{level} in {place}", "{place}: {level}")
_WAIVED = Text("waived until {until} by {by}: {reason}", "{until}까지 예외({by}): {reason}")


def junit_xml(reports: Sequence[Report], language: Language, *, mistakes: Sequence[Mistaken] = ()) -> bytes:
    """UTF-8, with a declaration: a suite a file. What the check fails on is a failure, what is waived is skipped, and
    anything else is told by a case that passes. A mistake for which a file cannot be checked is an error.
    """
    suites = _element("testsuites", name="portolan")
    suites.extend(_Telling(report, language).suite() for report in reports)
    for file in dict.fromkeys(one.location.file for one in mistakes):
        suites.append(_mistaken(file, [one for one in mistakes if one.location.file == file]))
    totals = ("tests", "failures", "errors")
    counts = {name: sum(int(suite.attrib[name]) for suite in suites) for name in totals}
    suites.attrib.update(_attributes(**counts, time="0"))
    ElementTree.indent(suites)
    written: bytes = ElementTree.tostring(suites, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _mistaken(file: str, mistakes: Sequence[Mistaken]) -> ElementTree.Element:
    suite = _element("testsuite")
    for one in mistakes:
        case = ElementTree.SubElement(suite, "testcase")
        case.attrib.update(_attributes(classname="portolan.mistake", name=one.message, time="0"))
        case.append(_element("error", str(one), type="mistake", message=one.message))
    return _counted(suite, file)


def _counted(suite: ElementTree.Element, file: str) -> ElementTree.Element:
    counts = {
        name: len(suite.findall(path))
        for name, path in (
            ("tests", "testcase"),
            ("failures", "testcase/failure"),
            ("errors", "testcase/error"),
            ("skipped", "testcase/skipped"),
        )
    }
    suite.attrib.update(_attributes(name=file, **counts, time="0"))
    return suite


class _Telling:
    def __init__(self, report: Report, language: Language) -> None:
        self.report, self.document, self.language = report, report.document, language

    def suite(self) -> ElementTree.Element:
        suite = _element("testsuite")
        self._properties(suite)
        for kind in KINDS.values():
            found = [one for one in self.document["findings"] if one["kind"] == kind.id]
            for finding in found:
                suite.append(self.case(finding))
            if not found and (self.report.with_files or not kind.detected):
                name = f"{kind.title.in_language(self.language)}: {_NONE.in_language(self.language)}"
                suite.append(_element("testcase", classname=f"portolan.{kind.id}", name=name, time="0"))
        return _counted(suite, self.report.file)

    def _properties(self, suite: ElementTree.Element) -> None:
        inside = ElementTree.SubElement(suite, "properties")
        knowledge = self.document["knowledge"]["digest"]
        said = {name: self.document[name] for name in ("decision", "edition", "as_of")}
        for name, value in {**said, "knowledge": knowledge}.items():
            inside.append(_element("property", name=name, value=value))

    def case(self, finding: Mapping[str, Any]) -> ElementTree.Element:
        name = self._name(finding)
        case = _element("testcase", classname=f"portolan.{finding['kind']}", name=name, time="0")
        waiver = self.report.waiver_of(finding)
        if waiver is not None:
            waived = one_line(_WAIVED.in_language(self.language).format(**waiver))
            case.append(_element("skipped", f"{finding['title']}\n{waived}"))
        elif finding["fails"]:
            case.append(_element("failure", self._details(finding), type=finding["kind"], message=finding["title"]))
        else:
            case.append(_element("system-out", self._details(finding)))
        return case

    def _name(self, finding: Mapping[str, Any]) -> str:
        """What it is about, and nothing that is another tomorrow: whoever reads it follows a case by its name."""
        kind = KINDS[finding["kind"]].title.in_language(self.language)
        product = " ".join(filter(None, (finding["name"], finding["release"])))
        return f"{kind}: {product or finding['question'] or finding['slot']}"

    def _details(self, finding: Mapping[str, Any]) -> str:
        """The sentence, where it is declared, and the rules behind it with what they cite."""
        where = self.report.of_finding(finding)
        place = str(where) if where.region else f"{where.file}#{finding['pointer']}"
        at = _AT.in_language(self.language).format(level=finding["level"], place=place)
        rules = [
            " ".join([f"{one['rule']}:", one["text"], *map("[{}]".format, one["cites"])]) for one in finding["because"]
        ]
        return "\n".join([finding["message"], at, *rules])


def _element(tag: str, text: str | None = None, **attributes: object) -> ElementTree.Element:
    element = ElementTree.Element(tag, _attributes(**attributes))
    if text is not None:
        element.text = _writable(text)
    return element


def _attributes(**attributes: object) -> dict[str, str]:
    return {name: _writable(str(value)) for name, value in attributes.items()}


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
