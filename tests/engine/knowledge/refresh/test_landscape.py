"""`landscape.yml`, as the CNCF landscape writes it."""

from __future__ import annotations

from datetime import date

import pytest

from engine.knowledge.refresh.landscape import read_landscape
from engine.knowledge.refresh.reading import NotReadable
from engine.model import Product

LANDSCAPE = """
landscape:
  - category:
    name: Observability and Analysis
    subcategories:
      - subcategory:
        name: Tracing
        items:
          - item:
            name: Jaeger
            homepage_url: https://www.jaegertracing.io/
            repo_url: https://github.com/jaegertracing/jaeger
            project: graduated
            extra:
              accepted: '2017-09-13'
              incubating: '2017-09-13'
              graduated: '2019-10-31'
          - item:
            name: Keptn (lifecycle)
            repo_url: https://github.com/keptn/lifecycle-toolkit
            project: archived
            extra: {accepted: 2020-06-25, incubating: '2022-07-13', archived: '2025-09-03'}
          - item:
            name: Zipkin
            repo_url: https://github.com/openzipkin/zipkin
      - subcategory:
        name: Empty
        items:
"""


def levels(product: Product) -> list[tuple[str, str]] | None:
    project = read_landscape(LANDSCAPE, "landscape.yml").project_of(product)
    return None if project is None else [(span.level, str(span.since)) for span in project.levels]


def test_who_joined_as_an_incubating_project_was_never_in_the_sandbox() -> None:
    assert levels(Product("jaeger", "Jaeger")) == [("incubating", "2017-09-13"), ("graduated", "2019-10-31")]
    assert levels(Product("keptn", "Keptn")) == [
        ("sandbox", "2020-06-25"),
        ("incubating", "2022-07-13"),
        ("archived", "2025-09-03"),
    ]


def test_a_product_is_found_by_its_name_its_repository_or_the_name_it_is_known_as() -> None:
    assert levels(Product("j", "Other", repository="https://github.com/jaegertracing/Jaeger/"))
    assert levels(Product("j", "Other", known_as={"cncf-landscape": "Jaeger"}))
    assert levels(Product("j", "Jaeger", known_as={"cncf-landscape": "Nobody"})) is None
    assert levels(Product("zipkin", "Zipkin")) is None, "no project of the CNCF"
    assert levels(Product("j", "Nobody", repository="https://example.org/nobody")) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("landscape: [", "f.yml:2:1: this is no YAML: "),
        ("- a\n- b\n", "f.yml: this is no landscape.yml: it has no list `landscape` at the top"),
        ("landscape: {}", "f.yml: this is no landscape.yml"),
        ("landscape: []", "f.yml: this landscape has no item with a `project` level"),
        (LANDSCAPE.replace("graduated: '2019-10-31'", "graduated: soon"), "f.yml: 'Jaeger' is graduated, but"),
        ("a: " + "[" * 5000, "f.yml"),
        ("a: &x [*y", "f.yml:1:8: this is no YAML: found undefined alias"),
    ],
)
def test_what_is_no_landscape_is_said_to_be_none(text: str, message: str) -> None:
    with pytest.raises(NotReadable) as caught:
        read_landscape(text, "f.yml")
    assert str(caught.value).startswith(message)


def test_days_may_be_written_as_days_or_as_texts() -> None:
    project = read_landscape(LANDSCAPE, "l").project_of(Product("keptn", "Keptn"))
    assert project is not None and project.levels[0].since == date(2020, 6, 25)
