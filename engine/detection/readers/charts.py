"""Helm's own files: Chart.yaml, Chart.lock, requirements.yaml, and what `helm list` prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from engine.detection.sightings import CHART, Reading, Seen, Values, at, maps_at, text_at
from engine.detection.tree import Map, Scalar, Seq
from engine.told import told

_RELEASE = re.compile(r"(.+?)-(v?\d+\.\d+\.\d+[^/]*)\Z")
# With --all, `helm list` tells of releases of which only the history is kept.
_GONE = ("uninstalled", "uninstalling")
_LOCAL = ("file://", "./", "../", "/")
# Helm's own limit is 53 characters of a name; what is far longer is not looked into.
_LONGEST = 500


def read_chart(reading: Reading, tree: Any) -> Iterator[Seen]:
    """Chart.yaml: the chart that is kept here, and those that it depends on, with what its values say of them."""
    name = text_at(tree, "name")
    wraps = any(text_at(one, "name") == name for one in maps_at(tree, "dependencies"))
    # Who wraps another's chart counts versions of its own, and seldom says where the application comes from.
    original = at(tree, "home") is not None or at(tree, "sources") is not None
    yield reading.see("formats", "helm-chart", 1, told="Chart.yaml", tell=False)
    if name and not wraps and text_at(tree, "type") != "library":
        yield reading.see(
            CHART,
            name,
            name.line,
            version=text_at(tree, "version") if original else None,
            app_version=text_at(tree, "appVersion") if original else None,
            told=told(f"the chart {name} is kept here", f"여기에 있는 차트 {name}"),
            tell=original,  # nobody wonders about a chart of their own
        )
    yield from read_dependencies(reading, tree)


def read_dependencies(reading: Reading, tree: Any) -> Iterator[Seen]:
    """What Chart.yaml and requirements.yaml list. A chart that values switch off is not there."""
    folder = reading.path.rpartition("/")[0]
    values = f"{folder}/values.yaml" if folder else "values.yaml"
    for one in maps_at(tree, "dependencies"):
        name, repository = text_at(one, "name"), text_at(one, "repository")
        if not name or (repository and repository.startswith(_LOCAL)):
            continue
        key = text_at(one, "alias") or name
        conditions = tuple(part.strip() for part in (text_at(one, "condition") or "").split(",") if part.strip())
        yield reading.see(
            CHART,
            name,
            name.line,
            repository=address_of(repository),
            version=text_at(one, "version"),
            values=Values(files=(values,), below=str(key), conditions=conditions),
        )


def read_releases(reading: Reading, tree: Any) -> Iterator[Seen]:
    """`helm list -o json` or `-o yaml`: what is installed, with the version of the application."""
    for one in tree if type(tree) is Seq else ():
        chart = text_at(one, "chart") if type(one) is Map else None
        found = _release(chart or "")
        if not chart or not found:
            continue
        app_version = text_at(one, "app_version")
        said = f"{chart} ({app_version})" if app_version else str(chart)
        gone = text_at(one, "status") in _GONE
        version = found.group(2)
        yield reading.see(
            CHART, found.group(1), chart.line, version=version, app_version=app_version, told=said, idle=gone
        )
        name = text_at(one, "name") or chart
        said = told(f"the release {name}", f"릴리스 {name}")
        yield reading.see("formats", "helm-release", chart.line, told=said, tell=False, idle=gone)


def _release(written: str) -> re.Match[str] | None:
    """`loki-6.6.2` as name and version."""
    return _RELEASE.match(written) if len(written) <= _LONGEST else None


def are_releases(tree: Any) -> bool:
    return type(tree) is Seq and bool(tree) and type(tree[0]) is Map and {"chart", "namespace"} <= tree[0].keys()


def chart_seen(
    reading: Reading,
    written: Scalar,
    repository: str | None,
    version: str | None,
    values: Values | None = None,
    **more: Any,
) -> Iterator[Seen]:
    """A chart that is installed. `written`: its name; or an address, or a path, that ends in the name."""
    name = str(written)
    if name.startswith("oci://"):
        repository, _, name = name.rpartition("/")
    elif name.startswith(("https://", "http://")):
        repository, _, file = name.rpartition("/")
        found = _release(file.removesuffix(".tgz"))
        name, version = (found.group(1), version or found.group(2)) if found else (file.removesuffix(".tgz"), version)
    elif "/" in name:
        name = name.rstrip("/").rpartition("/")[2]
    if name.strip("."):
        yield reading.see(
            CHART,
            name,
            written.line,
            repository=address_of(repository),
            version=version,
            values=values,
            **more,
        )
        said = told(f"the chart {name}", f"차트 {name}")
        yield reading.see("formats", "helm-release", written.line, told=said, tell=False)


def address_of(repository: str | None) -> str | None:
    """The address of a repository of charts; None where it is none: an alias, a template, nothing."""
    if not repository or repository.startswith(("@", "alias:")) or repository.startswith(_LOCAL):
        return None
    return str(repository).rstrip("/")


def settings_of(pairs: list[Map]) -> dict[str, str]:
    """`[{name: a.b, value: c}]` → paths and texts."""
    found = {}
    for one in pairs:
        name, value = text_at(one, "name"), at(one, "value")
        if name and type(value) is Scalar:
            found[str(name)] = str(value)
    return found
