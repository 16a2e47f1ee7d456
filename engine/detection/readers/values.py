"""What the values of a chart that is installed say beyond it: images, and what its objects will be marked with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.detection.images import images_in_values
from engine.detection.sightings import Reading, Seen, every_map, marks_of, text_at
from engine.detection.templates import is_filled
from engine.detection.tree import Scalar

_STORAGE = ("storageClass", "storageClassName")


def values_seen(reading: Reading, values: Any) -> Iterator[Seen]:
    yield from images_in_values(reading, values)
    yield from authorities_in_values(reading, values)
    for one in every_map(values):
        for key, inside in one.items():
            if key.lower().endswith("annotations"):
                yield from marks_of(reading, "annotation", inside)
            elif "ingress" in key.lower():
                yield from _classes(reading, inside)
        for key in _STORAGE:
            yield from _name(reading, "storage_classes", text_at(one, key), "storage class")


def authorities_in_values(reading: Reading, values: Any, **more: Any) -> Iterator[Seen]:
    """`acme: {server: https://…}`, however deep."""
    for one in every_map(values):
        server = text_at(one, "acme", "server")
        if server and not is_filled(server):
            yield reading.see("acme_servers", server, server.line, told=f"server {server}", tell=False, **more)


def _classes(reading: Reading, inside: Any) -> Iterator[Seen]:
    """`ingressClassName: nginx`, or `ingress: {className: nginx}` however deep."""
    for one in every_map(inside):
        name = text_at(one, "className") or text_at(one, "ingressClassName")
        yield from _name(reading, "ingress_classes", name, "Ingress of class")


def _name(reading: Reading, sign: str, name: Scalar | None, what: str) -> Iterator[Seen]:
    if name and not is_filled(name):
        yield reading.see(sign, name, name.line, told=f"{what} {name}", tell=False)
