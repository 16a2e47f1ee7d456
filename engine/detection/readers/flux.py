"""Flux: releases of charts, where they come from, and repositories."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.detection.readers.charts import chart_seen
from engine.detection.readers.sources import source_seen
from engine.detection.readers.values import values_seen
from engine.detection.sightings import CHART, Address, Reading, Seen, Values, at, items_at, text_at
from engine.detection.templates import is_filled
from engine.detection.tree import Map, Scalar


def read_helm_release(reading: Reading, tree: Any) -> Iterator[Seen]:
    """HelmRelease of any version, one of the Helm Operator's among them."""
    spec = at(tree, "spec")
    given = at(spec, "values")
    folder = reading.path.rpartition("/")[0] if items_at(spec, "valuesFrom") else None
    values = Values((given,) if type(given) is Map else (), folder=folder)
    template, reference = at(spec, "chart", "spec"), at(spec, "chartRef")
    chart = text_at(template, "chart")
    if chart and not is_filled(chart):
        yield from chart_seen(
            reading, chart, None, text_at(template, "version"), values, source=_source(template, "sourceRef")
        )
    elif (name := text_at(reference, "name")) and text_at(reference, "kind") != "HelmChart":
        yield reading.see(CHART, "", name.line, values=values, source=(str(text_at(reference, "kind")), str(name)))
        yield reading.see("formats", "helm-release", name.line, told="HelmRelease", tell=False)
    elif old := text_at(spec, "chart", "name"):
        yield from chart_seen(
            reading, old, text_at(spec, "chart", "repository"), text_at(spec, "chart", "version"), values
        )
    yield from values_seen(reading, given)


def read_helm_chart(reading: Reading, tree: Any) -> Iterator[Seen]:
    """HelmChart, which a HelmRelease names instead of a chart."""
    chart, spec = text_at(tree, "spec", "chart"), at(tree, "spec")
    if chart and not is_filled(chart):
        source = _source(spec, "sourceRef")
        yield from chart_seen(reading, chart, None, text_at(spec, "version"), source=source)


def _source(template: Any, member: str) -> tuple[str, str] | None:
    name = text_at(template, member, "name")
    return (str(text_at(template, member, "kind") or "HelmRepository"), str(name)) if name else None


def read_address(reading: Reading, tree: Any) -> Iterator[Seen]:
    """HelmRepository and OCIRepository."""
    kind, name, url = text_at(tree, "kind"), text_at(tree, "metadata", "name"), text_at(tree, "spec", "url")
    if kind and name and url:
        tag: Scalar | None = text_at(tree, "spec", "ref", "tag") or text_at(tree, "spec", "ref", "semver")
        yield Address(str(kind), str(name), str(url).rstrip("/"), reading.path, str(tag) if tag else None)


def read_git_repository(reading: Reading, tree: Any) -> Iterator[Seen]:
    url = text_at(tree, "spec", "url")
    if url:
        tag = text_at(tree, "spec", "ref", "tag")
        yield from source_seen(reading, url, url.line, str(tag) if tag else None)
