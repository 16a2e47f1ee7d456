"""The body of a decision, as a page shows it: slots by area, claims with what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.inference.reasoner import Decision
from engine.model import Knowledge, Language
from plugin_api.pages.firmness import FirmnessView, firmness_views
from plugin_api.pages.lines import cite_address
from plugin_api.pages.phrases import phrase

# Slots without a pick and without a warning verdict are told in one line.
_QUIET = "not-needed"
_ORDER = ("contested", "unserved", "decided", "open", "not-needed")


@dataclass(frozen=True, slots=True)
class AreaView:
    """An area with the slots to show in full, and those that are only named."""

    id: str
    title: str
    slots: tuple[dict[str, Any], ...]
    quiet: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as the knowledge of the decision has it, with its source and day; or a source cited as a whole.

    `text` and `day` are empty where there is none, `address` where nothing of that id is known any more.
    """

    id: str
    text: str
    source: str
    day: str
    address: str

    @property
    def source_id(self) -> str:
        return self.id.partition("/")[0]


@dataclass(frozen=True, slots=True)
class AnswerView:
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """Everything that the page of a decision shows. `body` is the decision as the API answers it."""

    body: dict[str, Any]
    areas: tuple[AreaView, ...]
    claims: Mapping[str, ClaimView]
    titles: Mapping[str, str]
    names: Mapping[str, str]
    answers: tuple[AnswerView, ...]
    firmness: Mapping[str, list[FirmnessView]]


def decision_view(
    body: dict[str, Any],
    profile: Mapping[str, Mapping[str, Any]],
    knowledge: Knowledge,
    language: Language,
    picks: Iterable[Mapping[str, Any]] = (),
) -> DecisionView:
    """`picks`: how they stand, as in `robustness_document`."""
    by_area: dict[str, list[dict[str, Any]]] = {}
    for slot in body["slots"]:
        by_area.setdefault(slot["area"], []).append(slot)
    return DecisionView(
        body=body,
        areas=tuple(_area(area, slots, knowledge, language) for area, slots in by_area.items()),
        claims=claim_views(_cited(body), knowledge, language),
        titles={slot["slot"]: slot["title"] for slot in body["slots"]},
        names={product.id: product.name for product in knowledge.products.values()},
        answers=tuple(_answers(profile, knowledge, language)),
        firmness=firmness_views(picks, knowledge, language),
    )


def status_counts(decision: Decision) -> tuple[tuple[str, int], ...]:
    """How many slots stand how, those that want attention first."""
    found = Counter(outcome.status for outcome in decision.slots)
    return tuple((status, found[status]) for status in _ORDER if found[status])


def _area(id_: str, slots: list[dict[str, Any]], knowledge: Knowledge, language: Language) -> AreaView:
    area = knowledge.areas.get(id_)
    return AreaView(
        id=id_,
        title=area.title.in_language(language) if area else id_,
        slots=tuple(slot for slot in slots if not _is_quiet(slot)),
        quiet=tuple(slot for slot in slots if _is_quiet(slot)),
    )


def _is_quiet(slot: dict[str, Any]) -> bool:
    """Nothing to do and nothing in use: not needed, or open without anything to go by yet."""
    acts = any(verdict["verdict"] != "avoid" for verdict in slot["verdicts"])
    return not acts and (slot["status"] == _QUIET or not slot["need"]["needed"])


def _cited(body: dict[str, Any]) -> set[str]:
    reasons = [reason for slot in body["slots"] for reason in slot["need"]["because"]]
    reasons += [reason for slot in body["slots"] for verdict in slot["verdicts"] for reason in verdict["because"]]
    stages = (body.get("roadmap") or {"stages": ()})["stages"]
    above = [*body.get("connections", ()), *stages, *body.get("advice", ())]
    return {claim for said in (*reasons, *body["warnings"], *above) for claim in said["cites"]}


def claim_views(ids: Iterable[str], knowledge: Knowledge, language: Language) -> dict[str, ClaimView]:
    return {id_: _claim(id_, knowledge, language) for id_ in ids}


def _claim(id_: str, knowledge: Knowledge, language: Language) -> ClaimView:
    claim, source = knowledge.claims.get(id_), knowledge.sources.get(id_.partition("/")[0])
    return ClaimView(
        id_,
        claim.text.in_language(language) if claim else "",
        source.title.in_language(language) if source else "",
        source.date.isoformat() if source and source.date else "",
        cite_address(id_, knowledge, language),
    )


def _answers(profile: Mapping[str, Mapping[str, Any]], knowledge: Knowledge, language: Language) -> list[AnswerView]:
    """The answers in the order of the questionnaire, as a person says them."""
    found = []
    for question in knowledge.questions.values():
        answer = profile.get(question.section, {}).get(question.name)
        if answer is not None:
            options = {option.id: option.text.in_language(language) for option in question.options}
            said = _said(answer, options, knowledge, language)
            found.append(AnswerView(question.text.in_language(language), said))
    return found


def _said(answer: Any, options: Mapping[str, str], knowledge: Knowledge, language: Language) -> str:
    if isinstance(answer, bool):
        return phrase("yes" if answer else "no", language)
    if isinstance(answer, Mapping):
        return ", ".join(f"{_name(product, knowledge)} {version}" for product, version in answer.items())
    if isinstance(answer, list):
        return ", ".join(options.get(one) or _name(one, knowledge) for one in answer) or phrase(
            "none_of_these", language
        )
    return options.get(str(answer), str(answer))


def _name(product: str, knowledge: Knowledge) -> str:
    known = knowledge.products.get(product)
    return known.name if known else product
