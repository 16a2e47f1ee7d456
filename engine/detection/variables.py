"""Variables in the references of images: `$NAME`, `${NAME}` and `${NAME:-default}`.

Compose files have them from the `.env` beside the file, Dockerfiles from the defaults of their arguments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from engine.detection.images import LONGEST, image_of
from engine.detection.sightings import Sighting

FILE = ".env"
_VARIABLE = re.compile(r"\$(?:\{(\w+)(?:(:?)-([^{}]*))?\}|(\w+))")
_DEPTH = 5


def filled_in(sighting: Sighting, texts: Mapping[str, str]) -> Sighting:
    """An image with its variables filled in; as it was where one is set nowhere."""
    text = texts.get(sighting.source[1], "") if sighting.source else ""
    values = dict(_assignments(text))
    name = substituted(sighting.name, values)
    image = image_of(name)
    if image is None:
        return replace(sighting, source=None)
    return replace(sighting, name=image.repository, version=image.tag, told=name, source=None)


def substituted(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables filled in, where they are set or have a default. What is longer than any reference
    is left as it is.
    """

    def value(found: re.Match[str]) -> str:
        braced, colon, default, plain = found.groups()
        said = values.get(braced or plain)
        if said is None or len(said) > LONGEST or (colon and not said):  # with a colon, empty is as good as not set
            said = default
        return found[0] if said is None else said

    for _ in range(_DEPTH):  # a variable may be set to another
        if "$" not in text or len(text) > LONGEST:
            break
        text = _VARIABLE.sub(value, text)
    return text


def _assignments(text: str) -> list[tuple[str, str]]:
    lines = (line.strip().removeprefix("export ") for line in text.splitlines())
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return [(name.strip(), value.strip().strip("\"'")) for name, _, value in pairs]
