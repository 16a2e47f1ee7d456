"""What findings say, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.checking.findings import Finding
from engine.explanation.particles import fitted
from engine.explanation.texts import reason
from engine.inference.reasoner import Decision
from engine.model import Language, Text

# By `Finding.said`.
_SAID: dict[str, Text] = {
    "licence": Text("The licence of {name} is not allowed here", "허용되지 않는 라이선스: {name}"),
    "licence warning": Text("The licence of {name} calls for a closer look", "라이선스 확인 필요: {name}"),
    "incompatible": Text("{name} does not fit this profile", "이 프로필과 맞지 않는 제품: {name}"),
    "conflict": Text("{name} does not go with what else is here", "다른 구성과 충돌하는 제품: {name}"),
    "dropped": Text("{name} is not to be used for “{slot}” any more", "“{slot}” 영역에서 제외된 제품: {name}"),
    "superseded": Text("{name} gives way in “{slot}”", "“{slot}” 영역에서 대체되는 제품: {name}"),
    "deprecated": Text("A deprecation concerns {name}", "지원 중단 예고와 관련된 제품: {name}"),
    "stays": Text(
        "{name} has left the standard for “{slot}” and may stay where it is in use",
        "“{slot}” 표준에서 제외되었으나 사용 중이면 유지할 수 있는 제품: {name}",
    ),
    "contested": Text("The rules disagree about “{slot}”: {others}", "“{slot}” 영역의 규칙이 서로 어긋남: {others}"),
    "redundant": Text(
        "{name} is in use beside {others}, and one of them suffices for “{slot}”",
        "“{slot}” 영역에는 하나로 충분하지만 함께 사용 중: {others}, {name}",
    ),
    "redundant beside several": Text(
        "{name} is in use beside {others}, which suffice for “{slot}”",
        "“{slot}” 영역을 이미 맡고 있는 {others} 외에 추가로 사용 중: {name}",
    ),
    "not needed": Text(
        "{name} is in use, and “{slot}” is not needed", "필요하지 않은 “{slot}” 영역에서 사용 중: {name}"
    ),
    "missing": Text(
        "“{slot}” is needed, and nothing declared fills it", "“{slot}” 영역이 필요하지만 이를 맡는 제품이 선언되지 않음"
    ),
    "missing, no pick": Text(
        "“{slot}” is needed, nothing declared fills it, and no product is picked yet",
        "“{slot}” 영역이 필요하지만 이를 맡는 제품이 선언되지 않았고, 아직 추천하는 제품도 없음",
    ),
    "unserved": Text(
        "“{slot}” is needed, nothing declared fills it, and everything is ruled out",
        "“{slot}” 영역이 필요하지만 이를 맡는 제품이 선언되지 않았고, 쓸 수 있는 제품도 없음",
    ),
    "undeclared": Text("{name} was found, and is not declared", "발견되었지만 선언되지 않은 제품: {name}"),
    "not-found": Text("{name} is declared, and was not found", "선언되었지만 발견되지 않은 제품: {name}"),
    "other-version": Text("{name} is declared, and {found} was found", "선언과 다른 버전 발견: {name} → {found}"),
    "open question": Text("Not answered: “{question}”", "답변 없음: “{question}”"),
    "expired": Text("The waiver for {what} ended on {day}", "{day}에 만료된 예외: {what}"),
    "reopened": Text(
        "The waiver for {what} no longer stands: what it was given on has changed",
        "근거가 바뀌어 효력을 잃은 예외: {what}",
    ),
}
_ENDS: dict[str, Text] = {
    "ended": Text("Support for {name} ended on {day}, {count} ago", "지원 종료: {name}({day}, {count} 지남)"),
    "ends": Text("Support for {name} ends on {day}, in {count}", "지원 종료 예정: {name}({day}, {count} 남음)"),
    "ends today": Text("Support for {name} ends today, {day}", "오늘 지원 종료: {name}({day})"),
    "ended once": Text("Support for {name} has ended", "지원 종료: {name}"),
}
_ENDING = ("ending", "ending verdict", "release")
_TO = Text("move to {to}", "대체 제품: {to}")
_TAKE = Text("picks: {to}", "추천: {to}")
_OR = Text(" or ", " 또는 ")
_BY = Text("by {day}", "기한: {day}")
_EVIDENCE = Text("Found in {places}.", "발견 위치: {places}")
_SLOTS = Text("It bears on: {slots}.", "영향을 받는 영역: {slots}.")
_DAY, _DAYS = Text("1 day", "1일"), Text("{number} days", "{number}일")


def headline(finding: Finding, decision: Decision, language: Language) -> str:
    """One line without a full stop: what is found, where to go, by when."""
    knowledge = decision.knowledge
    parts = {
        "name": _name(finding, decision),
        "slot": knowledge.slots[finding.slot].title.in_language(language) if finding.slot else "",
        "others": names(finding.others, decision),
        "day": finding.by or "",
        "found": finding.found or "",
    }
    if finding.said in _ENDING:
        said = _end(finding, decision, language)
    else:
        question = knowledge.questions[finding.question].text.in_language(language) if finding.question else ""
        what = parts["name"] or f"“{parts['slot']}”"
        said = _SAID[finding.said].in_language(language).format(**parts, question=question, what=what)
    more = list(_more(finding, decision, language))
    joined = ": " if finding.kind != "missing" and ":" not in said else "; "
    return fitted(joined.join([said, ", ".join(more)]) if more else said)


def message(finding: Finding, decision: Decision, language: Language) -> str:
    """The headline and the first reason."""
    rules = decision.knowledge.rules
    told = [f"{headline(finding, decision, language)}."]
    if finding.rules:
        told.append(reason(rules[finding.rules[0]], decision, language))
    elif finding.question:
        slots = ", ".join(decision.knowledge.slots[slot].title.in_language(language) for slot in finding.slots)
        told.append(_SLOTS.in_language(language).format(slots=slots))
    elif finding.evidence:
        places = "; ".join(f"{one} ({one.what})" for one in finding.evidence)
        told.append(_EVIDENCE.in_language(language).format(places=places))
    return " ".join(told)


def names(products: Iterable[str], decision: Decision) -> str:
    return ", ".join(decision.knowledge.products[product].name for product in products)


def either(products: Sequence[str], decision: Decision, language: Language) -> str:
    """`Calico, Cilium or Flannel`: one of them is enough."""
    *others, last = [decision.knowledge.products[product].name for product in products]
    return f"{', '.join(others)}{_OR.in_language(language)}{last}" if others else last


def _name(finding: Finding, decision: Decision) -> str:
    name = decision.knowledge.products[finding.product].name if finding.product else ""
    return f"{name} {finding.release}" if finding.release else name


def _end(finding: Finding, decision: Decision, language: Language) -> str:
    name = _name(finding, decision)
    if finding.by is None:
        return _ENDS["ended once"].in_language(language).format(name=name)
    left = (finding.by - decision.as_of).days
    count = (_DAY if abs(left) == 1 else _DAYS).in_language(language).format(number=abs(left))
    key = "ended" if left < 0 else "ends" if left else "ends today"
    return _ENDS[key].in_language(language).format(name=name, day=finding.by, count=count)


def _more(finding: Finding, decision: Decision, language: Language) -> Iterable[str]:
    if finding.to:
        if finding.kind == "missing":
            yield _TAKE.in_language(language).format(to=names(finding.to, decision))
        else:
            yield _TO.in_language(language).format(to=either(finding.to, decision, language))
    if finding.by and finding.said not in (*_ENDING, "expired", "reopened"):
        yield _BY.in_language(language).format(day=finding.by)
