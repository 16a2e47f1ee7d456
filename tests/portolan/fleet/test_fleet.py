"""`portolan fleet`, as somebody uses it."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from portolan.fleet.run import KEPT
from portolan.fleet.tables import CsvWriter, Table
from tests.portolan.conftest import Run
from tests.portolan.fleet.conftest import DAY, KIND, Fleet, as_lines, rows

TABLES = ["deadlines.csv", "findings.csv", "mistakes.csv", "subjects.csv", "waivers.csv"]
ALL = sorted([*TABLES, "results.jsonl", "results.schema.json", "summary.html"])


@pytest.fixture
def organisation(tmp_path: Path) -> Path:
    """Repositories as they are checked out beside one another; one has a mistake, one cannot be read at all."""
    files = {
        "shop/catalog-info.yaml": f"""{KIND}metadata:
  name: shop
  annotations: {{portolan.io/profile: ./portolan.yaml}}
spec: {{owner: sailors, system: retail}}
""",
        "shop/portolan.yaml": """profile:
  stack: {in_use: [old-ingress], works_well: []}
waivers:
  - {product: old-ingress, reason: "=moves <b>soon</b>", until: 2026-06-30, by: harbour master}
""",
        "pay/catalog-info.yaml": f"""{KIND}metadata:
  name: pay
  annotations:
    portolan.io/profile: |
      stack: {{in_use: [jaeger]}}
