"""Labels that depend on the day they are read."""

from __future__ import annotations

from datetime import date

import pytest

from engine.explanation.labels import deadline_label


@pytest.mark.parametrize(
    ("as_of", "en", "ko"),
    [
        ("2026-03-30", "by 2026-03-31", "기한: 2026-03-31"),
        ("2026-03-31", "by 2026-03-31", "기한: 2026-03-31"),
        ("2026-04-01", "overdue since 2026-03-31", "2026-03-31 기한 경과"),
    ],
)
def test_a_deadline_is_overdue_from_the_day_after_it(as_of: str, en: str, ko: str) -> None:
    assert deadline_label("2026-03-31", as_of, "en") == en
    assert deadline_label(date(2026, 3, 31), date.fromisoformat(as_of), "ko") == ko
