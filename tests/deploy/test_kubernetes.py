"""The manifests: valid, as restricted as a cluster can ask for, and true to the image, the settings and the routes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from flask import Flask

from plugin_api.app import create_app
from plugin_api.settings import SETTINGS, Settings
from tests.conftest import ROOT
from tests.deploy.kustomize import Manifest, render, rendered

KUBERNETES = ROOT / "deploy" / "kubernetes"
OVERLAY = KUBERNETES / "overlays" / "postgresql-redis"
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
# The oldest that is tried, which docs/operating.md names, and the newest that there are schemas of.
VERSIONS = ("1.29", "1.37")
READABLE = {s.variable for s in SETTINGS} | {f"{s.variable}_FILE" for s in SETTINGS if s.secret}

BASE, MANY = rendered(KUBERNETES / "base"), rendered(OVERLAY)


def documented() -> list[Manifest]:
    """What the example in docs/operating.md makes of the overlay."""
    (example,) = (
        yaml.safe_load(block)
        for block in re.findall(r"^```yaml\n(.*?)^```$", OPERATING, re.MULTILINE | re.DOTALL)
        if "kind: Kustomization" in block
    )
    return render(example, ROOT / "deploy")


EXAMPLE = documented()
EACH = pytest.mark.parametrize("manifests", [BASE, MANY, EXAMPLE], ids=["base", "overlay", "example"])
JOBS = {path.stem: [*yaml.safe_load_all(path.read_text(encoding="utf-8"))] for path in (KUBERNETES / "jobs").iterdir()}


def the(kind: str, manifests: list[Manifest], name: str | None = None) -> Manifest:
    (found,) = (one for one in manifests if one["kind"] == kind and name in (None, one["metadata"]["name"]))
    return found


def pod_of(manifests: list[Manifest]) -> dict[str, Any]:
    spec: dict[str, Any] = the("Deployment", manifests)["spec"]["template"]["spec"]
    return spec


def container_of(manifests: list[Manifest]) -> dict[str, Any]:
    (found,) = pod_of(manifests)["containers"]
    assert isinstance(found, dict)
    return found


def labels_of(manifests: list[Manifest]) -> dict[str, str]:
    labels: dict[str, str] = the("Deployment", manifests)["spec"]["template"]["metadata"]["labels"]
    return labels


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    built = create_app(Settings(ROOT / "rules", tmp_path_factory.mktemp("data")))
    yield built
    built.extensions["portolan"].store.close()


@EACH
@pytest.mark.parametrize("version", VERSIONS)
def test_every_manifest_is_what_kubernetes_takes(manifests: list[Manifest], version: str) -> None:
    for manifest in manifests:
        if manifest["kind"] != "ServiceMonitor":  # of the Prometheus operator
            kubernetes_validate.validate(manifest, version, strict=True)
    names = [(one["kind"], one["metadata"]["name"]) for one in manifests]
    assert len(set(names)) == len(names)


@EACH
def test_pods_meet_the_restricted_standard(manifests: list[Manifest]) -> None:
    """https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted, which the namespace enforces."""
    namespace = the("Namespace", manifests)["metadata"]["labels"]
    assert namespace["pod-security.kubernetes.io/enforce"] == "restricted"
    pod, container = pod_of(manifests), container_of(manifests)
    assert not {"hostNetwork", "hostPID", "hostIPC", "hostUsers", "initContainers"} & pod.keys()
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] > 0
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    allowed = {"configMap", "emptyDir", "persistentVolumeClaim", "projected", "secret"}
    assert {kind for volume in pod["volumes"] for kind in volume.keys() - {"name"}} <= allowed
    context = container["securityContext"]
    assert (context["allowPrivilegeEscalation"], context["capabilities"]) == (False, {"drop": ["ALL"]})
    assert "hostPort" not in str(container["ports"])


@EACH
def test_pods_have_no_more_than_they_need(manifests: list[Manifest]) -> None:
    pod, container = pod_of(manifests), container_of(manifests)
    account = the("ServiceAccount", manifests)
    assert pod["serviceAccountName"] == account["metadata"]["name"]
    assert pod["automountServiceAccountToken"] is account["automountServiceAccountToken"] is False
    assert pod["enableServiceLinks"] is False
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert not [one for one in manifests if one["kind"] in ("Secret", "Role", "ClusterRole", "RoleBinding")]
    assert container["resources"]["limits"]["memory"]
    assert {"cpu", "memory"} == container["resources"]["requests"].keys()
    mounted = {mount["name"]: mount for mount in container["volumeMounts"]}
    assert mounted.keys() == {volume["name"] for volume in pod["volumes"]}
    assert mounted["secrets"]["readOnly"] is True


@EACH
def test_pods_fit_the_image(manifests: list[Manifest]) -> None:
    pod, container = pod_of(manifests), container_of(manifests)
    user, group = re.findall(r"^USER (\d+):(\d+)$", DOCKERFILE, re.MULTILINE)[0]
    assert [str(pod["securityContext"][key]) for key in ("runAsUser", "runAsGroup", "fsGroup")] == [user, group, group]
    (port,) = container["ports"]
    assert f"EXPOSE {port['containerPort']}\n" in DOCKERFILE
    assert f'"--port", "{port["containerPort"]}"' in DOCKERFILE
    (data,) = re.findall(r"PORTOLAN_DATA_DIR=(\S+)", DOCKERFILE)
    assert {mount["mountPath"] for mount in container["volumeMounts"]} >= {data, "/tmp", "/dev/shm"}


@EACH
def test_probes_ask_what_is_there_for_everybody(manifests: list[Manifest], app: Flask) -> None:
    container = container_of(manifests)
    asked = {name: container[f"{name}Probe"]["httpGet"] for name in ("startup", "readiness", "liveness")}
    assert [asked[name]["path"] for name in asked] == ["/healthz", "/readyz", "/healthz"]
    assert {probe["port"] for probe in asked.values()} == {"http"}
    client = app.test_client()
    assert all(client.get(probe["path"]).status_code == 200 for probe in asked.values())


@EACH
def test_every_variable_is_a_setting_with_a_value_that_makes_sense(
    manifests: list[Manifest], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    container, data = container_of(manifests), the("ConfigMap", manifests)["data"]
    assert container["envFrom"] == [{"configMapRef": {"name": the("ConfigMap", manifests)["metadata"]["name"]}}]
    assert data.keys() <= READABLE
    mounted = next(mount["mountPath"] for mount in container["volumeMounts"] if mount["name"] == "secrets")
    for name, value in data.items():
        if name.endswith("_FILE"):
            assert Path(value).parent == Path(mounted)
    plain = {name: value for name, value in data.items() if not name.endswith("_URL_FILE")}
    Settings.from_environment({**plain, "PORTOLAN_DATA_DIR": str(tmp_path)})


@EACH
def test_a_pod_has_the_time_to_end(manifests: list[Manifest]) -> None:
    data = the("ConfigMap", manifests)["data"]
    needed = int(data["PORTOLAN_DRAIN_TIME"]) + int(data["PORTOLAN_GRACEFUL_TIMEOUT"])
    assert pod_of(manifests)["terminationGracePeriodSeconds"] > needed


@EACH
def test_everything_finds_the_pods(manifests: list[Manifest]) -> None:
    deployment, labels = the("Deployment", manifests)["spec"], labels_of(manifests)
    assert deployment["selector"]["matchLabels"].items() <= labels.items()
    service = the("Service", manifests)
    assert service["spec"]["selector"].items() <= labels.items()
    names = {port["name"] for port in container_of(manifests)["ports"]}
    assert {port["targetPort"] for port in service["spec"]["ports"]} <= names
    budget = the("PodDisruptionBudget", manifests)["spec"]
    assert budget["selector"]["matchLabels"].items() <= labels.items()
    for constraint in pod_of(manifests)["topologySpreadConstraints"]:
        assert constraint["labelSelector"]["matchLabels"].items() <= labels.items()


@EACH
def test_nothing_is_let_in_or_out_but_what_is_named(manifests: list[Manifest]) -> None:
    policies = {one["metadata"]["name"]: one["spec"] for one in manifests if one["kind"] == "NetworkPolicy"}
    assert policies.pop("default-deny") == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    for policy in policies.values():
        assert policy["podSelector"]["matchLabels"].items() <= labels_of(manifests).items()
        for way in ("ingress", "egress"):
            assert way.title() in policy["policyTypes"] or way not in policy
            for rule in policy.get(way, ()):
                assert rule["ports"]  # each names the ports
                peers = [*rule.get("from", ()), *rule.get("to", ())]
                assert peers
                assert all(peer.get("namespaceSelector") or peer.get("ipBlock") for peer in peers)
    assert policies["portolan-callers"]["ingress"][0]["ports"] == [{"port": "http", "protocol": "TCP"}]


def test_names_are_found_wherever_the_cluster_s_dns_is() -> None:
    names = the("NetworkPolicy", BASE, "portolan-names-and-keys")["spec"]["egress"][0]
    spaces = [peer["namespaceSelector"]["matchLabels"] for peer in names["to"] if "namespaceSelector" in peer]
    assert [space["kubernetes.io/metadata.name"] for space in spaces] == ["kube-system", "openshift-dns"]
    assert {"ipBlock": {"cidr": "169.254.20.10/32"}} in names["to"]  # a cache on each node
    assert {(port["port"], port["protocol"]) for port in names["ports"]} == {
        (port, protocol) for port in (53, 5353) for protocol in ("UDP", "TCP")
    }


@pytest.mark.parametrize(("component", "port"), [("tracing", 4318), ("outside-portal", 443)])
def test_what_else_can_be_let_out(component: str, port: int) -> None:
    wanted = {"resources": ["base"], "components": [f"components/{component}"]}
    (policy,) = (one for one in render(wanted, KUBERNETES) if one not in render({"resources": ["base"]}, KUBERNETES))
    for version in VERSIONS:
        kubernetes_validate.validate(policy, version, strict=True)
    spec = policy["spec"]
    assert spec["podSelector"]["matchLabels"].items() <= labels_of(BASE).items()
    assert (spec["policyTypes"], [rule["ports"] for rule in spec["egress"]]) == (
        ["Egress"],
        [[{"port": port, "protocol": "TCP"}]],
    )


@pytest.mark.parametrize(("name", "service"), [("sqlite", BASE), ("postgresql", MANY)])
def test_a_job_reaches_the_database_as_the_service_does(name: str, service: list[Manifest]) -> None:
    """The same image, settings, volumes and user; and no request is sent to it."""
    job, pod = the("Job", JOBS[name]), the("Job", JOBS[name])["spec"]["template"]["spec"]
    for version in VERSIONS:
        for manifest in JOBS[name]:
            kubernetes_validate.validate(manifest, version, strict=True)
    assert job["metadata"]["namespace"] == the("Namespace", service)["metadata"]["name"]
    labels = job["spec"]["template"]["metadata"]["labels"]
    assert not the("Service", service)["spec"]["selector"].items() <= labels.items()
    (container,), theirs = pod["containers"], container_of(service)
    for key in ("image", "envFrom", "securityContext"):
        assert container[key] == theirs[key]
    for key in ("securityContext", "serviceAccountName", "automountServiceAccountToken", "enableServiceLinks"):
        assert pod[key] == pod_of(service)[key]
    assert [volume for volume in pod_of(service)["volumes"] if volume["name"] != "shm"] == pod["volumes"]
    assert [mount for mount in theirs["volumeMounts"] if mount["name"] != "shm"] == container["volumeMounts"]
    policies = [one["spec"] for one in JOBS[name] if one["kind"] == "NetworkPolicy"]
    assert len(policies) == (name == "postgresql")
    for policy in policies:
        assert policy["podSelector"]["matchLabels"] == labels
        dns, stores = policy["egress"]
        assert dns == the("NetworkPolicy", service, "portolan-names-and-keys")["spec"]["egress"][0]
        assert stores["to"] == the("NetworkPolicy", service, "portolan-stores")["spec"]["egress"][0]["to"]


def test_one_replica_has_the_volume_to_itself() -> None:
    deployment = the("Deployment", BASE)["spec"]
    assert (deployment["replicas"], deployment["strategy"]) == (1, {"type": "Recreate"})
    assert {"name": "data", "persistentVolumeClaim": {"claimName": "portolan"}} in pod_of(BASE)["volumes"]
    assert the("PersistentVolumeClaim", BASE)["spec"]["accessModes"] == ["ReadWriteOnce"]
    assert not [one for one in BASE if one["kind"] == "HorizontalPodAutoscaler"]


@pytest.mark.parametrize("manifests", [MANY, EXAMPLE], ids=["overlay", "example"])
def test_many_replicas_share_a_database_and_no_volume(manifests: list[Manifest]) -> None:
    deployment = the("Deployment", manifests)["spec"]
    assert not [one for one in manifests if one["kind"] == "PersistentVolumeClaim"]
    assert "persistentVolumeClaim" not in str(deployment)
    assert deployment["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    assert "replicas" not in deployment  # it would fight with the autoscaler
    scaler = the("HorizontalPodAutoscaler", manifests)["spec"]
    assert scaler["scaleTargetRef"] == {"apiVersion": "apps/v1", "kind": "Deployment", "name": "portolan"}
    assert 2 <= scaler["minReplicas"] < scaler["maxReplicas"]
    assert {"PORTOLAN_DATABASE_URL_FILE", "PORTOLAN_REDIS_URL_FILE"} <= the("ConfigMap", manifests)["data"].keys()
    (stores,) = the("NetworkPolicy", manifests, "portolan-stores")["spec"]["egress"]
    ports = [port["port"] for port in stores["ports"]]
    assert ports == [5432, 6379]


def test_the_monitor_finds_the_service_and_its_metrics(app: Flask) -> None:
    service, monitor = the("Service", EXAMPLE), the("ServiceMonitor", EXAMPLE)
    assert monitor["spec"]["selector"]["matchLabels"].items() <= service["metadata"]["labels"].items()
    (endpoint,) = monitor["spec"]["endpoints"]
    assert endpoint["port"] in {port["name"] for port in service["spec"]["ports"]}
    assert app.test_client().get(endpoint["path"]).status_code == 200


def test_the_example_is_of_an_image_and_a_namespace_of_ones_own() -> None:
    assert container_of(EXAMPLE)["image"] == "registry.example.com/platform/portolan:0.1.0"
    assert the("Namespace", EXAMPLE)["metadata"]["name"] == the("Deployment", EXAMPLE)["metadata"]["namespace"]


def test_no_file_has_a_secret() -> None:
    for path in (ROOT / "deploy").rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"kind: Secret|BEGIN [A-Z ]*PRIVATE KEY|://[^/\s:]+:[^/\s@]+@", text), path


# --- for one machine ------------------------------------------------------------------------------------------


def test_the_compose_file_runs_the_image_as_restricted() -> None:
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
    service = compose["services"]["portolan"]
    container = container_of(BASE)
    assert service["environment"].keys() <= READABLE
    assert service["image"] == container["image"]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert f"USER {service['user']}\n" in DOCKERFILE
    assert service["ports"] == ["127.0.0.1:8000:8000"]  # whoever wants more has to say so
    data, secrets = service["volumes"]
    assert (data, compose["volumes"].keys()) == ("data:/data", {"data"})
    # A directory: a file that is mounted by itself is never seen to change.
    tokens = Path(service["environment"]["PORTOLAN_TOKENS_FILE"])
    assert (secrets["type"], Path(secrets["target"]), secrets["read_only"]) == ("bind", tokens.parent, True)
    assert Path(secrets["source"]).suffix == ""
    assert (ROOT / "deploy" / service["build"] / "Dockerfile").is_file()


def test_what_a_tokens_file_is_called_is_not_committed() -> None:
    assert "deploy/secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
