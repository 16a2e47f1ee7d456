"""GitHub Actions and GitLab CI: the actions and images that jobs use. What only accompanies a job is not in use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.detection.images import image_seen
from engine.detection.sightings import Reading, Seen, at, items_at, maps_at, text_at
from engine.detection.tree import Map, Scalar


def read_workflow(reading: Reading, tree: Any) -> Iterator[Seen]:
    """A workflow of GitHub Actions, or an action composed of steps."""
    jobs = at(tree, "jobs")
    for job in jobs.values() if type(jobs) is Map else ():
        yield from _uses(reading, text_at(job, "uses"))
        yield from _image(reading, at(job, "container"), "image")
        services = at(job, "services")
        for service in services.values() if type(services) is Map else ():
            yield from _image(reading, service, "image", idle=True)
        for step in maps_at(job, "steps"):
            yield from _uses(reading, text_at(step, "uses"))
    for step in maps_at(tree, "runs", "steps"):
        yield from _uses(reading, text_at(step, "uses"))


def _uses(reading: Reading, uses: Scalar | None) -> Iterator[Seen]:
    if not uses or uses.startswith("./"):
        return
    if uses.startswith("docker://"):
        yield from image_seen(reading, uses, uses.line)
        return
    action, _, version = uses.partition("@")
    yield reading.see("actions", action.lower(), uses.line, told=f"action {uses}", version=version, tell=False)


def read_gitlab(reading: Reading, tree: Any) -> Iterator[Seen]:
    """A pipeline of GitLab CI: `image` and `services` of every job, and of what all jobs share."""
    for one in (tree, *(tree.values() if type(tree) is Map else ())):
        yield from _image(reading, at(one, "image"), "name")
        for service in items_at(one, "services"):
            yield from _image(reading, service, "name", idle=True)


def _image(reading: Reading, image: Any, member: str, *, idle: bool = False) -> Iterator[Seen]:
    written = image if type(image) is Scalar else text_at(image, member)
    if written:
        yield from image_seen(reading, written, written.line, idle=idle)
