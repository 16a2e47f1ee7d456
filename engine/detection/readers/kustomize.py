"""kustomization.yaml: what is fetched from elsewhere, charts that are inflated, images that are put in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.detection.images import image_seen
from engine.detection.readers.charts import chart_seen
from engine.detection.readers.helmfile import beside
from engine.detection.readers.sources import source_seen
from engine.detection.readers.values import values_seen
from engine.detection.sightings import Reading, Seen, Values, at, items_at, maps_at, text_at
from engine.detection.tree import Map, Scalar
from engine.told import told

_LISTS = ("resources", "bases", "components", "crds")


def read_kustomization(reading: Reading, tree: Any) -> Iterator[Seen]:
    yield reading.see("formats", "kustomization", 1, told=told("a kustomization", "kustomization 파일"), tell=False)
    for member in _LISTS:
        for one in items_at(tree, member):
            if type(one) is Scalar:
                yield from source_seen(reading, one, one.line, tell=True)
    for member in ("helmCharts", "helmChartInflationGenerator"):
        for chart in maps_at(tree, member):
            yield from read_inflated(reading, chart)
    for image in maps_at(tree, "images"):
        name = text_at(image, "newName") or text_at(image, "name")
        if name:
            tag = text_at(image, "newTag")
            yield from image_seen(reading, f"{name}:{tag}" if tag else str(name), name.line)


def read_inflated(reading: Reading, chart: Any) -> Iterator[Seen]:
    """A chart of `helmCharts`, of the generator that was before it, or of a HelmChartInflationGenerator."""
    name = text_at(chart, "name") or text_at(chart, "chartName")
    if not name:
        return
    inline = at(chart, "valuesInline")
    files = [text_at(chart, "valuesFile") or text_at(chart, "values"), *items_at(chart, "additionalValuesFiles")]
    values = Values(
        (inline,) if type(inline) is Map else (),
        tuple(beside(reading.path, file) for file in files if type(file) is Scalar),
    )
    repository = text_at(chart, "repo") or text_at(chart, "chartRepo") or text_at(chart, "chartRepoUrl")
    version = text_at(chart, "version") or text_at(chart, "chartVersion")
    yield from chart_seen(reading, name, repository, version, values)
    yield from values_seen(reading, inline)
