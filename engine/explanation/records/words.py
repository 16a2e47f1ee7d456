"""The words around what a record says, in both languages, and the titles of records."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

from engine.inference.reasoner import Decision
from engine.inference.resolution import SlotOutcome
from engine.model import Language, Text

_WORDS = {
    "which": Text(
        "Which product is to fill the slot “{slot}”, by “{edition}” as of {day}?",
        "{day} 기준, “{edition}”에 따르면 “{slot}” 영역에 어떤 제품을 써야 합니까?",
    ),
    "which stack": Text(
        "Which products are to make up the platform, by “{edition}” as of {day}?",
        "{day} 기준, “{edition}”에 따르면 플랫폼을 어떤 제품으로 구성해야 합니까?",
    ),
    "needed": Text("The slot is needed:", "이 영역이 필요한 이유:"),
    "not needed": Text("The slot is not needed:", "이 영역이 필요하지 않은 이유:"),
    "nobody": Text("No rule asks for this slot.", "이 영역을 요구하는 규칙이 없습니다."),
    "answered": Text("{question} {answer}", "{question} {answer}"),
    "chosen one": Text("Chosen option: {names}, because:", "선택: {names}. 이유는 다음과 같습니다."),
    "chosen many": Text("Chosen options: {names}, because:", "선택: {names}. 이유는 다음과 같습니다."),
    "compare": Text(
        "No option is chosen yet. To be compared: {names}.", "아직 선택하지 않았습니다. 비교 대상: {names}."
    ),
    "nothing yet": Text("No option is chosen yet.", "아직 선택하지 않았습니다."),
    "nothing": Text("No option is chosen: no rule recommends one.", "추천하는 규칙이 없어 선택한 제품이 없습니다."),
    "maybe": Text(
        "Nothing is chosen: as far as is known, the slot is not needed.",
        "선택한 제품이 없습니다. 지금까지의 답변으로는 이 영역이 필요하지 않습니다.",
    ),
    "unserved": Text(
        "No option is left: the slot is needed, but whatever could fill it is ruled out.",
        "선택할 수 있는 제품이 없습니다. 이 영역은 필요하지만 모든 후보가 배제되었습니다.",
    ),
    "contested": Text(
        "Not settled: of {names}, rules speak both for and against, and neither set the other aside.",
        "아직 정해지지 않았습니다. {names}에 대해 찬성하는 규칙과 반대하는 규칙이 맞서 있고, "
        "어느 쪽도 다른 쪽에 우선하지 않습니다.",
    ),
    "do without": Text("Chosen option: none. The slot is not needed.", "선택: 없음. 이 영역은 필요하지 않습니다."),
    "said of": Text("{names}: {text}", "{names}: {text}"),
    "with": Text("{name} is used together with {others}", "{name} 사용 시 {others} 함께 사용"),
    "leave": Text("{name} has to be left", "{name} 사용 중단"),
    "leave for": Text("{name} has to be left for {others}", "{name} 사용 중단, 대체 제품: {others}"),
    "leave by": Text("{leave} by {day}", "{leave}, 기한: {day}"),
    "overdue": Text("{leave}, overdue since {day}", "{leave}, {day} 기한 경과"),
    "hanging": Text("{question} {answer} ({others})", "{question} {answer} ({others})"),
    "hanging on list": Text("{question} ({others})", "{question} ({others})"),
    "otherwise": Text("{changes} → {picks}", "{changes} → {picks}"),
    "dated": Text("{text} ({day})", "{text} ({day})"),
    "because": Text("{what}: {reason}", "{what}. {reason}"),
    "to": Text("to {names}", "대체 제품: {names}"),
    "together": Text("with {names}", "함께 사용: {names}"),
    "ruled out": Text("ruled out", "배제됨"),
    "contested verdict": Text("contested", "상충"),
    "verdict of": Text("{verdict} {names}", "{verdict}: {names}"),
}

_PICKED = {
    "keep": Text("keep {names}", "{names} 유지"),
    "adopt": Text("use {names}", "{names} 도입"),
    "trial": Text("try {names}", "{names} 시험 도입"),
}
_TITLED = Text("{slot}: {choice}", "{slot}: {choice}")
_STACK_TITLE = Text("Platform by the {edition}", "{edition}에 따른 플랫폼 구성")
_WITHOUT_PICKS = {
    "not-needed": Text("do without", "도입하지 않음"),
    "unserved": Text("nothing is left to choose", "선택할 수 있는 제품 없음"),
    "contested": Text("not settled for {names}", "{names} 판정 미정"),
    "open": Text("still open", "미정"),
    "maybe": Text("not needed so far", "아직 필요하지 않음"),
    "decided": Text("nothing is recommended", "추천 제품 없음"),
}
_COMPARED = Text("compare {names}", "{names} 비교")
_SLUG_LENGTH = 80


def say(word: str, language: Language, **parts: object) -> str:
    return _WORDS[word].in_language(language).format(**parts)


def slot_title(outcome: SlotOutcome, decision: Decision, language: Language) -> str:
    """What was found for which slot, in a few words."""
    slot = decision.knowledge.slots[outcome.slot].title.in_language(language)
    return _TITLED.in_language(language).format(slot=slot, choice=_choice(outcome, decision, language))


def stack_title(decision: Decision, language: Language) -> str:
    edition = decision.knowledge.editions[decision.edition].title.in_language(language)
    return _STACK_TITLE.in_language(language).format(edition=edition)


def names_of(products: tuple[str, ...] | list[str], decision: Decision) -> str:
    return ", ".join(decision.knowledge.products[product].name for product in products)


def _choice(outcome: SlotOutcome, decision: Decision, language: Language) -> str:
    contested = [verdict.product for verdict in outcome.verdicts if verdict.contested]
    if outcome.status == "contested":
        return _WITHOUT_PICKS["contested"].in_language(language).format(names=names_of(contested, decision))
    if outcome.picks:
        said = [v for v in outcome.verdicts if v.product in outcome.picks]
        groups = [
            _PICKED[verdict].in_language(language).format(names=names_of([v.product for v in alike], decision))
            for verdict, alike in groupby(said, key=lambda v: v.verdict)
        ]
        return ", ".join(groups)
    considered = [v.product for v in outcome.verdicts if v.verdict == "consider"]
    if outcome.needed and considered and outcome.status in ("open", "decided"):
        return _COMPARED.in_language(language).format(names=names_of(considered, decision))
    status = "maybe" if outcome.status == "open" and not outcome.needed else outcome.status
    return _WITHOUT_PICKS[status].in_language(language)


def dated(title: str, day: object) -> str:
    """A source with its day, where that is known."""
    return f"{title} ({day})" if day else title


def slug(title: str, otherwise: str) -> str:
    """A title for the name of a file: letters of ASCII, digits and hyphens, cut at a word."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if len(words) > _SLUG_LENGTH:
        words = words[: _SLUG_LENGTH + 1].rpartition("-")[0] or words[:_SLUG_LENGTH]
    return words or otherwise
