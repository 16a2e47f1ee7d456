"""Compose files: the images of their services."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.detection.images import image_seen
from engine.detection.sightings import IMAGE, Reading, Seen, at, text_at
from engine.detection.tree import Map
from engine.told import told


def read_compose(reading: Reading, tree: Any) -> Iterator[Seen]:
    services = at(tree, "services")
    if type(services) is not Map:
        return
    yield reading.see("formats", "compose", services.line, told=told("a Compose file", "Compose 파일"), tell=False)
    for service in services.values():
        image = text_at(service, "image")
        if image and "${" in image:
            folder = reading.path.rpartition("/")[0]
            source = ("variables", f"{folder}/.env" if folder else ".env")
            yield reading.see(IMAGE, image, image.line, source=source, told=image)
        elif image:
            yield from image_seen(reading, image, image.line)
