"""Ansible's playbooks and tasks: charts, manifests, containers, and what the shell is told.

What Jinja fills in is not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from engine.detection.images import image_seen
from engine.detection.readers import manifests
from engine.detection.readers.commands import REPOSITORY, chart_named, commands_seen, fetched
from engine.detection.sightings import Address, Reading, Seen, Values, at, every_map, text_at
from engine.detection.templates import FILLED, is_filled
from engine.detection.tree import Map, Scalar, Seq
from engine.told import told

_JINJA = re.compile(r"\{\{.{0,500}?\}\}|\{%.{0,500}?%\}", re.DOTALL)
# Without any of these a text is none of a play, or of one that says nothing here.
_WORDS = ("hosts:", "chart_ref:", "repo_url:", "shell:", "command:", "k8s:", "docker_container:")
_FOLDERS = ("/tasks/", "/handlers/", "/playbooks/")


def is_ansible(path: str, text: str) -> bool:
    """May a file be a playbook, or tasks of one? What it is, its tree shows."""
    inside = any(folder in f"/{path}" for folder in _FOLDERS) or ("hosts:" in text and "tasks:" in text)
    return inside and any(word in text for word in _WORDS)


def read_ansible(reading: Reading, tree: Any) -> Iterator[Seen]:
    plays = [one for one in tree if type(one) is Map] if type(tree) is Seq else []
    for play in plays:
        if "hosts" in play and {"tasks", "roles", "import_playbook"} & play.keys():
            said = told("a playbook of Ansible", "Ansible 플레이북")
            yield reading.see("formats", "ansible-playbook", play.line, told=said, tell=False)
    for task in every_map(tree):
        for name, given in task.items():
            read = _MODULES.get(name.rpartition(".")[2])
            if read:
                yield from read(reading, given)


def _helm(reading: Reading, given: Any) -> Iterator[Seen]:
    chart, version = _plain(given, "chart_ref"), _plain(given, "chart_version")
    if not chart:
        return
    trees = (at(given, name) for name in ("release_values", "values"))
    values = Values(trees=tuple(one for one in trees if type(one) is Map))
    gone = "absent" in (text_at(given, "state"), text_at(given, "release_state"))
    yield from chart_named(reading, chart, _plain(given, "chart_repo_url"), version, values, idle=gone)
    said = told(f"the chart {chart}", f"차트 {chart}")
    yield reading.see("formats", "helm-release", chart.line, told=said, tell=False, idle=gone)


def _repository(reading: Reading, given: Any) -> Iterator[Seen]:
    name, address = _plain(given, "name"), _plain(given, "repo_url")
    if name and address:
        yield Address(REPOSITORY, str(name), str(address), reading.path)


def _objects(reading: Reading, given: Any) -> Iterator[Seen]:
    gone = text_at(given, "state") == "absent"
    address = _plain(given, "src")
    if address:
        yield from manifests.marked(fetched(reading, address, address.line), idle=gone, tell=True)
    yield from manifests.marked(manifests.read_objects(reading, at(given, "definition")), idle=gone)


def _shell(reading: Reading, given: Any) -> Iterator[Seen]:
    text = given if type(given) is Scalar else text_at(given, "cmd")
    if text:
        first = text.line + 1 if text.quoted and "\n" in text else text.line
        yield from commands_seen(reading, _JINJA.sub(FILLED, text), first)


def _container(reading: Reading, given: Any) -> Iterator[Seen]:
    image = _plain(given, "image")
    if image:
        yield from image_seen(reading, image, image.line)


def _plain(given: Any, name: str) -> Scalar | None:
    found = text_at(given, name)
    return found if found and not is_filled(found) else None


_MODULES: Mapping[str, Callable[[Reading, Any], Iterator[Seen]]] = {
    "helm": _helm,
    "helm_repository": _repository,
    "k8s": _objects,
    "shell": _shell,
    "command": _shell,
    "docker_container": _container,
}
