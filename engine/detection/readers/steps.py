"""Files of other tools that run commands: Azure Pipelines, CircleCI, Bitbucket, CodeBuild, Drone, Woodpecker, Task."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from engine.detection.images import image_seen
from engine.detection.readers.ci import first_line, lines_of
from engine.detection.readers.commands import commands_seen
from engine.detection.sightings import Reading, Seen, every_map, text_at
from engine.detection.templates import FILLED, is_filled

NAMES = (
    *("azure-pipelines*.y*ml", "bitbucket-pipelines.yml", "buildspec*.y*ml", ".drone.yml", ".woodpecker*.y*ml"),
    *("[Tt]askfile*.y*ml",),
)
FOLDERS = ("/.circleci/", "/.woodpecker/", "/.azuredevops/", "/.azure-pipelines/")
_COMMANDS = ("script", "bash", "run", "command", "commands", "cmds", "cmd")
_TEMPLATE = re.compile(r"\$?\{\{.{0,500}?\}\}|\$\([A-Za-z_][\w.]*\)|<<.{0,500}?>>", re.DOTALL)


def read_steps(reading: Reading, tree: Any) -> Iterator[Seen]:
    for one in every_map(tree):
        for name in _COMMANDS:
            for text in lines_of(one.get(name)):
                yield from commands_seen(reading, _TEMPLATE.sub(FILLED, text), first_line(text))
        image = text_at(one, "image")
        if image and not is_filled(image):
            yield from image_seen(reading, image, image.line, tell=False)
