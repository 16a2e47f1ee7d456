"""Compose files: the images of their services, and which of the images made here run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.detection.images import image_seen
from engine.detection.readers.helmfile import beside
from engine.detection.sightings import IMAGE, RUNS, Reading, Seen, Setting, at, text_at
from engine.detection.tree import Map, Scalar
from engine.told import told


def read_compose(reading: Reading, tree: Any) -> Iterator[Seen]:
    services = at(tree, "services")
    if type(services) is not Map:
        return
    yield reading.see("formats", "compose", services.line, told=told("a Compose file", "Compose 파일"), tell=False)
    for service in services.values():
        yield from _built(reading, service)
        image = text_at(service, "image")
        if image and "$" in image:
            folder = reading.path.rpartition("/")[0]
            source = ("variables", f"{folder}/.env" if folder else ".env")
            yield reading.see(IMAGE, image, image.line, source=source, told=image)
        elif image:
            yield from image_seen(reading, image, image.line)


def _built(reading: Reading, service: Any) -> Iterator[Setting]:
    """That an image which is made here runs: `build: folder`, or with the name of the file."""
    build = at(service, "build")
    folder = build if type(build) is Scalar else text_at(service, "build", "context")
    if folder and "$" not in folder and "://" not in folder:
        context = beside(reading.path, folder)
        dockerfile = text_at(service, "build", "dockerfile") or "Dockerfile"
        file = beside(f"{context}/" if context else "", dockerfile)
        yield Setting(f"{RUNS}{file}", "true", "", reading.path)
