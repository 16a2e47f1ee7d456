"""The result of a check as JUnit XML: a suite of one case a finding, and one for each kind of which there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from engine.checking.kinds import KINDS
from engine.checking.places import Places, Region, nowhere
from engine.checking.sarif import FILE
from engine.model import Language, Text

# What XML has no way of writing.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NONE = Text("none found", "없음")
_AT = Text("{level} in {place}", "{place}: {level}")
_WAIVED = Text("waived until {until} by {by}: {reason}", "{until}까지 예외({by}): {reason}")


def junit_xml(document: Mapping[str, Any], language: Language, *, file: str = FILE, places: Places = nowhere) -> bytes:
    """`document`: as `check_document` makes it. UTF-8, with a declaration. What the check fails on is a failure, what
    is waived is skipped, and anything else is told by a case that passes.
    """
    telling = _Telling(document, language, file, places)
    suites = telling.suites()
    ElementTree.indent(suites)
    written: bytes = ElementTree.tostring(suites, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


class _Telling:
    def __init__(self, document: Mapping[str, Any], language: Language, file: str, places: Places) -> None:
        self.document, self.language, self.file, self.places = document, language, file, places

    def suites(self) -> ElementTree.Element:
        suites = _element("testsuites", name="portolan")
        suite = ElementTree.SubElement(suites, "testsuite")
        self._properties(suite)
        for kind in KINDS.values():
            found = [one for one in self.document["findings"] if one["kind"] == kind.id]
            for finding in found:
                suite.append(self.case(finding))
            if not found:
                name = f"{kind.title.in_language(self.language)}: {_NONE.in_language(self.language)}"
                suite.append(_element("testcase", classname=f"portolan.{kind.id}", name=name, time="0"))
        counts = {
            "tests": len(suite.findall("testcase")),
            "failures": len(suite.findall("testcase/failure")),
            "errors": 0,
        }
        suite.attrib.update(
            _attributes(name=self.file, **counts, skipped=len(suite.findall("testcase/skipped")), time="0")
        )
        suites.attrib.update(_attributes(**counts, time="0"))
        return suites

    def _properties(self, suite: ElementTree.Element) -> None:
        inside = ElementTree.SubElement(suite, "properties")
        knowledge = self.document["knowledge"]["digest"]
        said = {name: self.document[name] for name in ("decision", "edition", "as_of")}
        for name, value in {**said, "knowledge": knowledge}.items():
            inside.append(_element("property", name=name, value=value))

    def case(self, finding: Mapping[str, Any]) -> ElementTree.Element:
        case = _element("testcase", classname=f"portolan.{finding['kind']}", name=finding["title"], time="0")
        if finding["waived_by"] is not None:
            waiver = self.document["waivers"][finding["waived_by"]]
            case.append(_element("skipped", _WAIVED.in_language(self.language).format(**waiver)))
        elif finding["fails"]:
            case.append(_element("failure", self._details(finding), type=finding["kind"], message=finding["title"]))
        else:
            case.append(_element("system-out", self._details(finding)))
        return case

    def _details(self, finding: Mapping[str, Any]) -> str:
        """The sentence, where it is declared, and the rules behind it with what they cite."""
        region = self.places(finding["pointer"])
        at = _AT.in_language(self.language).format(level=finding["level"], place=self._place(finding, region))
        rules = [
            " ".join([f"{one['rule']}:", one["text"], *map("[{}]".format, one["cites"])]) for one in finding["because"]
        ]
        return "\n".join([finding["message"], at, *rules])

    def _place(self, finding: Mapping[str, Any], region: Region | None) -> str:
        return f"{self.file}:{region.line}:{region.column}" if region else f"{self.file}#{finding['pointer']}"


def _element(tag: str, text: str | None = None, **attributes: object) -> ElementTree.Element:
    element = ElementTree.Element(tag, _attributes(**attributes))
    if text is not None:
        element.text = _writable(text)
    return element


def _attributes(**attributes: object) -> dict[str, str]:
    return {name: _writable(str(value)) for name, value in attributes.items()}


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
