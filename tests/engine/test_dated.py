"""Catalog facts as of a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dated import (
    ATTRIBUTES,
    attribute_on,
    end_of_life_known_on,
    licence_on,
    most_permissive,
    release_support_on,
    support_on,
    values_over_time,
    version_key,
)
from engine.knowledge.grounding import holds_for
from engine.knowledge.loader import build_knowledge
from engine.model import EndOfLife, Product, Release
from tests.engine.asking import sound_plan
from tests.engine.knowledge.laying import BASE
from tests.engine.strategies import bodies

KNOWLEDGE = build_knowledge(BASE)
JAEGER, GRAFANA, LEDGER, KUBERNETES = (KNOWLEDGE.products[id_] for id_ in ("jaeger", "grafana", "ledger", "kubernetes"))


@pytest.mark.parametrize(
    ("written", "key"),
    [("1.30", (1, 30)), ("v1.30.2", (1, 30, 2)), ("8.x", (8,)), ("x", ()), ("", ()), ("1.", (1,)), ("007", (7,))],
)
def test_a_version_is_compared_by_its_numbers(written: str, key: tuple[int, ...]) -> None:
    assert version_key(written) == key


@pytest.mark.parametrize(
    ("day", "licence"),
    [(date(2021, 4, 19), "Apache-2.0"), (date(2021, 4, 20), "AGPL-3.0-only"), (date.max, "AGPL-3.0-only")],
)
def test_a_licence_counts_from_its_day(day: date, licence: str) -> None:
    assert licence_on(GRAFANA, day) == licence


def test_a_licence_that_the_catalog_does_not_know_is_unknown() -> None:
    assert licence_on(KUBERNETES, date.max) is None
    assert attribute_on(KNOWLEDGE, KUBERNETES, "licence_class", date.max) is None
    assert attribute_on(KNOWLEDGE, KUBERNETES, "osi_approved", date.max) is None


def test_of_several_licences_the_freest_may_be_chosen() -> None:
    assert most_permissive("BUSL-1.1 OR AGPL-3.0-only OR Apache-2.0", KNOWLEDGE.licences).id == "Apache-2.0"
    assert attribute_on(KNOWLEDGE, LEDGER, "licence_class", date(2024, 12, 31)) == "copyleft"
    assert attribute_on(KNOWLEDGE, LEDGER, "licence_class", date(2025, 1, 1)) == "source-available"
    assert [attribute_on(KNOWLEDGE, LEDGER, "osi_approved", date(year, 6, 1)) for year in (2024, 2025)] == [True, False]


@pytest.mark.parametrize(
    ("day", "level"),
    [
        (date(2017, 9, 12), "none"),
        (date(2017, 9, 13), "incubating"),
        (date(2019, 10, 31), "graduated"),
        (date.max, "graduated"),
    ],
)
def test_a_level_counts_from_its_day(day: date, level: str) -> None:
    assert attribute_on(KNOWLEDGE, JAEGER, "cncf_level", day) == level


@pytest.mark.parametrize(
    ("day", "support"),
    [
        (date(2025, 2, 28), "supported"),
        (date(2025, 3, 1), "ending"),
        (date(2025, 12, 31), "ending"),
        (date(2026, 1, 1), "ended"),
    ],
)
def test_support_ends_after_the_last_day_and_nobody_knows_before_it_is_announced(day: date, support: str) -> None:
    assert support_on(JAEGER, day) == support
    assert end_of_life_known_on(JAEGER, day) == (None if support == "supported" else date(2025, 12, 31))


def test_an_end_without_an_announcement_is_known_on_its_day() -> None:
    product = Product("x", "X", end_of_life=EndOfLife(date(2025, 6, 1)))
    days = [date(2025, 5, 31), date(2025, 6, 1), date(2025, 6, 2)]
    assert [support_on(product, day) for day in days] == ["supported", "ending", "ended"]


@pytest.mark.parametrize(
    ("version", "day", "support"),
    [
        ("9", date(2020, 1, 1), "ended"),
        ("9.5.1", date(2020, 1, 1), "ended"),
        ("10.4", date(2025, 6, 13), "supported"),
        ("10.4", date(2025, 6, 14), "ended"),
        ("11", date.max, "supported"),
        ("12", date.max, None),
        ("1", date.max, None),
    ],
)
def test_a_release_has_support_until_the_end_of_its_cycle(version: str, day: date, support: str | None) -> None:
    assert release_support_on(GRAFANA, version, day) == support


def test_the_closest_cycle_counts() -> None:
    cycles = [Release("1", None, True), Release("1.30", None, False), Release("1.30.x", None, True)]
    product = Product("x", "X", releases=tuple(cycles))
    supports = {
        version: release_support_on(product, version, date.max) for version in ("1.3", "1.30", "1.30.7", "1.31")
    }
    assert supports == {"1.3": "ended", "1.30": "supported", "1.30.7": "supported", "1.31": "ended"}


@pytest.mark.parametrize(
    ("operator", "wanted", "before", "after"),
    [
        ("is", "BUSL-1.1", None, True),
        ("is", "AGPL-3.0-only", None, False),
        ("is", "Apache-2.0", False, False),
        ("is_not", "BUSL-1.1", None, False),
        ("is_not", "Apache-2.0", True, True),
        ("in", ("AGPL-3.0-only", "BUSL-1.1"), True, True),
        ("in", ("AGPL-3.0-only", "Apache-2.0"), None, False),
    ],
)
def test_with_a_choice_of_licences_what_holds_of_one_alone_is_neither_so_nor_not_so(
    operator: str, wanted: str | tuple[str, ...], before: bool | None, after: bool | None
) -> None:
    """The ledger is under BUSL-1.1 OR AGPL-3.0-only, from 2025 on under the first alone."""
    ledger = KNOWLEDGE.products["ledger"]
    days = (date(2024, 12, 31), date(2025, 1, 1))
    values = [attribute_on(KNOWLEDGE, ledger, "licence", day) for day in days]
    assert values == [("BUSL-1.1", "AGPL-3.0-only"), ("BUSL-1.1",)]
    assert [holds_for(operator, wanted, value) for value in values] == [before, after]


@given(bodies(most_rules=1), st.dates(date(2023, 12, 1), date(2026, 9, 1)), st.sampled_from(sorted(ATTRIBUTES)))
def test_no_day_has_a_value_that_grounding_does_not_know_of(body: dict[str, object], day: date, attribute: str) -> None:
    knowledge = sound_plan(body).knowledge
    for product in knowledge.products.values():
        values = values_over_time(knowledge, product, attribute)
        for near in (day - timedelta(1), day, day + timedelta(1)):
            value = attribute_on(knowledge, product, attribute, near)
            assert value in values
            known = ATTRIBUTES[attribute] or knowledge.licences
            assert value is None or all(one in known for one in (value if isinstance(value, tuple) else (value,)))
