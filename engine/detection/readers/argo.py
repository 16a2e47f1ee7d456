"""Argo CD: the sources of Applications and ApplicationSets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from engine.detection.readers.charts import chart_seen, settings_of
from engine.detection.readers.sources import source_seen
from engine.detection.readers.values import values_seen
from engine.detection.sightings import Reading, Seen, Values, at, every_map, items_at, maps_at, text_at
from engine.detection.templates import is_filled
from engine.detection.tree import Map, Scalar, yaml_documents

GROUP = "argoproj.io"
_CHART_FOLDER = re.compile(r"(?:^|/)charts/([^/]+)/?\Z")


def read_application(reading: Reading, tree: Any) -> Iterator[Seen]:
    yield from _sources(reading, at(tree, "spec"))


def read_application_set(reading: Reading, tree: Any) -> Iterator[Seen]:
    yield from _sources(reading, at(tree, "spec", "template", "spec"))
    for generator in items_at(tree, "spec", "generators"):
        for one in every_map(generator):
            yield from _element(reading, one)


def _sources(reading: Reading, spec: Any) -> Iterator[Seen]:
    single = at(spec, "source")
    for source in (*([single] if type(single) is Map else ()), *maps_at(spec, "sources")):
        chart, address = text_at(source, "chart"), text_at(source, "repoURL")
        revision = text_at(source, "targetRevision")
        values = _values(source)
        if chart and not is_filled(chart):
            yield from chart_seen(reading, chart, _oci(address), revision, values)
        elif address and not chart and address.startswith("oci://"):
            yield from chart_seen(reading, address, None, revision, values)
        elif address and not chart:
            yield from source_seen(reading, address, address.line, revision)
            yield from _chart_in_git(reading, source, values)
        for tree in values.trees:
            yield from values_seen(reading, tree)


def _chart_in_git(reading: Reading, source: Map, values: Values) -> Iterator[Seen]:
    """`charts/loki` of a Git repository."""
    path = text_at(source, "path")
    found = _CHART_FOLDER.search(path) if path and not is_filled(path) else None
    if found and path:
        name = Scalar(found.group(1), path.line)
        yield from chart_seen(reading, name, None, None, values, tell=False)


def _oci(address: Scalar | None) -> str | None:
    """Argo CD writes the registry of an OCI chart without its scheme."""
    if address is None or is_filled(address):
        return None
    return str(address) if "://" in address or address.startswith("git@") else f"oci://{address}"


def _values(source: Map) -> Values:
    helm = at(source, "helm")
    trees = [tree for tree in (at(helm, "valuesObject"), inline(at(helm, "values"))) if type(tree) is Map]
    names = tuple(str(name) for name in items_at(helm, "valueFiles") if type(name) is Scalar)
    return Values(tuple(trees), names, settings_of(maps_at(helm, "parameters")))


def inline(text: Any) -> Map | None:
    """YAML in a text of YAML: below a `|` its lines are those that follow."""
    if type(text) is not Scalar or not text.strip():
        return None
    first = next(yaml_documents(str(text), text.line + 1), None)
    return first if type(first) is Map else None


def _element(reading: Reading, one: Map) -> Iterator[Seen]:
    """An element of a list of charts that a template is filled from."""
    chart = text_at(one, "chart") or text_at(one, "chartName")
    if not chart or is_filled(chart):
        return
    addresses = [value for value in one.values() if type(value) is Scalar and value.startswith(("https://", "oci://"))]
    if addresses:
        revision = next(
            (
                found
                for key in ("targetRevision", "version", "revision", "chartVersion")
                if (found := text_at(one, key))
            ),
            None,
        )
        yield from chart_seen(reading, chart, str(addresses[0]), revision)
