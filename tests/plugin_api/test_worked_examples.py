"""The worked examples of the contract, as a caller meets them. Edition 2026 unless an example says otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from engine.model import Knowledge
from tests.plugin_api.conftest import Ask, slot_of

Profile = dict[str, Any]

TRACES: Profile = {"observability": {"signals": ["traces"]}}
NOTHING_IN_USE: Profile = {"stack": {"in_use": [], "works_well": []}}
INGRESS_NGINX: Profile = {"platform": {"production": True}, "stack": {"in_use": ["ingress-nginx"]}}


def _verdicts(slot: dict[str, Any]) -> dict[str, str]:
    return {verdict["product"]: verdict["verdict"] for verdict in slot["verdicts"]}


def _verdict(slot: dict[str, Any], product: str) -> dict[str, Any]:
    found: dict[str, Any] = next(verdict for verdict in slot["verdicts"] if verdict["product"] == product)
    return found


def _reasons(verdict: dict[str, Any]) -> str:
    return " ".join(reason["text"] for reason in verdict["because"])


@pytest.mark.parametrize("edition", ["2025", "2026"])
def test_the_empty_profile_gets_the_edition_itself(ask: Ask, shipped: Knowledge, edition: str) -> None:
    slots = ask({}, edition=edition).json["slots"]
    assert [slot["slot"] for slot in slots] == list(shipped.slots)
    picks = {slot["slot"]: slot["picks"] for slot in slots}
    assert all(picks[slot] for slot in ("orchestration", "cni", "storage", "metrics", "cd", "policy"))
    assert picks["tracing"] == {"2025": ["jaeger"], "2026": ["tempo"]}[edition]


def test_kubernetes_validates_by_itself(ask: Ask) -> None:
    profile = {"platform": {"kubernetes_version": "1.31"}, "security": {"policies": ["validate"]}}
    policy = slot_of(ask(profile, edition="2026"), "policy")
    assert policy["picks"] == ["native-admission"]
    assert _verdicts(policy)["kyverno"] == "avoid"
    assert "1.30" in _reasons(_verdict(policy, "kyverno"))


def test_kyverno_stays_useful_for_mutation(ask: Ask) -> None:
    profile = {"platform": {"kubernetes_version": "1.31"}, "security": {"policies": ["validate", "mutate"]}}
    kyverno = _verdict(slot_of(ask(profile, edition="2026"), "policy"), "kyverno")
    assert kyverno["verdict"] in ("consider", "adopt")
    assert "mutat" in _reasons(kyverno)


def test_an_old_kubernetes_needs_a_policy_engine(ask: Ask, shipped: Knowledge) -> None:
    profile = {"platform": {"kubernetes_version": "1.28"}, "security": {"policies": ["validate"]}}
    policy = slot_of(ask(profile, edition="2026"), "policy")
    assert _verdicts(policy)["native-admission"] == "avoid"
    assert "1.30" in _reasons(_verdict(policy, "native-admission"))
    assert policy["picks"]
    assert "native-admission" not in policy["picks"]


def test_trivy_comes_through_the_registry(ask: Ask) -> None:
    scanning = slot_of(ask({"registry": {"wanted": True, "scan_images": True}}, edition="2026"), "image-scanning")
    assert scanning["picks"] == ["trivy"]
    assert _verdict(scanning, "trivy")["with"] == ["harbor"]


def test_a_cnapp_scans_already(ask: Ask) -> None:
    profile = {"registry": {"wanted": True, "scan_images": True, "cnapp": True}}
    scanning = slot_of(ask(profile, edition="2026"), "image-scanning")
    assert (scanning["status"], scanning["picks"]) == ("not-needed", [])


@pytest.mark.parametrize("edition", ["2025", "2026"])
def test_falco_detects(ask: Ask, edition: str) -> None:
    runtime = slot_of(ask({"security": {"runtime_detection": True}}, edition=edition), "runtime-security")
    assert runtime["picks"] == ["falco"]
    assert _verdicts(runtime)["tracee"] == "avoid"


def test_traces_with_nothing_in_use(ask: Ask) -> None:
    tracing = slot_of(ask({**TRACES, **NOTHING_IN_USE}, edition="2026"), "tracing")
    assert tracing["picks"] == ["tempo"]
    assert _verdicts(tracing)["jaeger"] == "avoid"
    earlier = slot_of(ask({**TRACES, **NOTHING_IN_USE}, edition="2025"), "tracing")
    assert earlier["picks"] == ["jaeger"]


def test_traces_with_jaeger_in_use(ask: Ask) -> None:
    tracing = slot_of(ask({**TRACES, "stack": {"in_use": ["jaeger"]}}, edition="2026"), "tracing")
    assert tracing["picks"] == ["jaeger"]
    assert (_verdicts(tracing)["jaeger"], _verdicts(tracing)["tempo"]) == ("keep", "consider")


def test_ingress_nginx_is_to_be_left(ask: Ask) -> None:
    ingress = slot_of(ask(INGRESS_NGINX, edition="2026", as_of="2026-04-01"), "ingress-gateway")
    nginx = _verdict(ingress, "ingress-nginx")
    assert (nginx["verdict"], nginx["by_date"][:7]) == ("migrate", "2026-03")
    assert ingress["picks"] == ["gateway-api"]


def test_ingress_nginx_was_fine_the_year_before(ask: Ask) -> None:
    ingress = slot_of(ask(INGRESS_NGINX, edition="2025", as_of="2025-06-01"), "ingress-gateway")
    assert _verdicts(ingress)["ingress-nginx"] == "keep"


def test_an_open_source_cluster_ui(ask: Ask) -> None:
    profile = {"developers": {"cluster_ui": True}, "constraints": {"licences": "open-source"}}
    ui = slot_of(ask(profile, edition="2026"), "cluster-ui")
    assert ui["picks"] == ["headlamp"]
    assert _verdicts(ui)["lens"] == "avoid"


def test_vault_is_no_open_source(ask: Ask) -> None:
    profile = {"security": {"secrets": True}, "constraints": {"licences": "open-source"}}
    secrets = slot_of(ask(profile, edition="2026"), "secret-management")
    vault = _verdict(secrets, "vault")
    assert "vault" not in secrets["picks"]
    assert vault["ruled_out_by"]
    assert set(vault["ruled_out_by"]) <= {reason["rule"] for reason in vault["because"]}
