"""Variables in Compose files: `${NAME}` and `${NAME:-default}`, with what the `.env` beside the file sets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from engine.detection.images import image_of
from engine.detection.sightings import Sighting

FILE = ".env"
_VARIABLE = re.compile(r"\$\{(\w+)(?::?[-](.*?))?\}")
_DEPTH = 5


def filled_in(sighting: Sighting, texts: Mapping[str, str]) -> Sighting:
    """An image with its variables filled in; as it was where one is set nowhere."""
    text = texts.get(sighting.source[1], "") if sighting.source else ""
    values = dict(_assignments(text))
    name = sighting.name
    for _ in range(_DEPTH):  # a variable may be set to another
        name = _VARIABLE.sub(lambda found: values.get(found[1], found[2] or found[0]), name)
    image = image_of(name)
    if image is None:
        return replace(sighting, source=None)
    return replace(sighting, name=image.repository, version=image.tag, told=name, source=None)


def _assignments(text: str) -> list[tuple[str, str]]:
    lines = (line.strip().removeprefix("export ") for line in text.splitlines())
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return [(name.strip(), value.strip().strip("\"'")) for name, _, value in pairs]
