"""What a check came to as facts, and what these come to as checks, in the shapes of Backstage's Tech Insights.

The shapes are those of `@backstage-community/plugin-tech-insights-common` 0.11: a schema of facts, facts by name, and
the results of checks. A fact that there is none of, such as the nearest end of life of products that have none, is
left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from engine.checking.check import Checked
from engine.checking.kinds import KINDS, LEVELS, Kind, KindOfFinding
from engine.model import Language, Text

# The id of the fact retriever that keeps these facts, and the version of their schema.
RETRIEVER = "portolan"
VERSION = "1.0.0"
# The checks are rules for the engine that the portal's own checks run on.
CHECK_TYPE = "json-rules-engine"

# A service has no files to hold a request against.
_KINDS = tuple(kind for kind in KINDS.values() if not kind.detected)

FactType = Literal["integer", "float", "string", "boolean", "datetime", "set"]


@dataclass(frozen=True, slots=True)
class FactKind:
    name: str
    type: FactType
    description: Text


def _of_kind(kind: KindOfFinding) -> FactKind:
    title = kind.title
    described = Text(f"Findings: {title.en}", f"발견 사항 수: {title.ko}")
    return FactKind(fact_name(kind.id), "integer", described)


def fact_name(kind: Kind) -> str:
    """`end-of-life` → `endOfLife`."""
    first, *others = kind.split("-")
    return first + "".join(word.capitalize() for word in others)


FACTS: tuple[FactKind, ...] = (
    FactKind("failed", "boolean", Text("Something was found that the check fails on", "검사 실패 여부")),
    FactKind("findings", "integer", Text("Findings that no waiver silences", "예외를 제외한 발견 사항 수")),
    FactKind("errors", "integer", Text("Findings at the level error", "오류 수준의 발견 사항 수")),
    FactKind("warnings", "integer", Text("Findings at the level warning", "경고 수준의 발견 사항 수")),
    FactKind("notes", "integer", Text("Findings at the level note", "참고 수준의 발견 사항 수")),
    FactKind("waived", "integer", Text("Findings that a waiver silences", "예외로 처리된 발견 사항 수")),
    *map(_of_kind, _KINDS),
    FactKind("productsInUse", "set", Text("The products that are declared in use", "사용 중이라고 선언한 제품")),
    FactKind("productsToMigrate", "set", Text("Declared products that are to be left", "이전해야 하는 제품")),
    FactKind(
        "productsPastEndOfLife",
        "set",
        Text("Declared products that, or whose release in use, have no support left", "지원이 종료된 제품"),
    ),
    FactKind(
        "nearestEndOfLife",
        "datetime",
        Text("The first end of support still ahead that was found", "앞으로 가장 먼저 도래하는 지원 종료일"),
    ),
    FactKind("decidedShare", "float", Text("The share of needed slots that are decided", "필요한 영역 중 결정된 비율")),
    FactKind("decision", "string", Text("The id of the decision behind it", "근거가 되는 결정의 ID")),
    FactKind("edition", "string", Text("The edition that it was decided for", "결정의 기준 판")),
    FactKind("asOf", "datetime", Text("The day that it was decided for", "결정의 기준일")),
    FactKind("knowledge", "string", Text("The digest of the knowledge", "지식의 다이제스트")),
)


@dataclass(frozen=True, slots=True)
class InsightCheck:
    """A check that passes where a fact has the value `good`. `kind`: of the findings that it is about."""

    id: str
    title: Text
    description: Text
    fact: str
    good: int | bool
    kind: Kind | None


def _check_of(kind: KindOfFinding) -> InsightCheck:
    described = Text(f"{kind.means.en} {kind.remedy.en}", f"{kind.means.ko} {kind.remedy.ko}")
    return InsightCheck(f"{RETRIEVER}-{kind.id}", kind.title, described, fact_name(kind.id), 0, kind.id)


# One for all that the check fails on, and one for each kind: nothing of it may have been found.
CHECKS: Mapping[str, InsightCheck] = {
    check.id: check
    for check in (
        InsightCheck(
            f"{RETRIEVER}-passes",
            Text("The declared stack passes", "선언한 스택 통과"),
            Text("Nothing was found that the check fails on.", "검사를 실패하게 하는 발견 사항이 없습니다."),
            "failed",
            False,
            None,
        ),
        *map(_check_of, _KINDS),
    )
}
_MEANING = Text("What the kind means", "발견 사항 유형 설명")
_PAGE = Text("The decision", "결정")


def fact_schema(language: Language) -> dict[str, dict[str, Any]]:
    return {
        fact.name: {"type": fact.type, "description": fact.description.in_language(language), "since": VERSION}
        for fact in FACTS
    }


def facts_of(checked: Checked, id_: str) -> dict[str, Any]:
    """By name, in the order of the schema. `id_`: of the decision."""
    decision = checked.decision
    found = [told.finding for told in checked.findings]
    ends = {one.product: one for one in found if one.kind == "end-of-life" and one.product}
    ahead = [one.by for one in found if one.kind == "end-of-life" and one.by and one.by >= decision.as_of]
    needed = [outcome for outcome in decision.slots if outcome.needed]
    decided = [outcome for outcome in needed if outcome.status == "decided"]
    values: dict[str, Any] = {
        "failed": checked.failed,
        "findings": sum(checked.by_level.values()),
        **{f"{level}s": checked.by_level[level] for level in LEVELS},
        "waived": sum(told.waived_by is not None for told in checked.findings),
        **{fact_name(kind.id): checked.by_kind[kind.id] for kind in _KINDS},
        "productsInUse": sorted(checked.stack.products),
        "productsToMigrate": sorted({one.product for one in found if one.verdict == "migrate" and one.product}),
        "productsPastEndOfLife": sorted(product for product, one in ends.items() if one.gravity == "full"),
        "nearestEndOfLife": _moment(min(ahead)) if ahead else None,
        "decidedShare": round(len(decided) / len(needed), 4) if needed else 1.0,
        "decision": id_,
        "edition": decision.edition,
        "asOf": _moment(decision.as_of),
        "knowledge": decision.knowledge.digest,
    }
    return {fact.name: values[fact.name] for fact in FACTS if values[fact.name] is not None}


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00.000Z"


# --- checks -----------------------------------------------------------------------------------------------------


def check_definitions(language: Language, service: str = "") -> list[dict[str, Any]]:
    """`service`: what addresses of this service begin with."""
    return [{**_described(check, language, service), "rule": _rule(check)} for check in CHECKS.values()]


def check_results(
    checked: Checked, id_: str, language: Language, *, only: Iterable[str] | None = None, service: str = ""
) -> list[dict[str, Any]]:
    """The result of each check, or of those named. `id_`: of the decision."""
    facts, schema = facts_of(checked, id_), fact_schema(language)
    page = {"title": _PAGE.in_language(language), "url": f"{service}/decisions/{id_}"}
    wanted = CHECKS.keys() if only is None else set(only)
    found = []
    for check in CHECKS.values():
        if check.id in wanted:
            value = facts[check.fact]
            described = _described(check, language, service)
            found.append(
                {
                    "facts": {check.fact: {"id": check.fact, **schema[check.fact], "value": value}},
                    "check": {**described, "links": [*described["links"], page]},
                    "result": value == check.good,
                }
            )
    return found


def _described(check: InsightCheck, language: Language, service: str) -> dict[str, Any]:
    url = f"{service}/v1/checks/kinds/{check.kind}"
    return {
        "id": check.id,
        "type": CHECK_TYPE,
        "name": check.title.in_language(language),
        "description": check.description.in_language(language),
        "factIds": [RETRIEVER],
        "metadata": {"kind": check.kind, "level": KINDS[check.kind].level if check.kind else None},
        "links": [{"title": _MEANING.in_language(language), "url": url}] if check.kind else [],
    }


def _rule(check: InsightCheck) -> dict[str, Any]:
    """The check as json-rules-engine writes it."""
    return {"conditions": {"all": [{"fact": check.fact, "operator": "equal", "value": check.good}]}}
