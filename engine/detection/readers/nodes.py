"""Nodes, from a dump of a cluster: versions, container runtime, operating system, provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.detection.sightings import NODE, Reading, Seen, at, text_at
from engine.detection.tree import Map, Scalar


def read_node(reading: Reading, tree: Any) -> Iterator[Seen]:
    information = at(tree, "status", "nodeInfo")
    name = text_at(tree, "metadata", "name")
    labels = at(tree, "metadata", "labels")
    keys = labels.key_lines if type(labels) is Map else {}
    kubelet = text_at(information, "kubeletVersion")
    if kubelet and name:
        yield reading.see(
            NODE, name, kubelet.line, version=str(kubelet), told=f"node {name}: kubelet {kubelet}", labels=tuple(keys)
        )
    for key, line in keys.items():
        value = text_at(labels, key)
        yield reading.see("node_labels", f"{key}={value or ''}", line, told=f"node label {key}", tell=False)
    provider = text_at(tree, "spec", "providerID")
    if provider:
        yield reading.see("provider_ids", provider, provider.line, told=f"providerID {provider}", tell=False)
    runtime = text_at(information, "containerRuntimeVersion")
    if runtime:
        yield _runtime(reading, runtime)
    system = text_at(information, "osImage")
    if system:
        yield reading.see("node_systems", system, system.line, told=f"node system {system}", tell=False)


def _runtime(reading: Reading, runtime: Scalar) -> Seen:
    name, _, version = runtime.partition("://")
    return reading.see(
        "node_runtimes", name, runtime.line, version=version or None, told=f"container runtime {runtime}", tell=False
    )
