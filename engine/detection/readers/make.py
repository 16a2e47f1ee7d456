"""Makefiles: the recipes, as the shell would see them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.detection.readers.commands import commands_seen
from engine.detection.sightings import Reading, Seen
from engine.detection.templates import FILLED

_VARIABLE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*(\?=|:{0,3}=)\s*(.*?)\s*(?:#.*)?\Z")
_USED = re.compile(r"\$\(([\w.-]+)\)|\$\{([\w.-]+)\}")
_CALL = re.compile(r"\$\([a-z]+ [^()]*\)")
_DEPTH = 4
# A line that would be longer stays as it is: variables may hold each other many times over.
_LONGEST = 5_000


def read_make(reading: Reading) -> Iterator[Seen]:
    lines = reading.file.text.splitlines()
    known = _known(lines)
    made: list[str] = []
    for line in lines:
        goes_on = bool(made) and made[-1].endswith("\\")
        recipe = line.startswith("\t") or goes_on
        made.append(_shell(line if goes_on else line.lstrip("\t ").lstrip("@-+"), known) if recipe else "")
    yield from commands_seen(reading, "\n".join(made))


def _known(lines: list[str]) -> dict[str, str]:
    """Variables, with what they refer to filled in. Of several the first counts that is set without a condition."""
    found: dict[str, str] = {}
    for line in lines:
        match = None if line.startswith("\t") or line.endswith("\\") else _VARIABLE.match(line)
        if match:
            found.setdefault(match[1], match[3] if len(match[3]) <= _LONGEST else FILLED)
    for _ in range(_DEPTH):
        found = {name: _filled(value, found) for name, value in found.items()}
    return found


def _filled(value: str, known: dict[str, str]) -> str:
    made = _USED.sub(lambda used: known.get(used[1] or used[2], used[0]), value)
    return made if len(made) <= _LONGEST else value


def _shell(line: str, known: dict[str, str]) -> str:
    """`$$` is the shell's own `$`; what `make` computes stands for anything."""
    kept = line.replace("$$", "\0")
    kept = _filled(kept, known)
    kept = _USED.sub(FILLED, _CALL.sub(FILLED, kept))
    return kept.replace("\0", "$")
