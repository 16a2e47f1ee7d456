"""What is said of many profiles together, in both languages."""

from __future__ import annotations

from engine.checking.kinds import KINDS
from engine.model import Knowledge, Language, Text

_SAID: dict[str, Text] = {
    "title": Text("The fleet", "전체 현황"),
    "lead": Text(
        "What the stacks that are declared across the organisation come to, held against the rules of the edition.",
        "조직 전체에서 선언한 기술 스택을 기준 판의 규칙과 비교한 결과입니다.",
    ),
    "skip": Text("Skip to what is found", "본문으로 건너뛰기"),
    "contents": Text("Contents", "목차"),
    "edition": Text("Edition", "기준 판"),
    "as of": Text("As of", "기준일"),
    "knowledge": Text("Knowledge", "지식"),
    "profiles": Text("Profiles", "프로필"),
    "passed": Text("Passed", "통과"),
    "failed": Text("Failed", "실패"),
    "bad": Text("Not understood", "해석할 수 없음"),
    "no-profile": Text("Entities without a profile", "프로필이 없는 엔터티"),
    "silent": Text("Declare no product", "선언한 제품 없음"),
    "silent count": Text(
        "{count} profiles declare no product in use, so nothing could be found in them but what is missing",
        "프로필 {count}개는 사용 중인 제품을 선언하지 않아, 빠진 것 말고는 찾을 수 있는 것이 없음",
    ),
    "silent count 1": Text(
        "1 profile declares no product in use, so nothing could be found in it but what is missing",
        "프로필 1개는 사용 중인 제품을 선언하지 않아, 빠진 것 말고는 찾을 수 있는 것이 없음",
    ),
    "waived": Text("Findings waived", "예외로 처리된 발견 사항"),
    "error": Text("Errors", "오류"),
    "warning": Text("Warnings", "경고"),
    "note": Text("Notes", "참고"),
    "moves": Text("Products to migrate", "옮겨야 할 제품"),
    "moves lead": Text(
        "Products in use that are dropped, out of support, against a constraint on licences, incompatible or giving "
        "way, by how many subjects have an error or a warning about them.",
        "사용 중인 제품 가운데 제외, 지원 종료, 라이선스 제약 위반, 비호환, 대체로 오류나 경고가 있는 것을 대상이 많은 "
        "순으로 보입니다.",
    ),
    "nothing": Text("No profile was decided", "판정한 프로필이 없습니다"),
    "nothing lead": Text(
        "So there is nothing to tell of what is in use: that no product is named here does not mean that all is well.",
        "그래서 사용 중인 제품에 대해 알 수 있는 것이 없습니다. 여기에 제품이 없다고 해서 문제가 없다는 뜻은 아닙니다.",
    ),
    "next end": Text("Next end of support", "다음 지원 종료"),
    "no moves": Text("There is nothing to migrate.", "옮겨야 할 제품이 없습니다."),
    "upgrades": Text("Releases to upgrade", "올려야 할 버전"),
    "upgrades lead": Text(
        "These products may stay. Support for the release in use has ended or ends soon, so that another release of "
        "the same product is due.",
        "제품은 그대로 두고 버전을 올리면 됩니다. 사용 중인 버전의 지원이 끝났거나 곧 끝납니다.",
    ),
    "releases": Text("Releases in use", "사용 중인 버전"),
    "supported": Text("Newest with support", "지원 중인 최신 버전"),
    "product": Text("Product", "제품"),
    "subjects": Text("Subjects", "대상"),
    "with errors": Text("With errors", "오류 있음"),
    "why": Text("Why", "이유"),
    "to": Text("Where to", "대체 제품"),
    "first end": Text("Support ends first", "가장 이른 지원 종료"),
    "owners": Text("Owners", "담당"),
    "owner": Text("Owner", "담당"),
    "systems": Text("Systems", "시스템"),
    "system": Text("System", "시스템"),
    "nobody": Text("no owner", "담당 없음"),
    "no system": Text("no system", "시스템 없음"),
    "deadlines": Text("Deadlines", "기한"),
    "deadlines lead": Text(
        "When support ends for what is in use, with how many subjects that concerns. What has passed is not drawn to "
        "the same scale.",
        "사용 중인 제품과 버전의 지원이 끝나는 날과 해당 대상 수입니다. 이미 지난 기한의 막대는 축척이 다릅니다.",
    ),
    "no deadlines": Text("No deadline is known for what is in use.", "사용 중인 제품에 알려진 기한이 없습니다."),
    "time line": Text("Subjects whose support ends, by month", "월별 지원 종료 대상 수"),
    "passed by": Text("passed", "지남"),
    "passed count": Text("Passed already: {count}", "이미 지난 기한: {count}건"),
    "later": Text("later", "이후"),
    "day": Text("Day", "날짜"),
    "left": Text("Days left", "남은 날"),
    "exceptions": Text("Exceptions by team", "팀별 예외"),
    "exceptions lead": Text(
        "The waivers in the files, with the day until which they hold.",
        "파일에 적힌 예외와 그 기한입니다.",
    ),
    "no exceptions": Text("There are no exceptions.", "예외가 없습니다."),
    "until": Text("Until", "기한"),
    "state": Text("State", "상태"),
    "reason": Text("Reason", "사유"),
    "given by": Text("Given by", "승인"),
    "about": Text("About", "대상 제품·영역"),
    "subject": Text("Subject", "대상"),
    "next ends": Text("Next ends", "다음 만료"),
    "applied": Text("In force", "적용"),
    "expired": Text("Expired", "만료"),
    "reopened": Text("Grounds changed", "근거 변경"),
    "unused": Text("Silences nothing", "적용할 발견 사항 없음"),
    "questions": Text("Open questions that would settle most", "가장 많은 대상에 영향을 주는 남은 질문"),
    "questions lead": Text(
        "Questions that profiles leave open, by how many subjects an answer could still change something for.",
        "프로필에서 답하지 않은 질문을, 답에 따라 결과가 달라질 수 있는 대상 수 순으로 보여 줍니다.",
    ),
    "no questions": Text("No question is open.", "남은 질문이 없습니다."),
    "question": Text("Question", "질문"),
    "bears on": Text("Bears on", "영향을 받는 영역"),
    "missing": Text("Slots that nothing fills", "비어 있는 영역"),
    "missing lead": Text(
        "Slots that are needed, and that nothing in use fills.",
        "필요하지만 사용 중인 제품이 맡고 있지 않은 영역입니다.",
    ),
    "slot": Text("Slot", "영역"),
    "by owner": Text("By owner", "담당별"),
    "by system": Text("By system", "시스템별"),
    "to leave": Text("Products to leave", "옮길 제품"),
    "bad entries": Text("What could not be understood", "해석할 수 없는 항목"),
    "bad lead": Text(
        "Nothing was decided for these; all others were.",
        "이 항목은 판정하지 못했으며, 나머지는 모두 판정했습니다.",
    ),
    "twice": Text("Subjects in more than one place", "여러 곳에 있는 대상"),
    "twice lead": Text(
        "Each place was decided by itself and counts by itself. Where that is a mistake, one of them names the wrong "
        "subject.",
        "곳마다 따로 판정하고 따로 세었습니다. 의도한 것이 아니라면 그중 하나의 대상 이름이 잘못되었습니다.",
    ),
    "twice count": Text(
        "{count} subjects stand in more than one place, and count in each: {names}",
        "대상 {count}개가 여러 곳에 있어 곳마다 따로 세었습니다: {names}",
    ),
    "twice count 1": Text(
        "1 subject stands in more than one place, and counts in each: {names}",
        "대상 1개가 여러 곳에 있어 곳마다 따로 세었습니다: {names}",
    ),
    "places": Text("Places", "곳"),
    "where": Text("Where", "위치"),
    "what": Text("What is wrong", "문제"),
    "more": Text("… and {count} more", "… 외 {count}건"),
    "more in": Text("… and {count} more in {file}", "… 외 {count}건은 {file}에 있음"),
    "all in": Text("All of it is in {files}.", "전체 내용: {files}"),
    "who": Text("Which", "대상 목록"),
    "days": Text("{count} days", "{count}일"),
    "days 1": Text("1 day", "1일"),
    "ago": Text("{count} days ago", "{count}일 지남"),
    "ago 1": Text("1 day ago", "1일 지남"),
    "deciding": Text("Deciding", "판정 중"),
    "batches": Text("Deciding  {count} batches", "판정 중  묶음 {count}개"),
    "counted": Text(
        "{profiles} profiles: {passed} passed, {failed} failed", "프로필 {profiles}개: 통과 {passed}개, 실패 {failed}개"
    ),
    "counted 1": Text("1 profile: {passed} passed, {failed} failed", "프로필 1개: 통과 {passed}개, 실패 {failed}개"),
    "bad count": Text("{count} could not be understood", "{count}개는 해석할 수 없음"),
    "without count": Text("{count} entities without a profile", "프로필이 없는 엔터티 {count}개"),
    "without count 1": Text("1 entity without a profile", "프로필이 없는 엔터티 1개"),
    "kept": Text(
        "{count} were decided already by the run that was cut off.",
        "중단된 실행에서 이미 판정한 {count}개를 이어받았습니다.",
    ),
    "kept 1": Text(
        "1 was decided already by the run that was cut off.",
        "중단된 실행에서 이미 판정한 1개를 이어받았습니다.",
    ),
    "lost": Text(
        "{count} processes were lost ({how}); what they were at was decided by others. If memory was short, give fewer "
        "--jobs.",
        "프로세스 {count}개를 잃었으며({how}), 맡았던 항목은 다른 프로세스가 판정했습니다. 메모리가 부족했다면 "
        "--jobs를 줄이십시오.",
    ),
    "lost 1": Text(
        "1 process was lost ({how}); what it was at was decided by another. If memory was short, give fewer --jobs.",
        "프로세스 1개를 잃었으며({how}), 맡았던 항목은 다른 프로세스가 판정했습니다. 메모리가 부족했다면 "
        "--jobs를 줄이십시오.",
    ),
    "old files": Text(
        "Left from a run before, and not of this one: {files}", "이전 실행의 결과로 남아 있는 파일: {files}"
    ),
    "cut off": Text(
        "What is decided is kept: the same command goes on from there.",
        "판정한 것은 보관했습니다. 같은 명령을 다시 실행하면 이어서 진행합니다.",
    ),
    "anew": Text("Begun anew, for it is not the same as before: {what}.", "이전 실행과 달라 새로 시작합니다: {what}."),
    "format": Text("the form of the journal", "기록 형식"),
    "terms": Text("the options", "옵션"),
    "today": Text("the day (--as-of sets it)", "날짜(--as-of로 지정)"),
    "version": Text("Portolan itself", "Portolan 버전"),
    "journal": Text("what was kept cannot be read", "기록을 읽을 수 없음"),
    "written": Text("Written to {directory}: {files}", "{directory}에 저장: {files}"),
    "subjects count": Text("{count} subjects", "대상 {count}개"),
    "subjects count 1": Text("1 subject", "대상 1개"),
    "by": Text("support ends on {day}", "{day}에 지원 종료"),
    "ended": Text("out of support since {day}", "{day}부터 지원 종료"),
    "to what": Text("to {names}", "대체 제품: {names}"),
}


class FleetWords:
    """Texts and names in one language."""

    def __init__(self, knowledge: Knowledge, language: Language) -> None:
        self.knowledge, self.language = knowledge, language

    def say(self, name: str, **parts: object) -> str:
        said = _SAID[name].in_language(self.language)
        return said.format(**parts) if parts else said

    def count(self, name: str, count: int, **parts: object) -> str:
        """One is told as one, where that is said differently."""
        return self.say(f"{name} 1" if count == 1 and f"{name} 1" in _SAID else name, count=f"{count:,}", **parts)

    def kind(self, kind: str) -> str:
        return KINDS[kind].title.in_language(self.language)  # type: ignore[index]

    def product(self, product: str, release: str | None = None) -> str:
        name = self.knowledge.products[product].name
        return f"{name} {release}" if release else name

    def slot(self, slot: str) -> str:
        return self.knowledge.slots[slot].title.in_language(self.language)

    def question(self, question: str) -> str:
        return self.knowledge.questions[question].text.in_language(self.language)

    def edition(self, edition: str) -> str:
        return self.knowledge.editions[edition].title.in_language(self.language)

    def days(self, count: int) -> str:
        return self.count("ago", -count) if count < 0 else self.count("days", count)
