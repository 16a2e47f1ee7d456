"""Dockerfiles: the images that others are built upon.

They are no sign that what is in them runs somewhere. Where a Compose file runs what is built, the last of them does.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.detection.images import image_seen
from engine.detection.sightings import RUNS, Reading, Seen
from engine.detection.variables import substituted


def read_dockerfile(reading: Reading) -> Iterator[Seen]:
    """Each `FROM` that names an image, and no earlier stage. Arguments with a default are filled in."""
    stages: set[str] = set()
    defaults: dict[str, str] = {}
    found: list[tuple[str, int]] = []
    for number, line in enumerate(reading.file.text.split("\n"), 1):
        words = line.split()
        keyword = words[0].upper() if words else ""
        if keyword == "ARG" and len(words) > 1:
            name, _, default = words[1].partition("=")
            defaults[name] = default.strip("\"'")
        elif keyword == "FROM":
            named = [word for word in words[1:] if not word.startswith("--")]
            if "AS" in map(str.upper, named[1:-1]):
                stages.add(named[-1].lower())
            image = substituted(named[0], defaults) if named else ""
            found.append(("" if image.lower() in stages or image == "scratch" else image, number))
    for image, number in found:
        runs = (("runs", f"{RUNS}{reading.path}"),) if number == found[-1][1] else ()
        yield from image_seen(reading, image, number, idle=True, tell=False, refers=runs)
