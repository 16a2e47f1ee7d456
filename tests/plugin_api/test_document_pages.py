"""The pages about a decision as a whole: all that a review asks for is reached from the page of the decision."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.plugin_api.conftest import Ask, problem_of

PROFILE = {
    "stack": {"in_use": ["jaeger", "ingress-nginx"]},
    "observability": {"signals": ["traces"]},
    "platform": {"production": True},
}
PAGES = (
    "",
    "/slots/tracing",
    "/why/jaeger",
    "/why-not/zipkin",
    "/open-questions",
    "/compared",
    "/what-if",
    "/conflicts",
    "/migration",
    "/record",
)


@pytest.fixture
def page(ask: Ask) -> str:
    """The path of the page of a decision that keeps Jaeger and leaves Ingress NGINX."""
    path: str = ask(PROFILE, edition="2026").json["links"]["page"]
    return path


def links_of(text: str) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(r'<a [^>]*href="(/[^"#]+)', text)]


def test_everything_is_reached_from_the_decision(client: FlaskClient, page: str) -> None:
    links = links_of(client.get(page).text)
    id_ = page.rpartition("/")[2]
    for path in ("conflicts", "migration", "record", "compared", "open-questions"):
        assert f"{page}/{path}?lang=en" in links
    for form in ("html", "svg", "markdown", "json"):
        assert f"/v1/decisions/{id_}/trace?format={form}&lang=en" in links
    assert f"{page}/slots/tracing?lang=en" in links
    assert f"{page}/record?slot=tracing&lang=en" in links_of(client.get(f"{page}/slots/tracing").text)
    assert f"{page}/conflicts?slot=tracing&lang=en" in links


@pytest.mark.parametrize("path", PAGES)
def test_each_page_says_which_decision_it_is_and_leads_back(client: FlaskClient, page: str, path: str) -> None:
    text = client.get(page + path).text
    stamp = text[text.index('class="stamp"') :].partition("</p>")[0]
    assert "Kubernetes standard architecture 2026" in stamp
    assert "2026-04-01" in stamp
    assert page.rpartition("/")[2] in stamp
    assert f'<a href="{page}?lang=en"' in text[text.index('class="review"') :]


@pytest.mark.parametrize("path", PAGES)
def test_no_link_is_broken(client: FlaskClient, page: str, path: str) -> None:
    links = {link for link in links_of(client.get(page + path).text) if "/trace" not in link and "lang=ko" not in link}
    sampled = [link for link in sorted(links) if not link.startswith("/rules/")][:: 1 if path else 5]
    broken = [link for link in sampled if client.get(link).status_code not in (200, 303)]
    assert broken == []


def test_the_source_behind_a_changed_premise_is_linked_as_a_source(client: FlaskClient, page: str) -> None:
    links = links_of(client.get(page).text)
    assert any(link.startswith("/sources/cncf-landscape") for link in links)
    assert not [link for link in links if re.match(r"/claims/[^/?]+(\?|$)", link)]


def test_where_sources_disagree_on_a_product(client: FlaskClient, page: str) -> None:
    text = client.get(f"{page}/why/jaeger").text
    block = text[text.index('id="conflict-jaeger-in-use"') :].partition('id="conflict-')[2]
    assert "arch-2026/jaeger-removed" in block
    assert "arch-2026/keep-jaeger" in block
    assert "both stand, each under its conditions" in block
    assert re.search(r"tracing/keep-existing-jaeger</a> \(applies here\)", block)
    assert re.search(r"tracing/jaeger-left-the-standard</a> \(set aside here\)", block)


def test_where_sources_disagree_on_the_whole_decision(client: FlaskClient, page: str) -> None:
    text = client.get(f"{page}/conflicts").text
    assert 'id="conflict-jaeger-in-use"' in text
    assert 'id="conflict-ingress-nginx-still-listed"' in text
    assert "Tracing back end</a>" in text
    tracing = client.get(f"{page}/conflicts?slot=tracing").text
    assert 'id="conflict-ingress-nginx-still-listed"' not in tracing
    assert client.get(f"{page}/conflicts?slot=tracin").status_code == 422


def test_the_migration_plan(client: FlaskClient, page: str) -> None:
    text = client.get(f"{page}/migration").text
    assert "Move from Ingress NGINX to" in text
    assert 'href="/rules/ingress-gateway/' in text
    card = client.get(page).text.partition('id="slot-ingress-gateway"')[2].partition("</article>")[0]
    assert f'<a href="{page}/migration?lang=en">Migration plan</a>' in card


def test_the_record_of_all_and_of_one_slot(client: FlaskClient, page: str) -> None:
    assert '<pre class="file">---' in client.get(f"{page}/record").text
    assert "Decision record (ADR): Tracing back end" in client.get(f"{page}/record?slot=tracing").text
    assert client.get(f"{page}/record?slot=tracin").status_code == 422


def test_how_to_decide_it_again(client: FlaskClient, page: str) -> None:
    text = client.get(page).text
    again = text[text.index('id="again"') :]
    assert "portolan replay decision.json" in again
    assert re.search(r"<code>sha256:[0-9a-f]{64}</code>", again)


def test_changes_since_an_edition_count_from_its_last_day(client: FlaskClient, page: str) -> None:
    text = client.get(f"{page}/compared").text
    assert "The 2025 edition is read as it stood on 2025-12-09, the last day before its successor was published" in text
    assert "Ingress NGINX: new warning (end of life, 2026-03-31)" in text
    assert f"{page}/compared?edition=2025&as_of=2026-04-01&lang=en" in links_of(text)


def test_changes_between_editions_on_one_day(client: FlaskClient, page: str) -> None:
    text = client.get(f"{page}/compared?as_of=2026-04-01").text
    assert "as it stood on 2026-04-01, the day of the decision" in text
    assert "Warned of on both sides" in text
    assert client.get(f"{page}/compared?as_of=lately").status_code == 422


def test_both_decisions_of_a_comparison_are_linked(client: FlaskClient, page: str) -> None:
    text = client.get(f"{page}/compared").text
    line = text[text.index("<p>decisions ") :].partition("</p>")[0]
    (before, after) = links_of(line)
    assert after == f"{page}?lang=en"
    assert client.get(before).status_code == 200


def test_who_takes_no_page_is_told_so(client: FlaskClient, page: str) -> None:
    problem_of(client.get(f"{page}/conflicts", headers={"Accept": "application/json"}), 406)


@pytest.mark.parametrize(("language", "told"), [("en", "with etcd"), ("ko", "함께 쓰는 제품: etcd")])
def test_companions_have_their_names(client: FlaskClient, ask: Ask, language: str, told: str) -> None:
    text = client.get(ask(PROFILE, language=language).json["links"]["page"]).text
    assert told in text
    assert not re.search(r'class="aside">(with|→) [a-z-]*-[a-z-]*<', text)


@pytest.mark.parametrize("path", ["", "/why/jaeger"])
def test_the_words_are_explained(client: FlaskClient, page: str, path: str) -> None:
    legend = client.get(page + path).text.partition('class="plain legend-fold"')[2].partition("</details>")[0]
    for word in ("adopt", "exception", "set aside", "…@tempo", "firm", "decided"):
        assert word in legend


@pytest.mark.parametrize("path", ["", "/why/jaeger"])
def test_a_claim_stands_without_quotation_marks_beside_its_dated_source(
    client: FlaskClient, page: str, path: str
) -> None:
    text = client.get(page + path).text
    assert "“Where Jaeger" not in text
    (cited,) = {one for one in re.findall("<cite>(.*?)</cite>", text) if "/sources/arch-2026?" in one}
    assert re.fullmatch("<a [^>]*>Kubernetes standard architecture 2026</a>, <time[^>]*>2025-12-10</time>", cited)
