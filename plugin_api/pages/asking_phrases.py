"""What the questionnaire says while it is filled in, in every language."""

from __future__ import annotations

from engine.model import Text

ASKING: dict[str, Text] = {
    name: Text(en, ko)
    for name, en, ko in (
        ("ask.standard", "The standard architecture", "표준 아키텍처"),
        ("ask.so_far", "Your architecture so far", "지금까지의 아키텍처"),
        ("ask.of", "Edition {edition}, as of {day}", "{edition}판, {day} 기준"),
        ("ask.picture", "Picture", "그림"),
        ("ask.matter", "{count} questions can still change something", "결과를 바꿀 수 있는 질문 {count}개"),
        ("ask.matter_one", "1 question can still change something", "결과를 바꿀 수 있는 질문 1개"),
        (
            "ask.nothing",
            "No further answer changes a pick or a verdict.",
            "더 답해도 추천과 판정이 달라지지 않습니다.",
        ),
        ("ask.settled", "{settled} of {slots} slots settled", "영역 {slots}개 중 {settled}개 확정"),
        ("ask.next", "Most telling now:", "지금 답하면 가장 좋은 질문:"),
        ("ask.section", "{open} of {all} still matter", "{all}개 중 {open}개가 결과에 영향"),
        ("ask.idle", "Show {count} questions that no longer change anything", "더는 영향이 없는 질문 {count}개 보기"),
        ("ask.idle_one", "Show 1 question that no longer changes anything", "더는 영향이 없는 질문 1개 보기"),
        ("ask.edition", "Edition and day", "판과 기준일"),
        ("ask.save", "Save as YAML", "YAML로 저장"),
        (
            "ask.save_help",
            "portolan.yaml, for a repository, a pipeline and the command line.",
            "저장소, 파이프라인, 명령줄에서 쓰는 portolan.yaml입니다.",
        ),
        ("ask.load", "Load answers from YAML", "YAML에서 답 불러오기"),
        ("ask.load_file", "A profile file", "프로필 파일"),
        ("ask.load_do", "Load", "불러오기"),
        ("ask.loaded", "{count} answers were loaded from {file}.", "{file}에서 답 {count}개를 불러왔습니다."),
        ("ask.not_loaded", "{file} was not loaded", "{file} 파일을 불러오지 못했습니다"),
        ("ask.no_file", "Choose a file first.", "먼저 파일을 고르십시오."),
        ("ask.the_file", "The file", "파일"),
        ("ask.line", "Line {line}", "{line}행"),
        ("ask.update", "See what it comes to so far", "지금까지의 결과 보기"),
        ("ask.restart", "Start over", "처음부터 다시"),
        ("ask.back", "Your earlier answers are here again.", "앞서 입력한 답을 다시 불러왔습니다."),
        ("ask.pending", "Working it out…", "결과를 계산하고 있습니다…"),
        (
            "ask.failed",
            "The service does not answer. Your answers are kept; the picture is of before.",
            "서비스가 응답하지 않습니다. 답은 그대로 있으며 그림은 이전 상태입니다.",
        ),
        ("ask.retry", "Try again", "다시 시도"),
        (
            "ask.refused",
            "The service does not let this page ask. The picture is of before.",
            "서비스가 이 페이지의 요청을 거부했습니다. 그림은 이전 상태입니다.",
        ),
        (
            "ask.wrong",
            "An answer cannot be understood; the picture is of before.",
            "이해할 수 없는 답이 있습니다. 그림은 이전 상태입니다.",
        ),
        (
            "ask.in_use_first",
            "The products to choose from are those that you say are in use.",
            "사용 중이라고 답한 제품 가운데 고를 수 있습니다.",
        ),
        ("ask.changed", "Changed:", "달라진 영역:"),
    )
}
