"""Terraform's variables and locals: what arguments refer to is filled in from where it is set.

A module is a folder. A variable of it has a default, may be set in `terraform.tfvars` beside it, and is given by
whoever calls the module from another folder. What is computed has no value here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from engine.detection.sightings import Setting, Sighting

# A value may refer to another, and that to a third.
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class _Known:
    value: str
    # The folder in which the value, where it is a reference, is to be looked up.
    origin: str
    rank: int


class References:
    """Everything that is set, by folder and name."""

    def __init__(self, settings: Iterable[Setting]) -> None:
        self._known: dict[tuple[str, str], list[_Known]] = defaultdict(list)
        for one in settings:
            self._known[one.folder, one.name].append(_Known(one.value, _folder(one.path), one.rank))

    def filled(self, sighting: Sighting) -> Sighting:
        """With what its arguments refer to. A name that is set nowhere, or to several things, stays empty."""
        if not sighting.refers:
            return sighting
        folder = _folder(sighting.path)
        found = {field: value for field, name in sighting.refers if (value := self._value(folder, name, _DEPTH))}
        runs = any(field == "runs" and ("", name) in self._known for field, name in sighting.refers)
        off = found.get("enabled", "").lower() in ("false", "0")
        return replace(
            sighting,
            refers=(),
            # A path or an address ends in the name.
            name=found["name"].rstrip("/").rpartition("/")[2] if "name" in found else sighting.name,
            repository=found.get("repository", sighting.repository),
            version=found.get("version", sighting.version),
            idle=(sighting.idle and not runs) or off,
        )

    def _value(self, folder: str, name: str, depth: int) -> str | None:
        """The one value of the highest rank; None where there are several, or none."""
        known = self._known.get((folder, name), [])
        highest = max((one.rank for one in known), default=0)
        values = {self._plain(one, depth) for one in known if one.rank == highest}
        return values.pop() if len(values) == 1 else None

    def _plain(self, one: _Known, depth: int) -> str | None:
        if not one.value.startswith(("var.", "local.")):
            return one.value
        return self._value(one.origin, one.value, depth - 1) if depth else None


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