spec: {{owner: group:crew/stokers}}
""",
        "web/catalog-info.yaml": f"{KIND}metadata: {{name: web}}\nspec: {{owner: sailors}}\n",
        "web/portolan.yaml": "profile:\n  stack:\n    in_use: [old-ingress]\n",
        "web/edge/edge.portolan.yaml": "stack: {in_use: [jaegr]}\n",
        "zoo/portolan.yaml": "profile: [\n",
        "zoo/node_modules/portolan.yaml": "profile: {}\n",
    }
    root = tmp_path / "organisation"
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_each_profile_in_a_directory_is_decided_once_and_named(fleet: Fleet, organisation: Path, out: Path) -> None:
    ran = fleet(organisation)
    assert ran.code == 0
    found = {one["where"].removeprefix(f"{organisation}/"): one for one in rows(out)}
    assert {where: (one["subject"], one["owner"], one["outcome"]) for where, one in found.items()} == {
        "pay/catalog-info.yaml:6": ("component:default/pay", "group:crew/stokers", "passed"),
        "shop/portolan.yaml": ("component:default/shop", "group:default/sailors", "passed"),
        "web/portolan.yaml": ("component:default/web", "group:default/sailors", "failed"),
        "web/edge/edge.portolan.yaml": (None, None, "bad"),
        "zoo/portolan.yaml": (None, None, "bad"),
    }
    assert found["shop/portolan.yaml"]["system"] == "system:default/retail"
    assert sorted(path.name for path in out.iterdir()) == ALL


def test_what_cannot_be_understood_is_told_with_its_place_and_a_remedy(fleet: Fleet, organisation: Path) -> None:
    ran = fleet(organisation)
    assert "web/edge/edge.portolan.yaml:1:18: the catalog has no product 'jaegr' (did you mean 'jaeger'?)" in ran.err
    assert "zoo/portolan.yaml:2:1: not YAML" in ran.err
    assert "3 profiles: 2 passed, 1 failed" in ran.out
    assert "2 could not be understood" in ran.out


def test_findings_stand_at_the_line_where_they_are_declared(fleet: Fleet, organisation: Path, out: Path) -> None:
    fleet(organisation)
    lines = {
        one["where"].rpartition("/")[0].rpartition("/")[2]: finding["line"]
        for one in rows(out)
        for finding in one.get("findings", ())
        if finding["product"]
    }
    assert lines == {"shop": 2, "web": 3}


def test_exit_codes(fleet: Fleet, organisation: Path, tmp_path: Path) -> None:
    assert fleet(organisation).code == 0
    assert fleet(organisation, "--fail-on", "error").code == 1
    assert fleet(organisation, "--fail-on", "never").code == 0
    assert fleet(organisation, "--strict", "--fail-on", "error").code == 2
    assert fleet(organisation / "zoo").code == 2
    assert fleet(tmp_path / "nowhere").code == 2
    assert fleet(organisation, "--scheduler", "tcp://127.0.0.1:x").code == 4


def test_where_there_is_nothing_nothing_is_written(fleet: Fleet, tmp_path: Path, out: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = fleet(tmp_path / "empty")
    assert (ran.code, ran.err) == (2, f"There are no profiles in {tmp_path / 'empty'}.\n")
    assert not out.exists()


def test_an_option_that_cannot_be_understood_is_said_once(fleet: Fleet, organisation: Path) -> None:
    ran = fleet(organisation, "--edition", "1999", "--fail-on", "erorr")
    assert ran.code == 2
    assert "--edition: there is no edition '1999'" in ran.err
    assert "--fail-on: there is no level or kind of finding 'erorr' (did you mean 'error'?)" in ran.err
    assert ran.err.count("\n") == 2


def test_requests_one_a_line(fleet: Fleet, tmp_path: Path, out: Path) -> None:
    good = {"subject": "component:shop", "owner": "sailors", "profile": {"stack": {"in_use": ["old-ingress"]}}}
    lines = [json.dumps(good), "", "not json", '{"profile": {}, "profile": {}}', "[]", '{"profile": {"x": NaN}}']
    path = tmp_path / "fleet.jsonl"
    path.write_text("\n".join(lines))
    ran = fleet(path)
    assert ran.code == 0
    first, *rest = rows(out)
    assert (first["where"], first["subject"]) == (f"{path}:1", "component:default/shop")
    assert {finding["line"] for finding in first["findings"]} == {1}
    assert [(one["outcome"], one["where"]) for one in rest] == [("bad", f"{path}:{line}") for line in (3, 4, 5, 6)]
    assert f"{path}:3: not JSON: Expecting value at column 1" in ran.err
    assert f"{path}:4: the key 'profile' is there twice" in ran.err


def test_half_a_letter_costs_nobody_else_a_row(fleet: Fleet, tmp_path: Path, out: Path) -> None:
    """JSON can write it, and no file can hold it, wherever it stands."""
    half = "\ud800"
    wrong = [
        {"owner": half, "profile": {}},
        {half: 1},
        {"profile": {half: {}}},
        {"levels": {half: "off"}},
    ]
    path = tmp_path / "fleet.jsonl"
    path.write_text("\n".join(map(json.dumps, [*wrong, {"owner": "🙂", "profile": {}}])))
    ran = fleet(path, "--jobs", "1")
    assert (ran.code, ran.err.count("half a letter")) == (0, 4)
    assert [one["outcome"] for one in rows(out)] == ["bad"] * 4 + ["passed"]


def test_what_is_told_of_an_entry_stays_on_its_line(fleet: Fleet, tmp_path: Path) -> None:
    path = tmp_path / "fleet.yaml"
    path.write_text("profile: {a: !<tag:%0A%3A%3Aerror%3A%3A%1B> 1}\n")
    assert len(fleet(path, "--jobs", "1").err.splitlines()) == 1


def _entity(name: str, **annotations: str) -> dict[str, Any]:
    return {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": {"name": name, "annotations": {f"portolan.io/{key}": value for key, value in annotations.items()}},
        "relations": [{"type": "ownedBy", "targetRef": "group:default/sailors"}],
    }


ENTITIES = [
    _entity("shop", profile="stack: {in_use: [old-ingress]}"),
    _entity("web"),
    _entity("pay", profile="./portolan.yaml"),
]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("exported", [ENTITIES, {"totalItems": 3, "items": ENTITIES, "pageInfo": {}}])
def test_the_export_of_a_catalog(fleet: Fleet, out: Path, exported: Any, indent: int | None) -> None:
    ran = fleet("-", piped=json.dumps(exported, indent=indent))
    assert ran.code == 0
    shop, web, pay = rows(out)
    assert (shop["subject"], shop["owner"], shop["outcome"]) == (
        "component:default/shop",
        "group:default/sailors",
        "failed",
    )
    assert (web["subject"], web["outcome"]) == ("component:default/web", "no-profile")
    assert pay["outcome"] == "bad"
    assert "name the directory with the repositories" in ran.err
    assert "1 entity without a profile" in ran.out


def test_profiles_that_declare_nothing_are_told_from_those_in_which_nothing_is_wrong(
    fleet: Fleet, tmp_path: Path, out: Path
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "portolan.yaml").write_text("")
    (tmp_path / "b.portolan.yaml").write_text("stack: {in_use: [jaeger, gateway], versions: {gateway: '1.10'}}\n")
    ran = fleet(tmp_path)
    assert [one["declared"] for one in rows(out)] == [2, 0]
    assert "1 profile declares no product in use" in ran.out
    assert "Declare no product</dt><dd>1</dd>" in (out / "summary.html").read_text()


def test_a_portal_that_refuses_is_told_as_one(fleet: Fleet) -> None:
    answer = {"error": {"name": "AuthenticationError", "message": "Missing credentials"}, "response": {}}
    ran = fleet("-", piped=json.dumps(answer))
    said = "standard input:1: it is no profile: the portal answered with AuthenticationError: Missing credentials\n"
    assert (ran.code, ran.err) == (2, said)


def test_the_rows_are_what_a_check_of_each_says(
    run: Run, fleet: Fleet, requests: Any, tmp_path: Path, out: Path
) -> None:
    """The property on which all else rests, for random profiles: alone or among many, the same is found."""
    asked = requests(25)
    (tmp_path / "fleet.jsonl").write_text(as_lines(asked))
    fleet(tmp_path / "fleet.jsonl")
    for request, row in zip(asked, rows(out), strict=True):
        alone = {member: value for member, value in request.items() if member != "owner"}
        document = run("check", "-", "--as-of", DAY, "--format", "json", piped=json.dumps(alone)).data["checks"][0]
        assert row["decision"] == document["decision"]
        assert (row["outcome"] == "failed") == document["failed"]
        assert row["counts"] == {**document["counts"]["levels"], "waived": document["counts"]["waived"]}
        for mine, theirs in zip(row["findings"], document["findings"], strict=True):
            assert {member: mine[member] or None for member in mine.keys() & theirs.keys() - {"line"}} == {
                member: theirs[member] or None for member in mine.keys() & theirs.keys() - {"line"}
            }


def test_each_line_is_as_the_schema_beside_it_says(
    fleet: Fleet, organisation: Path, requests: Any, tmp_path: Path, out: Path
) -> None:
    entities = "".join(f"{json.dumps(one)}\n" for one in ENTITIES)
    (tmp_path / "fleet.jsonl").write_text(as_lines(requests(30)) + entities)
    for source in (organisation, tmp_path / "fleet.jsonl"):
        fleet(source)
        schema = json.loads((out / "results.schema.json").read_text())
        Draft202012Validator.check_schema(schema)
        for row in rows(out):
            Draft202012Validator(schema, format_checker=FormatChecker()).validate(row)


def test_processes_say_the_same_in_the_same_order(fleet: Fleet, requests: Any, tmp_path: Path, out: Path) -> None:
    path = tmp_path / "fleet.jsonl"
    path.write_text(as_lines(requests(70)) + "not json\n")
    fleet(path)
    alone = {name: (out / name).read_bytes() for name in ALL}
    assert fleet(path, "--jobs", "3").code == 0
    assert {name: (out / name).read_bytes() for name in ALL} == alone


def test_tables_as_parquet_say_what_those_as_csv_do(fleet: Fleet, organisation: Path, out: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `fleet` is not installed")
    fleet(organisation, "--format", "csv", "--format", "parquet")
    for name in ("subjects", "findings", "waivers", "deadlines", "mistakes"):
        with (out / f"{name}.csv").open(newline="") as stream:
            plain = list(csv.reader(stream))
        table = parquet.read_table(out / f"{name}.parquet")
        assert table.column_names == plain[0]
        assert [[_as_text(cell) for cell in line.values()] for line in table.to_pylist()] == [
            [cell.removeprefix("'") for cell in line] for line in plain[1:]
        ]
    waivers = parquet.read_table(out / "waivers.parquet").to_pylist()
    assert [one["until"] for one in waivers] == [date(2026, 6, 30)]


def _as_text(cell: Any) -> str:
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def test_no_cell_is_a_formula(fleet: Fleet, organisation: Path, out: Path) -> None:
    fleet(organisation)
    assert "'=moves <b>soon</b>" in (out / "waivers.csv").read_text()


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_whatever_begins_a_formula_does_not_begin_a_cell(tmp_path: Path, sign: str) -> None:
    writer = CsvWriter(tmp_path / "t.csv", Table("t", {"reason": "text", "left": "number"}, lambda _: iter(())))
    writer.write([(f"{sign}cmd|' /C calc'!A0", -3), (f"a{sign}b", None)])
    writer.close()
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as stream:
        assert list(csv.reader(stream))[1:] == [[f"'{sign}cmd|' /C calc'!A0", "-3"], [f"a{sign}b", ""]]


def test_a_subject_in_two_places_counts_in_each_and_is_named(fleet: Fleet, tmp_path: Path, out: Path) -> None:
    request = {"subject": "component:default/shop", "profile": {}}
    (tmp_path / "fleet.jsonl").write_text(as_lines([request, {**request, "subject": "web"}, request]))
    ran = fleet(tmp_path / "fleet.jsonl")
    assert "1 subject stands in more than one place, and counts in each: component:default/shop\n" in ran.out
    page = (out / "summary.html").read_text()
    part = page[page.index('id="part-twice"') :]
    assert "fleet.jsonl:1</code>" in part and "fleet.jsonl:3</code>" in part
    assert "part-twice" not in _page_of(fleet, tmp_path, out, [request])


def _page_of(fleet: Fleet, tmp_path: Path, out: Path, requests: list[Any]) -> str:
    (tmp_path / "few.jsonl").write_text(as_lines(requests))
    fleet(tmp_path / "few.jsonl")
    return (out / "summary.html").read_text()


def test_without_its_extra_parquet_is_refused_with_the_remedy(
    fleet: Fleet, organisation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portolan.fleet.outputs.find_spec", lambda _: None)
    ran = fleet(organisation, "--format", "parquet")
    assert (ran.code, ran.err) == (2, "--format parquet takes pyarrow (the extra `fleet`): pip install pyarrow.\n")


def test_results_take_the_place_of_others_where_a_file_system_has_no_links(
    fleet: Fleet, organisation: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refused)
    fleet(organisation)
    assert fleet(organisation, "--lang", "ko").code == 0
    assert '<html lang="ko">' in (out / "summary.html").read_text()


def test_results_are_written_all_or_none(
    fleet: Fleet, organisation: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fleet(organisation)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    (out / "summary.html").unlink()
    (out / "summary.html").mkdir()  # no file can take its place
    assert fleet(organisation, "--lang", "ko").code == 4
    (out / "summary.html").rmdir()
    del before["summary.html"]
    assert {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()} == before
    assert (out / KEPT).is_dir()
    assert "5 were decided already by the run that was cut off." not in fleet(organisation).out
    assert not (out / KEPT).exists()
