"""Numbers, versions and dates are the same figures in English and in Korean."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.linting.numbers import Figures, figure_of, figures_in


def values(text: str) -> list[tuple[str, tuple[float, ...]]]:
    return [figure.value for figure in figures_in(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("since v1.30 it is built in", ("version", (1, 30))),
        ("Kubernetes 1.30.0", ("version", (1, 30))),
        ("needs 2.8.x", ("version", (2, 8))),
        ("at most 2,000 minutes", ("number", (2000,))),
        ("10 million dollars", ("number", (10_000_000,))),
        ("1천만 달러", ("number", (10_000_000,))),
        ("100대 이상", ("number", (100,))),
        ("after March 2026", ("month", (2026, 3))),
        ("2026년 3월 이후", ("month", (2026, 3))),
        ("on 28 October 2025", ("day", (2025, 10, 28))),
        ("on October 28, 2025", ("day", (2025, 10, 28))),
        ("2025-10-28 집계", ("day", (2025, 10, 28))),
        ("the edition of 2026", ("year", (2026,))),
    ],
)
def test_a_figure_is_read_in_one_form(text: str, value: Any) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize("text", ["an L7 proxy on K3s", "IPv6 and S3", "HTTP/2x", "no figure at all"])
def test_digits_in_names_are_no_figures(text: str) -> None:
    assert values(text) == []


def test_a_day_supports_its_month_and_year_and_a_version_what_it_begins_with() -> None:
    known = Figures([figure_of(date(2026, 3, 31)), figure_of("1.30.2"), figure_of(10, unit=10**6), figure_of(None)])
    supported = [known.support(figure) for figure in figures_in("March 2026, 2026, 1.30, 10 million")]
    assert supported == [True] * 4
    assert [known.support(figure) for figure in figures_in("April 2026, 2025, 1.31, 11 million")] == [False] * 4
