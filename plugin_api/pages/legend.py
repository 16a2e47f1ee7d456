"""What the words and signs on a page mean, for who meets them for the first time."""

from __future__ import annotations

from dataclasses import dataclass

from engine.explanation.labels import verdict_word
from engine.explanation.proofs.words import status_word, strength_word
from engine.explanation.what_if.badges import legend
from engine.explanation.what_if.robustness import BADGES
from engine.model import Language, Text

_TITLES = {
    "verdicts": Text("Verdicts on a product", "제품 판정"),
    "statuses": Text("Where a slot stands", "영역의 상태"),
    "strengths": Text("How strong a rule is", "규칙의 강도"),
    "firmness": Text("How firm a recommendation is", "추천의 확고함"),
    "other": Text("Rules", "규칙"),
}
_VERDICTS = {
    "adopt": Text("recommended: take it up", "추천: 도입합니다"),
    "keep": Text("in use already, and may stay", "이미 사용 중이며 계속 사용해도 됩니다"),
    "trial": Text("recommended to try out on a small scale first", "작은 범위에서 먼저 시험해 봅니다"),
    "consider": Text("a sound alternative to what is recommended", "추천 제품을 대신할 수 있는 대안입니다"),
    "migrate": Text("in use, but to be left for something else", "사용 중이지만 다른 제품으로 이전해야 합니다"),
    "avoid": Text("not to be taken up here", "여기서는 도입하지 않습니다"),
}
_STATUSES = {
    "decided": Text("no further answer can change it", "더 답해도 바뀌지 않습니다"),
    "open": Text("an answer not given yet could still change it", "아직 하지 않은 답에 따라 바뀔 수 있습니다"),
    "contested": Text("equally strong reasons contradict each other", "강도가 같은 근거가 서로 맞섭니다"),
    "unserved": Text("needed, but no product is left to recommend", "필요하지만 추천할 제품이 남지 않았습니다"),
    "not-needed": Text("nothing here is needed", "이 영역은 필요하지 않습니다"),
}
_STRENGTHS = {
    "default": Text("holds unless something more special speaks", "더 구체적인 규칙이 없으면 적용됩니다"),
    "exception": Text("wins over defaults where its conditions hold", "조건이 맞으면 기본 규칙보다 우선합니다"),
    "constraint": Text("rules out; nothing wins over it", "제품을 배제하며, 어떤 규칙보다도 우선합니다"),
}
_SET_ASIDE = (
    Text("set aside", "제외됨"),
    Text(
        "a rule whose conditions hold, but over which a stronger or more special one wins",
        "조건이 맞았지만 더 강하거나 더 구체적인 규칙이 우선하여 제외된 규칙",
    ),
)
_COPY = (
    Text("…@tempo", "…@tempo"),
    Text("a rule about many products, here applied to Tempo", "여러 제품에 대한 규칙을 여기서는 Tempo에 적용한 것"),
)


@dataclass(frozen=True, slots=True)
class LegendGroup:
    """`rows`: a style for the word's badge (empty: none), the word, and what it means."""

    title: str
    rows: tuple[tuple[str, str, str], ...]


def legend_groups(language: Language) -> tuple[LegendGroup, ...]:
    def group(name: str, rows: list[tuple[str, str, str]]) -> LegendGroup:
        return LegendGroup(_TITLES[name].in_language(language), tuple(rows))

    # Behind the badges stands the mark of a question that asks for a fact.
    styles = [*(f"badge-{badge}" for badge in BADGES), "badge"]

    def told(text: Text) -> str:
        return text.in_language(language)

    return (
        group(
            "verdicts", [(f"verdict-{id_}", verdict_word(id_, language), told(text)) for id_, text in _VERDICTS.items()]
        ),
        group("firmness", [(style, word, text) for style, (word, text) in zip(styles, legend(language), strict=True)]),
        group(
            "statuses", [(f"status-{id_}", status_word(id_, language), told(text)) for id_, text in _STATUSES.items()]
        ),
        group("strengths", [("", strength_word(id_, language), told(text)) for id_, text in _STRENGTHS.items()]),
        group("other", [("", told(word), told(text)) for word, text in (_SET_ASIDE, _COPY)]),
    )
