"""Objects of Kubernetes, in files or dumped from a cluster."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from engine.detection.images import image_seen
from engine.detection.readers import argo, flux, kustomize
from engine.detection.readers.argo import inline
from engine.detection.readers.charts import chart_seen
from engine.detection.readers.clusters import cluster_seen
from engine.detection.readers.nodes import read_node
from engine.detection.readers.values import values_seen
from engine.detection.sightings import (
    OBJECT,
    Address,
    Reading,
    Seen,
    Sighting,
    Values,
    at,
    every_map,
    maps_at,
    marks_of,
    text_at,
)
from engine.detection.templates import is_filled
from engine.detection.tree import Map, Scalar, Seq
from engine.told import told

_CONTAINERS = ("containers", "initContainers", "ephemeralContainers")
_CLASS = "kubernetes.io/ingress.class"
# As Kubernetes takes them; what a template or a tool would fill in is none.
_NAME = re.compile(r"[a-z0-9][-a-z0-9.:]{0,252}\Z")


def read_objects(reading: Reading, tree: Any) -> Iterator[Seen]:
    """An object, or a list of them, as `kubectl get -o yaml` prints one."""
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if type(one) is Seq:
            waiting.extend(reversed(one))
        elif type(one) is Map and (text_at(one, "kind") or "").endswith("List") and type(at(one, "items")) is Seq:
            waiting.append(one["items"])
        elif type(one) is Map and text_at(one, "apiVersion") and text_at(one, "kind"):
            yield from _object(reading, one)


def marked(found: Iterable[Seen], **more: Any) -> Iterator[Seen]:
    """What was seen, with more said of each sighting; what says nothing is left as it is."""
    said = {name: value for name, value in more.items() if value}
    return (replace(one, **said) if said and isinstance(one, Sighting) else one for one in found)


def _object(reading: Reading, tree: Map) -> Iterator[Seen]:
    version, kind = tree["apiVersion"], tree["kind"]
    group = str(version).rpartition("/")[0]
    if is_filled(version) or is_filled(kind):
        return
    name = text_at(tree, "metadata", "name") or ""
    called = f" {name}" if _NAME.match(name) else ""
    said = f"{kind}{called} of {version}"
    yield _seen_object(reading, group, kind, version.line, said)
    if not group:  # of Kubernetes' core, which has no name
        yield reading.see("formats", "manifest", version.line, told=said, tell=False)
    yield from cluster_seen(reading, group, kind, tree)
    for metadata in _metadata(tree):
        yield from _marks(reading, metadata)
    read = _READERS.get((group, str(kind))) or _READERS.get((_family(group), str(kind)))
    if read:
        yield from read(reading, tree)
    if not _of_gitops(group, kind):
        yield from _images(reading, tree)


def _of_gitops(group: str, kind: str) -> bool:
    """Objects that have been read to the last image already."""
    return group.endswith("fluxcd.io") or (group == argo.GROUP and kind.startswith("Application"))


def _seen_object(reading: Reading, group: str, kind: str, line: int, said: str, definition: bool = False) -> Seen:
    foreign = _is_foreign(group)
    return reading.see(OBJECT, group, line, repository=str(kind), told=said, tell=foreign, definition=definition)


def _is_foreign(group: str) -> bool:
    """Not of Kubernetes itself."""
    return "." in group and not group.endswith(".k8s.io") and group != "k8s.io"


def _family(group: str) -> str:
    """`*.toolkit.fluxcd.io` for each of Flux's groups."""
    return f"*.{group.partition('.')[2]}"


def _metadata(tree: Map) -> Iterator[Any]:
    """That of the object, and that of the pods it makes."""
    yield at(tree, "metadata")
    yield at(tree, "spec", "template", "metadata")
    yield at(tree, "spec", "jobTemplate", "spec", "template", "metadata")


def _marks(reading: Reading, metadata: Any) -> Iterator[Seen]:
    for member in ("annotations", "labels"):
        yield from marks_of(reading, member[:-1], at(metadata, member))


def _images(reading: Reading, tree: Map) -> Iterator[Seen]:
    """Those of its containers; of an object that others define, also the one that it names for itself."""
    for one in every_map(at(tree, "spec") or at(tree, "template")):
        for member in _CONTAINERS:
            for container in maps_at(one, member):
                image = text_at(container, "image")
                if image:
                    yield from image_seen(reading, image, image.line)
    own = text_at(tree, "spec", "image")
    if own:
        yield from image_seen(reading, own, own.line)


# --- objects that say more ------------------------------------------------------------------------------------


def _definition(reading: Reading, tree: Any) -> Iterator[Seen]:
    group, kind = text_at(tree, "spec", "group"), text_at(tree, "spec", "names", "kind")
    if group and kind:
        yield _seen_object(reading, group, kind, group.line, f"the definition of {kind} of {group}", True)


