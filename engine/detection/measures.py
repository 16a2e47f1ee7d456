"""What nodes say together: the lowest version of Kubernetes, how many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from engine.detection.found import Suggested
from engine.detection.identify import evidence_of
from engine.detection.sightings import Sighting
from engine.detection.versions import minor_of
from engine.fingerprint import Measure
from engine.knowledge.problems import NOTE, Problem
from engine.model import Place
from engine.told import told

_CONTROL_PLANE = ("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master")


def measured(nodes: Sequence[Sighting], measures: Iterable[Measure]) -> dict[str, Suggested]:
    """By question, what the nodes carry."""
    found = {}
    for measure in measures:
        suggested = _MEASURES[measure.of](nodes) if nodes else None
        if suggested:
            found[measure.question] = suggested
    return found


def skew(nodes: Sequence[Sighting]) -> Iterator[Problem]:
    """Nodes of several minor versions are told: only the lowest is proposed."""
    ranked = [(minor, node) for node in nodes if (minor := minor_of(node.version or ""))]
    minors = sorted({minor for minor, _ in ranked})
    if len(minors) > 1:
        node = min(ranked, key=lambda one: (one[0], one[1].path, one[1].line))[1]
        said = ", ".join(f"{major}.{minor}" for major, minor in minors)
        message = told(
            f"nodes run several versions of Kubernetes: {said}; the lowest is taken",
            f"노드의 Kubernetes 버전이 서로 다릅니다: {said}. 가장 낮은 것을 사용합니다",
        )
        yield Problem(Place(node.path, node.line, 1), "version-skew", message, level=NOTE)


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


_MEASURES: Mapping[str, Callable[[Sequence[Sighting]], Suggested | None]] = {
    "lowest-kubelet": _lowest,
    "nodes": _largest,
    "control-plane-nodes": _control_plane,
}
