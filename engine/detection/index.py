"""Fingerprints, arranged so that what is met in a file finds what it tells at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from engine.detection.images import image_of
from engine.fingerprint import Brought, ChartSign, ChartVersion, Fingerprints, Lookalike, ObjectSign, Target
from engine.model import Product

_SCHEMES = ("https://", "http://", "oci://")
# Signs whose version is that of the product.
_VERSIONED = frozenset({"images", "node_runtimes", "repositories", "terraform_sorts"})
IMAGES = ("images", "related_images")


@dataclass(frozen=True, slots=True)
class Told:
    """What a sign tells. `version`: where the version of the product stands, if anywhere."""

    target: Target
    version: ChartVersion = "none"
    # Of a bundle: what may turn it off.
    brought: Brought | None = None
    # It is seen, and may run elsewhere.
    idle: bool = False


@dataclass(slots=True)
class _Patterns:
    """Patterns of one sort. What is literal is looked up; the others are tried, the longest first."""

    literal: dict[str, list[Told]] = field(default_factory=dict)
    globs: dict[str, list[Told]] = field(default_factory=dict)
    compiled: list[tuple[re.Pattern[str], list[Told]]] = field(default_factory=list)

    def add(self, pattern: str, told: Told) -> None:
        (self.globs if "*" in pattern else self.literal).setdefault(pattern, []).append(told)

    def seal(self) -> None:
        ordered = sorted(self.globs, key=lambda pattern: (-len(pattern), pattern))
        self.compiled = [(glob(pattern), self.globs[pattern]) for pattern in ordered]

    def find(self, name: str) -> list[Told]:
        """Of the products those of the best match; of the answers, all."""
        hits = [self.literal[name]] if name in self.literal else []
        hits += [told for pattern, told in self.compiled if pattern.match(name)]
        products = next((found for hit in hits if (found := [one for one in hit if one.target.product])), [])
        return [*products, *(one for hit in hits for one in hit if one.target.question)]


def glob(pattern: str) -> re.Pattern[str]:
    """`*` is anything. Possessive parts are not needed: patterns are short, and are those of the knowledge."""
    return re.compile(".*".join(map(re.escape, re.split(r"\*+", pattern))) + r"\Z", re.DOTALL)


class Index:
    """Everything that the fingerprints know, by what readers call it."""

    def __init__(self, fingerprints: Fingerprints, products: Mapping[str, Product]) -> None:
        self._signs: dict[str, _Patterns] = {}
        self._mirrored = _Patterns()
        self._objects: dict[str, list[tuple[ObjectSign, Told]]] = {}
        self._groups: list[tuple[re.Pattern[str], ObjectSign, Told]] = []
        self._charts: dict[str, list[tuple[tuple[re.Pattern[str], ...], Told]]] = {}
        self._lookalikes: dict[str, list[tuple[re.Pattern[str], Lookalike]]] = {}
        self.rooted: list[tuple[re.Pattern[str], Told]] = []
        self._gather(fingerprints)
        for product in products.values():
            if product.repository:
                self._add("repositories", _bare(product.repository), Told(Target(product.id), "chart"))
        for patterns in (*self._signs.values(), self._mirrored):
            patterns.seal()
        self.find = lru_cache(maxsize=50_000)(self._find)

    def _gather(self, fingerprints: Fingerprints) -> None:
        for one in fingerprints.prints:
            for chart in one.charts:
                self._chart(chart, Told(one.target, chart.version))
            for objects in one.objects:
                entry = Told(one.target)
                if "*" in objects.group:
                    self._groups.append((glob(objects.group), objects, entry))
                else:
                    self._objects.setdefault(objects.group, []).append((objects, entry))
            for sign, pattern in one.signs:
                self._add(sign, pattern, Told(one.target, "chart" if sign in _VERSIONED else "none"))
        for bundle in fingerprints.bundles:
            for brought in bundle.brings:
                self._chart(bundle.chart, Told(brought.target, brought.version, brought))
        for lookalike in fingerprints.lookalikes:
            pattern = spelled_out(lookalike.pattern) if lookalike.sign in IMAGES else lookalike.pattern
            kept = "images" if lookalike.sign in IMAGES else lookalike.sign
            self._lookalikes.setdefault(kept, []).append((glob(pattern), lookalike))

    def _chart(self, chart: ChartSign, told: Told) -> None:
        repositories = tuple(glob(_bare(one)) for one in chart.repositories)
        self._charts.setdefault(chart.name, []).append((repositories, told))

    def _add(self, sign: str, pattern: str, told: Told) -> None:
        if sign == "files":
            text = pattern.removeprefix("/") if pattern.startswith("/") else f"*/{pattern}"
            self.rooted.append((glob(text), told))
            return
        if sign in IMAGES:
            pattern, sign = spelled_out(pattern), "images"
            path = pattern.partition("/")[2]
            if "/" in path and not path.startswith("*"):
                self._mirrored.add(path, told)
        if sign == "client_commands":
            sign, told = "commands", replace(told, idle=True)
        if sign == "repositories":
            pattern = pattern.lower()
        self._signs.setdefault(sign, _Patterns()).add(pattern, told)

    # --- finding ----------------------------------------------------------------------------------------------

    def _find(self, kind: str, name: str) -> tuple[Told, ...]:
        """What one sign tells, charts and objects aside."""
        if kind == "repositories":
            name = name.lower()
        found = self._signs[kind].find(name) if kind in self._signs else []
        if kind == "terraform_modules":
            found = [*found, *self.charts(name, None)]
        return tuple(found if found or kind != "images" else self._mirror(name))

    def _mirror(self, name: str) -> list[Told]:
        """An image in a registry that keeps copies has its own path at the end of its name."""
        parts = name.split("/")[1:]
        for start in range(len(parts) - 1):
            found = self._mirrored.find("/".join(parts[start:]))
            if found:
                return found
        return []

    def objects(self, group: str, kind: str, definition: bool = False) -> list[Told]:
        """What objects tell, or, with `definition`, that they are defined."""
        found = [(sign, told) for sign, told in self._objects.get(group, ())]
        found += [(sign, told) for pattern, sign, told in self._groups if pattern.match(group)]
        kept = (one for one in found if (not one[0].kinds or kind in one[0].kinds))
        return [told for sign, told in kept if sign.definitions or not definition]

    def charts(self, name: str, repository: str | None) -> list[Told]:
        """Those of the very repository, where one is known; else those whose name tells enough."""
        known = self._charts.get(name, [])
        if repository:
            bare = _bare(repository)
            exact = [told for patterns, told in known if patterns and any(one.match(bare) for one in patterns)]
            if exact:
                return [*exact, *(told for patterns, told in known if not patterns and told.target.question)]
        return [told for patterns, told in known if not patterns]

    def files(self, path: str) -> list[Told]:
        return [told for pattern, told in self.rooted if pattern.match(path) or pattern.match(f"/{path}")]

    def lookalike(self, kind: str, name: str) -> Lookalike | None:
        return next((one for pattern, one in self._lookalikes.get(kind, ()) if pattern.match(name)), None)


def spelled_out(pattern: str) -> str:
    """A pattern for images as the readers spell an image's repository."""
    if "*" not in pattern:
        image = image_of(pattern)
        return image.repository if image else pattern
    first, slash, _ = pattern.partition("/")
    return pattern if slash and ("." in first or first == "*") else f"docker.io/{pattern}"


def _bare(address: str) -> str:
    """An address without what may be written either way."""
    for scheme in _SCHEMES:
        address = address.removeprefix(scheme)
    return address.lower().removesuffix(".git").rstrip("/")