def _sign(sign: str, *keys: str) -> Callable[[Reading, Any], Iterator[Seen]]:
    def read(reading: Reading, tree: Any) -> Iterator[Seen]:
        found = text_at(tree, *keys)
        if found and not is_filled(found):
            yield reading.see(sign, found, found.line, told=f"{keys[-1]} {found}")

    return read


def _ingress_class(reading: Reading, tree: Any) -> Iterator[Seen]:
    name, controller = text_at(tree, "metadata", "name"), text_at(tree, "spec", "controller")
    if controller and not is_filled(controller):
        yield reading.see("ingress_controllers", controller, controller.line, told=f"controller {controller}")
        if name:
            yield Address("ingress_classes", str(name), str(controller), reading.path)


def _ingress(reading: Reading, tree: Any) -> Iterator[Seen]:
    found = text_at(tree, "spec", "ingressClassName") or text_at(tree, "metadata", "annotations", _CLASS)
    if found and not is_filled(found):
        yield reading.see(
            "ingress_classes", found, found.line, told=told(f"Ingress of class {found}", f"클래스가 {found}인 Ingress")
        )


def _claims(reading: Reading, tree: Any) -> Iterator[Seen]:
    for claim in maps_at(tree, "spec", "volumeClaimTemplates"):
        yield from _claim(reading, claim)


_claim = _sign("storage_classes", "spec", "storageClassName")


def _k3s_chart(reading: Reading, tree: Any) -> Iterator[Seen]:
    """HelmChart of K3s and RKE2."""
    chart = text_at(tree, "spec", "chart")
    if chart:
        given = inline(at(tree, "spec", "valuesContent"))
        yield from chart_seen(
            reading,
            chart,
            text_at(tree, "spec", "repo"),
            text_at(tree, "spec", "version"),
            Values((given,) if given else ()),
        )
        yield from values_seen(reading, given)


def _crossplane_release(reading: Reading, tree: Any) -> Iterator[Seen]:
    """Release of Crossplane's provider for Helm."""
    chart = at(tree, "spec", "forProvider", "chart")
    name: Scalar | None = text_at(chart, "name")
    if name:
        yield from chart_seen(reading, name, text_at(chart, "repository"), text_at(chart, "version"))


Reader = Callable[[Reading, Any], Iterator[Seen]]

_READERS: Mapping[tuple[str, str], Reader] = {
    ("", "Node"): read_node,
    ("", "PersistentVolumeClaim"): _claim,
    ("apps", "StatefulSet"): _claims,
    ("cert-manager.io", "Issuer"): _sign("acme_servers", "spec", "acme", "server"),
    ("cert-manager.io", "ClusterIssuer"): _sign("acme_servers", "spec", "acme", "server"),
    ("apiextensions.k8s.io", "CustomResourceDefinition"): _definition,
    ("networking.k8s.io", "IngressClass"): _ingress_class,
    ("networking.k8s.io", "Ingress"): _ingress,
    ("extensions", "Ingress"): _ingress,
    ("gateway.networking.k8s.io", "GatewayClass"): _sign("gateway_controllers", "spec", "controllerName"),
    ("gateway.networking.k8s.io", "Gateway"): _sign("gateway_classes", "spec", "gatewayClassName"),
    ("storage.k8s.io", "StorageClass"): _sign("provisioners", "provisioner"),
    ("storage.k8s.io", "CSIDriver"): _sign("provisioners", "metadata", "name"),
    ("node.k8s.io", "RuntimeClass"): _sign("runtime_handlers", "handler"),
    (argo.GROUP, "Application"): argo.read_application,
    (argo.GROUP, "ApplicationSet"): argo.read_application_set,
    ("*.toolkit.fluxcd.io", "HelmRelease"): flux.read_helm_release,
    ("helm.fluxcd.io", "HelmRelease"): flux.read_helm_release,
    ("*.toolkit.fluxcd.io", "HelmChart"): flux.read_helm_chart,
    ("*.toolkit.fluxcd.io", "HelmRepository"): flux.read_address,
    ("*.toolkit.fluxcd.io", "OCIRepository"): flux.read_address,
    ("*.toolkit.fluxcd.io", "GitRepository"): flux.read_git_repository,
    ("kustomize.config.k8s.io", "Kustomization"): kustomize.read_kustomization,
    ("kustomize.config.k8s.io", "Component"): kustomize.read_kustomization,
    ("", "HelmChartInflationGenerator"): kustomize.read_inflated,
    ("helm.cattle.io", "HelmChart"): _k3s_chart,
    ("helm.crossplane.io", "Release"): _crossplane_release,
}
