"""Objects that clusters are made of, or made from: eksctl's, kubeadm's and Cluster API's have the version to run."""

from __future__ import annotations

from collections.abc import Iterator

from engine.detection.sightings import CLUSTER, Reading, Seen, text_at
from engine.detection.templates import is_filled
from engine.detection.tree import Map

_PLACES = (
    ("metadata", "version"),
    ("kubernetesVersion",),
    ("spec", "version"),
    ("spec", "topology", "version"),
)
_KINDS = ("Cluster", "ControlPlane")


def cluster_seen(reading: Reading, group: str, kind: str, tree: Map) -> Iterator[Seen]:
    """What of it is the version of a cluster, fingerprints know: `eksctl.io/ClusterConfig.metadata.version`."""
    for place in _PLACES if any(part in kind for part in _KINDS) else ():
        version = text_at(tree, *place)
        if version and not is_filled(version):
            path = ".".join(place)
            told = f"{kind} {path} {version}"
            name = f"{group}/{kind}.{path}"
            yield reading.see(CLUSTER, name, version.line, version=str(version), told=told, tell=False)
