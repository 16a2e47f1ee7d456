"""Sightings → products and answers with their evidence, versions, and what nobody knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from engine.detection.found import Ambiguous, Evidence, Suggested, Unknown
from engine.detection.index import Index, Told
from engine.detection.settings import Switches
from engine.detection.sightings import CHART, IMAGE, LONGEST, OBJECT, Address, Sighting
from engine.detection.variables import filled_in
from engine.detection.versions import in_order, version_of
from engine.model import Value
from engine.one_line import one_line
from engine.told import told

# How evidence is called, by the kind of the sighting.
EVIDENCE_KINDS: Mapping[str, str] = {
    "charts": "chart",
    "images": "image",
    "objects": "object",
    "nodes": "node",
    "ingress_controllers": "ingress-controller",
    "ingress_classes": "ingress-class",
    "gateway_controllers": "gateway-controller",
    "gateway_classes": "gateway-class",
    "provisioners": "provisioner",
    "storage_classes": "storage-class",
    "runtime_handlers": "runtime-handler",
    "acme_servers": "acme-server",
    "marks": "mark",
    "terraform_resources": "terraform-resource",
    "terraform_providers": "terraform-provider",
    "terraform_modules": "terraform-module",
    "terraform_sorts": "terraform-resource",
    "cluster_versions": "cluster-version",
    "actions": "action",
    "files": "file",
    "formats": "format",
    "repositories": "repository",
    "commands": "command",
    "node_labels": "node-label",
    "provider_ids": "node-provider",
    "node_runtimes": "node-runtime",
    "node_systems": "node-system",
}
# What carries most goes first.
_ORDER = {kind: i for i, kind in enumerate(EVIDENCE_KINDS)}


@dataclass(slots=True)
class Found:
    """What has come out so far, with everything still in the order in which it was met."""

    products: dict[str, list[Sighting]] = field(default_factory=lambda: defaultdict(list))
    seen: dict[str, list[Sighting]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[tuple[str, Value], list[Sighting]] = field(default_factory=lambda: defaultdict(list))
    versions: dict[str, list[tuple[str, Sighting]]] = field(default_factory=lambda: defaultdict(list))
    unknown: dict[tuple[str, str], list[Sighting]] = field(default_factory=lambda: defaultdict(list))
    alike: dict[tuple[str, str], list[Sighting]] = field(default_factory=lambda: defaultdict(list))


def identify(
    sightings: Iterable[Sighting], addresses: Iterable[Address], index: Index, texts: Mapping[str, str]
) -> Found:
    """`texts`: of the files that others refer to, by their paths."""
    switches = Switches(texts)
    found = Found()
    known = Addresses(sorted(addresses, key=lambda one: one.path))
    for one in sightings:
        sighting = one
        if one.source:
            sighting = filled_in(one, texts) if one.kind == IMAGE else _resolved(one, known)
        tells = list(_told(sighting, index))
        if sighting.kind == CHART and switches.off(sighting):
            sighting = replace(sighting, idle=True)
        for each in tells:
            _take(found, each, sighting, switches)
        if not tells:
            _missed(found, sighting, index, known)
    return found


def _take(found: Found, tells: Told, sighting: Sighting, switches: Switches) -> None:
    if tells.brought and not switches.on(tells.brought, sighting):
        return
    target = tells.target
    if target.product is None:
        if not sighting.idle and target.question is not None:
            found.answers[target.question, target.value].append(sighting)
        return
    (found.seen if sighting.idle or tells.idle else found.products)[target.product].append(sighting)
    written = {"app": sighting.app_version, "chart": sighting.version, "none": None}[tells.version]
    version = version_of(written)
    if version and not sighting.idle:
        found.versions[target.product].append((version, sighting))


def _told(sighting: Sighting, index: Index) -> Iterator[Told]:
    if sighting.kind == CHART:
        yield from index.charts(sighting.name, sighting.repository)
    elif sighting.kind == OBJECT:
        yield from index.objects(sighting.name, sighting.repository or "", sighting.definition)
    elif sighting.kind == "files":
        yield from index.files(sighting.name)
    else:
        yield from index.find(sighting.kind, sighting.name)


def _missed(found: Found, sighting: Sighting, index: Index, known: Addresses) -> None:
    # A class whose controller is known tells no more than the controller does, which was met, too.
    if not sighting.name or sighting.idle or known.has(sighting.kind, sighting.name):
        return
    if index.lookalike(sighting.kind, sighting.name):
        found.alike[sighting.kind, sighting.name].append(sighting)
    elif sighting.tell and sighting.kind in EVIDENCE_KINDS and sighting.kind != "nodes":
        found.unknown[sighting.kind, sighting.name].append(sighting)


# --- addresses that stand elsewhere ---------------------------------------------------------------------------


class Addresses:
    """Objects that say where something is from, by kind and name, and by every folder that they are below."""

    def __init__(self, addresses: Iterable[Address]) -> None:
        self._below: dict[tuple[str, str, str], dict[str, Address]] = defaultdict(dict)
        for one in addresses:
            for folder in _folders(one.path):
                self._below[one.kind, one.name, folder].setdefault(one.url, one)

    def has(self, kind: str, name: str) -> bool:
        return (kind, name, "") in self._below

    def nearest(self, kind: str, name: str, path: str) -> Address | None:
        """The one whose file is nearest to a path; None where some are as near and say different things."""
        for folder in _folders(path):
            found = self._below.get((kind, name, folder))
            if found:
                return next(iter(found.values())) if len(found) == 1 else None
        return None


def _folders(path: str) -> Iterator[str]:
    """The folders that a file is in, from the innermost to the root, which is empty."""
    while path:
        path = path.rpartition("/")[0]
        yield path


def _resolved(one: Sighting, known: Addresses) -> Sighting:
    """With the address that its source has; a chart that is named nowhere else takes its name from there."""
    kind, name = one.source or ("", "")
    address = known.nearest(kind, name, one.path)
    if address is None:
        return (
            one
            if one.name
            else replace(one, name=f"{kind}/{name}", told=told(f"the chart of {kind} {name}", f"{kind} {name}의 차트"))
        )
    if one.name:
        return replace(one, repository=address.url)
    repository, _, chart = address.url.rpartition("/")
    return replace(one, name=one_line(chart, LONGEST), repository=repository, version=one.version or address.version)


# --- values of the result -------------------------------------------------------------------------------------


def evidence_of(sightings: Iterable[Sighting]) -> tuple[Evidence, ...]:
    """Each once, what carries most first, then in the order of files."""
    ordered = sorted(sightings, key=lambda one: (_ORDER[one.kind], one.path, one.line))
    made = (Evidence(one.path, max(one.line, 1), _what(one), EVIDENCE_KINDS[one.kind]) for one in ordered)
    return tuple(dict.fromkeys(made))


def _what(one: Sighting) -> str:
    version = f" {one.version}" if one.version else ""
    named = f"{one.name}{version}"
    origin = told(f"{named} from {one.repository}", f"{named} (출처: {one.repository})") if one.repository else named
    return one_line(one.told or origin, LONGEST)


def versions_of(found: Found) -> dict[str, Suggested]:
    """The lowest of each product: what is oldest is what to look after. Evidence of the lowest goes first."""
    made = {}
    for product, versions in found.versions.items():
        lowest = min((version for version, _ in versions), key=in_order)
        first = evidence_of(sighting for version, sighting in versions if version == lowest)
        rest = evidence_of(sighting for version, sighting in versions if version != lowest)
        made[product] = Suggested(lowest, (*first, *rest))
    return made


def unknown_of(found: Found) -> tuple[Unknown, ...]:
    """What was met most often goes first."""
    made = [
        Unknown(EVIDENCE_KINDS[kind], name, evidence_of(sightings)) for (kind, name), sightings in found.unknown.items()
    ]
    order = {kind: i for i, kind in enumerate(EVIDENCE_KINDS.values())}
    return tuple(sorted(made, key=lambda one: (order[one.kind], -len(one.evidence), one.name)))


def ambiguous_of(found: Found, index: Index) -> tuple[Ambiguous, ...]:
    """What none of the products that it could be was found otherwise for."""
    made = []
    for (kind, name), sightings in sorted(found.alike.items()):
        alike = index.lookalike(kind, name)
        if alike and not any(product in found.products for product in alike.could_be):
            evidence = evidence_of(sightings)
            made.append(Ambiguous(EVIDENCE_KINDS[kind], name, alike.could_be, alike.or_else, evidence))
    return tuple(made)
