"""`portolan check`: what it finds, where it says it stands, and how it ends."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from engine.checking.kinds import KINDS
from engine.detection import Detection, Evidence, Suggested
from portolan.checking import github
from portolan.checking.forms import FORMATS
from tests.engine.checking.test_forms import SARIF, faults
from tests.portolan.conftest import Run

PROFILE = """\
# What the shop runs on.
profile:
  platform: {production: true, clusters: 1}
  stack:
    in_use:
      - old-ingress   # until the move is done
      - jaeger
    works_well: []
  wishes: {signals: [traces], licences: open-source}
as_of: 2026-04-15
"""
MISTAKEN = "profile:\n  stack:\n    in_use: [old-ingres]\nfail_on: [eror]\nlevel: {dropped: off}\n"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a profile at its top, in which one stands."""
    (tmp_path / "shop" / ".git").mkdir(parents=True)
    path = tmp_path / "shop" / "portolan.yaml"
    path.write_text(PROFILE, encoding="utf-8")
    monkeypatch.chdir(path.parent)
    return path


def one(data: Any, kind: str) -> dict[str, Any]:
    (found,) = [finding for finding in data["checks"][0]["findings"] if finding["kind"] == kind]
    return dict(found)


# --- files and exit codes ---------------------------------------------------------------------------------------


def test_the_file_of_the_repository_is_checked_where_none_is_named(run: Run, shop: Path) -> None:
    ran = run("check")
    assert (ran.code, ran.err) == (1, "")
    assert "portolan.yaml:6:9: error[end-of-life]: Support for Old Ingress ended on 2026-03-31, 15 days ago" in ran.out
    assert ran.out.endswith("(fails on error)\n")


def test_it_says_what_to_do_now(run: Run, shop: Path) -> None:
    """A way to let it pass until a day, and the questions, which are counted apart from what was found."""
    ran = run("check")
    assert "    portolan waive portolan.yaml old-ingress --until DAY --reason WHY --by WHO\n" in ran.out
    shop.write_text("profile:\n  stack: {in_use: [jaeger]}\nas_of: 2026-04-15\n")
    ran = run("check")
    assert "--all lists them); the most telling first:\n    portolan interview portolan.yaml\n" in ran.out
    assert "portolan waive" not in ran.out
    counts = run("check", "--format", "json").data["checks"][0]["counts"]
    notes = counts["levels"]["note"] - counts["kinds"]["open-question"]
    assert f"passed: {notes} note" in ran.out.splitlines()[-1]
    (shop.parent / "other.yaml").write_text("profile: {stack: {in_use: [jaeger]}}\nas_of: 2026-04-15\n")
    assert "portolan interview" not in run("check", "portolan.yaml", "other.yaml").out, "of many files they are counted"
    shop.unlink()
    ran = run("check", "-", piped="profile:\n  stack: {in_use: [jaeger]}\nas_of: 2026-04-15\n")
    assert "portolan interview" not in ran.out, "no command writes into what is piped in"


def test_a_file_that_declares_nothing_is_not_passed_over_in_silence(run: Run, shop: Path) -> None:
    shop.write_text("profile: {}\n")
    ran = run("check", "--lang", "ko")
    assert ran.code == 0
    assert "선언한 제품이 없어" in ran.out
    assert "\n    portolan init --from-detect --write portolan.yaml\n" in ran.out


def test_a_catalog_without_kubernetes_has_nothing_to_say_of_its_version(run: Run, shop: Path) -> None:
    platform = '{production: true, clusters: 1, kubernetes_version: "1.20"}'
    shop.write_text(f"profile: {{platform: {platform}, stack: {{in_use: [], works_well: []}}}}\n", encoding="utf-8")
    ran = run("check")
    assert "note[missing]" in ran.out
    assert "Kubernetes" not in ran.out


def test_it_passes_before_the_end(run: Run, shop: Path) -> None:
    assert run("check", "--as-of", "2025-06-01", "--edition", "2025").code == 0


