"""Differences worked into the catalog's files."""

from __future__ import annotations

from datetime import date

from engine.knowledge.refresh.differences import Change, Difference
from engine.knowledge.refresh.writing import refreshed

CATALOG = """\
# yaml-language-server: $schema=../schemas/catalog.schema.json
# Products, in the order of their home slots.
products:
  - id: jaeger   # the tracer
    name: Jaeger
    slots: [tracing]
    cncf:
      - {level: incubating, since: 2017-09-13, cites: [guide/jaeger], source: cncf-landscape}
    releases:
      - {cycle: "1.76", released: 2025-12-03, end_of_life: false, source: endoflife-date}
    note: {en: "A brace's note: all of it", ko: "메모"}

  - id: tempo
    name: Tempo
    slots: [tracing]
    note: {en: "Another.", ko: "다른 메모"}
"""
SOURCES = """\
sources:
  - id: cncf-landscape
    date: 2026-08-07
    note: {en: "Levels.", ko: "등급"}
  - id: project-announcements
    date: null
"""
NEW_LEVEL = Difference("jaeger", "cncf", "graduated", True, (Change("since", None, date(2019, 10, 31)),))
NEW_RELEASE = Difference(
    "jaeger", "releases", "1.10", True, (Change("released", None, date(2019, 2, 15)), Change("end_of_life", None, True))
)
MOVED = Difference("jaeger", "releases", "1.76", False, (Change("end_of_life", False, date(2026, 12, 31)),))
FIRST = Difference("tempo", "cncf", "sandbox", True, (Change("since", None, date(2026, 1, 1)),))


def written(*differences: Difference) -> str:
    return refreshed({"catalog/o.yaml": CATALOG.encode()}, differences, {})["catalog/o.yaml"].decode()


def test_what_does_not_change_is_not_touched() -> None:
    assert refreshed({"catalog/o.yaml": CATALOG.encode(), "sources.yaml": SOURCES.encode()}, (), {}) == {}


def test_a_new_fact_takes_its_place_in_time_and_all_else_stays_as_it_was() -> None:
    assert written(NEW_LEVEL, NEW_RELEASE) == CATALOG.replace(
        "    releases:\n",
        "      - {level: graduated, since: 2019-10-31, source: cncf-landscape}\n"
        "    releases:\n"
        '      - {cycle: "1.10", released: 2019-02-15, end_of_life: true, source: endoflife-date}\n',
    )


def test_a_fact_that_changed_keeps_the_rest_of_what_it_says() -> None:
    assert written(MOVED) == CATALOG.replace("end_of_life: false", "end_of_life: 2026-12-31")
    moved = Difference("jaeger", "cncf", "incubating", False, (Change("since", None, date(2017, 9, 14)),))
    assert written(moved) == CATALOG.replace("2017-09-13", "2017-09-14")


def test_the_first_fact_of_its_sort_comes_before_the_note() -> None:
    assert written(FIRST) == CATALOG.replace(
        '    note: {en: "Another."',
        '    cncf:\n      - {level: sandbox, since: 2026-01-01, source: cncf-landscape}\n    note: {en: "Another."',
    )


def test_a_source_is_dated_by_the_copy_that_was_asked() -> None:
    files = {"sources.yaml": SOURCES.encode()}
    assert refreshed(files, (), {"cncf-landscape": date(2026, 8, 7)}) == {}
    changed = refreshed(files, (), {"cncf-landscape": date(2026, 11, 1)})
    assert changed["sources.yaml"].decode() == SOURCES.replace("2026-08-07", "2026-11-01")
