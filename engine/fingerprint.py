"""What products leave behind in files and clusters, by which detection knows them; data of the knowledge.

A pattern has `*` for any characters, a `/` among them. What matches literally goes before what matches by a pattern,
and a longer pattern before a shorter one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from engine.model import Place, Value

# What of a chart is the version of the product: the application's, the chart's own, or neither.
ChartVersion = Literal["app", "chart", "none"]
CHART_VERSIONS: tuple[ChartVersion, ...] = ("app", "chart", "none")

# The plain signs: what readers call them, and how each stands in the files, `<sign>: [pattern, …]`.
SIGNS = (
    "images",
    "related_images",
    "ingress_controllers",
    "ingress_classes",
    "gateway_controllers",
    "gateway_classes",
    "provisioners",
    "storage_classes",
    "runtime_handlers",
    "acme_servers",
    "marks",
    "terraform_resources",
    "terraform_providers",
    "terraform_modules",
    "terraform_sorts",
    "cluster_versions",
    "actions",
    "commands",
    "client_commands",
    "files",
    "formats",
    "repositories",
    "node_labels",
    "provider_ids",
    "node_runtimes",
    "node_systems",
)
# In a list of what is not verified: all of it.
EVERY = "*"
# What readers can count or compare, and which question it answers.
MEASURES = ("lowest-kubelet", "lowest-declared", "nodes", "control-plane-nodes")


@dataclass(frozen=True, slots=True)
class Target:
    """What a sign tells: a product, or the answer to a question. One of the two is None."""

    product: str | None = None
    question: str | None = None
    value: Value = None


@dataclass(frozen=True, slots=True)
class ChartSign:
    """A chart by its name. With `repositories` only from one of them; without, wherever it comes from."""

    name: str
    repositories: tuple[str, ...] = ()
    version: ChartVersion = "app"


@dataclass(frozen=True, slots=True)
class ObjectSign:
    """Objects of an API group, of some kinds or of all; with `definitions`, to define them tells it, too."""

    group: str
    kinds: tuple[str, ...] = ()
    definitions: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """Where signs were read: addresses, and the day. `unverified`: names of those that stand in none, EVERY for all."""

    sources: tuple[str, ...] = ()
    checked: date | None = None
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """All signs of one target. `signs`: (sign, pattern), of SIGNS.

    `beside`: products that leave some of the same signs, because the one never comes without the other.
    """

    target: Target
    charts: tuple[ChartSign, ...] = ()
    objects: tuple[ObjectSign, ...] = ()
    signs: tuple[tuple[str, str], ...] = ()
    beside: tuple[str, ...] = ()
    reading: Reading = Reading()
    place: Place = field(default=Place("", 1, 1), compare=False)

    @property
    def named(self) -> Iterator[tuple[str, str]]:
        """Every sign: what it is, and its name or pattern."""
        yield from (("charts", one.name) for one in self.charts)
        yield from (("objects", one.group) for one in self.objects)
        yield from self.signs


@dataclass(frozen=True, slots=True)
class Brought:
    """What a bundle brings, unless its values turn it off at `switch`; or only where they turn it on, if not `default`.

    Without `switch` it always does.
    """

    target: Target
    switch: str | None = None
    default: bool = True
    version: ChartVersion = "none"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A chart that installs several products."""

    chart: ChartSign
    brings: tuple[Brought, ...]
    reading: Reading = Reading()
    place: Place = field(default=Place("", 1, 1), compare=False)


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A sign (`chart`, or one of SIGNS) that several products leave. `or_else`: names of what is in no catalog."""

    sign: str
    pattern: str
    could_be: tuple[str, ...]
    or_else: tuple[str, ...] = ()
    place: Place = field(default=Place("", 1, 1), compare=False)


@dataclass(frozen=True, slots=True)
class Measure:
    """A question that something counted answers: one of MEASURES."""

    of: str
    question: str


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """All of the knowledge, in the order of the files."""

    prints: tuple[Fingerprint, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    lookalikes: tuple[Lookalike, ...] = ()
    measures: tuple[Measure, ...] = ()
