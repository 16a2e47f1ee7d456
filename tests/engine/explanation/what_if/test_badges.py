"""What badges say, and how long lists are told."""

from __future__ import annotations

from typing import Any

from engine.explanation.what_if.badges import badge_line, legend
from engine.explanation.what_if.open_groups import shortened


def asked(*texts: str) -> list[dict[str, Any]]:
    return [{"question": "ask.it", "text": text} for text in texts]


def test_a_line_names_questions_by_their_texts_and_what_would_join_the_pick() -> None:
    pick = {"badge": "sensitive", "given": asked("What runs?"), "open": [], "joined": asked("How many?", "Why?", "No?")}
    assert badge_line(pick, "en") == (
        "would no longer be a pick with another answer to “What runs?”; "
        "another product could join it, depending on “How many?”, “Why?” or 1 more"
    )
    firm = {"badge": "firm", "given": [], "open": [], "joined": []}
    assert badge_line(firm, "ko") == "답 하나가 달라져도 추천에서 빠지지 않음"


def test_the_legend_says_what_each_badge_means_and_what_a_fact_is() -> None:
    assert [word for word, _ in legend("en")] == ["✓ firm", "! sensitive", "? may change", "a fact"]
    assert [word for word, _ in legend("ko")] == ["✓ 확고함", "! 답에 따라 바뀜", "? 바뀔 수 있음", "바꿀 수 없는 사실"]


def test_a_long_list_is_told_by_its_first_members() -> None:
    assert shortened(["a", "b", "c"], "en", 2) == "a, b and 1 more"
    assert shortened(["a", "b"], "ko", 2) == "a, b"
