"""helmfile.yaml: releases and the repositories that their charts come from. Lines of its templates are passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.detection.readers.charts import chart_seen, settings_of
from engine.detection.readers.entries import REPOSITORIES, VERSIONS, first_of, is_off
from engine.detection.sightings import Reading, Seen, Values, at, items_at, maps_at, text_at
from engine.detection.templates import is_filled
from engine.detection.tree import Map, Scalar
from engine.told import told


def read_helmfile(reading: Reading, trees: list[Any]) -> Iterator[Seen]:
    yield reading.see("formats", "helmfile", 1, told=told("a helmfile", "helmfile 파일"), tell=False)
    addresses: dict[str, str] = {}
    for tree in trees:
        for one in maps_at(tree, "repositories"):
            name, url = text_at(one, "name"), text_at(one, "url")
            if name and url:
                addresses[str(name)] = (
                    f"oci://{url}" if text_at(one, "oci") == "true" and "://" not in url else str(url)
                )
    environments = _environments(reading, trees)
    for tree in trees:
        for one in maps_at(tree, "releases"):
            chart = text_at(one, "chart")
            if chart and not is_filled(chart):
                yield from _release(reading, one, chart, addresses, environments)


def _environments(reading: Reading, trees: list[Any]) -> Values:
    """What each environment sets, of which conditions of releases speak."""
    given: list[Any] = []
    for tree in trees:
        environments = at(tree, "environments")
        for one in environments.values() if type(environments) is Map else ():
            given += items_at(one, "values")
    files = (beside(reading.path, one) for one in given if type(one) is Scalar)
    return Values(tuple(one for one in given if type(one) is Map), tuple(files))


def _release(
    reading: Reading, one: Map, chart: Scalar, addresses: dict[str, str], environments: Values
) -> Iterator[Seen]:
    """Lists of releases that are no helmfile's have the address, and a switch, in the release itself."""
    alias, slash, _ = chart.partition("/")
    condition = text_at(one, "condition")
    values = items_at(one, "values")
    yield from chart_seen(
        reading,
        chart,
        addresses.get(alias) if slash and alias in addresses else first_of(one, REPOSITORIES),
        first_of(one, VERSIONS),
        Values(
            trees=tuple(value for value in values if type(value) is Map),
            files=tuple(beside(reading.path, value) for value in values if type(value) is Scalar),
            settings=settings_of(maps_at(one, "set")),
            conditions=(str(condition),) if condition else (),
            deciding=environments if condition else None,
        ),
        idle=text_at(one, "installed") == "false" or is_off(one),
    )


def beside(path: str, name: str) -> str:
    """The path of a file named relative to another's folder."""
    parts = path.split("/")[:-1]
    for part in name.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
