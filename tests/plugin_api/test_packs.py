"""Packs over HTTP: decisions on them, what they are, and decisions that outlive them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from engine.knowledge.loader import load_knowledge
from plugin_api.app import create_app
from plugin_api.settings import Settings, SettingsError
from plugin_api.store.database import Database
from plugin_api.store.sql_store import SqlStore
from tests.plugin_api.conftest import ROOT, problem_of, service_of

POCKET = ROOT / "tests" / "portolan" / "pocket"
HARBOUR = ROOT / "tests" / "portolan" / "harbour-pack"
REQUEST = {
    "profile": {"platform": {"dry_dock": False}, "wishes": {"signals": ["traces"]}},
    "as_of": "2026-01-15",
}
PLAIN = {"profile": {"wishes": {"signals": ["traces"]}}, "as_of": "2026-01-15"}


@contextmanager
def serving(data: Path, *packs: Path) -> Iterator[FlaskClient]:
    app = create_app(Settings(rules=POCKET, data_dir=data, packs=packs))
    try:
        yield app.test_client()
    finally:
        service_of(app).store.close()
        service_of(app).advisor.close()


@pytest.fixture
def harbour(tmp_path: Path) -> Iterator[FlaskClient]:
    with serving(tmp_path / "data", HARBOUR) as client:
        yield client


def test_a_decision_records_every_pack_with_its_digest(harbour: FlaskClient) -> None:
    made = harbour.post("/v1/recommendations", json=REQUEST).json
    knowledge = load_knowledge(POCKET, HARBOUR)
    recorded = [(pack["pack"], pack["version"], pack["digest"]) for pack in made["knowledge"]["packs"]]
    assert recorded == [(pack.id, pack.version, pack.digest) for pack in knowledge.packs]
    assert made["knowledge"]["digest"] == knowledge.digest
    (tracing,) = [slot for slot in made["slots"] if slot["slot"] == "tracing"]
    assert tracing["picks"] == ["zipkin", "tempo"]


@pytest.mark.parametrize("path", ["/readyz", "/v1/questionnaire"])
def test_whatever_names_the_knowledge_names_its_packs(harbour: FlaskClient, path: str) -> None:
    assert [pack["pack"] for pack in harbour.get(path).json["knowledge"]["packs"]] == ["pocket", "harbour"]


def test_the_trace_says_what_a_pack_changed_and_withdrew(harbour: FlaskClient) -> None:
    made = harbour.post("/v1/recommendations", json=REQUEST).json
    trace = harbour.get(made["links"]["trace"] + "?lang=ko").json
    changed = {firing["rule"]: firing["changed"] for firing in trace["firings"] if firing["changed"]}
    assert changed == {
        "tracing/tempo-is-the-standard": {
            "pack": "harbour",
            "fields": ["then"],
            "reason": "Tempo는 아직 시험하지 않았습니다.",
        }
    }
    assert [(one["rule"], one["pack"]) for one in trace["withdrawn"]] == [
        ("service-mesh/mesh-is-the-standard", "harbour")
    ]
    assert trace["knowledge"] == made["knowledge"]


def test_the_packs_in_force(harbour: FlaskClient) -> None:
    page = harbour.get("/v1/packs").json
    pocket, pack = page["items"]
    assert (pocket["id"], pocket["extends"], pocket["changes"]) == ("pocket", [], [])
    assert pack["adds"] == {"source": 1, "claim": 1, "question": 1, "module": 1, "rule": 1, "addition": 1}
    assert [(change["rule"], change["withdrawn"]) for change in pack["changes"]] == [
        ("service-mesh/mesh-is-the-standard", True),
        ("tracing/tempo-is-the-standard", False),
    ]
    assert "directory" not in pack
    korean = harbour.get("/v1/packs?lang=ko&q=항만").json["items"]
    assert [(one["id"], one["title"]) for one in korean] == [("harbour", "항만 규칙")]


def test_a_rule_says_whose_it_is_and_who_changed_it(harbour: FlaskClient) -> None:
    own = harbour.get("/v1/rules/harbour-tracing/zipkin-is-required").json
    assert (own["pack"], own["changed"]) == ("harbour", None)
    assert own["place"] == "harbour:policy/harbour-tracing.yaml:6:5"
    changed = harbour.get("/v1/rules/tracing/tempo-is-the-standard").json
    assert changed["pack"] == "pocket"
    assert changed["changed"]["reason"] == "Tempo has not been tried here."
    assert changed["then"] == [{"trial": "tempo", "slot": "tracing"}]


def test_a_rule_that_was_withdrawn_says_by_whom_and_why(harbour: FlaskClient) -> None:
    problem = problem_of(harbour.get("/v1/rules/service-mesh/mesh-is-the-standard"), 404)
    assert problem["errors"][0]["hint"] == "the pack harbour withdrew it: Nobody here runs a mesh."


def test_a_page_names_the_packs(harbour: FlaskClient) -> None:
    made = harbour.post("/v1/recommendations", json=REQUEST).json
    assert "1.0, harbour 7</span>" in harbour.get(made["links"]["page"]).text


# --- over time ------------------------------------------------------------------------------------------------


def test_a_decision_outlives_the_packs_that_it_was_made_on(tmp_path: Path) -> None:
    pack, data = Path(shutil.copytree(HARBOUR, tmp_path / "pack")), tmp_path / "data"
    with serving(data, pack) as client:
        made = client.post("/v1/recommendations", json=REQUEST)
        trace = client.get(made.json["links"]["trace"])
        korean = client.post("/v1/recommendations", json={**REQUEST, "language": "ko"})
    policy = pack / "policy" / "harbour-tracing.yaml"
    policy.write_text(policy.read_text().replace("trial: tempo", "avoid: tempo"))
    for packs in ((pack,), ()):
        with serving(data, *packs) as client:
            assert client.post("/v1/recommendations", json=PLAIN).json["id"] != made.json["id"]
            assert client.get(made.json["links"]["self"]).data == made.data
            assert client.get(made.json["links"]["trace"]).data == trace.data
            assert client.get(made.json["links"]["self"] + "?lang=ko").data == korean.data


def test_the_same_request_on_other_packs_is_another_decision(tmp_path: Path) -> None:
    ids = []
    for packs in ((), (HARBOUR,)):
        with serving(tmp_path, *packs) as client:
            ids.append(client.post("/v1/recommendations", json=PLAIN).json["id"])
    assert len(set(ids)) == 2
    with serving(tmp_path, HARBOUR) as client:
        assert client.post("/v1/recommendations", json=PLAIN).json["id"] == ids[1]


def test_the_files_of_all_packs_are_kept_in_their_order(tmp_path: Path) -> None:
    with serving(tmp_path, HARBOUR) as client:
        digest = client.post("/v1/recommendations", json=REQUEST).json["knowledge"]["digest"]
    store = SqlStore(Database(tmp_path))
    kept = store.knowledge(digest)
    store.close()
    assert kept is not None
    names = list(kept)
    assert names.index("slots.yaml") < names.index("harbour:portolan.yaml")
    assert kept["harbour:sources.yaml"] == (HARBOUR / "sources.yaml").read_bytes()
    assert not [name for name in names if "tests" in name]


# --- settings -------------------------------------------------------------------------------------------------


def test_packs_from_the_environment() -> None:
    found = Settings.from_environment({"PORTOLAN_RULES": str(POCKET), "PORTOLAN_PACKS": f"{HARBOUR}::/my/pack"})
    assert (found.rules, found.packs) == (POCKET, (HARBOUR, Path("/my/pack")))
    found = Settings.from_environment({"PORTOLAN_PACKS": f"{POCKET}:{HARBOUR}"})
    assert (found.rules, found.packs) == (POCKET, (HARBOUR,))
    assert Settings.from_environment({}).packs == ()


def test_the_home_of_nobody() -> None:
    with pytest.raises(SettingsError, match="PORTOLAN_PACKS"):
        Settings.from_environment({"PORTOLAN_PACKS": "~nobody-of-that-name/pack"})
