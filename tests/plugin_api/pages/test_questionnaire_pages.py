"""The questionnaire while it is filled in: what answers come to, which questions matter, profiles as files."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.model import Knowledge
from portolan.cli import main
from tests.plugin_api.conftest import DAY, Ask, problem_of

NO_MESH = {"mesh.wanted": "false", "stack.in_use": "-"}


def outlook(client: FlaskClient, answers: dict[str, object] | None = None, language: str = "en") -> str:
    response = client.post("/outlook", data={"as_of": DAY, "lang": language, **(answers or {})})
    assert response.status_code == 200, response.text
    return response.text


def standing(page: str, question: str) -> str:
    found = re.search(rf'data-(?:about|question)="{re.escape(question)}" data-standing="(\w+)"', page)
    assert found, question
    return found[1]


def boxes(page: str) -> dict[str, str]:
    """What the small picture says of each slot."""
    found = re.findall(r'<li class="box[^"]*" data-slot="([\w-]+)">(.*?)</li>', page, re.DOTALL)
    return {slot: " ".join(re.sub(r"<[^>]+>", " ", inside).split()) for slot, inside in found}


# --- the first look ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "title"), [("en", "The standard architecture"), ("ko", "표준 아키텍처")])
def test_who_has_answered_nothing_sees_the_standard_architecture(
    client: FlaskClient, ask: Ask, language: str, title: str
) -> None:
    page = client.get(f"/?lang={language}").text
    assert title in page
    shown = boxes(page)
    for slot in ask({}, as_of=None).json["slots"]:
        if slot["need"]["needed"] and slot["picks"]:
            assert slot["slot"] in shown


def test_the_picture_shows_verdicts_by_signs_that_are_there(client: FlaskClient) -> None:
    text = client.get("/").text
    used, there = (set(re.findall(found, text)) for found in (r'<use href="#([^"]+)"', r'<symbol id="([^"]+)"'))
    assert used
    assert used <= there


def test_every_question_says_why_it_is_asked(client: FlaskClient, shipped: Knowledge) -> None:
    page = client.get("/?lang=en").text
    for question in shipped.questions:
        assert standing(page, question) in ("open", "waiting", "settled")
    assert "It could still change Cluster UI." in page


def test_the_page_is_no_larger_than_it_has_to_be(client: FlaskClient) -> None:
    assert len(client.get("/?lang=en").data) < 180_000


# --- what other answers come to ------------------------------------------------------------------------------------


def test_an_answer_changes_the_picture_at_once(client: FlaskClient) -> None:
    before = boxes(outlook(client))
    after = boxes(outlook(client, {"stack.in_use": "jaeger"}))
    assert after["tracing"] != before["tracing"]
    assert "Jaeger" in after["tracing"]


def test_questions_that_change_nothing_any_more_are_told(client: FlaskClient) -> None:
    page = outlook(client, NO_MESH)
    assert standing(page, "mesh.only_mtls") == "settled"
    assert "Show 3 questions that no longer change anything" in page
    assert "1 of 5 still matter" in page


def test_the_outlook_is_that_of_the_api(client: FlaskClient) -> None:
    body = {"profile": {"mesh": {"wanted": False}, "stack": {"in_use": []}}, "as_of": DAY}
    told = client.post("/v1/interviews", json=body).json
    page = outlook(client, NO_MESH)
    assert {one["question"]: one["standing"] for one in told["questions"]} == {
        one["question"]: standing(page, one["question"]) for one in told["questions"]
    }
    assert f"{told['progress']['remaining']} questions can still change something" in page


def test_only_products_in_use_can_be_said_to_work_well(client: FlaskClient) -> None:
    page = outlook(client, {"stack.in_use": ["jaeger", "harbor"]})
    assert re.findall(r'name="stack.works_well" value="([\w-]+)"', page) == ["harbor", "jaeger"]


def test_nothing_is_kept_of_an_outlook(client: FlaskClient) -> None:
    before = client.get("/v1/decisions").json["items"]
    outlook(client, {"platform.clusters": "77"})
    assert client.get("/v1/decisions").json["items"] == before


def test_what_cannot_be_understood_is_told_for_its_question(client: FlaskClient) -> None:
    page = outlook(client, {"platform.clusters": "many", "as_of": "soon"})
    assert 'data-wrong="platform.clusters"' in page
    assert 'data-wrong="as_of"' in page
    assert "data-part" not in page


def test_without_a_script_the_form_comes_back_with_what_it_comes_to(client: FlaskClient) -> None:
    response = client.post("/", data={**NO_MESH, "lang": "en", "as_of": DAY})
    assert response.status_code == 200
    assert standing(response.text, "mesh.only_mtls") == "settled"
    assert "Your architecture so far" in response.text
    assert client.post("/", data={"platform.clusters": "many"}).status_code == 422


# --- in the language of the page -----------------------------------------------------------------------------------


def test_mistakes_are_told_in_korean_on_korean_pages(client: FlaskClient) -> None:
    wrong = {"lang": "ko", "platform.clusters": "many", "edition": "1999", "stack.versions": "harbor new"}
    page = client.post("/decide", data=wrong).text
    for said in ("정수로 답하는 질문입니다(입력한 값: &#39;many&#39;)", "없는 판입니다", "버전이 아닙니다"):
        assert said in page
    assert "is a whole number" not in page
    assert '<a href="#q-platform.clusters">' in page


def test_problems_of_the_api_stay_english(client: FlaskClient) -> None:
    body = {"profile": {"platform": {"clusters": "many"}}, "language": "ko"}
    (error,) = problem_of(client.post("/v1/recommendations", json=body), 422)["errors"]
    assert error["detail"] == "platform.clusters is a whole number, not 'many'"


# --- profiles as files ---------------------------------------------------------------------------------------------


def saved(client: FlaskClient, answers: dict[str, object]) -> TestResponse:
    return client.post("/portolan.yaml", data=answers)


def load(client: FlaskClient, content: str, name: str = "portolan.yaml", language: str = "en") -> TestResponse:
    return client.post(f"/load?lang={language}", data={"file": (io.BytesIO(content.encode()), name)})


def test_a_saved_profile_is_the_one_that_the_command_line_decides(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {"stack.in_use": ["jaeger", "harbor"], "stack.versions": "harbor 2.8", "as_of": DAY, "lang": "en"}
    response = saved(client, answers)
    assert response.headers["Content-Disposition"] == 'attachment; filename="portolan.yaml"'
    (tmp_path / "portolan.yaml").write_text(response.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["recommend", "portolan.yaml", "--format", "json"])
    assert result.exit_code == 0, result.output
    decided = yaml.safe_load(result.output)["id"]
    assert client.post("/decide", data=answers).location == f"/decisions/{decided}"


def test_a_saved_profile_says_what_each_question_asks(client: FlaskClient) -> None:
    text = saved(client, {"lang": "ko", "mesh.wanted": "false", "edition": "2026"}).text
    assert "# 서비스 메시가 필요합니까?\n    wanted: false" in text
    assert yaml.safe_load(text) == {"edition": "2026", "profile": {"mesh": {"wanted": False}}}


def test_what_was_saved_is_loaded_again(client: FlaskClient) -> None:
    answers = {"stack.in_use": ["jaeger"], "stack.works_well": ["jaeger"], "edition": "2025", "as_of": "2025-06-01"}
    page = load(client, saved(client, {**answers, "lang": "en"}).text).text
    assert "2 answers were loaded from portolan.yaml." in page
    assert 'name="stack.in_use" value="jaeger" checked' in page
    assert 'name="stack.works_well" value="jaeger" checked' in page
    assert '<option value="2025" selected>' in page
    assert 'value="2025-06-01"' in page


@pytest.mark.parametrize("content", ["mesh: {wanted: false}", "profile:\n  mesh: {wanted: false}\nfail_on: [error]\n"])
def test_a_profile_may_be_bare_or_stand_beside_what_a_pipeline_needs(client: FlaskClient, content: str) -> None:
    page = load(client, content).text
    assert 'name="mesh.wanted" value="false" checked' in page


@pytest.mark.parametrize("content", ["", "profile:\n", "{}"])
def test_a_file_that_says_nothing(client: FlaskClient, content: str) -> None:
    assert "0 answers were loaded" in load(client, content).text


@pytest.mark.parametrize(
    ("content", "english", "korean"),
    [
        ("profile:\n  mesh: {wanted: no}\n", "<b>Line 2</b>", "<b>2행</b>"),
        ("profile:\n  stack:\n    in_use: [jager]\n", "did you mean &#39;jaeger&#39;?", "혹시 &#39;jaeger&#39;입니까?"),
        ("mesh: {}\n\nplatfrm: {}\n", "<b>Line 3</b>", "<b>3행</b>"),
        ("profile: {\n", "not YAML", "YAML이 아닙니다"),
        ("profile: {}\nprofile: {}\n", "stands here twice", "같은 키가 두 번"),
        ("- 1\n", "a request is a mapping", "매핑이어야 합니다"),
        ("x: &a 1\n", "anchors and aliases", "앵커와 별칭"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_place(
    client: FlaskClient, content: str, english: str, korean: str
) -> None:
    for language, said in (("en", english), ("ko", korean)):
        response = load(client, content, "my <file>.yaml", language)
        assert response.status_code == 422
        assert said in response.text
        assert "my &lt;file&gt;.yaml" in response.text


def test_loading_without_a_file(client: FlaskClient) -> None:
    assert "Choose a file first." in client.post("/load?lang=en", data={"file": (io.BytesIO(b""), "")}).text
    problem_of(client.post("/load", data={"x": "y"}), 415)
    broken = client.post("/load", data=b"--x\r\nnonsense", content_type="multipart/form-data; boundary=x")
    assert broken.status_code in (400, 422)
    problem_of(client.post("/load", data={"file": (io.BytesIO(b"#" * 300_000), "x")}), 413)


def test_saving_what_cannot_be_understood_tells_so_in_the_form(client: FlaskClient) -> None:
    response = saved(client, {"platform.clusters": "many", "lang": "en"})
    assert (response.status_code, response.mimetype) == (422, "text/html")
    assert "platform.clusters is a whole number" in response.text