def test_without_a_file_it_says_how_to_get_one(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("check")
    assert (ran.code, ran.out) == (2, "")
    assert "There is no portolan.yaml here. `portolan init` writes one" in ran.err


def test_standard_input_is_taken_for_the_usual_file(run: Run, shop: Path) -> None:
    ran = run("check", "-", "--format", "json", piped=PROFILE)
    assert (ran.code, ran.data["checks"][0]["file"]) == (1, "portolan.yaml")
    assert one(ran.data, "end-of-life")["line"] == 6


@pytest.mark.parametrize(
    ("fail_on", "code"), [(["never"], 0), (["end-of-life"], 1), (["licence"], 0), (["licence", "end-of-life"], 1)]
)
def test_what_to_fail_on_wins_over_the_file(run: Run, shop: Path, fail_on: list[str], code: int) -> None:
    assert run("check", *(f"--fail-on={name}" for name in fail_on)).code == code


def test_the_file_says_what_to_fail_on_and_how_grave_things_are(run: Run, shop: Path) -> None:
    shop.write_text(PROFILE + "fail_on: never\n")
    assert run("check").code == 0
    shop.write_text(PROFILE + "levels: {end-of-life: off}\n")
    assert run("check").code == 0


def test_a_wrong_option_is_told_as_one(run: Run, shop: Path) -> None:
    ran = run("check", "--fail-on", "eror")
    assert ran.code == 2
    assert "--fail-on: there is no level or kind of finding 'eror' (did you mean 'error'?)" in ran.err


def test_every_mistake_has_its_place_and_the_other_files_are_checked(run: Run, shop: Path) -> None:
    (shop.parent / "bad.yaml").write_text(MISTAKEN)
    ran = run("check", "bad.yaml", "portolan.yaml", "gone.yaml")
    assert ran.code == 2
    told = ran.err.splitlines()
    assert [line.split(" ")[0] for line in told] == ["bad.yaml:3:14:", "bad.yaml:4:11:", "bad.yaml:5:1:", "gone.yaml:"]
    assert "did you mean 'old-ingress'?" in told[0]
    assert "did you mean 'error'?" in told[1]
    assert "did you mean 'levels'?" in told[2]
    assert "portolan.yaml:6:9: error[end-of-life]" in ran.out
    assert ran.out.endswith("1 file checked, 1 failed; 2 could not be checked\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("profile: {}\n---\nprofile: {}\n", "bad.yaml:2:1: one document a file, please"),
        ("profile: &a {}\n", "bad.yaml:1:10: anchors and aliases are not allowed (&a) (write the value out)"),
        ("profile: [\n", "bad.yaml:2:1: not YAML: "),
        ("profile:\n\tstack: {}\n", "bad.yaml:2:1: not YAML: "),
        ("- 1\n", "bad.yaml:1:1: a request is a mapping"),
        ("profil: {}\n", "bad.yaml:1:1: there is no member 'profil' (did you mean 'profile'?)"),
        ("stack: {}\nfail_on: never\n", "bad.yaml:1:1: there is no member 'stack' (it stands below `profile`)"),
        ("profile: {}\nwaivers: [{product: zipkin}]\n", "bad.yaml:2:11: `by` is missing: who gives the waiver"),
    ],
)
def test_what_is_no_profile_is_told_with_its_line(run: Run, shop: Path, text: str, said: str) -> None:
    (shop.parent / "bad.yaml").write_text(text)
    ran = run("check", "bad.yaml")
    assert ran.code == 2
    assert said in ran.err


def test_a_file_that_is_not_there_is_told_with_one_that_is(run: Run, shop: Path) -> None:
    assert "portolan.yml: No such file or directory (did you mean 'portolan.yaml'?)" in run("check", "portolan.yml").err
    assert "`portolan init` writes one" in run("check", "services/shop.yaml").err
    shop.rename(shop.with_suffix(".yml"))
    assert "There is no portolan.yaml here. Did you mean 'portolan.yml'?" in run("check").err


def test_mistakes_of_form_and_of_content_are_told_together(run: Run, shop: Path) -> None:
    (shop.parent / "bad.yaml").write_text("as_of: 2026-13-01\nprofile: {}\nprofile: {}\nfail_on: eror\n")
    told = run("check", "bad.yaml").err.splitlines()
    assert [line.split(" ")[0] for line in told] == ["bad.yaml:1:8:", "bad.yaml:3:1:", "bad.yaml:4:1:"]


