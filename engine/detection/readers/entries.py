"""Charts that files of no tool in particular list: a name, and the address that it comes from beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.detection.readers.charts import chart_seen
from engine.detection.sightings import Reading, Seen, every_map, text_at
from engine.detection.templates import is_filled
from engine.detection.tree import Map, Scalar

_NAMES = ("chart", "chartName", "chart_name", "chartname", "chart_ref")
REPOSITORIES = (
    *("repoURL", "repoUrl", "repo_url", "repo", "repository", "repositoryURL", "chartRepository", "chartRepo"),
    *("chart_repository", "chart_repo", "chart_repo_url"),
)
VERSIONS = ("version", "chartVersion", "chart_version", "targetRevision", "defaultVersion", "revision")
_ADDRESSES = ("https://", "http://", "oci://")


def read_entries(reading: Reading, tree: Any) -> Iterator[Seen]:
    for one in every_map(tree):
        chart, address = first_of(one, _NAMES), first_of(one, REPOSITORIES)
        if chart and chart.startswith("oci://"):
            address = chart
        if chart and address and address.startswith(_ADDRESSES) and not is_filled(chart):
            yield from chart_seen(reading, chart, str(address), first_of(one, VERSIONS), idle=is_off(one))


def is_off(one: Map) -> bool:
    return text_at(one, "enabled") == "false"


def first_of(one: Map, keys: tuple[str, ...]) -> Scalar | None:
    return next((found for key in keys if (found := text_at(one, key))), None)
