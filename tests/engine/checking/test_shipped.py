"""The shipped knowledge: what those who run these products are told."""

from __future__ import annotations

from typing import Any

import pytest

from engine.advisor import Advisor
from engine.checking.check import Checked
from engine.checking.document import check_document
from engine.model import LANGUAGES
from tests.engine.checking.looking import checked

Profile = dict[str, Any]
Kinds = list[tuple[str, str | None, str]]


@pytest.fixture
def kinds(advisor: Advisor) -> Any:
    def kinds(profile: Profile, **more: Any) -> Kinds:
        result = check(advisor, profile, **more)
        return [
            (told.finding.kind, told.finding.product, told.level)
            for told in result.findings
            if told.finding.kind not in ("missing", "open-question")
        ]

    return kinds


def check(advisor: Advisor, profile: Profile, **more: Any) -> Checked:
    return checked(advisor.reasoner, {"profile": profile, "as_of": "2026-04-01", **more})


INGRESS: Profile = {"platform": {"production": True}, "stack": {"in_use": ["ingress-nginx"]}}


def test_ingress_nginx_is_an_error_from_its_end_on_and_a_warning_before(advisor: Advisor, kinds: Any) -> None:
    assert kinds(INGRESS) == [("end-of-life", "ingress-nginx", "error")]
    assert kinds(INGRESS, as_of="2026-03-31") == [("end-of-life", "ingress-nginx", "warning")]
    assert kinds(INGRESS, as_of="2025-12-10") == [("end-of-life", "ingress-nginx", "warning")]
    assert kinds(INGRESS, as_of="2025-06-01", edition="2025") == []
    (told,) = [one for one in check(advisor, INGRESS).findings if one.finding.kind == "end-of-life"]
    assert (told.finding.to, str(told.finding.by)) == (("gateway-api",), "2026-03-31")
    assert told.finding.rules[0] == "ingress-gateway/an-ingress-nginx-without-support-is-to-be-left"


def test_another_controller_beside_it_makes_no_second_finding_of_the_end_of_ingress_nginx(kinds: Any) -> None:
    both = {"platform": {"production": True}, "stack": {"in_use": ["ingress-nginx", "kong"]}}
    assert kinds(both) == [("end-of-life", "ingress-nginx", "error")]
    assert kinds(both, as_of="2026-01-15") == [("end-of-life", "ingress-nginx", "warning")]


def test_serving_well_is_no_ground_to_stay_on_what_has_no_support(kinds: Any) -> None:
    works = {"stack": {"works_well": ["ingress-nginx"]}}
    assert kinds(works) == [("end-of-life", "ingress-nginx", "error")]


def test_vault_is_against_an_open_source_constraint_and_fine_without_one(kinds: Any) -> None:
    stack = {"in_use": ["vault"]}
    assert kinds({"stack": stack, "constraints": {"licences": "open-source"}}) == [("licence", "vault", "error")]
    assert kinds({"stack": stack, "constraints": {"licences": "any"}}) == []
    assert kinds({"stack": stack}) == []


def test_what_brings_copyleft_along_is_told_as_licence_too(kinds: Any) -> None:
    profile = {"stack": {"in_use": ["rook", "ceph"]}, "constraints": {"licences": "permissive"}}
    assert kinds(profile) == [("licence", "ceph", "error"), ("licence", "rook", "error")]


def test_jaeger_may_stay_and_is_told_to_have_left_the_standard(kinds: Any) -> None:
    profile = {"stack": {"in_use": ["jaeger"]}, "observability": {"signals": ["traces"]}}
    assert kinds(profile) == [("superseded", "jaeger", "note")]
    assert kinds(profile, edition="2025", as_of="2025-06-01") == []


@pytest.mark.parametrize(
    ("product", "to"), [("lens", "headlamp"), ("tracee", "falco"), ("kyverno", "native-admission")]
)
def test_what_the_edition_dropped_names_its_successor(advisor: Advisor, product: str, to: str) -> None:
    result = check(advisor, {"stack": {"in_use": [product]}, "platform": {"kubernetes_version": "1.35"}})
    (told,) = [one for one in result.findings if one.finding.product == product]
    assert (told.finding.kind, told.level, told.finding.to) == ("dropped", "warning", (to,))


def test_two_meshes_conflict_and_two_deployers_are_one_too_many(kinds: Any) -> None:
    assert ("incompatible", "linkerd", "warning") in kinds({"stack": {"in_use": ["linkerd", "istio"]}})
    assert kinds({"stack": {"in_use": ["argo-cd", "flux"]}}) == [("redundant", "flux", "note")]
    assert kinds({"stack": {"in_use": ["mysql", "postgresql"]}}) == []


@pytest.mark.parametrize(
    "in_use",
    [
        ["vllm", "ray", "kueue"],
        ["teleport", "kubernetes-rbac"],
        ["helm", "kustomize"],
        ["containerd", "kata-containers"],
        ["kubernetes-ingress", "kong"],
        ["opa-gatekeeper", "open-policy-agent"],
    ],
)
def test_products_that_do_different_jobs_are_not_redundant(kinds: Any, in_use: list[str]) -> None:
    assert kinds({"stack": {"in_use": in_use}}) == []


def test_what_stands_beside_several_that_are_kept_is_told_of_all_of_them(advisor: Advisor) -> None:
    policies = ["native-admission", "kyverno", "opa-gatekeeper"]
    profile = {"stack": {"in_use": policies}, "security": {"policies": ["validate", "mutate"]}}
    found = check_document(check(advisor, profile), "0" * 32, "en")["findings"]
    (told,) = [one["title"] for one in found if one["kind"] == "redundant"]
    kept = "Kyverno, Kubernetes Validating Admission Policy"
    assert told == f"OPA Gatekeeper is in use beside {kept}, which suffice for “Policy”"