def test_files_are_named_from_the_top_of_the_repository(run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a code host finds them; in the terminal, from where one stands."""
    below = shop.parent / "services" / "cart"
    below.mkdir(parents=True)
    (below / "portolan.yaml").write_text(PROFILE)
    monkeypatch.chdir(below)
    assert "file=services/cart/portolan.yaml,line=6," in run("check", "--format", "github").out
    assert "\nportolan.yaml:6:9: error" in run("check").out


def test_a_value_is_told_as_it_is_written(run: Run, shop: Path) -> None:
    shop.write_text("profile:\n  stack:\n    in_use: [null, true, 2026-01-01]\nlevels: {dropped: true}\n")
    told = run("check").err
    assert all(value in told for value in ("no product null", "no product true", "no product 2026-01-01", "level true"))
    assert "None" not in told


def test_a_file_that_declares_nothing_is_told_to(run: Run, shop: Path) -> None:
    shop.write_text("profile: {}\n")
    for form in ("text", "github", "markdown"):
        assert "no product is declared in it" in run("check", "--format", form).out.lower()
    shop.write_text(PROFILE)
    assert "no product is declared" not in run("check").out


def test_json_with_tabs_has_places_too(run: Run, shop: Path) -> None:
    (shop.parent / "p.json").write_text(
        '{\n\t"profile": {\n\t\t"stack": {"in_use": ["old-ingress"]}\n\t},\n\t"as_of": "2026-04-15"}'
    )
    found = one(run("check", "p.json", "--format", "json").data, "end-of-life")
    assert (found["line"], found["column"], found["end_column"]) == (3, 24, 37)


def test_the_annotation_of_an_entity_has_the_lines_of_its_file(run: Run, shop: Path) -> None:
    entity = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: shop\n  annotations:\n"
    profile = "".join(f"      {line}" for line in PROFILE.splitlines(keepends=True))
    (shop.parent / "catalog-info.yaml").write_text(f"{entity}    portolan.io/profile: |\n{profile}")
    ran = run("check", "catalog-info.yaml", "--format", "json")
    found = one(ran.data, "end-of-life")
    assert (found["line"], found["column"], found["end_column"]) == (12, 15, 26)


ENTITY = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: shop\n"


def test_the_file_that_an_annotation_names_is_the_one_that_is_told(run: Run, shop: Path) -> None:
    (shop.parent / "catalog-info.yaml").write_text(
        f"{ENTITY}  annotations:\n    portolan.io/profile: ./portolan.yaml\nspec:\n  type: service\n"
    )
    ran = run("check", "catalog-info.yaml")
    assert ran.code == 1
    assert "portolan.yaml:6:9: error[end-of-life]" in ran.out
    assert "    6 |       - old-ingress   # until" in ran.out
    shop.write_text(MISTAKEN)
    assert run("check", "catalog-info.yaml").err.startswith("portolan.yaml:3:14: the catalog has no product")


@pytest.mark.parametrize(
    ("entity", "line", "said"),
    [
        (f"{ENTITY}  annotations: {{portolan.io/profile: 'stack: ['}}\n", 5, "not YAML"),
        (f"{ENTITY}  annotations: {{portolan.io/profile: ./nowhere.yaml}}\n", 5, "there is no file nowhere.yaml"),
        (f"{ENTITY}  annotations: {{portolan.io/profile: 5}}\n", 5, "an annotation is a text"),
        (ENTITY, None, "no entity in it has the annotation"),
    ],
)
def test_a_mistake_in_an_entity_is_told_in_the_forms_too(
    run: Run, shop: Path, entity: str, line: int | None, said: str
) -> None:
    (shop.parent / "catalog-info.yaml").write_text(entity)
    ran = run("check", "catalog-info.yaml", "portolan.yaml", "--format", "json")
    assert ran.code == 2
    (mistake,) = ran.data["mistakes"]
    assert (mistake["file"], mistake["line"], said in mistake["detail"]) == ("catalog-info.yaml", line, True)
    assert [one["file"] for one in ran.data["checks"]] == ["portolan.yaml"]


def test_a_file_is_checked_once_however_it_is_named(run: Run, shop: Path) -> None:
    (shop.parent / "link.yaml").symlink_to(shop)
    ran = run("check", "./portolan.yaml", "link.yaml", str(shop), "--format", "json")
    assert [one["file"] for one in ran.data["checks"]] == ["portolan.yaml"]


@pytest.mark.parametrize("target", ["nowhere.yaml", "link.yaml"])
def test_a_link_that_leads_nowhere_is_named_itself(run: Run, shop: Path, target: str) -> None:
    (shop.parent / "link.yaml").symlink_to(target)
    ran = run("check", "link.yaml")
    assert (ran.code, ran.err.startswith("link.yaml: ")) == (2, True)


def test_the_schema_for_editors_knows_what_the_file_may_say(run: Run, shop: Path) -> None:
    schema = Draft202012Validator(run("questions", "--format", "json-schema").data)
    levels = dict.fromkeys(KINDS, "warning")
    waiver = {"product": "jaeger", "reason": "r", "until": "2026-12-31", "by": "me"}
    said = {"levels": levels, "fail_on": ["error", "dropped"], "end_of_life_days": 30, "waivers": [waiver]}
    good = {"profile": {}, **said, "subject": "component:default/shop"}
    assert list(schema.iter_errors(good)) == []
    shop.write_text(json.dumps(good))
    assert run("check").code == 0
    for member, wrong in (("levels", {"droped": "error"}), ("fail_on", "eror"), ("waivers", [{"product": "jaeger"}])):
        assert list(schema.iter_errors({**good, member: wrong}))
    properties = schema.schema["$defs"]["request"]["properties"]
    assert all(properties[member].get("description") for member in said)


# --- forms ------------------------------------------------------------------------------------------------------


def test_text_shows_the_line_the_why_and_what_to_do(run: Run, shop: Path) -> None:
    told = run("check").out
    assert "    6 |       - old-ingress   # until the move is done\n      |         ^^^^^^^^^^^\n" in told
    assert "rule ingress/old-ingress-is-over [almanac/old-ingress-ends]" in told
    assert "= do: Move to Gateway." in told


def test_open_questions_are_counted_by_themselves_until_somebody_asks_for_them(run: Run, shop: Path) -> None:
    shop.write_text("profile: {stack: {in_use: [jaeger, old-ingress]}}\nas_of: 2026-04-15\n")
    counts = run("check", "--format", "json").data["checks"][0]["counts"]
    questions, notes = counts["kinds"]["open-question"], counts["levels"]["note"]
    assert questions > 1
    for form in ("text", "github", "markdown"):
        assert f"{questions} open questions (fails on error)" in run("check", "--format", form).out
        assert f"{notes} notes (fails on note)" in run("check", "--format", form, "--fail-on", "note").out


def test_text_is_korean_where_that_is_asked_for(run: Run, shop: Path) -> None:
    told = run("check", "--lang", "ko").out
    assert "오류[end-of-life]" in told
    assert "실패: 오류 1건" in told


def test_several_forms_come_of_one_run(run: Run, shop: Path) -> None:
    outputs = [f"-o{form}={form}.out" for form in FORMATS if form != "text"]
    ran = run("check", *outputs)
    assert ran.code == 1
    assert "error[end-of-life]" in ran.out
    for form in FORMATS[1:]:
        assert (shop.parent / f"{form}.out").read_text() == run("check", "--format", form).out


@pytest.mark.parametrize(
    ("outputs", "said"),
    [
        (["sarf=x"], "there is no format 'sarf': did you mean 'sarif'?"),
        (["a.txt", "b.txt"], "write FORMAT=FILE"),
        (["sarif=x", "junit=x"], "x is named twice"),
        (["sarif=-"], "standard output takes one form"),
        (["sarif="], "names no file"),
    ],
)
def test_outputs_that_cannot_be_are_refused(run: Run, shop: Path, outputs: list[str], said: str) -> None:
    ran = run("check", *(f"-o{one}" for one in outputs))
    assert ran.code == 2
    assert said in ran.err


def test_what_can_be_written_is_where_something_cannot(run: Run, shop: Path) -> None:
    (shop.parent / "folder").mkdir()
    ran = run("check", "-o", "sarif=folder", "-o", "junit=junit.xml")
    assert (ran.code, "folder: Is a directory" in ran.err, "error[end-of-life]" in ran.out) == (4, True, True)
    assert (shop.parent / "junit.xml").exists()


def test_what_is_outside_of_the_repository_has_an_address_of_its_own(run: Run, shop: Path, tmp_path: Path) -> None:
    outside = tmp_path / "out side.yaml"
    outside.write_text(PROFILE)
    (artifact,) = run("check", str(outside), "--format", "sarif").data["runs"][0]["artifacts"]
    assert artifact["location"] == {"uri": outside.as_uri()}


def test_the_profile_is_never_written_over(run: Run, shop: Path) -> None:
    ran = run("check", "-o", "portolan.yaml")
    assert ran.code == 4
    assert shop.read_text() == PROFILE


def test_json_is_what_the_api_answers_with_places(run: Run, shop: Path) -> None:
    data = run("check", "--format", "json").data
    assert (data["failed"], data["mistakes"]) == (True, [])
    found = one(data, "end-of-life")
    place = {name: found[name] for name in ("file", "line", "column", "end_line", "end_column")}
    assert place == {"file": "portolan.yaml", "line": 6, "column": 9, "end_line": 6, "end_column": 20}
    assert (found["product"], found["days_left"], found["pointer"]) == ("old-ingress", -15, "/profile/stack/in_use/0")


def test_sarif_is_valid_and_marks_the_word(run: Run, shop: Path) -> None:
    log = run("check", "--format", "sarif").data
    assert [error.message for error in SARIF.iter_errors(log)] == []
    (result,) = [result for result in log["runs"][0]["results"] if result["ruleId"] == "end-of-life"]
    physical = result["locations"][0]["physicalLocation"]
    assert physical["region"] == {"startLine": 6, "startColumn": 9, "endLine": 6, "endColumn": 20}
    assert log["runs"][0]["originalUriBaseIds"]["%SRCROOT%"]["uri"] == f"{shop.parent.as_uri()}/"


def compared(log: Any) -> dict[tuple[str, str], str]:
    """By rule and message, the fingerprint that GitHub compares."""
    results = log["runs"][0]["results"]
    return {
        (result["ruleId"], result["message"]["text"]): result["partialFingerprints"]["primaryLocationLineHash"]
        for result in results
    }


def test_code_scanning_gets_only_what_is_to_be_an_alert(run: Run, shop: Path) -> None:
    waiver = {"product": "old-ingress", "reason": "soon", "until": "2026-12-31", "by": "me"}
    shop.write_text(PROFILE + f"waivers: [{json.dumps(waiver)}]\nfail_on: note\nlevels: {{redundant: off}}\n")
    every = {result["ruleId"] for result in run("check", "--format", "sarif").data["runs"][0]["results"]}
    log = run("check", "--format", "code-scanning").data
    assert [error.message for error in SARIF.iter_errors(log)] == []
    assert {rule for rule, _ in compared(log)} == every - {"end-of-life"}
    assert "automationDetails" not in log["runs"][0]
    shop.write_text(PROFILE)
    alerts = {rule for rule, _ in compared(run("check", "--format", "code-scanning").data)}
    assert alerts == every - {"open-question"}


def test_alerts_of_one_line_are_apart_and_those_of_a_line_that_moved_the_same(run: Run, shop: Path) -> None:
    line = "profile: {stack: {in_use: [jaeger, old-ingress]}}\n"
    first, second = shop.with_name("first.yaml"), shop.with_name("second.yaml")
    for file in (first, second):
        file.write_text(f"{line}as_of: 2026-04-15\nfail_on: note\n")
    ran = run("check", "first.yaml", "second.yaml", "--format", "code-scanning")
    names = [one["partialFingerprints"]["primaryLocationLineHash"] for one in ran.data["runs"][0]["results"]]
    assert len(set(names)) == len(names) > 4
    before = compared(run("check", "first.yaml", "--format", "code-scanning").data)
    moved = line.replace("jaeger, old-ingress", "old-ingress, jaeger")
    first.write_text(f"# moved\nfail_on: note\nas_of: 2026-04-15  # a comment\n{moved}")
    assert compared(run("check", "first.yaml", "--format", "code-scanning").data) == before


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_may_be_called_anything(run: Run, shop: Path, form: str) -> None:
    for name in (b"caf\xe9.yaml", b"new\nline.yaml", "한글, a:b%.yaml".encode()):
        path = shop.with_name(os.fsdecode(name))
        path.write_text(PROFILE)
        assert run("check", path.name, "--format", form).code == 1
        assert (
            run("check", path.name, "--format", "json" if form == "text" else "text", "-o", f"{form}=out/told").code
            == 1
        )
        assert (shop.parent / "out" / "told").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", FORMATS)
def test_mistakes_are_told_in_every_form(run: Run, shop: Path, form: str) -> None:
    (shop.parent / "bad.yaml").write_text(MISTAKEN)
    ran = run("check", "bad.yaml", "--format", form)
    assert ran.code == 2
    assert "did you mean 'old-ingress'?" in ran.err
    if form in ("sarif", "code-scanning"):
        assert [error.message for error in SARIF.iter_errors(ran.data)] == []
    if form == "junit":
        assert faults(ElementTree.fromstring(ran.out)) == []
    if form == "github":
        assert "::error file=bad.yaml,line=3,endLine=3,col=14,endColumn=24,title=Portolan::" in ran.out
    if form == "gitlab":
        assert {(issue["severity"], issue["location"]["lines"]["begin"]) for issue in ran.data} == {
            ("blocker", 3),
            ("blocker", 4),
            ("blocker", 5),
        }
    if form != "text":  # where standard error has them
        assert re.search("old-ingress", ran.out)


def test_a_case_has_the_same_name_every_day(run: Run, shop: Path) -> None:
    days = [run("check", "--format", "junit", "--as-of", day).out for day in ("2026-04-15", "2026-04-16")]
    names, again = ([case.get("name") for case in ElementTree.fromstring(day).iter("testcase")] for day in days)
    assert names == again
    assert "End of life: Old Ingress" in names


def test_annotations_are_what_github_takes(run: Run, shop: Path) -> None:
    lines = run("check", "--format", "github").out.splitlines()
    assert lines[0].startswith(
        "::error file=portolan.yaml,line=6,endLine=6,col=9,endColumn=20,title=Portolan%3A End of life::Support for Old"
    )
    assert "%0A" in lines[0]
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines[:-1])
    assert lines[-1].startswith("portolan.yaml: failed: 1 error")


def test_an_annotation_names_a_few_claims_and_counts_the_others() -> None:
    because: list[dict[str, Any]] = [
        {"rule": "mesh/one", "cites": ["a/1", "a/2", "a/3", "a/4", "a/5", "a/6"]},
        {"rule": "mesh/two"},
    ]
    told = github._message({"message": "Leave it.", "because": because, "remedy": "Go."})
    assert told == "Leave it.\n(mesh/one) [a/1] [a/2] [a/3] [a/4] +2\nGo."
    because[0]["cites"] = ["a/1"]
    assert "(mesh/one) [a/1]\n" in github._message({"message": "Leave it.", "because": because, "remedy": "Go."})


def test_code_quality_is_what_gitlab_takes(run: Run, shop: Path) -> None:
    first, again = (run("check", "--format", "gitlab", "--as-of", day).data for day in ("2026-04-15", "2026-05-15"))
    for issue in first:
        assert {"description", "check_name", "fingerprint", "severity", "location"} <= issue.keys()
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["location"]["path"] == "portolan.yaml"
        assert issue["location"]["lines"]["begin"] >= 1
    names = [issue["fingerprint"] for issue in first]
    assert len(set(names)) == len(names)
    assert names == [issue["fingerprint"] for issue in again]  # whatever the day
    assert first[0]["severity"] == "critical"


def test_markdown_is_for_a_comment_that_can_be_found_again(run: Run, shop: Path) -> None:
    told = run("check", "--format", "markdown").out
    assert told.startswith("<!-- portolan check -->\n### Portolan: `portolan.yaml` failed: 1 error")
    assert "| **error** | Support for Old Ingress ended on 2026-03-31, 15 days ago: move to Gateway | " in told
    assert told.count("<details>") == told.count("</details>") >= 1


def test_a_comment_of_many_files_fits_into_one(run: Run, shop: Path) -> None:
    files = [shop.with_name(f"{number}.yaml") for number in range(700)]
    for number, file in enumerate(files):
        file.write_text(PROFILE if number % 7 == 0 else "profile: {}\nas_of: 2026-04-15\n")
    few = run("check", *(file.name for file in files[:3]), "--format", "markdown").out
    assert few.startswith("<!-- portolan check -->\n3 files checked, 1 failed.\n\n### Portolan: `0.yaml` failed")
    assert "<details>" in few
    every = run("check", *(file.name for file in files), "nowhere.yaml", "--format", "markdown").out
    assert len(every) < 65_536
    assert "700 files checked, 100 failed; 1 could not be checked." in every
    assert all(f"`{number}.yaml` failed" in every for number in range(0, 700, 7))
    assert every.endswith(" more files\n")


def test_what_is_waived_is_told_and_does_not_count(run: Run, shop: Path) -> None:
    waiver = {"product": "old-ingress", "reason": "a | b <x> `y`\n::error::", "until": "2026-12-31", "by": "me"}
    shop.write_text(PROFILE + f"waivers: [{json.dumps(waiver)}]\n")
    assert run("check").code == 0
    assert "waived until 2026-12-31 by me: a | b <x>" in run("check").out
    assert "old-ingress" not in run("check", "--format", "github").out
    assert "<x>" not in run("check", "--format", "markdown").out
    log = run("check", "--format", "sarif").data
    (result,) = [result for result in log["runs"][0]["results"] if result["suppressions"]]
    assert result["suppressions"][0]["location"]["physicalLocation"]["region"]["startLine"] == 11


HOSTILE = "\x1b[2J\r\n##[stop-commands]x @acme/all\n::error::b\u202e "
SHOWN = "\ufffd[2J  ## [stop-commands]x @acme/all ::error::b\ufffd"


@pytest.mark.parametrize("form", FORMATS)
def test_what_somebody_wrote_commands_nothing(run: Run, shop: Path, form: str) -> None:
    """Neither a terminal nor the workflow that reads the log, and it calls nobody: a pull request may be anybody's."""
    waiver = {"product": "old-ingress", "reason": HOSTILE * 9, "until": "2026-12-31", "by": f"::{HOSTILE}"}
    shop.write_text(PROFILE + f"waivers: [{json.dumps(waiver)}]\n")
    told = run("check", "--format", form).out
    assert not re.search("[\x00-\x09\x0b-\x1f]", told)
    assert ("\u202e" in told) == (form in ("json", "sarif"))  # which tell what was written
    if form == "text":
        assert SHOWN.rsplit(maxsplit=1)[-1] in told.split()
        assert not re.search(r"(?m)^\s*::|##\[", told)
    if form == "markdown":
        assert "@\u2060acme/all" in told
        assert "@acme" not in told


def test_a_file_with_any_name_is_told_on_one_line(run: Run, shop: Path) -> None:
    name = "::error::\n##[x]\x1b.yaml"
    Path(name).write_text("profile: {stack: {in_use: [old-ingres]}}\n")
    for form in FORMATS:
        ran = run("check", name, "--format", form)
        assert (ran.code, len(ran.err.splitlines())) == (2, 1)
        assert ran.err.startswith(": :error:: ## [x]\ufffd.yaml:1:28: ")
    Path(name).write_text("profile: {}\n")
    assert run("check", name, "--format", "github").out.startswith(": :error:: ## [x]\ufffd.yaml: passed")


def test_half_a_letter_is_a_mistake(run: Run, shop: Path) -> None:
    waiver = '{"product": "old-ingress", "reason": "\\ud800", "until": "2026-12-31", "by": "\\ud83d\\ude00"}'
    shop.write_text(f'{{"profile": {{}}, "waivers": [{waiver}]}}')
    assert (run("check", "--format", "sarif").code, run("check").err.count("not YAML")) == (2, 1)
    shop.write_text(shop.read_text().replace("\\ud800", "\\ud83d\\ude01"))
    assert run("check", "--format", "sarif").code == 0


# --- drift ------------------------------------------------------------------------------------------------------


def test_what_files_say_is_held_against_what_is_declared(run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (shop.parent / "charts").mkdir()
    (shop.parent / "charts" / "Chart.yaml").write_text("apiVersion: v2\nname: x\nversion: 1.0.0\n")

    def detect(files: Any, knowledge: Any) -> Detection:
        """A fake of detection: what it makes of files is tested where it is."""
        del knowledge
        (chart,) = [file.path for file in files if file.path.endswith("Chart.yaml")]
        return Detection(products={"tempo": (Evidence(chart, 2, "tempo 1.0", "chart"),)})

    monkeypatch.setattr("portolan.checking.detecting.detect", detect)
    for arguments in (["--detect"], ["--detect", "charts"]):
        data = run("check", "--format", "json", *arguments).data
        undeclared = one(data, "undeclared")
        assert (undeclared["file"], undeclared["line"], undeclared["product"]) == ("charts/Chart.yaml", 2, "tempo")
        gone = [found["product"] for found in data["checks"][0]["findings"] if found["kind"] == "not-found"]
        assert sorted(gone) == ["jaeger", "old-ingress"]
    assert (
        "charts/Chart.yaml:2:1: note[undeclared]: Tempo was found, and is not declared" in run("check", "--detect").out
    )
    assert "file=charts/Chart.yaml,line=2," in run("check", "--detect", "--format", "github").out
    assert run("check", "--detect", "--fail-on", "undeclared").code == 1


def test_of_several_files_each_is_held_against_what_is_found_below_its_folder(
    run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stacks = {"portolan.yaml": "[old-ingress]", "a/portolan.yaml": "[tempo]", "a/b/portolan.yaml": "[zipkin]"}
    for name, stack in stacks.items():
        (shop.parent / name).parent.mkdir(exist_ok=True)
        (shop.parent / name).write_text(
            f"profile:\n  stack:\n    in_use: {stack}\n    versions: {{old-ingress: '1.1'}}\nas_of: 2026-04-15\n"
        )
    found = {"tempo": ["a/c.yaml"], "jaeger": ["a/b/c.yaml", "c.yaml"], "zipkin": ["a/c.yaml"]}
    places = {name: tuple(Evidence(path, 1, "x", "y") for path in paths) for name, paths in found.items()}
    version = Suggested("1.2", (Evidence("a/d.yaml", 3, "x", "y"),))
    detected = Detection(products=places, versions={"old-ingress": version})
    monkeypatch.setattr("portolan.checking.detecting.detect", lambda files, knowledge: detected)

    def drift(*files: str) -> set[tuple[str, str, str, str]]:
        checks = run("check", *files, "--detect", "--format", "json").data["checks"]
        return {
            (check["file"], one["kind"], one["product"], one["file"])
            for check in checks
            for one in check["findings"]
            if KINDS[one["kind"]].detected
        }

    assert drift(*stacks) == {
        ("portolan.yaml", "undeclared", "jaeger", "c.yaml"),
        ("a/portolan.yaml", "other-version", "old-ingress", "a/portolan.yaml"),
        ("a/b/portolan.yaml", "undeclared", "jaeger", "a/b/c.yaml"),
    }
    assert drift("a/b/portolan.yaml") == {
        ("a/b/portolan.yaml", "undeclared", "tempo", "a/c.yaml"),
        ("a/b/portolan.yaml", "undeclared", "jaeger", "a/b/c.yaml"),
        ("a/b/portolan.yaml", "other-version", "old-ingress", "a/b/portolan.yaml"),
    }


def test_what_takes_files_is_not_failed_on_without_them(run: Run, shop: Path) -> None:
    ran = run("check", "--fail-on", "undeclared")
    assert (ran.code, "--fail-on undeclared takes --detect" in ran.err) == (2, True)


def test_the_profile_is_not_what_is_looked_into(run: Run, shop: Path) -> None:
    ran = run("check", "--detect", "portolan.yaml")
    assert (ran.code, "write `portolan check portolan.yaml --detect`" in ran.err) == (2, True)


def test_it_detects_by_the_shipped_fingerprints(run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTOLAN_RULES")
    (shop.parent / "Chart.yaml").write_text(
        "apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies:\n"
        "  - {name: loki, version: 6.6.2, repository: 'https://grafana.github.io/helm-charts'}\n"
    )
    shop.write_text("profile: {stack: {in_use: [helm]}}\n")
    undeclared = one(run("check", "--detect", "--format", "json").data, "undeclared")
    assert (undeclared["product"], undeclared["file"], undeclared["line"]) == ("loki", "Chart.yaml", 5)


def test_what_detection_cannot_read_is_told_as_what_it_finds_is(
    run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PORTOLAN_RULES")
    (shop.parent / "apps").mkdir()
    (shop.parent / "apps" / "a.yaml").write_text("apiVersion: v1\nkind: ]\n")
    shop.write_text("profile: {stack: {in_use: []}}\n")
    assert run("check", "--detect", "apps").err.startswith("--detect: apps/a.yaml:2:1: warning[not-yaml]: ")
