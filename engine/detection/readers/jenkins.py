"""Jenkinsfiles: images of agents, pods that are written out, and what `sh` calls.

Groovy is not parsed. Its texts are found, with the word that each stands after, which is what tells what it is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.detection.images import image_seen
from engine.detection.readers import manifests
from engine.detection.readers.commands import commands_seen
from engine.detection.sightings import Reading, Seen
from engine.detection.templates import FILLED, is_filled
from engine.detection.tree import Map, Scalar, yaml_documents
from engine.told import told

_TEXT = re.compile(
    r"//[^\n]*|/\*(?:.*?\*/|.*)"
    r"|'''(?P<a>(?:\\.|[^\\])*?)(?:'''|\\?\Z)|\"\"\"(?P<b>(?:\\.|[^\\])*?)(?:\"\"\"|\\?\Z)"
    r"|'(?P<c>(?:\\.|[^\\'\n])*)'|\"(?P<d>(?:\\.|[^\\\"\n])*)\"",
    re.DOTALL,
)
_BEFORE = re.compile(r"([A-Za-z_][\w.]*)\s*[(:=]?\s*\Z")
_USED = re.compile(r"\$\{(?:env\.|params\.)?(\w+)\}|\$(?:env\.)?(\w+)")
_BUILD = re.compile(r"(?m)^[^/\n]*?\bdocker\.build\s*\(")
_POD = re.compile(r"(?m)^[^/'\"\n]*?\b(?:kubernetes\s*\{|podTemplate\s*[({])")
_OWN = re.compile(r"\$\{(?:env|params)\.(\w+)\}")
_SHELL = ("sh", "script", "bat")
_IMAGES = ("image", "docker.image", "docker.withRun")
_PODS = ("yaml", "merge")
_LOOK_BACK = 80
# Of what nobody wrote by hand it would take long to say which quote ends where.
_LONGEST_LINE = 2000


@dataclass(frozen=True, slots=True)
class _Text:
    after: str
    text: str
    line: int


def read_jenkins(reading: Reading) -> Iterator[Seen]:
    groovy = "\n".join(line if len(line) <= _LONGEST_LINE else "" for line in reading.file.text.split("\n"))
    step = _BUILD.search(groovy)
    if step:
        line = groovy.count("\n", 0, step.end()) + 1
        yield reading.see(
            "commands", "docker build .", line, told=told("step docker.build", "단계 docker.build"), tell=False
        )
    agent = _POD.search(groovy)
    if agent:
        line = groovy.count("\n", 0, agent.end()) + 1
        yield reading.see("formats", "manifest", line, told=told("an agent in a pod", "파드 안의 에이전트"), tell=False)
    texts = list(_texts(groovy))
    known = {one.after: one.text for one in texts if one.after.isupper()}
    for one in texts:
        if one.after in _SHELL:
            text = _OWN.sub(r"${\1}", one.text).replace("\\\\", "\\")
            yield from commands_seen(reading, text, one.line, known)
        elif one.after in _IMAGES:
            image = Scalar(_filled(one.text, known), one.line)
            if not is_filled(image) and FILLED not in image:
                yield from image_seen(reading, image, one.line)
        elif one.after in _PODS and "containers" in one.text:
            for tree in yaml_documents(one.text, one.line):
                if type(tree) is Map:
                    yield from manifests.read_objects(reading, tree)


def _texts(groovy: str) -> Iterator[_Text]:
    line, counted = 1, 0
    for found in _TEXT.finditer(groovy):
        if found.lastgroup:
            start = found.start(found.lastgroup)
            line, counted = line + groovy.count("\n", counted, start), start
            before = _BEFORE.search(groovy, max(0, found.start() - _LOOK_BACK), found.start())
            yield _Text(before[1] if before else "", found[found.lastgroup], line)


def _filled(text: str, known: Mapping[str, str]) -> str:
    return _USED.sub(lambda used: known.get(used[1] or used[2], FILLED), text)
