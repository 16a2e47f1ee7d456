"""What the box for other answers and comparisons says, in every language."""

from __future__ import annotations

from engine.model import Text

TRYING: dict[str, Text] = {
    name: Text(en, ko)
    for name, en, ko in (
        ("try", "What if?", "답을 바꾸면"),
        (
            "try.help",
            "Pick a question, give it another answer, and see what changes and why. Nothing of it is kept.",
            "질문을 골라 다른 답을 넣으면 무엇이 왜 달라지는지 보여 줍니다. 결과는 저장하지 않습니다.",
        ),
        ("try.question", "Another answer to", "답을 바꿀 질문"),
        ("try.choose", "Choose a question", "질문 선택"),
        ("try.matters", "Could still change something", "결과를 바꿀 수 있는 질문"),
        ("try.every", "Every question", "모든 질문"),
        ("try.do", "Try", "바꿔 보기"),
        ("try.now", "Answer behind this recommendation:", "이 추천의 답:"),
        ("try.see", "See what changes", "달라지는 것 보기"),
        ("try.another", "Another question", "다른 질문"),
        ("try.keep", "Decide with this answer", "이 답으로 추천받기"),
        ("compare", "Compare", "비교"),
        ("compare_other", "Compare with something else", "다른 결과와 비교"),
        ("compare_decision", "Another decision", "다른 결정"),
        ("compare_example", "its id, or the address of its page", "결정 id 또는 페이지 주소"),
        ("compared_with", "What changed since the decision {id}", "결정 {id}와 달라진 점"),
    )
}
