"""What the values of a chart turn on and off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from engine.detection.sightings import Sighting, Values, at, text_at
from engine.detection.templates import FILLED
from engine.detection.tree import Map, Scalar, yaml_documents
from engine.fingerprint import Brought

_OFF = frozenset({"false", "no", "off"})
_MOST_BESIDE = 100


class Switches:
    """Looks settings up in what a chart is given, and in the files that this names. `texts`: files by their path."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._file = lru_cache(maxsize=1000)(self._read)
        self._beside = lru_cache(maxsize=1000)(self._find_beside)

    def on(self, brought: Brought, sighting: Sighting) -> bool:
        """Does a bundle bring this along, as far as can be seen?"""
        if brought.switch is None:
            return True
        said = self._said(brought.switch, sighting)
        return brought.default if said is None else said

    def off(self, sighting: Sighting) -> bool:
        """Is a chart, part of another, switched off there? The first of its conditions that is set has its way."""
        values = sighting.values
        if values and values.deciding:
            everywhere = [self._everywhere(condition, values.deciding) for condition in values.conditions]
            return any(False in said and True not in said for said in everywhere)
        for condition in values.conditions if values else ():
            for file in values.files if values else ():
                said = _truth(_below(self._file(file), condition))
                if said is not None:
                    return not said
        return False

    def _everywhere(self, condition: str, deciding: Values) -> set[bool | None]:
        trees = (*deciding.trees, *map(self._file, deciding.files))
        return {_truth(_below(tree, condition)) for tree in trees}

    def _said(self, switch: str, sighting: Sighting) -> bool | None:
        values = sighting.values
        if values is None:
            return None
        if switch in values.settings:
            return values.settings[switch].lower() not in _OFF
        for tree in reversed(values.trees):
            said = _truth(_below(tree, switch))
            if said is not None:
                return said
        for file in (*reversed(values.files), *self._beside(values.folder)):
            tree = self._file(file)
            said = _truth(_below(tree if values.below is None else at(tree, values.below), switch))
            if said is not None:
                return said
        return None

    def _find_beside(self, folder: str | None) -> tuple[str, ...]:
        """Files of values in a folder, and in those right below it; none where they are too many for one release."""
        if folder is None:
            return ()
        inside = f"{folder}/" if folder else ""
        found = [path for path in self._texts if path.startswith(inside) and path.count("/", len(inside)) <= 1]
        return tuple(sorted(found)) if len(found) <= _MOST_BESIDE else ()

    def _read(self, path: str) -> Any:
        """The tree of a file. Where its path begins with a template, of the one file whose path ends like it."""
        rest = path.rpartition(FILLED)[2].lstrip("/")
        if FILLED in path and rest:
            ending = [known for known in self._texts if known == rest or known.endswith(f"/{rest}")]
            path = ending[0] if len(ending) == 1 else path
        text = self._texts.get(path)
        return next(_maps(text), None) if text is not None else None


def _maps(text: str) -> Iterator[Map]:
    return (one for one in yaml_documents(text) if type(one) is Map)


def _below(tree: Any, path: str) -> Scalar | None:
    """What stands at `grafana.enabled`; keys may have dots in them, as `"grafana.enabled": false`."""
    return text_at(tree, *path.split(".")) or text_at(tree, path)


def _truth(said: Scalar | None) -> bool | None:
    return None if said is None else said.lower() not in _OFF
