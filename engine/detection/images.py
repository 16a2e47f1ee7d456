"""References to container images: registry, repository, tag, digest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.detection.sightings import IMAGE, Reading, Sighting, every_map, text_at
from engine.detection.templates import FILLED
from engine.detection.tree import Map, Scalar

# Letters of a reference.
LONGEST = 500
_HUB = "docker.io"
_HUB_NAMES = ("index.docker.io/", "registry-1.docker.io/", "registry.hub.docker.com/")
_REFERENCE = re.compile(r"[a-z0-9][a-zA-Z0-9._:/@-]*\Z")
_NAME = re.compile(r"[a-z0-9]+([._/:-]+[a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True)
class Image:
    """`repository` with its registry, spelled out: `docker.io/library/redis`."""

    repository: str
    tag: str | None


def image_of(reference: str) -> Image | None:
    """What a reference names; None where it names nothing, as a template or a placeholder."""
    reference = reference.strip().removeprefix("docker://").removeprefix("oci://")
    if len(reference) > LONGEST:
        return None
    named, filled, _ = reference.partition(FILLED)
    if filled and named.endswith((":", "@")):  # a tag that a template puts in
        reference = named[:-1]
    if not _REFERENCE.match(reference):
        return None
    rest = reference.partition("@")[0]
    repository, colon, tag = rest.rpartition(":")
    if not colon or "/" in tag:
        repository, tag = rest, ""
    for name in _HUB_NAMES:
        if repository.startswith(name):
            repository = f"{_HUB}/{repository.removeprefix(name)}"
    first, slash, _ = repository.partition("/")
    if not slash or not ("." in first or ":" in first or first == "localhost"):
        repository = f"{_HUB}/{repository}"
    if repository.startswith(f"{_HUB}/") and repository.count("/") == 1:
        repository = repository.replace("/", "/library/", 1)
    if not _NAME.match(repository):
        return None
    return Image(repository, tag or None)


def image_seen(reading: Reading, reference: str, line: int, **more: Any) -> Iterator[Sighting]:
    image = image_of(reference)
    if image:
        told = reference.strip()
        yield reading.see(IMAGE, image.repository, line, version=image.tag, told=told, **more)


def images_in_values(reading: Reading, values: Any, **more: Any) -> Iterator[Sighting]:
    """The images that the values of a chart name: `repository` with `tag`, or `image` with all in one text."""
    for one in every_map(values):
        written = text_at(one, "image")
        if written and "/" in written:
            yield from image_seen(reading, _joined(one, written, "image"), written.line, **more)
        repository = text_at(one, "repository")
        if repository and _tells_an_image(one):
            yield from image_seen(reading, _joined(one, repository, "repository"), repository.line, **more)


def images_in_settings(reading: Reading, settings: Mapping[str, str], line: int, **more: Any) -> Iterator[Sighting]:
    """As `images_in_values`, of `image=a/b:1` and of `image.repository=a/b` with `image.tag=1`."""
    for name, value in settings.items():
        above, _, last = name.rpartition(".")
        tag = settings.get(f"{above}.tag" if above else "tag")
        if last == "image" and "/" in value:
            yield from image_seen(reading, value, line, **more)
        elif last == "repository" and above.rpartition(".")[2].lower().endswith("image"):
            yield from image_seen(reading, f"{value}:{tag}" if tag else value, line, **more)


def _tells_an_image(one: Map) -> bool:
    return bool(one.keys() & {"tag", "digest", "pullPolicy", "registry", "imagePullPolicy"})


def _joined(one: Map, name: Scalar, member: str) -> str:
    registry, tag = text_at(one, "registry"), text_at(one, "tag")
    whole = f"{registry}/{name}" if registry and not name.startswith(f"{registry}/") else str(name)
    last = whole.rpartition("/")[2]
    return f"{whole}:{tag.partition('@')[0]}" if tag and ":" not in last and "@" not in last else whole
