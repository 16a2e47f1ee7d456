"""GitHub Actions and GitLab CI: the actions, images and commands of jobs. What only accompanies a job is not in use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from engine.detection.images import image_seen
from engine.detection.readers.commands import commands_seen
from engine.detection.readers.manifests import marked
from engine.detection.sightings import Reading, Seen, at, items_at, maps_at, text_at
from engine.detection.templates import FILLED
from engine.detection.tree import Map, Scalar, Seq

_EXPRESSION = re.compile(r"\$\{\{\s*(?:env\.(\w+)\s*)?.{0,500}?\}\}", re.DOTALL)
_VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)\})")
# A cluster that is made for a job goes away with it, and so does what the job installs in it.
_FOR_A_MOMENT = ("kind-action", "setup-kind", "setup-minikube", "setup-k3d", "k3d-action", "setup-k3s", "k3s-action")
_MADE = ("kind create cluster", "minikube start", "k3d cluster create", "ctlptl create cluster")
_SCRIPTS = ("before_script", "script", "after_script")


def read_workflow(reading: Reading, tree: Any) -> Iterator[Seen]:
    """A workflow of GitHub Actions, or an action composed of steps."""
    jobs = at(tree, "jobs")
    shared = _variables(at(tree, "env"))
    for job in jobs.values() if type(jobs) is Map else ():
        yield from _uses(reading, text_at(job, "uses"))
        yield from _image(reading, at(job, "container"), "image")
        services = at(job, "services")
        for service in services.values() if type(services) is Map else ():
            yield from _image(reading, service, "image", idle=True)
        yield from _steps(reading, maps_at(job, "steps"), shared | _variables(at(job, "env")))
    yield from _steps(reading, maps_at(tree, "runs", "steps"), shared)


def _filled(script: str, variables: Mapping[str, str]) -> str:
    """A script with the expressions in it replaced by what they stand for, as far as that is known."""
    return _EXPRESSION.sub(lambda used: variables.get(used[1], FILLED), script)


def _steps(reading: Reading, steps: list[Map], known: Mapping[str, str]) -> Iterator[Seen]:
    idle = any(_is_for_a_moment(step) for step in steps)
    for step in steps:
        yield from _uses(reading, text_at(step, "uses"))
        run = text_at(step, "run")
        if run:
            variables = {**known, **_variables(at(step, "env"))}
            yield from commands_seen(reading, _filled(run, variables), first_line(run), variables, idle=idle)


def _is_for_a_moment(step: Map) -> bool:
    action = (text_at(step, "uses") or "").partition("@")[0].rpartition("/")[2].lower()
    return action in _FOR_A_MOMENT or any(made in (text_at(step, "run") or "") for made in _MADE)


def _uses(reading: Reading, uses: Scalar | None) -> Iterator[Seen]:
    if not uses or uses.startswith("./"):
        return
    if uses.startswith("docker://"):
        yield from image_seen(reading, uses, uses.line)
        return
    action, _, version = uses.partition("@")
    yield reading.see("actions", action.lower(), uses.line, told=f"action {uses}", version=version, tell=False)


# --- GitLab ---------------------------------------------------------------------------------------------------


def read_gitlab(reading: Reading, tree: Any) -> Iterator[Seen]:
    """A pipeline of GitLab CI: images, services and scripts of every job, and of what all jobs share."""
    shared = _variables(at(tree, "variables"))
    for one in (tree, *(tree.values() if type(tree) is Map else ())):
        known = shared | _variables(at(one, "variables"))
        yield from _image(reading, at(one, "image"), "name", known=known)
        for service in items_at(one, "services"):
            yield from _image(reading, service, "name", idle=True, known=known)
        scripts = [line for name in _SCRIPTS for line in lines_of(at(one, name))]
        idle = any(made in line for line in scripts for made in _MADE)
        for line in scripts:
            yield from commands_seen(reading, line, first_line(line), known, idle=idle)


def lines_of(script: Any) -> Iterator[Scalar]:
    """A text, or a list of them, in which an alias may stand for a list."""
    waiting = [script]
    for _ in range(10_000):
        if not waiting:
            return
        one = waiting.pop()
        if type(one) is Scalar:
            yield one
        elif type(one) is Seq:
            waiting.extend(reversed(one))


# --- both -----------------------------------------------------------------------------------------------------


def _variables(found: Any) -> dict[str, str]:
    """What is set for a job, as far as it is written out; GitLab may have `value` below the name."""
    if type(found) is not Map:
        return {}
    texts = {name: text_at(found, name) or text_at(found, name, "value") for name in found}
    return {name: str(text) for name, text in texts.items() if text and "$" not in text}


def first_line(script: Scalar) -> int:
    """The line on which a script begins: a block begins below its mark."""
    return script.line + 1 if script.quoted and "\n" in script else script.line


def _image(
    reading: Reading, image: Any, member: str, *, idle: bool = False, known: Mapping[str, str] | None = None
) -> Iterator[Seen]:
    written = image if type(image) is Scalar else text_at(image, member)
    if written:
        text = _VARIABLE.sub(lambda used: (known or {}).get(used[1] or used[2], used[0]), written)
        yield from marked(image_seen(reading, text, written.line), idle=idle)
