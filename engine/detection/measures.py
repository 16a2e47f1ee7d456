"""What nodes, and the code that makes clusters, say together: the lowest version of Kubernetes, how many nodes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from engine.detection.found import Suggested
from engine.detection.identify import evidence_of
from engine.detection.sightings import CLUSTER, NODE, Sighting
from engine.detection.versions import minor_of
from engine.fingerprint import Measure
from engine.knowledge.problems import NOTE, Problem
from engine.model import Place
from engine.told import told

_CONTROL_PLANE = ("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master")


def measured(clusters: Sequence[Sighting], measures: Iterable[Measure]) -> dict[str, Suggested]:
    """By question, what nodes and declared clusters carry. Of two measures of one question the first counts."""
    found: dict[str, Suggested] = {}
    for measure in measures:
        kind, make = _MEASURES[measure.of]
        measurable = [one for one in clusters if one.kind == kind]
        suggested = make(measurable) if measurable else None
        if suggested:
            found.setdefault(measure.question, suggested)
    return found


def skew(clusters: Sequence[Sighting]) -> Iterator[Problem]:
    """Several minor versions, of nodes or of the code, are told: only the lowest is proposed."""
    for kind in (NODE, CLUSTER):
        ranked = [(minor, one) for one in clusters if one.kind == kind and (minor := minor_of(one.version or ""))]
        minors = sorted({minor for minor, _ in ranked})
        if len(minors) > 1:
            lowest = min(ranked, key=lambda one: (one[0], one[1].path, one[1].line))[1]
            said = _skewed(kind, ", ".join(f"{major}.{minor}" for major, minor in minors))
            yield Problem(Place(lowest.path, lowest.line, 1), "version-skew", said, level=NOTE)


def _skewed(kind: str, versions: str) -> str:
    if kind == NODE:
        return told(
            f"nodes run several versions of Kubernetes: {versions}; the lowest is taken",
            f"노드의 Kubernetes 버전이 서로 다릅니다: {versions}. 가장 낮은 것을 사용합니다",
        )
    return told(
        f"clusters are declared with several versions of Kubernetes: {versions}; the lowest is taken",
        f"선언된 클러스터의 Kubernetes 버전이 서로 다릅니다: {versions}. 가장 낮은 것을 사용합니다",
    )


def _lowest(nodes: Sequence[Sighting]) -> Suggested | None:
    ranked = [(minor, node) for node in nodes if (minor := minor_of(node.version or ""))]
    if not ranked:
        return None
    lowest = min(minor for minor, _ in ranked)
    evidence = evidence_of(node for minor, node in ranked if minor == lowest)
    return Suggested(f"{lowest[0]}.{lowest[1]}", evidence)


def _largest(nodes: Sequence[Sighting]) -> Suggested | None:
    """Of several dumps the one with most: each is of a cluster."""
    most = max(_by_file(nodes), key=len)
    return Suggested(len(most), evidence_of(most))


def _control_plane(nodes: Sequence[Sighting]) -> Suggested | None:
    """Where every cluster that was dumped has as many."""
    found = [
        [node for node in inside if any(label in _CONTROL_PLANE for label in node.labels)] for inside in _by_file(nodes)
    ]
    counts = {len(one) for one in found if one}
    return Suggested(counts.pop(), evidence_of(found[0])) if len(counts) == 1 and all(found) else None


def _by_file(nodes: Sequence[Sighting]) -> list[list[Sighting]]:
    """Each node once, by the file that it is in."""
    found: dict[str, dict[str, Sighting]] = defaultdict(dict)
    for node in nodes:
        found[node.path].setdefault(node.name, node)
    return [list(inside.values()) for inside in found.values()]


# Of what each is a measure, and how it is taken.
_MEASURES: Mapping[str, tuple[str, Callable[[Sequence[Sighting]], Suggested | None]]] = {
    "lowest-kubelet": (NODE, _lowest),
    "lowest-declared": (CLUSTER, _lowest),
    "nodes": (NODE, _largest),
    "control-plane-nodes": (NODE, _control_plane),
}
