"""The kinds of findings: what each means, what to do about it, and how grave it is unless somebody says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from engine.model import Language, Text

Level = Literal["note", "warning", "error"]
# The mildest first.
LEVELS: tuple[Level, ...] = ("note", "warning", "error")
# In the place of a level: findings of the kind are not told at all.
OFF = "off"

Kind = Literal[
    "end-of-life",
    "licence",
    "incompatible",
    "dropped",
    "superseded",
    "contested",
    "redundant",
    "missing",
    "waiver-expired",
    "undeclared",
    "not-found",
    "other-version",
    "open-question",
]

# How much of the kind a finding is: `full` has the kind's level, `mild` is a level below, `remote` is a note.
Gravity = Literal["full", "mild", "remote"]


@dataclass(frozen=True, slots=True)
class KindOfFinding:
    """`level` is that of a full finding. `means` tells when it is found, `remedy` what to do about it.

    `detected`: it takes files to hold the request against, and is never found without.
    """

    id: Kind
    level: Level
    title: Text
    means: Text
    remedy: Text
    detected: bool = False


_KINDS = (
    KindOfFinding(
        "end-of-life",
        "error",
        Text("End of life", "지원 종료"),
        Text(
            "A product or release that is declared has no support any more, or will soon have none.",
            "사용 중이라고 선언한 제품이나 버전의 지원이 종료되었거나 곧 종료됩니다.",
        ),
        Text(
            "Move to what the finding names, or raise the release to one that gets support.",
            "발견 사항에 적힌 제품으로 옮기거나, 지원되는 버전으로 올려야 합니다.",
        ),
    ),
    KindOfFinding(
        "licence",
        "error",
        Text("Licence", "라이선스"),
        Text(
            "The licence of a declared product is against the profile's constraint, or calls for a closer look.",
            "사용 중이라고 선언한 제품의 라이선스가 프로필의 제약에 어긋나거나 확인이 필요합니다.",
        ),
        Text(
            "Replace the product, or change the constraint if it is not meant so.",
            "제품을 바꾸거나, 의도한 제약이 아니라면 제약을 고쳐야 합니다.",
        ),
    ),
    KindOfFinding(
        "incompatible",
        "error",
        Text("Incompatible", "호환되지 않음"),
        Text(
            "A declared product does not go with another one in use, or with what the profile says.",
            "사용 중이라고 선언한 제품이 다른 제품이나 프로필의 답변과 맞지 않습니다.",
        ),
        Text(
            "Replace the product, or the one it conflicts with.",
            "해당 제품이나 충돌하는 제품을 바꿔야 합니다.",
        ),
    ),
    KindOfFinding(
        "dropped",
        "warning",
        Text("Dropped from the standard", "표준에서 제외"),
        Text(
            "A declared product is no part of this edition's standard architecture any more, and is to be left.",
            "사용 중이라고 선언한 제품이 이 기준 판의 표준 아키텍처에서 빠져, 다른 제품으로 옮겨야 합니다.",
        ),
        Text(
            "Plan the move to what the finding names; list the product in `works_well` if it is to stay.",
            "발견 사항에 적힌 제품으로 옮길 계획을 세우거나, 계속 쓰려면 `works_well`에 적어야 합니다.",
        ),
    ),
    KindOfFinding(
        "superseded",
        "warning",
        Text("Superseded", "대체됨"),
        Text(
            "Another product takes the place of a declared one: here it is to be left for it, or it may stay for now.",
            "사용 중이라고 선언한 제품을 대신하는 제품이 있습니다. 옮겨야 하거나, 당분간 그대로 둘 수 있습니다.",
        ),
        Text("Plan the move to the successor.", "후속 제품으로 옮길 계획을 세워야 합니다."),
    ),
    KindOfFinding(
        "contested",
        "warning",
        Text("Contested", "판정 충돌"),
        Text(
            "Rules that hold for this profile disagree about a slot, so there is no advice to hold the stack against.",
            "이 프로필에 적용되는 규칙들이 한 영역에 대해 서로 어긋나, 비교할 기준이 없습니다.",
        ),
        Text(
            "Answer the open questions of the slot, or take both proofs to whoever keeps the rules.",
            "해당 영역의 남은 질문에 답하거나, 양쪽의 근거를 규칙 관리자에게 알려야 합니다.",
        ),
    ),
    KindOfFinding(
        "redundant",
        "note",
        Text("Redundant", "중복"),
        Text(
            "A declared product stands in a slot that another one in use serves, or that is not needed.",
            "사용 중이라고 선언한 제품의 영역을 다른 제품이 이미 맡고 있거나, 그 영역이 필요하지 않습니다.",
        ),
        Text(
            "Keep the one that the verdicts keep, or both on purpose.",
            "유지로 판정된 제품만 남기거나, 의도한 구성인지 확인합니다.",
        ),
    ),
    KindOfFinding(
        "missing",
        "note",
        Text("Missing", "빠진 영역"),
        Text(
            "A slot is needed whatever is answered further, and nothing that is declared in use or built in fills it.",
            "남은 질문의 답과 관계없이 필요한 영역이지만, 사용 중이거나 내장되었다고 선언한 제품 가운데 "
            "이를 맡는 제품이 없습니다.",
        ),
        Text(
            "Take up one of the picks, or declare what fills the slot today: in `stack.in_use`, or in "
            "`platform.built_in` where the platform brings it along.",
            "추천 제품을 도입하거나, 현재 그 영역을 맡고 있는 제품을 `stack.in_use`에 선언해야 합니다. "
            "플랫폼에 포함된 제품이라면 `platform.built_in`에 적습니다.",
        ),
    ),
    KindOfFinding(
        "waiver-expired",
        "warning",
        Text("Waiver expired", "예외 만료"),
        Text(
            "A waiver no longer silences its findings: its day has passed, or what it was given on has changed.",
            "예외의 기한이 지났거나 예외를 인정한 근거가 바뀌어, 더는 발견 사항에 적용되지 않습니다.",
        ),
        Text(
            "Deal with the findings, or have the waiver given anew.",
            "발견 사항을 해결하거나 예외를 다시 승인받아야 합니다.",
        ),
    ),
    KindOfFinding(
        "undeclared",
        "note",
        Text("Undeclared", "선언되지 않음"),
        Text(
            "A product was found in the files of the repository, and the profile does not declare it.",
            "저장소 파일에서 발견되었지만 프로필에 선언되지 않은 제품입니다.",
        ),
        Text(
            "Add it to `stack.in_use`, or take what is left of it out of the files.",
            "`stack.in_use`에 적거나, 파일에 남은 흔적을 지워야 합니다.",
        ),
        detected=True,
    ),
    KindOfFinding(
        "not-found",
        "note",
        Text("Not found", "발견되지 않음"),
        Text(
            "A product is declared, and nothing in the files of the repository speaks of it.",
            "선언되어 있지만 저장소 파일에 흔적이 없는 제품입니다.",
        ),
        Text(
            "Take it out of the profile if it is gone. What is installed elsewhere may well stay declared.",
            "더 쓰지 않는다면 프로필에서 지웁니다. 다른 곳에 설치되어 있다면 그대로 두어도 됩니다.",
        ),
        detected=True,
    ),
    KindOfFinding(
        "other-version",
        "note",
        Text("Other version", "다른 버전"),
        Text(
            "A version is declared, and the files of the repository name another one.",
            "선언한 버전과 저장소 파일의 버전이 다릅니다.",
        ),
        Text(
            "Declare the version that runs, or finish the change of versions.",
            "실제로 쓰는 버전을 선언하거나, 버전 변경을 마쳐야 합니다.",
        ),
        detected=True,
    ),
    KindOfFinding(
        "open-question",
        "note",
        Text("Open question", "남은 질문"),
        Text(
            "A question is not answered whose answer could still change a slot.",
            "답에 따라 영역의 판정이 달라질 수 있는 질문에 아직 답하지 않았습니다.",
        ),
        Text("Answer it in the profile.", "프로필에서 질문에 답해야 합니다."),
    ),
)
# In the order in which findings are told.
KINDS: Mapping[Kind, KindOfFinding] = {kind.id: kind for kind in _KINDS}


def level_of(kind: Kind, gravity: Gravity, levels: Mapping[Kind, str]) -> Level | None:
    """The level of a finding, given those that were set; None where the kind is off."""
    full = levels.get(kind, KINDS[kind].level)
    if full == OFF:
        return None
    if gravity == "remote":
        return LEVELS[0]
    rank = next(i for i, level in enumerate(LEVELS) if level == full)
    return LEVELS[max(0, rank - (gravity == "mild"))]


def help_text(kind: Kind, language: Language) -> str:
    """What the kind means and what to do about it."""
    return f"{KINDS[kind].means.in_language(language)} {KINDS[kind].remedy.in_language(language)}"