def test_a_scanner_beside_a_cnapp_conflicts_with_it_and_is_not_redundant_as_well(advisor: Advisor, kinds: Any) -> None:
    profile = {"stack": {"in_use": ["trivy"]}, "registry": {"cnapp": True}}
    assert kinds(profile) == [("incompatible", "trivy", "warning")]
    (told,) = [one.finding for one in check(advisor, profile).findings if one.finding.product == "trivy"]
    rules = ("image-scanning/trivy-in-use-beside-a-cnapp", "image-scanning/a-cnapp-already-scans")
    assert told.rules == rules


def test_docker_on_the_nodes_is_one_matter(advisor: Advisor, kinds: Any) -> None:
    nodes = {"platform": {"kubernetes_version": "1.35", "runtime_in_use": "docker"}, "stack": {"in_use": ["docker"]}}
    assert kinds(nodes) == [("incompatible", "docker", "warning")]
    (told,) = [one.finding for one in check(advisor, nodes).findings if one.finding.product == "docker"]
    assert "container-runtime/docker-on-the-nodes-is-left" in told.rules


def test_an_archived_standard_is_told_once_whatever_else_concerns_it(kinds: Any) -> None:
    found = kinds({"stack": {"in_use": ["opentracing", "jaeger"]}})
    assert [kind for kind, product, _ in found if product == "opentracing"] == ["end-of-life"]


def test_a_release_without_support_is_told_where_its_version_stands(advisor: Advisor) -> None:
    profile = {
        "stack": {"in_use": ["harbor"], "versions": {"harbor": "2.7"}},
        "platform": {"kubernetes_version": "1.33"},
    }
    found = {one.finding.product: one for one in check(advisor, profile).findings if one.finding.release}
    assert (found["harbor"].level, found["harbor"].finding.pointer) == ("error", "/profile/stack/versions/harbor")
    kubernetes = found["kubernetes"]
    assert (kubernetes.level, kubernetes.finding.pointer) == ("warning", "/profile/platform/kubernetes_version")
    assert kubernetes.finding.sources == ("endoflife-date",)
    assert not any(
        one.finding.release for one in check(advisor, profile, as_of="2026-03-01").findings if one.level != "error"
    )


def test_a_managed_cluster_is_held_against_the_support_of_its_provider(advisor: Advisor) -> None:
    def ends(day: str, **platform: Any) -> list[tuple[str, str]]:
        profile = {"platform": {"kubernetes_version": "1.33", **platform}, "stack": {"in_use": ["kubernetes"]}}
        told = [one for one in check(advisor, profile, as_of=day).findings if one.finding.release]
        return [(str(one.finding.product), one.level) for one in told]

    assert ends("2026-07-10") == [("kubernetes", "error")]
    assert ends("2026-07-10", built_in=["eks"], management="managed") == [("eks", "warning")]
    assert ends("2026-07-30", built_in=["eks"], management="managed") == [("eks", "error")]
    assert ends("2026-07-10", built_in=["eks"], management="both") == [("kubernetes", "error"), ("eks", "warning")]
    assert ends("2026-08-02", built_in=["aks", "gke"]) == [("aks", "error"), ("gke", "warning")]
    assert ends("2026-08-02", built_in=["openshift"], management="self-managed") == [("kubernetes", "warning")]


def test_nothing_is_missing_where_nobody_said_what_is_in_use(advisor: Advisor) -> None:
    assert check(advisor, {}).findings == ()
    assert not any(
        one.finding.kind == "missing" for one in check(advisor, {"stack": {"works_well": ["cilium"]}}).findings
    )
    slots = {one.finding.slot for one in check(advisor, {"stack": {"in_use": []}}).findings}
    assert {"orchestration", "cni", "ci"} <= slots
    managed = {"stack": {"in_use": []}, "platform": {"built_in": ["cilium"]}}
    assert "cni" not in {one.finding.slot for one in check(advisor, managed).findings}


def test_what_runs_brings_along_what_it_cannot_do_without(advisor: Advisor) -> None:
    def missing(*in_use: str, **answers: Any) -> set[str | None]:
        result = check(advisor, {"stack": {"in_use": [*in_use]}, **answers})
        return {one.finding.slot for one in result.findings if one.finding.kind == "missing"}

    own = {"platform": {"management": "self-managed"}}
    assert {"container-runtime", "coordination"} <= missing(**own)
    assert not {"container-runtime", "coordination"} & missing("kubernetes", **own)
    ambient = {"mesh": {"wanted": True, "sidecar_cost_concern": True}}
    assert "service-proxy" not in missing("istio") | missing("istio", **ambient) | missing("contour")


def test_every_finding_is_told_in_both_languages(advisor: Advisor) -> None:
    everything = sorted(advisor.knowledge.products)
    profile = {"stack": {"in_use": everything}, "constraints": {"licences": "permissive", "kernel_fixed": True}}
    result = check(advisor, {**profile, "platform": {"kubernetes_version": "1.28", "runtime_in_use": "docker"}})
    told = [check_document(result, "0" * 32, language)["findings"] for language in LANGUAGES]
    assert len(told[0]) > 50
    for english, korean in zip(*told, strict=True):
        assert english["fingerprint"] == korean["fingerprint"]
        for one in (english, korean):
            assert "{" not in one["title"]
            assert "[" not in one["title"]
            assert one["title"]
        assert english["title"] != korean["title"]
