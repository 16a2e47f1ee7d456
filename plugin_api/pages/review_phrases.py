"""What the forms of a review say, in every language."""

from __future__ import annotations

from engine.model import Text

REVIEWING: dict[str, Text] = {
    name: Text(en, ko)
    for name, en, ko in (
        ("act", "Review it", "검토하기"),
        ("act.title", "Review of the recommendation", "추천 결과 검토"),
        (
            "act.help",
            "The recommendation itself never changes. What is written here stays, with who wrote it and when.",
            "추천 결과 자체는 바뀌지 않습니다. 여기에 적은 내용은 작성자, 시각과 함께 남습니다.",
        ),
        ("act.by", "Written in the name of: {name}", "작성자: {name}"),
        (
            "act.token",
            "This service asks for a token, which a form cannot send: reviews are written through the API or the "
            "developer portal.",
            "이 서비스는 토큰을 요구하며 양식으로는 토큰을 보낼 수 없습니다. "
            "검토 의견은 API나 개발자 포털에서 작성해 주십시오.",
        ),
        (
            "act.role",
            "{name} may read reviews here, but not write them: that needs the role “review”.",
            "{name} 계정은 검토 의견을 읽을 수만 있습니다. 작성하려면 “review” 역할이 필요합니다.",
        ),
        ("act.docs", "How through the API", "API로 작성하는 방법"),
        ("act.this", "Review this verdict", "이 판정 검토"),
        ("act.wrong", "This was not kept", "저장하지 않았습니다"),
        ("act.comment", "Comment", "의견 남기기"),
        ("act.accept", "Accept", "승인"),
        ("act.overrule", "Overrule a verdict", "판정 뒤집기"),
        ("act.withdraw", "Take a review back", "검토 철회"),
        ("act.waiver", "Allow in spite of a verdict (waiver)", "판정에도 불구하고 허용(예외 승인)"),
        ("act.withdraw-waiver", "Take a waiver back", "예외 승인 철회"),
        (
            "act.more",
            "Overrule a verdict, allow in spite of one (waiver), or take something back",
            "판정 뒤집기, 예외 승인, 철회",
        ),
        ("said.reviews", "A review", "검토 의견"),
        ("said.waivers", "A waiver", "예외 승인"),
        ("said.all", "All reviews of this decision", "이 결정의 모든 검토 의견"),
        ("said.differences", "What has changed since it was given", "승인 이후 달라진 점"),
        ("act.do.comment", "Comment", "의견 남기기"),
        ("act.do.accept", "Accept", "승인"),
        ("act.do.overrule", "Overrule", "판정 뒤집기"),
        ("act.do.withdraw", "Take back", "철회"),
        ("act.do.waiver", "Allow", "예외 승인"),
        ("act.do.withdraw-waiver", "Take back", "철회"),
        ("act.about", "About", "대상"),
        ("act.whole", "The whole recommendation", "추천 전체"),
        ("act.verdict", "Verdict", "판정"),
        ("act.choose", "Choose", "선택"),
        ("act.instead", "What it shall be instead", "대신할 판정"),
        ("act.not_said", "Not said: it just does not count", "정하지 않음(판정만 적용하지 않음)"),
        ("act.text", "What you say", "내용"),
        ("act.reason", "Reason", "이유"),
        ("act.if_any", "optional", "선택 사항"),
        ("act.until", "Last day on which it counts", "유효 기한(마지막 날)"),
        ("act.subject", "For whom: an entity of the portal", "대상: 포털의 엔티티"),
        (
            "act.subject_help",
            "Left empty: the entity that the recommendation was asked for, where that is one.",
            "비워 두면 추천을 요청한 엔티티가 하나일 때 그 엔티티입니다.",
        ),
        ("act.which", "Which", "항목"),
        (
            "act.waiver_help",
            "It holds until its last day, and only as long as the verdict rests on the same rules, facts and answers.",
            "기한까지, 그리고 판정의 근거가 된 규칙과 사실, 답이 그대로인 동안에만 유효합니다.",
        ),
        (
            "act.overrule_help",
            "Others see that the verdict does not count, why, and until when.",
            "이 판정을 적용하지 않는 이유와 기한이 다른 사람에게 보입니다.",
        ),
    )
}
