"""What the pages say, in every language."""

from __future__ import annotations

from engine.model import Language, Text
from plugin_api.pages.asking_phrases import ASKING
from plugin_api.pages.library.phrases import LIBRARY
from plugin_api.pages.review_phrases import REVIEWING
from plugin_api.pages.trying_phrases import TRYING

LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "ko": "한국어"}

PHRASES: dict[str, Text] = {
    name: Text(en, ko)
    for name, en, ko in (
        ("tagline", "Charts for cloud-native platforms", "클라우드 네이티브 플랫폼을 위한 해도"),
        ("skip", "Skip to content", "본문으로 건너뛰기"),
        ("language", "Language", "언어"),
        ("api", "API", "API"),
        ("lead_title", "Which products, and exactly why", "어떤 제품을, 정확히 왜"),
        (
            "lead",
            "Say what you know about your organisation and your platform. Rules written from published Kubernetes "
            "standard architectures tell what to adopt, keep, try or leave, with the source behind every step.",
            "조직과 플랫폼에 대해 아는 만큼만 답해 주세요. 공개된 쿠버네티스 표준 아키텍처를 옮긴 규칙이 "
            "도입, 유지, 시험, 교체할 제품을 알려 주고 모든 단계의 출처를 함께 보여 줍니다.",
        ),
        (
            "unknown_is_fine",
            "No language model, no hidden weights. Every answer may be left out: unknown is not no.",
            "언어 모델도 숨은 가중치도 없습니다. 모든 답은 비워 둘 수 있으며, 모름은 아니요가 아닙니다.",
        ),
        ("edition", "Edition", "판"),
        ("newest_edition", "Newest as of the date", "기준일의 최신판"),
        ("as_of", "As of", "기준일"),
        ("as_of_help", "Today, if left empty.", "비워 두면 오늘입니다."),
        ("decide", "Recommend", "추천받기"),
        ("questions", "{} questions", "문항 {}개"),
        ("no_answer", "No answer", "답하지 않음"),
        ("yes", "Yes", "예"),
        ("no", "No", "아니요"),
        ("none_of_these", "None of these", "해당 없음"),
        ("choose_products", "Choose products", "제품 고르기"),
        ("other_products", "Other products", "그 밖의 제품"),
        (
            "versions_help",
            "One product and version a line, as: harbor 2.8",
            "한 줄에 제품과 버전을 하나씩 적습니다. 예: harbor 2.8",
        ),
        ("number", "A number", "숫자"),
        ("version_example", "for example 1.31", "예: 1.31"),
        ("worth_if", "Worth answering if", "다음 답일 때 의미가 있습니다"),
        ("mistakes", "These answers cannot be understood", "이해할 수 없는 답이 있습니다"),
        ("decision", "Recommendation", "추천 결과"),
        ("change_answers", "Change the answers", "답 고치기"),
        ("as_json", "As JSON", "JSON으로 보기"),
        ("proof", "Proof", "증명"),
        ("picture_file", "The picture as an SVG file, for a slide", "발표 자료에 쓸 SVG 파일"),
        ("graph", "Proof graph", "증명 그래프"),
        ("knowledge", "Knowledge", "지식"),
        ("given_answers", "Your answers", "입력한 답"),
        ("no_answers", "None: this is the standard architecture.", "없음: 표준 아키텍처입니다."),
        ("warnings", "Warnings", "경고"),
        ("open_questions", "Worth answering next", "다음에 답하면 좋은 질문"),
        (
            "open_questions_help",
            "These unanswered questions could still change a slot, the most telling first.",
            "아직 답하지 않았고 결과를 바꿀 수 있는 질문입니다. 영향이 큰 순서입니다.",
        ),
        ("more_questions", "More questions", "더 보기"),
        ("bears_on", "Bears on", "관련 영역"),
        ("picks", "Go with", "추천"),
        ("no_picks", "No pick", "추천 없음"),
        ("points_to", "So far, go with", "지금까지의 추천"),
        ("hangs_on", "What the recommendation hangs on", "추천을 좌우하는 답"),
        ("and_more", "and {count} more", "외 {count}개"),
        ("fact", "a fact", "바꿀 수 없는 사실"),
        ("you_said", "you said", "현재 답"),
        ("evidence", "Evidence", "출처"),
        ("set_aside", "Set aside", "제외된 근거"),
        ("set_aside_by", "set aside by", "우선한 규칙:"),
        ("why", "Why", "이유"),
        ("why_not", "Why not", "추천하지 않는 이유"),
        ("what_would_bring_it_in", "What would make it a pick", "추천되려면"),
        ("ask_about", "Why, or why not?", "추천하거나 추천하지 않는 이유"),
        ("ask", "Ask", "묻기"),
        ("choose_product", "Choose a product", "제품 선택"),
        ("record", "Decision record (ADR)", "결정 기록(ADR)"),
        ("since_edition", "What changed since {edition}", "{edition}판과 달라진 점"),
        ("rather_than", "rather than", "비교 대상:"),
        ("hold_against", "hold against {name}", "비교 대상: {name}"),
        ("speaks_for", "What speaks for it", "추천 근거"),
        ("speaks_against", "What speaks against it", "추천하지 않는 근거"),
        ("what_decides", "What this rests on", "판단의 바탕"),
        (
            "proof_help",
            "Each line rests on those below it, down to your answers and the claims of the sources.",
            "각 줄은 그 아래 줄에 근거하며, 맨 아래에는 입력한 답과 출처의 주장이 있습니다.",
        ),
        ("as_drawing", "As a drawing", "그림으로 보기"),
        ("proof_page", "The proof as a page of its own", "증명만 따로 보기"),
        ("further", "Further", "더 보기"),
        ("others_here", "Others in the same place:", "같은 영역의 다른 제품:"),
        (
            "open_questions_page",
            "What each answer would change by itself; first the questions of which one answer changes the most picks.",
            "각 답이 그것만으로 무엇을 바꾸는지 보여 줍니다. 답 하나로 추천이 많이 바뀌는 질문부터 나옵니다.",
        ),
        ("nothing_open", "No further answer can change anything.", "더 답해도 바뀌는 것이 없습니다."),
        ("most_answers", "Most answers", "대부분의 답"),
        (
            "only_together",
            "Could change something only together with other answers",
            "다른 답과 함께일 때만 결과를 바꿀 수 있는 질문",
        ),
        ("what_they_change", "What each answer would change", "답에 따라 달라지는 것"),
        ("why_needed", "Why this is needed", "필요한 이유"),
        ("why_not_needed", "Why this is not needed", "필요하지 않은 이유"),
        ("by", "by", "기한"),
        ("with", "with {names}", "함께 쓰는 제품: {names}"),
        ("ruled_out_by", "Ruled out by", "배제한 제약"),
        ("not_needed_here", "Not needed so far", "지금까지는 필요 없음"),
        ("roadmap", "Roadmap", "로드맵"),
        (
            "roadmap_unknown",
            "Say how far the platform is along the adoption path to see what comes next.",
            "플랫폼 도입이 어느 단계까지 와 있는지 답하면 다음 단계를 보여 줍니다.",
        ),
        ("position.reached", "Reached", "도달"),
        ("position.next", "Next", "다음"),
        ("position.later", "Not yet", "나중"),
        ("install_order", "Order of installing", "설치 순서"),
        (
            "install_order_help",
            "What is recommended and neither in use nor built in, each after what it waits for.",
            "추천 제품 가운데 아직 사용하지 않고 플랫폼에 내장되지도 않은 것을 "
            "먼저 갖추어야 할 것부터 차례로 보여 줍니다.",
        ),
        ("installed_after", "after", "선행 제품:"),
        ("connections", "What works together", "제품 간 연동"),
        ("advice", "Advice", "조언"),
        ("advice.choosing", "On choosing", "제품 선택"),
        ("advice.adoption", "On adoption", "도입"),
        ("advice.installation", "On installation", "설치"),
        ("advice.integration", "On integration", "통합"),
        ("advice.security", "On security", "보안"),
        ("advice.operation", "On operation", "운영"),
        ("areas", "Areas", "영역"),
        ("review", "This decision", "이 결정"),
        ("decision_id", "Decision", "결정"),
        ("review_this", "For a review", "검토 자료"),
        ("open_short", "Open questions", "남은 질문"),
        ("conflicts", "Where sources disagree", "출처 간 불일치"),
        (
            "conflicts_help",
            "Each point on which sources disagree and that bears on this decision: what either side says, and how it "
            "was settled. Nothing is smoothed over.",
            "출처의 설명이 서로 다르고 이 결정에 영향을 주는 점을 모두 보여 줍니다. "
            "양쪽의 설명과 정리한 방법을 그대로 적었습니다.",
        ),
        ("conflicts_about", "On products recommended or in use here", "추천하거나 사용 중인 제품에 관한 점"),
        ("no_conflicts", "No sources disagree here.", "출처 간 불일치가 없습니다."),
        ("followed", "followed", "따른 쪽"),
        ("settled", "How it was settled:", "정리한 방법:"),
        ("settling_rules", "Rules:", "규칙:"),
        ("rule.stands", "applies here", "여기에 적용됨"),
        ("rule.defeated", "set aside here", "여기서는 제외됨"),
        ("rule.silent", "its conditions do not hold here", "여기서는 조건이 맞지 않음"),
        ("all_slots", "All slots", "모든 영역"),
        ("migration", "Migration plan", "이전 계획"),
        ("show", "Show", "보기"),
        ("record_whole", "Of the whole decision", "결정 전체"),
        ("record_slots", "Of one slot", "영역별"),
        ("record_file", "As a file (Markdown)", "파일로 보기(Markdown)"),
        ("record_of", "Decision record (ADR): {title}", "결정 기록(ADR): {title}"),
        ("proof_forms", "The proof", "증명"),
        ("form.html", "page", "페이지"),
        ("form.svg", "drawing (SVG)", "그림(SVG)"),
        ("form.markdown", "Markdown", "Markdown"),
        ("form.mermaid", "Mermaid", "Mermaid"),
        ("form.json", "JSON", "JSON"),
        ("again", "Decide it again", "다시 결정해 보기"),
        (
            "again_help",
            "The same answers and the same knowledge give the same decision under the same id. Save the JSON and let "
            "portolan replay decide it again: it says that both are identical, or what differs and why.",
            "입력한 답과 지식이 같으면 결정과 그 id도 같습니다. JSON을 저장한 뒤 portolan replay로 다시 결정하면 "
            "결과가 같은지, 다르면 무엇이 왜 다른지 알려 줍니다.",
        ),
        ("knowledge_digest", "Knowledge", "지식"),
        ("legend", "What the words mean", "용어와 표시"),
        (
            "compared_days",
            "The {edition} edition is read as it stood on {day}, {which}; the {newer} edition as of {today}.",
            "{edition}판은 {day}({which}) 기준, {newer}판은 {today} 기준입니다.",
        ),
        ("day.last", "the last day before its successor was published", "다음 판이 나오기 전날"),
        ("day.own", "the day on which it was published", "발행일"),
        ("day.same", "the day of the decision", "결정 기준일"),
        ("day.chosen", "the day asked for", "지정한 날"),
        ("compare_instead", "Compare with it as it stood on", "다른 날 기준으로 비교:"),
        ("widget_short", "Widget", "위젯"),
        ("widget", "On your own pages", "다른 페이지에 넣기"),
        (
            "widget_lead",
            "The recommendation as a part of any page: one script, and one element. Open questions are answered in "
            "place, and the picture follows at once.",
            "스크립트 하나와 요소 하나로 어느 페이지에나 추천 결과를 넣을 수 있습니다. "
            "남은 질문에 그 자리에서 답하면 그림이 바로 바뀝니다.",
        ),
        ("widget_script", "The widget needs JavaScript.", "위젯을 보려면 JavaScript가 필요합니다."),
        ("widget_embed", "In a page", "페이지에 넣기"),
        (
            "widget_embed_help",
            "The origin of the page must be among PORTOLAN_CORS_ORIGINS, unless it is that of Portolan.",
            "페이지의 출처(origin)가 Portolan과 다르면 PORTOLAN_CORS_ORIGINS에 그 출처가 있어야 합니다.",
        ),
        ("widget_frame", "In a frame", "프레임에 넣기"),
        (
            "widget_frame_help",
            "For pages that allow no scripts of others. Their origin must be among PORTOLAN_FRAME_ANCESTORS.",
            "다른 곳의 스크립트를 허용하지 않는 페이지를 위한 방법입니다. "
            "페이지의 출처가 PORTOLAN_FRAME_ANCESTORS에 있어야 합니다.",
        ),
        ("widget_integrity", "Integrity", "무결성"),
        (
            "widget_integrity_help",
            "A browser takes the script only if its hash is this one. It changes with each version, as the address "
            "does.",
            "브라우저는 해시가 아래와 같을 때만 스크립트를 실행합니다. 버전이 바뀌면 주소와 함께 바뀝니다.",
        ),
        ("not_found", "There is no such page", "그런 페이지가 없습니다"),
        ("home", "Start", "처음으로"),
        ("problem", "That did not work", "처리하지 못했습니다"),
        ("problem.401", "Portolan does not know who you are", "누구인지 확인할 수 없습니다"),
        (
            "problem.401.help",
            "Open Portolan through your developer portal, or ask whoever runs it for a token.",
            "개발자 포털에서 Portolan을 열거나 운영자에게 토큰을 요청하십시오.",
        ),
        ("problem.403", "You may not do that here", "이 작업을 할 권한이 없습니다"),
        (
            "problem.403.help",
            "Ask whoever runs Portolan for the role that this needs.",
            "운영자에게 이 작업에 필요한 역할을 요청하십시오.",
        ),
        ("problem.429", "That was too often", "요청이 너무 많습니다"),
        ("problem.429.help", "Wait a moment, and try again.", "잠시 후 다시 시도하십시오."),
        ("warning.end-of-life", "End of life", "지원 종료"),
        ("warning.deprecation", "Deprecation", "지원 중단 예고"),
        ("warning.licence", "Licence", "라이선스"),
        ("warning.limit", "Limit", "한계"),
        ("warning.conflict", "Conflict", "충돌"),
        ("warning.stale-premise", "Stale premise", "달라진 전제"),
    )
}
# Those of pages that are told in modules of their own.
PHRASES.update({**ASKING, **LIBRARY, **REVIEWING, **TRYING})


def phrase(name: str, /, language: Language, **parts: object) -> str:
    said = PHRASES[name].in_language(language)
    return said.format(**parts) if parts else said
