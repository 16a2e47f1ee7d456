"""Filling in the questionnaire: what the browser adds, and that nothing is lost without it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.looking import FEW_LOOKS, PHONE, Look, Visit, Watch, check_accessible, check_fits

OUTLOOK = "**/outlook"
NO_SCRIPTS = Look(scripts=False)
# What somebody says, and what comes of it.
MATTER = re.compile(r"(\d+) questions? can still change something")


def field(page: Page, question: str, value: str) -> Locator:
    """A field, with everything unfolded that it lies in."""
    found = page.locator(f'[name="{question}"][value="{value}"]')
    return unfolded(found)


def text_field(page: Page, question: str) -> Locator:
    return unfolded(page.locator(f'[name="{question}"]'))


def unfolded(found: Locator) -> Locator:
    found.evaluate(
        "e => { for (let d = e.closest('details'); d; d = d.parentElement.closest('details')) d.open = true }"
    )
    return found


def slot(page: Page, name: str) -> Locator:
    return page.locator(f'.preview [data-slot="{name}"]')


def question(page: Page, id_: str) -> Locator:
    return page.locator(f'[data-question="{id_}"]')


def state(page: Page, name: str) -> Locator:
    return page.locator(f'[data-state="{name}"]')


def answer_no_mesh(page: Page) -> None:
    field(page, "stack.in_use", "-").check()
    field(page, "mesh.wanted", "false").check()


# --- what a visitor sees -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", FEW_LOOKS, ids=str)
def test_the_first_screen_shows_the_standard_architecture_and_where_to_begin(visit: Visit, look: Look) -> None:
    page = visit(f"/?lang={look.language}", look)
    for seen in (page.get_by_role("heading", level=1), page.locator("#preview-title"), slot(page, "cluster-ui")):
        expect(seen).to_be_in_viewport()
    expect(page.locator("form .bar")).to_be_attached()


@pytest.mark.parametrize("look", FEW_LOOKS, ids=str)
def test_an_answer_shows_at_once_what_it_comes_to(visit: Visit, look: Look) -> None:
    page = visit(f"/?lang={look.language}", look)
    expect(slot(page, "tracing")).not_to_contain_text("Jaeger")
    field(page, "stack.in_use", "jaeger").check()
    expect(slot(page, "tracing")).to_contain_text("Jaeger")
    expect(slot(page, "tracing")).to_have_class(re.compile("changed"))
    expect(state(page, "changed")).to_be_visible()
    assert page.url.endswith(f"/?lang={look.language}")
    check_accessible(page)
    check_fits(page)


def test_the_picture_is_drawn_by_the_server_alone(visit: Visit) -> None:
    def under_another_name(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("Jaeger", "Hunter"))

    page = visit("/?lang=en")
    page.route(OUTLOOK, under_another_name)
    field(page, "stack.in_use", "jaeger").check()
    expect(slot(page, "tracing")).to_contain_text("Hunter")


# --- which questions matter ----------------------------------------------------------------------------------------


def test_questions_that_no_longer_matter_are_folded_away_and_can_be_shown(visit: Visit) -> None:
    page = visit("/?lang=en")
    expect(question(page, "mesh.only_mtls")).to_have_attribute("data-standing", "open")
    answer_no_mesh(page)
    expect(question(page, "mesh.only_mtls")).to_be_hidden()
    show = page.get_by_role("checkbox", name="Show 3 questions that no longer change anything")
    show.check()
    expect(question(page, "mesh.only_mtls")).to_be_visible()
    expect(question(page, "mesh.only_mtls")).to_contain_text("No answer to it changes a pick or a verdict any more.")
    show.uncheck()
    expect(question(page, "mesh.only_mtls")).to_be_hidden()


def test_each_question_says_why_it_is_asked_and_progress_follows(visit: Visit) -> None:
    page = visit("/?lang=en")
    before = matter(page)
    expect(question(page, "organisation.kind")).to_contain_text("It could still change Cluster UI.")
    answer_no_mesh(page)
    expect(page.locator('[data-part="count-mesh"]')).to_have_text("1 of 5 still matter")
    expect(page.locator('[data-part="progress"]')).not_to_contain_text(f"{before} questions")
    assert matter(page) < before


def matter(page: Page) -> int:
    found = MATTER.search(page.locator('[data-part="progress"]').inner_text())
    assert found
    return int(found[1])


def test_the_most_telling_question_is_a_click_away(visit: Visit) -> None:
    page = visit("/?lang=en")
    page.get_by_role("link", name="Which products are in use today?").click()
    expect(question(page, "stack.in_use")).to_be_in_viewport()
    assert page.evaluate("document.activeElement.closest('[data-question]').dataset.question") == "stack.in_use"


def test_the_question_at_hand_is_not_folded_away(visit: Visit) -> None:
    page = visit("/?lang=en")
    answer_no_mesh(page)
    expect(question(page, "mesh.only_mtls")).to_be_hidden()
    page.locator(".section", has=page.locator('[name="mesh.wanted"]')).locator(".show-idle").check()
    field(page, "mesh.only_mtls", "true").check()
    expect(question(page, "mesh.only_mtls")).to_have_attribute("data-standing", "answered")
    field(page, "mesh.only_mtls", "").check()
    expect(question(page, "mesh.only_mtls")).to_have_attribute("data-standing", "settled")
    page.locator(".section", has=page.locator('[name="mesh.wanted"]')).locator(".show-idle").evaluate(
        "e => { e.checked = false }"
    )
    expect(question(page, "mesh.only_mtls")).to_be_visible()
    page.get_by_role("heading", level=1).click()
    expect(question(page, "mesh.only_mtls")).to_be_hidden()


def test_none_of_these_excludes_the_others(visit: Visit) -> None:
    page = visit("/?lang=en")
    field(page, "stack.in_use", "jaeger").check()
    field(page, "stack.in_use", "-").check()
    expect(field(page, "stack.in_use", "jaeger")).not_to_be_checked()
    field(page, "stack.in_use", "jaeger").check()
    expect(field(page, "stack.in_use", "-")).not_to_be_checked()


def test_what_works_well_is_chosen_among_what_is_in_use(visit: Visit) -> None:
    page = visit("/?lang=en")
    well = page.locator('[data-options="stack.works_well"] input')
    expect(well).to_have_count(0)
    field(page, "stack.in_use", "jaeger").check()
    expect(well).to_have_count(1)
    field(page, "stack.works_well", "jaeger").check()
    field(page, "stack.in_use", "harbor").check()
    expect(well).to_have_count(2)
    expect(field(page, "stack.works_well", "jaeger")).to_be_checked()


# --- answers are not lost ------------------------------------------------------------------------------------------


def test_answers_survive_a_reload_the_way_back_and_another_language(visit: Visit) -> None:
    page = visit("/?lang=en")
    field(page, "stack.in_use", "jaeger").check()
    expect(page.locator('[data-options="stack.works_well"] input')).to_have_count(1)
    field(page, "stack.works_well", "jaeger").check()
    text_field(page, "platform.clusters").fill("12")
    page.reload()
    expect(text_field(page, "platform.clusters")).to_have_value("12")
    expect(field(page, "stack.works_well", "jaeger")).to_be_checked()
    expect(slot(page, "tracing")).to_contain_text("Jaeger")
    page.get_by_role("button", name="Recommend").first.click()
    page.wait_for_url("**/decisions/*")
    page.go_back()
    expect(field(page, "stack.in_use", "jaeger")).to_be_checked()
    page.get_by_role("link", name="한국어").click()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(text_field(page, "platform.clusters")).to_have_value("12")
    expect(slot(page, "tracing")).to_contain_text("Jaeger")


def test_starting_over(visit: Visit) -> None:
    page = visit("/?lang=en")
    field(page, "stack.in_use", "jaeger").check()
    expect(slot(page, "tracing")).to_contain_text("Jaeger")
    page.goto("/?lang=en")
    expect(state(page, "back")).to_be_visible()
    page.get_by_role("button", name="Start over").click()
    expect(slot(page, "tracing")).not_to_contain_text("Jaeger")
    expect(page.locator("#preview-title")).to_have_text("The standard architecture")
    page.reload()
    expect(field(page, "stack.in_use", "jaeger")).not_to_be_checked()


def test_the_answers_of_a_decision_go_before_those_of_earlier(
    visit: Visit, decide: Callable[..., dict[str, str]]
) -> None:
    page = visit("/?lang=en")
    field(page, "stack.in_use", "jaeger").check()
    made = decide({"stack": {"in_use": ["harbor"]}})["id"]
    page.goto(f"/?from={made}&lang=en")
    expect(field(page, "stack.in_use", "harbor")).to_be_checked()
    expect(field(page, "stack.in_use", "jaeger")).not_to_be_checked()


# --- a profile as a file -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", [Look(), NO_SCRIPTS], ids=str)
def test_answers_are_saved_and_loaded_as_yaml(visit: Visit, look: Look, tmp_path: Path) -> None:
    page = visit("/?lang=en", look)
    choose(page, look, "mesh.wanted", "false")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as YAML").click()
    assert download.value.suggested_filename == "portolan.yaml"
    file = tmp_path / "portolan.yaml"
    download.value.save_as(file)
    assert yaml.safe_load(file.read_text(encoding="utf-8")) == {"profile": {"mesh": {"wanted": False}}}

    page = visit("/?lang=en", look)
    page.get_by_text("Load answers from YAML").click()
    page.get_by_label("A profile file").set_input_files(file)
    if not look.scripts:
        page.get_by_role("button", name="Load").click()
    expect(page.get_by_text("1 answers were loaded from portolan.yaml.")).to_be_visible()
    expect(page.locator('[name="mesh.wanted"][value="false"]')).to_be_checked()


def choose(page: Page, look: Look, name: str, value: str) -> None:
    found = page.locator(f'[name="{name}"][value="{value}"]')
    if look.scripts:
        unfolded(found)
    elif not found.is_visible():
        page.locator("details.section", has=found).locator("summary").first.click()
    found.check()


def test_a_file_with_mistakes_says_where_they_are_and_costs_no_answers(
    visit: Visit, watch: Watch, tmp_path: Path
) -> None:
    page = visit("/?lang=ko", Look("ko"))
    field(page, "mesh.wanted", "false").check()
    expect(question(page, "mesh.wanted")).to_have_attribute("data-standing", "answered")
    file = tmp_path / "shop.yaml"
    file.write_text("profile:\n  stack:\n    in_use: [jager]\n", encoding="utf-8")
    page.get_by_text("YAML에서 답 불러오기").click()
    page.get_by_label("프로필 파일").set_input_files(file)
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("shop.yaml")
    expect(notice).to_contain_text("3행")
    expect(notice).to_contain_text("혹시 'jaeger'입니까?")
    expect(page.locator('[name="mesh.wanted"][value="false"]')).to_be_checked()
    watch.complaints = [one for one in watch.complaints if "422" not in one]


# --- when things go wrong ------------------------------------------------------------------------------------------


def test_what_cannot_be_understood_is_told_at_its_field_in_the_language_of_the_page(visit: Visit) -> None:
    page = visit("/?lang=ko", Look("ko"))
    text_field(page, "platform.clusters").fill("many")
    text_field(page, "platform.clusters").blur()
    expect(question(page, "platform.clusters").locator(".mistake")).to_have_text(
        "정수로 답하는 질문입니다(입력한 값: 'many')"
    )
    expect(page.locator('[name="platform.clusters"]')).to_have_attribute("aria-invalid", "true")
    expect(state(page, "wrong")).to_be_visible()
    expect(slot(page, "tracing")).to_be_attached()
    text_field(page, "platform.clusters").fill("3")
    text_field(page, "platform.clusters").blur()
    expect(question(page, "platform.clusters").locator(".mistake")).to_have_count(0)
    expect(state(page, "wrong")).to_be_hidden()


def test_a_slow_service_is_waited_for_calmly_and_only_the_last_answer_counts(visit: Visit) -> None:
    page = visit("/?lang=en")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(OUTLOOK, hold)
    field(page, "stack.in_use", "jaeger").check()
    expect(state(page, "pending")).to_be_visible()
    expect(page.locator(".preview")).to_have_attribute("aria-busy", "true")
    expect(slot(page, "tracing")).to_be_visible()
    with page.expect_request(OUTLOOK):
        field(page, "stack.in_use", "-").check()
    page.wait_for_function("document.querySelector('.preview').getAttribute('aria-busy') === 'true'")
    assert len(held) == 2
    held[1].continue_()
    expect(state(page, "pending")).to_be_hidden()
    expect(page.locator(".preview")).not_to_have_attribute("aria-busy", "true")
    expect(slot(page, "tracing")).not_to_contain_text("Jaeger")


@pytest.mark.parametrize("look", [Look(), Look("ko", "dark", PHONE)], ids=str)
def test_a_service_that_fails_is_told_in_place_and_can_be_tried_again(visit: Visit, watch: Watch, look: Look) -> None:
    page = visit(f"/?lang={look.language}", look)
    page.route(OUTLOOK, lambda route: route.abort("connectionrefused"))
    field(page, "stack.in_use", "jaeger").check()
    expect(state(page, "failed")).to_be_visible()
    expect(field(page, "stack.in_use", "jaeger")).to_be_checked()
    check_accessible(page)
    check_fits(page)
    page.unroute(OUTLOOK)
    page.locator('[data-do="retry"]').click()
    expect(state(page, "failed")).to_be_hidden()
    expect(slot(page, "tracing")).to_contain_text("Jaeger")
    watch.complaints = [one for one in watch.complaints if "ERR_CONNECTION_REFUSED" not in one]


def test_a_service_that_breaks_or_refuses_is_told_apart(visit: Visit, watch: Watch) -> None:
    page = visit("/?lang=en")
    answers = iter((500, 403))
    page.route(OUTLOOK, lambda route: route.fulfill(status=next(answers), body="<p>no</p>", content_type="text/html"))
    field(page, "mesh.wanted", "true").check()
    expect(state(page, "failed")).to_be_visible()
    field(page, "mesh.wanted", "false").check()
    expect(state(page, "refused")).to_be_visible()
    expect(state(page, "failed")).to_be_hidden()
    watch.complaints = [one for one in watch.complaints if "500" not in one and "403" not in one]


def test_the_form_is_sent_though_the_script_got_no_answer(visit: Visit, watch: Watch) -> None:
    page = visit("/?lang=en")
    page.route(OUTLOOK, lambda route: route.abort("connectionrefused"))
    field(page, "stack.in_use", "jaeger").check()
    expect(state(page, "failed")).to_be_visible()
    page.get_by_role("button", name="Recommend").first.click()
    page.wait_for_url("**/decisions/*")
    expect(page.locator("#slot-tracing")).to_contain_text("Jaeger")
    watch.complaints = [one for one in watch.complaints if "ERR_CONNECTION_REFUSED" not in one]


# --- by keyboard, and without a script -----------------------------------------------------------------------------


def test_by_keyboard_alone(visit: Visit) -> None:
    page = visit("/?lang=en")
    page.locator('[name="organisation.kind"]').first.focus()
    page.keyboard.press("ArrowRight")
    expect(question(page, "organisation.kind")).to_have_attribute("data-standing", "answered")
    assert page.evaluate("document.activeElement.name") == "organisation.kind"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "organisation.annual_revenue_musd"
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    page.wait_for_url("**/decisions/*")


def test_the_small_picture_can_be_scrolled_by_keyboard(visit: Visit) -> None:
    page = visit("/?lang=en", Look(width=PHONE))
    areas = page.locator(".preview .areas")
    areas.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.preview .areas').scrollLeft > 0")


@pytest.mark.parametrize("look", [NO_SCRIPTS, Look("ko", "dark", PHONE, scripts=False)], ids=str)
def test_without_a_script(visit: Visit, look: Look) -> None:
    page = visit(f"/?lang={look.language}", look)
    check_fits(page)
    page.locator("details.section", has=page.locator('[name="mesh.wanted"]')).locator("summary").first.click()
    page.locator('[name="mesh.wanted"][value="false"]').check()
    update = page.locator("[data-without-script]")
    expect(update).to_be_visible()
    update.click()
    expect(page.locator("#preview-title")).to_have_text(
        "Your architecture so far" if look.language == "en" else "지금까지의 아키텍처"
    )
    expect(page.locator('[name="mesh.wanted"][value="false"]')).to_be_checked()
    page.locator(".bar button[type=submit]").click()
    page.wait_for_url("**/decisions/*")
