"""A product file of endoflife.date (Markdown with YAML before it) → its release cycles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.knowledge.refresh.reading import END_OF_LIFE, NotReadable, a_day, plain_data
from engine.model import Product, Release

_FENCE = "---"


@dataclass(frozen=True, slots=True)
class Cycles:
    """One product's release cycles, oldest first, under the site's name for the product and its other names."""

    name: str
    other_names: frozenset[str]
    releases: tuple[Release, ...]


class Releases:
    """Product files of the site, found for a product of the catalog."""

    def __init__(self, files: Iterable[Cycles], products: Iterable[Product]) -> None:
        called = {product.id: product.known_as.get(END_OF_LIFE, product.id) for product in products}
        names = set(called.values())
        self._names = called
        self._by_name: dict[str, Cycles] = {}
        for cycles in files:
            # The site's own name is the product's; its other names are only asked where no product has that one.
            for name in (cycles.name,) if cycles.name in names else cycles.other_names:
                self._by_name[name] = cycles

    def cycles_of(self, product: Product) -> Cycles | None:
        """Under the name that the catalog says the site knows it by, else under its id."""
        return self._by_name.get(self._names[product.id])


def read_cycles(text: str, file: str) -> Cycles:
    """Raises NotReadable where the file is no product file, or a cycle lacks its name or its `eol`."""
    head = plain_data(_front_matter(text, file), file)
    releases = head.get("releases") if isinstance(head, dict) else None
    if not isinstance(releases, list):
        raise NotReadable(f"{file}: this is no product file of endoflife.date: it has no list `releases` at the top")
    name = str(head.get("permalink") or "").strip("/")
    if not name:
        raise NotReadable(f"{file}: the product has no `permalink`")
    other_names = frozenset(str(address).strip("/") for address in head.get("alternate_urls") or ())
    made = [_release(raw, file, number) for number, raw in enumerate(releases, 1)]
    return Cycles(name, other_names, tuple(sorted(made, key=lambda one: one.released or date.min)))


def _front_matter(text: str, file: str) -> str:
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].rstrip() != _FENCE:
        raise NotReadable(f"{file}:1:1: this is no product file of endoflife.date: it does not begin with {_FENCE}")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        raise NotReadable(f"{file}: the YAML at the top of the file has no end: a line {_FENCE}")
    # The first line stays, so that places in errors are those of the file.
    return "\n".join(lines[:end])


def _release(raw: Any, file: str, number: int) -> Release:
    cycle = raw.get("releaseCycle") if isinstance(raw, dict) else None
    if cycle is None or cycle == "":
        raise NotReadable(f"{file}: release {number} has no `releaseCycle`")
    end = raw.get("eol")
    day = a_day(end)
    if day is None and not isinstance(end, bool):
        raise NotReadable(f"{file}: `eol` of release {cycle} is neither a day nor true or false, but {end!r}")
    return Release(str(cycle), a_day(raw.get("releaseDate")), end if day is None else day, END_OF_LIFE)
