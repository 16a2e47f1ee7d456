"""Pulumi.yaml: the charts of a program in YAML. A program in another language is not read, which is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.detection.readers.commands import chart_named
from engine.detection.sightings import Reading, Seen, Values, at, text_at
from engine.detection.tree import Map
from engine.told import told


def read_pulumi(reading: Reading, tree: Any) -> Iterator[Seen]:
    runtime = text_at(tree, "runtime") or text_at(tree, "runtime", "name")
    if runtime and runtime != "yaml":
        message = told(
            f"not read: the program of this project, whose runtime is {runtime}",
            f"읽지 않음: 이 프로젝트의 프로그램(런타임 {runtime})",
        )
        yield reading.remark(runtime.line, "program", message)
    resources = at(tree, "resources")
    for one in resources.values() if type(resources) is Map else ():
        given = at(one, "properties")
        chart = text_at(given, "chart")
        if chart and "kubernetes:helm" in (text_at(one, "type") or ""):
            repository = text_at(given, "repositoryOpts", "repo")
            values = at(given, "values")
            trees = Values(trees=(values,) if type(values) is Map else ())
            yield from chart_named(reading, chart, repository, text_at(given, "version"), trees)
